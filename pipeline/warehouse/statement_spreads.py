"""Statements by how far they spread, and every place where one was printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, func, select

from pipeline.shown_records import TOLD_CHANGES, FoundQuotation
from pipeline.warehouse.connection import reading
from pipeline.warehouse.derived_tables import current_quotation, statement_spread
from pipeline.warehouse.marts import mart_view
from pipeline.warehouse.print_order import IN_THE_TEXT, first_printed
from pipeline.warehouse.quotation_query import (
    MOST_COUNTED,
    fetch_quotations,
    published_within,
    quotation_query,
)
from pipeline.warehouse.tables import outlet, quotation, statement

MAX_GONE = 100
"""Former wordings of a statement that are shown."""


@dataclass(frozen=True, slots=True)
class StatementSpread:
    """A statement and how often it is printed; numbers are those that count."""

    statement_id: int
    text: str
    """As it appeared first."""
    speaker: str | None
    speaker_id: int | None
    quotations: int
    articles: int
    outlets: int
    first_outlet: str
    first_appeared_at: datetime
    last_appeared_at: datetime


@dataclass(frozen=True, slots=True)
class FormerWording:
    """Words of a statement that an edit took out of an article."""

    quotation_id: int
    article_id: int
    outlet: str
    headline: str | None
    text: str
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class PrintedStatement:
    """A statement with every place where it is printed."""

    statement_id: int
    spread: StatementSpread | None
    """None if no current version of an article has it any more."""
    prints: tuple[FoundQuotation, ...]
    """The first printed first."""
    former: tuple[FormerWording, ...]
    """What edits took out, the newest first."""


def spread_statements(
    connection: Connection, *among: ColumnElement[bool], limit: int, offset: int = 0
) -> tuple[StatementSpread, ...]:
    """The statements that fulfil all conditions, those that spread furthest first."""
    spread = statement_spread.c
    query = (
        select(
            spread.statement_id,
            quotation.c.text,
            current_quotation.c.speaker,
            current_quotation.c.speaker_id,
            spread.quotations,
            spread.articles,
            spread.outlets,
            outlet.c.name.label("first_outlet"),
            spread.first_appeared_at,
            spread.last_appeared_at,
        )
        .join(current_quotation, current_quotation.c.quotation_id == spread.first_quotation_id)
        .join(quotation, quotation.c.id == spread.first_quotation_id)
        .join(outlet, outlet.c.id == current_quotation.c.outlet_id)
        .where(*among)
        .order_by(
            spread.outlets.desc(),
            spread.articles.desc(),
            spread.quotations.desc(),
            spread.statement_id.desc(),
        )
        .limit(limit)
        .offset(offset)
    )
    return tuple(StatementSpread(**row) for row in connection.execute(query).mappings())


def statements_within(
    engine: Engine,
    since: datetime | None,
    until: datetime | None,
    *,
    least_outlets: int = 1,
    limit: int = 20,
    offset: int = 0,
) -> tuple[tuple[StatementSpread, ...], int, bool]:
    """The statements that articles of a span of time have, their number, and whether it is more.

    Those that spread furthest first; only those of at least so many outlets. What is counted of
    each is not only in the span. No more than `MOST_COUNTED` are counted. Raises WarehouseError if
    the warehouse cannot be used.
    """
    wide = statement_spread.c.outlets >= least_outlets
    within = published_within(since, until)
    ids = select(statement_spread.c.statement_id).where(wide)
    if within:
        printed = current_quotation.c.statement_id == statement_spread.c.statement_id
        ids = (
            select(current_quotation.c.statement_id)
            .join(statement_spread, printed)
            .where(*within, wide)
            .distinct()
        )
    counted = select(func.count()).select_from(ids.limit(MOST_COUNTED + 1).subquery())
    with reading(engine) as connection:
        number = connection.scalar(counted) or 0
        more = number > MOST_COUNTED
        among: tuple[ColumnElement[bool], ...] = (wide,)
        if within and not more:
            among = (statement_spread.c.statement_id.in_(ids),)
        elif within:
            # so many are in the span that the first of all by spread are soon among them
            in_span = select(current_quotation.c.quotation_id).where(printed, *within)
            among = (wide, in_span.correlate(statement_spread).exists())
        found = spread_statements(connection, *among, limit=limit, offset=offset)
    return found, min(number, MOST_COUNTED), more


def printed_statement(
    engine: Engine, statement_id: int, *, limit: int, offset: int = 0
) -> PrintedStatement | None:
    """A statement with the places where it is printed, `limit` of them after `offset`.

    None if there is none of this number. Raises WarehouseError if the warehouse cannot be used.
    """
    with reading(engine) as connection:
        if connection.scalar(select(statement.c.id).where(statement.c.id == statement_id)) is None:
            return None
        this = statement_spread.c.statement_id == statement_id
        found = spread_statements(connection, this, limit=1)
        prints = (
            quotation_query()
            .where(current_quotation.c.statement_id == statement_id)
            .order_by(
                *first_printed(
                    current_quotation.c.published_or_first_seen_at, current_quotation.c.outlet_id
                ),
                *IN_THE_TEXT,
            )
            .limit(limit)
            .offset(offset)
        )
        return PrintedStatement(
            statement_id,
            found[0] if found else None,
            tuple(fetch_quotations(connection, prints)),
            _former(connection, statement_id),
        )


def _former(connection: Connection, statement_id: int) -> tuple[FormerWording, ...]:
    change = mart_view("quotations_changed_by_edit").c
    still_there = (
        select(current_quotation.c.quotation_id)
        .where(
            current_quotation.c.article_id == change.article_id,
            current_quotation.c.wording_id == quotation.c.wording_id,
        )
        .exists()
    )
    query = (
        select(
            change.quotation_id,
            change.article_id,
            change.outlet,
            change.headline,
            change.text,
            change.last_seen_at,
        )
        .join(quotation, quotation.c.id == change.quotation_id)
        .where(
            change.statement_id == statement_id,
            change.change.in_(sorted(TOLD_CHANGES)),
            # an edit that was taken back changed nothing
            ~still_there,
        )
        .order_by(change.last_seen_at.desc(), change.quotation_id)
        .limit(MAX_GONE)
    )
    return tuple(FormerWording(**row) for row in connection.execute(query).mappings())
