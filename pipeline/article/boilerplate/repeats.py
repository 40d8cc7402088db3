"""Pull quotes, and blocks that say again what the article says."""

from __future__ import annotations

from pipeline.article.boilerplate_regions import RegionRule
from pipeline.article.class_name_tokens import words
from pipeline.records import Label

REGIONS = (
    RegionRule(
        Label.DUPLICATE,
        "pull-quote-by-name",
        names=words(
            r"pull ?quotes?(?: ?\w+)?|quote ?pull|pulled ?quote|big ?quote|blockquote pull|"
            r"quote ?(?:box|highlight|card)|"
            r"wp block pullquote|highlight ?quote|call ?out ?quote|epigraph quote"
        ),
        closed=True,
        most_characters=350,
    ),
)
"""Parts called so."""
