"""The metadata of a page completed by what its readers see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from pipeline.article.blocks import extent
from pipeline.article.metadata.authors import byline_authors
from pipeline.article.metadata.languages import language_of
from pipeline.article.metadata.page_metadata import PageMetadata
from pipeline.article.metadata.times import SAME, Moment, VisibleTimes, visible_times
from pipeline.text.folding import letters_and_digits, shared_words

MIN_HEADLINE_CHARACTERS = 12
"""A heading that shares no word with the metadata is the headline only if it is longer."""
MAX_HEADLINE_CHARACTERS = 500
"""Longer ones are texts."""
SHOWN = "page"
"""Where a time comes from that stands in a line for readers."""


def with_visible(
    metadata: PageMetadata,
    *,
    headline: str | None,
    bylines: Sequence[str],
    timestamps: Sequence[str],
    around: Sequence[str],
    text: str,
) -> PageMetadata:
    """The metadata completed by what readers see.

    `headline`, `bylines` and `timestamps` are texts of the page's blocks with these labels, in
    page order; `around` are those around headline and text that are neither part of it nor known
    to be of another text; `text` is the article. The heading that readers see is the headline,
    since metadata often have one written for search engines. The language is that of the text
    where it is long enough to tell.
    """
    language = language_of(text, metadata.language) or metadata.language
    seen = visible_times((*timestamps, *bylines), language)
    if seen.published is None and metadata.published is None:
        beside = visible_times(metadata.shown_times, language)
        if beside.published is None:
            beside = visible_times(around, language, days_alone=False)
        seen = VisibleTimes(beside.published, seen.modified or beside.modified)
    published = _published(metadata.published, seen.published)
    published_from = metadata.published_from if published == metadata.published else SHOWN
    modified, modified_from = metadata.modified, metadata.modified_from
    if modified is None and metadata.published is None and seen.modified:
        modified, modified_from = seen.modified.time, SHOWN
    if published and modified and modified < published:
        modified = modified_from = None
    return replace(
        metadata,
        headline=headline if headline and _is_headline(headline, metadata) else metadata.headline,
        # credits under a text are no candidates of the choice
        authors=metadata.authors or byline_authors(bylines, metadata.outlet).names,
        published=published,
        published_from=published_from,
        modified=modified,
        modified_from=modified_from,
        language=language,
    )


def _is_headline(shown: str, metadata: PageMetadata) -> bool:
    """Whether the heading is the article's, not the name of the site or of a section."""
    if len(shown) > MAX_HEADLINE_CHARACTERS or _is_part_of_heading(shown, metadata):
        return False
    if metadata.headline is None or shared_words(shown, metadata.headline) >= 0.5:
        return True
    names = {letters_and_digits(name) for name in (metadata.outlet, metadata.section) if name}
    return extent(shown) >= MIN_HEADLINE_CHARACTERS and letters_and_digits(shown) not in names


def _is_part_of_heading(shown: str, metadata: PageMetadata) -> bool:
    """Whether a line is not the headline that the metadata state, but other words of its heading.

    A kicker ("Harbour: ") and the headline often are two lines, or two elements, of one `h1`.
    """
    line, stated, whole = map(
        letters_and_digits, (shown, metadata.headline or "", metadata.heading or "")
    )
    if metadata.headline_apart and line == whole:
        return line != stated
    return bool(stated) and stated in whole and line in whole and line not in {whole, stated}


def _published(stated: datetime | None, seen: Moment | None) -> datetime | None:
    """The stated time; the visible one where none is stated, or only the day of it."""
    if seen is None:
        return stated
    only_day = stated is not None and stated.astimezone(UTC).time() == datetime.min.time()
    if stated is None or (only_day and seen.has_clock and abs(seen.time - stated) < SAME):
        return seen.time
    return stated
