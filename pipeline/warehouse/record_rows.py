"""From records to rows: what load writes, before it knows any id."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MINYEAR, datetime

from pipeline.people.proper_names import forms_of, is_named, tidy
from pipeline.records import (
    PARAGRAPH_SEPARATOR,
    Article,
    AttributedPage,
    Block,
    Capture,
    Label,
    Quotation,
    Rejection,
)
from pipeline.text.digests import digest_of
from pipeline.text.possible_times import MAX_AHEAD
from pipeline.warehouse.row_sync import Row
from pipeline.warehouse.stored_text import bounded, storable

MAX_URL_BYTES = 2000
"""Of an article's URL: browsers and servers do not take longer ones, and an index of PostgreSQL
takes 2,700 bytes."""
MAX_REFERENCE_BYTES = 1000
"""Of what a rejection is about; a longer one is cut. With the other columns of the unique key it
has to fit into an index of PostgreSQL, which takes 2,700 bytes."""


@dataclass(frozen=True, slots=True)
class PageRows:
    """An article as one capture showed it."""

    capture: Capture
    outlet: str
    """Key of the outlet."""
    url: str
    version: Row
    """Columns of `article_version`, without ids and what follows from other rows."""
    blocks: tuple[Row, ...]
    quotations: tuple[Row, ...]
    """Columns of `quotation`, without ids of other tables."""
    notes: tuple[Rejection, ...]
    """What of the page could not be believed."""

    @property
    def recency(self) -> tuple[datetime, str, str]:
        """Orders the captures of one article, the latest last; no two are equal."""
        return recency(self.capture.fetched_at, self.capture.payload_digest, self.capture.record_id)

    @property
    def digest(self) -> str:
        """The digest of the article's text."""
        return str(self.version["digest"])


def recency(fetched_at: datetime, payload_digest: str, record_id: str) -> tuple[datetime, str, str]:
    """See `PageRows.recency`."""
    return fetched_at, payload_digest, record_id


def capture_row(capture: Capture) -> Row:
    """The row of a capture."""
    headers = {name.lower(): value for name, value in capture.headers}
    row = {
        "outlet_key": capture.source,
        "url_asked": capture.url_asked,
        "url_answered": capture.url_answered,
        "fetched_at": capture.fetched_at,
        "status": capture.status,
        "content_type": capture.content_type,
        "etag": headers.get("etag"),
        "last_modified": headers.get("last-modified"),
        "headers": capture.headers,
        "payload_digest": capture.payload_digest,
        "record_id": capture.record_id,
        "warc_file": capture.warc_file,
        "warc_offset": capture.warc_offset,
        "imported_from": capture.imported_from,
    }
    return {name: storable(value) for name, value in row.items()}


def rejection_row(rejection: Rejection) -> Row:
    """The row of something that could not be processed, without its run."""
    row = {
        "stage": rejection.stage,
        "reference": reference(rejection.reference),
        "reason": rejection.reason,
        "detail": rejection.detail,
        "outlet_key": rejection.source,
        "warc_file": rejection.warc_file,
        "warc_offset": rejection.warc_offset,
    }
    return {name: storable(value) for name, value in row.items()}


def reference(url: str) -> str:
    """What a rejection is about, as the table `rejected` has it: cut if it is very long."""
    return bounded(storable(url), MAX_REFERENCE_BYTES)


def page_rows(page: AttributedPage, extraction: str) -> PageRows | Rejection:
    """The rows of a page, or why it cannot have any."""
    capture, article = page.capture, page.article
    url = storable(article.url or capture.url_answered)
    if len(url.encode()) > MAX_URL_BYTES:
        url = storable(capture.url_answered)
    if len(url.encode()) > MAX_URL_BYTES:
        return _note(capture, "url-too-long", f"a URL of more than {MAX_URL_BYTES} bytes")
    published, first_note = _believed(article.published, "published", capture)
    modified, second_note = _believed(article.modified, "modified", capture)
    return PageRows(
        capture=capture,
        outlet=capture.source,
        url=url,
        version=_version(article, extraction, published, modified),
        blocks=_blocks(article.blocks),
        quotations=_quotations(page.quotations, _starts(article), extraction),
        notes=tuple(note for note in (first_note, second_note) if note),
    )


