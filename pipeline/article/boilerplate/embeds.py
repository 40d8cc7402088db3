"""Posts, players and other things from elsewhere that are set between paragraphs."""

from __future__ import annotations

from pipeline.article.boilerplate_regions import RegionRule
from pipeline.article.class_name_tokens import words
from pipeline.records import Label

REGIONS = (
    RegionRule(
        Label.EMBED,
        "embed-by-name",
        names=words(
            r"twitter (?:tweet|video|widget)|tweet|instagram(?: media)?|fb (?:post|video)|"
            r"tik ?tok(?: embed)?|reddit (?:card|embed \w+)|"
            r"bluesky(?: embed)?|mastodon(?: embed)?|telegram post|(?:social|post|tweet|video|"
            r"media|facebook|youtube) ?embed(?: ?\w+)?|"
            r"embed(?:ded|s)?(?: ?(?:post|block|container|wrapper|social|tweet|card|content|code|"
            r"item))?|"
            r"oembed|jwplayer|video ?js|video ?player|player|infogram|datawrapper|flourish"
        ),
        closed=True,
        most_characters=3_000,
    ),
)
"""Parts called so."""
