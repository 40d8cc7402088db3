"""The query that search and digest share: quotations as they are shown to a person.

Only what counts is shown (`current_quotation`); what an edit took out is in the mart
`quotations_changed_by_edit`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, select

from pipeline.records import Kind
from pipeline.shown_records import FoundQuotation
from pipeline.warehouse.derived_tables import current_quotation
from pipeline.warehouse.print_order import IN_THE_TEXT
from pipeline.warehouse.tables import (
    article,
    article_version,
    block,
    capture,
    outlet,
    quotation,
    speaker,
    speaker_name,
)

MOST_COUNTED = 10_000
"""Of what fits a question: more are not counted, so that the answer never waits for a number. The
pages of an answer show no more either."""


def current_quotations() -> FromClause:
    """The quotations that count, each with its version, article and outlet."""
    return (
        current_quotation.join(quotation, quotation.c.id == current_quotation.c.quotation_id)
        .join(article_version, article_version.c.id == quotation.c.version_id)
        .join(article, article.c.id == current_quotation.c.article_id)
        .join(outlet, outlet.c.id == current_quotation.c.outlet_id)
    )


def printed_quotations() -> FromClause:
    """All quotations, those of replaced versions too, with where each stands and who says it.

    A source without a name has no speaker; a quotation whose paragraph is not there has no block.
    """
    return (
        quotation.join(article_version, article_version.c.id == quotation.c.version_id)
        .join(article, article.c.id == article_version.c.article_id)
        .join(outlet, outlet.c.id == article.c.outlet_id)
        .join(capture, capture.c.id == article_version.c.capture_id)
        .outerjoin(speaker_name, speaker_name.c.id == quotation.c.name_id)
        .outerjoin(speaker, speaker.c.id == speaker_name.c.speaker_id)
        .outerjoin(block, _OF_PARAGRAPH)
    )


_OF_PARAGRAPH = (block.c.version_id == quotation.c.version_id) & (
    block.c.paragraph == quotation.c.paragraph
)
"""The block in which a quotation begins."""


def between(
    time: ColumnElement[datetime], since: datetime | None, until: datetime | None
) -> list[ColumnElement[bool]]:
    """What holds for times of a span, ends included; None is no bound."""
    bounds = []
    if since is not None:
        bounds.append(time >= since)
    if until is not None:
        bounds.append(time <= until)
    return bounds


def published_within(since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    """What holds for quotations of articles that appeared in a span of time, ends included."""
    return between(current_quotation.c.published_or_first_seen_at, since, until)


NEWEST_FIRST = (
    current_quotation.c.published_or_first_seen_at.desc(),
    article.c.url,
    current_quotation.c.outlet_id,
    *IN_THE_TEXT,
)
"""The newest articles first; the quotations of one in its order."""


def quotation_query() -> Select[Any]:
    """Quotations as shown, in no order."""
    return select(
        quotation.c.id,
        current_quotation.c.speaker,
        quotation.c.role,
        quotation.c.kind,
        quotation.c.text,
        quotation.c.segments,
        quotation.c.confidence,
        outlet.c.name.label("outlet"),
        article_version.c.headline,
        article.c.url,
        article.c.published_or_first_seen_at,
        block.c.text.label("context"),
        current_quotation.c.speaker_id,
        current_quotation.c.statement_id,
        current_quotation.c.article_id,
    ).select_from(current_quotations().outerjoin(block, _OF_PARAGRAPH))


def fetch_quotations(connection: Connection, query: Select[Any]) -> list[FoundQuotation]:
    """The quotations that a `quotation_query` finds."""
    return [found_quotation(row) for row in connection.execute(query)]


def found_quotation(row: Any) -> FoundQuotation:
    """A quotation as shown, from a row that has the columns of `quotation_query`."""
    return FoundQuotation(
        quotation_id=row.id,
        speaker=row.speaker,
        role=row.role,
        kind=Kind(row.kind),
        text=row.text,
        segments=tuple(row.segments),
        outlet=row.outlet,
        headline=row.headline,
        url=row.url,
        published=row.published_or_first_seen_at,
        context=row.context or "",
        confidence=row.confidence,
        speaker_id=row.speaker_id,
        statement_id=row.statement_id,
        article_id=row.article_id,
    )
