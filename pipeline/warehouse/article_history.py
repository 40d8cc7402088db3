"""An article with all its versions: what was printed, what was dropped, who is quoted in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, literal, select

from pipeline.records import Kind
from pipeline.warehouse.connection import reading
from pipeline.warehouse.print_order import IN_THE_TEXT
from pipeline.warehouse.tables import (
    article,
    article_version,
    block,
    block_label,
    capture,
    outlet,
    quotation,
    speaker,
    speaker_name,
    wording,
)

MAX_VERSIONS = 200
"""Of an article, the newest: a live blog may have hundreds."""
MAX_TEXT = 400_000
"""Characters of a text that are read: a book's worth; one article of a million is longer."""
MAX_DROPPED = 400
"""Dropped blocks: most pages have some fifty."""
MAX_DROPPED_TEXT = 400
MAX_VERSION_QUOTATIONS = 1000


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """A version of an article, without its text."""

    version_id: int
    is_current: bool
    first_seen_at: datetime
    last_seen_at: datetime
    headline: str | None
    authors: tuple[str, ...]
    published_at: datetime | None
    modified_at: datetime | None
    language: str | None
    section: str | None
    truncated: bool
    paywalled: bool
    characters: int
    captured_at: datetime
    """When the latest capture of this text was made."""
    url_asked: str
    warc_file: str
    """File of the archive, relative to the archive folder."""
    warc_offset: int
    """Where the record begins in that file, in bytes."""


@dataclass(frozen=True, slots=True)
class DroppedBlock:
    """A block of the page that is not part of the article."""

    label: str
    rule: str
    probability: float | None
    """How likely the arbiter finds it that the block is the article's; None if not asked."""
    text: str
    """Its beginning."""


@dataclass(frozen=True, slots=True)
class VersionQuotation:
    """A quotation in the text of a version."""

    quotation_id: int
    statement_id: int
    speaker_id: int | None
    speaker: str | None
    """What the article calls a source without a name; None if it does not say."""
    kind: Kind
    text: str
    spans: tuple[tuple[int, int], ...]
    """Start and end of every part, in characters of the version's text."""
    confidence: float


@dataclass(frozen=True, slots=True)
class VersionText:
    """The text of a version, MAX_TEXT characters at most."""

    version: VersionEntry
    text: str


@dataclass(frozen=True, slots=True)
class ArticleHistory:
    """An article, one version of it in full, and the version that this is compared with."""

    article_id: int
    url: str
    outlet: str
    outlet_key: str
    published: datetime
    """First capture time where the page gives none."""
    versions: tuple[VersionEntry, ...]
    """The newest first."""
    shown: VersionText
    compared: VersionText | None
    """The version before it; None if there is none."""
    quotations: tuple[VersionQuotation, ...]
    """Of the version shown, in the order of its text."""
    withheld: int
    """Quotations of the version shown that a check found to be wrong."""
    dropped: tuple[DroppedBlock, ...]
    dropped_total: int


def article_history(
    engine: Engine,
    article_id: int,
    *,
    version_id: int | None = None,
    compare_with: int | None = None,
) -> ArticleHistory | None:
    """The history of an article, with one version shown: the current one if none is named.

    Without `compare_with`, the version before it is the one compared. None if there is no such
    article, or it has no such versions. Raises WarehouseError if the warehouse cannot be used.
    """
    with reading(engine) as connection:
        head = connection.execute(
            select(
                article.c.id,
                article.c.url,
                article.c.published_or_first_seen_at,
                outlet.c.name,
                outlet.c.key,
            )
            .join(outlet, outlet.c.id == article.c.outlet_id)
            .where(article.c.id == article_id)
        ).one_or_none()
        if head is None:
            return None
        versions = _versions(connection, article_id)
        by_id = {version.version_id: version for version in versions}
        current = next((one for one in versions if one.is_current), versions[0])
        shown = by_id.get(version_id) if version_id is not None else current
        other = by_id.get(compare_with) if compare_with is not None else None
        if shown is None or (compare_with is not None and other is None):
            return None
        other = other or _before(shown, versions)
        dropped, dropped_total = _dropped(connection, shown.version_id)
        return ArticleHistory(
            article_id=head.id,
            url=head.url,
            outlet=head.name,
            outlet_key=head.key,
            published=head.published_or_first_seen_at,
            versions=versions,
            shown=_with_text(connection, shown),
            compared=_with_text(connection, other) if other else None,
            quotations=_quotations(connection, shown.version_id),
            withheld=_withheld(connection, shown.version_id),
            dropped=dropped,
            dropped_total=dropped_total,
        )