def _believed(
    time: datetime | None, what: str, capture: Capture
) -> tuple[datetime | None, Rejection | None]:
    """A time of the page, or the note that it cannot be one: it lies ahead, or out of bounds."""
    if time is None or (time.year > MINYEAR and time <= capture.fetched_at + MAX_AHEAD):
        return time, None
    detail = f"the page says it was {what} at {time.isoformat()}; loaded without that time"
    return None, _note(capture, f"{what}-implausible", detail)


def _note(capture: Capture, reason: str, detail: str) -> Rejection:
    return Rejection(
        "load",
        capture.url_asked,
        reason,
        detail,
        capture.source,
        capture.warc_file,
        capture.warc_offset,
    )


def _version(
    article: Article, extraction: str, published: datetime | None, modified: datetime | None
) -> Row:
    text = storable(article.text)
    row = {
        "digest": digest_of(text.encode()),
        "extraction": extraction,
        "headline": article.headline,
        "authors": article.authors,
        "published_at": published,
        "modified_at": modified,
        "language": article.language,
        "section": article.section,
        "truncated": article.truncated,
        "paywalled": article.paywalled,
        "published_from": article.published_from,
        "modified_from": article.modified_from,
        "doubts": article.doubts,
        "text": text,
    }
    return {name: storable(value) for name, value in row.items()}


def _blocks(blocks: Iterable[Block]) -> tuple[Row, ...]:
    rows = []
    paragraph = 0
    for position, block in enumerate(blocks):
        in_text = block.kept and block.label is not Label.HEADLINE
        rows.append(
            {
                "position": position,
                "paragraph": paragraph if in_text else None,
                "label": block.label.value,
                "rule": storable(block.rule),
                "dom_path": storable(block.dom_path),
                "text": storable(block.text),
                "probability": block.probability,
            }
        )
        paragraph += in_text
    return tuple(rows)


def _starts(article: Article) -> list[int]:
    """The offset of each paragraph."""
    lengths = (len(text) + len(PARAGRAPH_SEPARATOR) for text in article.paragraphs)
    return list(itertools.accumulate(lengths, initial=0))[:-1]


def _quotations(
    quotations: Iterable[Quotation], starts: Sequence[int], extraction: str
) -> tuple[Row, ...]:
    """The rows of a page's quotations, in an order that does not depend on theirs.

    Two of one kind that begin with the same span, as when two speakers share their words, are
    distinguished by an ordinal. Of two that are equal in everything, one is kept.
    """
    alike: dict[tuple[int, int, str], list[Quotation]] = defaultdict(list)
    for quotation in set(quotations):
        alike[_natural_key(quotation)].append(quotation)
    return tuple(
        _quoted(quotation, starts, ordinal, extraction)
        for key in sorted(alike)
        for ordinal, quotation in enumerate(sorted(alike[key], key=repr))
    )


def _natural_key(quotation: Quotation) -> tuple[int, int, str]:
    # without any content, an empty span: a check of the warehouse reports it
    start, end = (quotation.attribution.content or ((0, 0),))[0]
    return start, end, quotation.attribution.kind.value


def _quoted(quotation: Quotation, starts: Sequence[int], ordinal: int, extraction: str) -> Row:
    attribution = quotation.attribution
    start, end, kind = _natural_key(quotation)
    source_start, source_end = attribution.source or (None, None)
    cue_start, cue_end = attribution.cue or (None, None)
    speaker = tidy(storable(quotation.speaker))
    row = {
        "start_offset": start,
        "end_offset": end,
        "kind": kind,
        "ordinal": ordinal,
        "speaker_text": speaker or None,
        "speaker_kind": quotation.speaker_kind,
        "mention": quotation.mention,
        "role": quotation.role,
        "cue": quotation.cue,
        "aliases": forms_of(speaker, storable(quotation.aliases)) if is_named(speaker) else (),
        "text": quotation.text,
        "segments": quotation.segments,
        "spans": attribution.content,
        "source_start": source_start,
        "source_end": source_end,
        "cue_start": cue_start,
        "cue_end": cue_end,
        # by the offset: a block with line breaks of its own may have been counted as several
        "paragraph": max(bisect_right(starts, start) - 1, 0),
        "confidence": float(attribution.confidence),
        "extraction": extraction,
    }
    return {name: storable(value) for name, value in row.items()}


def outlet_rows(keys: Iterable[str], names: Mapping[str, str]) -> dict[str, str | None]:
    """The outlets of a batch with their names; None for one that `names` does not have."""
    return {key: storable(names[key]) if key in names else None for key in sorted(set(keys))}
