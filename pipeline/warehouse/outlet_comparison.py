"""Outlets side by side: whom they quote, how much of it is direct speech, how many voices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, case, func, select

from pipeline.records import Kind
from pipeline.warehouse.connection import reading
from pipeline.warehouse.derived_tables import current_quotation
from pipeline.warehouse.quotation_query import published_within
from pipeline.warehouse.row_sync import select_pairs
from pipeline.warehouse.tables import outlet, quotation, speaker

MAX_OUTLETS = 100
COMPARED_SPEAKERS = 25
"""Speakers whose quotations are counted for each outlet: a table of about a screen."""


@dataclass(frozen=True, slots=True)
class OutletNumbers:
    """What an outlet prints; numbers are those that count."""

    outlet: str
    outlet_key: str
    articles: int
    """With quotations."""
    quotations: int
    statements: int
    speakers: int
    """Persons and organisations with a name."""
    direct_share: float
    """Part of the quotations that is direct speech, from 0 to 1."""
    unnamed_share: float
    """Part of the quotations whose source has no name, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class SpeakerByOutlet:
    """How often each outlet quotes a speaker."""

    speaker_id: int
    speaker: str
    quotations: int
    by_outlet: Mapping[str, int]
    """By the key of the outlet; outlets that do not quote the speaker are left out."""


@dataclass(frozen=True, slots=True)
class OutletComparison:
    """Outlets of a span of time side by side."""

    outlets: tuple[OutletNumbers, ...]
    """The one with the most quotations first."""
    speakers: tuple[SpeakerByOutlet, ...]
    """The most quoted first."""


def compare_outlets(
    engine: Engine, since: datetime | None, until: datetime | None
) -> OutletComparison:
    """The outlets by what their articles of a span of time quote.

    Raises WarehouseError if the warehouse cannot be used.
    """
    within = published_within(since, until)
    with reading(engine) as connection:
        return OutletComparison(_outlets(connection, within), _speakers(connection, within))


def outlet_names(engine: Engine) -> list[tuple[str, str]]:
    """Key and name of the outlets, by name; MAX_OUTLETS at most.

    Raises WarehouseError if the warehouse cannot be used.
    """
    query = select(outlet.c.key, outlet.c.name).order_by(outlet.c.name, outlet.c.key)
    with reading(engine) as connection:
        return [(row.key, row.name) for row in connection.execute(query.limit(MAX_OUTLETS))]


def _outlets(
    connection: Connection, within: Sequence[ColumnElement[bool]]
) -> tuple[OutletNumbers, ...]:
    current = current_quotation.c
    number = func.count().label("quotations")
    counted = (
        select(
            current.outlet_id,
            number,
            func.count(current.article_id.distinct()).label("articles"),
            func.count(current.statement_id.distinct()).label("statements"),
            func.count(current.speaker_id.distinct()).label("speakers"),
            func.count(case((quotation.c.kind == Kind.DIRECT.value, 1))).label("direct"),
            func.count().filter(current.speaker_id.is_(None)).label("unnamed"),
        )
        .join(quotation, quotation.c.id == current.quotation_id)
        .where(*within)
        .group_by(current.outlet_id)
        .order_by(number.desc(), current.outlet_id)
        .limit(MAX_OUTLETS)
        .subquery("counted")
    )
    query = (
        select(outlet.c.name, outlet.c.key, counted)
        .join(counted, counted.c.outlet_id == outlet.c.id)
        .order_by(counted.c.quotations.desc(), outlet.c.name, outlet.c.key)
    )
    return tuple(
        OutletNumbers(
            outlet=row.name,
            outlet_key=row.key,
            articles=row.articles,
            quotations=row.quotations,
            statements=row.statements,
            speakers=row.speakers,
            direct_share=row.direct / row.quotations,
            unnamed_share=row.unnamed / row.quotations,
        )
        for row in connection.execute(query)
    )


def _speakers(
    connection: Connection, within: Sequence[ColumnElement[bool]]
) -> tuple[SpeakerByOutlet, ...]:
    current = current_quotation.c
    number = func.count().label("number")
    most = (
        select(current.speaker_id, number)
        .where(current.speaker_id.is_not(None), *within)
        .group_by(current.speaker_id)
        .order_by(number.desc(), current.speaker_id)
        .limit(COMPARED_SPEAKERS)
    )
    totals = {row.speaker_id: row.number for row in connection.execute(most)}
    names = select_pairs(connection, speaker.c.id, totals, speaker.c.name)
    each = (
        select(current.speaker_id, outlet.c.key, number)
        .join(outlet, outlet.c.id == current.outlet_id)
        .where(current.speaker_id.in_(totals), *within)
        .group_by(current.speaker_id, outlet.c.key)
    )
    by_outlet: dict[int, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(each):
        by_outlet[row.speaker_id][row.key] = row.number
    return tuple(
        SpeakerByOutlet(who, names[who], total, by_outlet[who]) for who, total in totals.items()
    )