def _versions(connection: Connection, article_id: int) -> tuple[VersionEntry, ...]:
    version = article_version.c
    query = (
        select(
            version.id.label("version_id"),
            *(
                version[name]
                for name in (
                    "is_current", "first_seen_at", "last_seen_at", "headline", "authors",
                    "published_at", "modified_at", "language", "section", "truncated", "paywalled",
                )
            ),
            func.length(version.text).label("characters"),
            capture.c.fetched_at.label("captured_at"),
            capture.c.url_asked,
            capture.c.warc_file,
            capture.c.warc_offset,
        )
        .join(capture, capture.c.id == version.capture_id)
        .where(version.article_id == article_id)
        .order_by(version.is_current.desc(), version.last_seen_at.desc(), version.id.desc())
        .limit(MAX_VERSIONS)
    )  # fmt: skip
    rows = connection.execute(query).mappings()
    return tuple(VersionEntry(**{**row, "authors": tuple(row["authors"])}) for row in rows)


def _before(shown: VersionEntry, versions: Sequence[VersionEntry]) -> VersionEntry | None:
    """The version that an edit made into the one shown.

    An edit that is taken back brings an older text again, so what counts is when a text was seen
    last.
    """
    earlier = [one for one in versions if one.last_seen_at < shown.last_seen_at]
    if earlier:
        return max(earlier, key=lambda one: (one.last_seen_at, one.version_id))
    before = [one for one in versions if one.first_seen_at < shown.first_seen_at]
    return max(before, key=lambda one: (one.first_seen_at, one.version_id), default=None)


def _with_text(connection: Connection, version: VersionEntry) -> VersionText:
    text = connection.scalar(
        select(func.substr(article_version.c.text, 1, literal(MAX_TEXT))).where(
            article_version.c.id == version.version_id
        )
    )
    return VersionText(version, text or "")


def _quotations(connection: Connection, version_id: int) -> tuple[VersionQuotation, ...]:
    columns = quotation.c
    query = (
        select(
            columns.id,
            wording.c.statement_id,
            speaker_name.c.speaker_id,
            func.coalesce(speaker.c.name, columns.speaker_text).label("speaker"),
            columns.kind,
            columns.text,
            columns.spans,
            columns.confidence,
        )
        .select_from(quotation)
        .join(wording, wording.c.id == columns.wording_id)
        .outerjoin(speaker_name, speaker_name.c.id == columns.name_id)
        .outerjoin(speaker, speaker.c.id == speaker_name.c.speaker_id)
        .where(columns.version_id == version_id, columns.withheld.is_(None))
        .order_by(*IN_THE_TEXT)
        .limit(MAX_VERSION_QUOTATIONS)
    )
    return tuple(map(_quotation, connection.execute(query)))


def _quotation(row: Any) -> VersionQuotation:
    return VersionQuotation(
        quotation_id=row.id,
        statement_id=row.statement_id,
        speaker_id=row.speaker_id,
        speaker=row.speaker,
        kind=Kind(row.kind),
        text=row.text,
        spans=tuple((start, end) for start, end in row.spans),
        confidence=row.confidence,
    )


def _withheld(connection: Connection, version_id: int) -> int:
    query = select(func.count()).where(
        quotation.c.version_id == version_id, quotation.c.withheld.is_not(None)
    )
    return connection.scalar(query) or 0


def _dropped(connection: Connection, version_id: int) -> tuple[tuple[DroppedBlock, ...], int]:
    of_version = (block.c.version_id == version_id) & block_label.c.is_kept.is_(False)
    joined = block.join(block_label, block_label.c.key == block.c.label)
    total = connection.scalar(select(func.count()).select_from(joined).where(of_version)) or 0
    query = (
        select(
            block.c.label,
            block.c.rule,
            block.c.probability,
            func.substr(block.c.text, 1, literal(MAX_DROPPED_TEXT)).label("text"),
        )
        .select_from(joined)
        .where(of_version)
        .order_by(block.c.position)
        .limit(MAX_DROPPED)
    )
    rows = connection.execute(query).mappings()
    return tuple(DroppedBlock(**row) for row in rows), total
