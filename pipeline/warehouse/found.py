"""The query that search and digest share: quotations as a person is shown them.

Only the current version of an article counts; what an edit took out is in the mart
`quotations_changed_by_edit`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, FromClause, Select, case, select

from pipeline.records import FoundQuotation, Kind
from pipeline.warehouse.tables import (
    article,
    article_version,
    block,
    outlet,
    quotation,
    speaker,
    speaker_name,
    wording,
)


def current_quotations() -> FromClause:
    """Quotations with article, outlet, wording and (if named) speaker."""
    return (
        quotation.join(article_version, article_version.c.id == quotation.c.version_id)
        .join(article, article.c.id == article_version.c.article_id)
        .join(outlet, outlet.c.id == article.c.outlet_id)
        .outerjoin(wording, wording.c.id == quotation.c.wording_id)
        .outerjoin(speaker_name, speaker_name.c.id == quotation.c.name_id)
        .outerjoin(speaker, speaker.c.id == speaker_name.c.speaker_id)
    )


def within(query: Select[Any], since: datetime | None, until: datetime | None) -> Select[Any]:
    """The query for articles that appeared in a span of time; both ends belong to it."""
    query = query.where(article_version.c.is_current)
    if since is not None:
        query = query.where(article.c.appeared_at >= since)
    if until is not None:
        query = query.where(article.c.appeared_at <= until)
    return query


def found_query(since: datetime | None, until: datetime | None) -> Select[Any]:
    """Quotations as shown, newest first; those of one article in its order."""
    paragraph = (block.c.version_id == quotation.c.version_id) & (
        block.c.paragraph == quotation.c.paragraph
    )
    query = select(
        quotation.c.id,
        # a source without a name is shown in the article's words
        case(
            (quotation.c.name_id.is_not(None), speaker.c.name), else_=quotation.c.speaker_text
        ).label("speaker"),
        quotation.c.role,
        quotation.c.kind,
        quotation.c.text,
        quotation.c.segments,
        quotation.c.confidence,
        outlet.c.name.label("outlet"),
        article_version.c.headline,
        article.c.url,
        article.c.appeared_at,
        block.c.text.label("context"),
        speaker_name.c.speaker_id,
        wording.c.statement_id,
    ).select_from(current_quotations().outerjoin(block, paragraph))
    return within(query, since, until).order_by(
        article.c.appeared_at.desc(),
        article.c.url,
        article.c.outlet_id,
        quotation.c.start_offset,
        quotation.c.end_offset,
        quotation.c.kind,
        quotation.c.ordinal,
    )


def found(connection: Connection, query: Select[Any]) -> list[FoundQuotation]:
    """The quotations that a `found_query` finds."""
    return [
        FoundQuotation(
            quotation_id=row.id,
            speaker=row.speaker,
            role=row.role,
            kind=Kind(row.kind),
            text=row.text,
            segments=tuple(row.segments),
            outlet=row.outlet,
            headline=row.headline,
            url=row.url,
            published=row.appeared_at,
            context=row.context or "",
            confidence=row.confidence,
            speaker_id=row.speaker_id,
            statement_id=row.statement_id,
        )
        for row in connection.execute(query)
    ]
