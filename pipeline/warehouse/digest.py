"""What the digest of a span of days shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, select

from pipeline.digest_records import DigestData, SourceCount, SpeakerCount
from pipeline.shown_records import UNCERTAIN_BELOW
from pipeline.warehouse.column_types import utc_day
from pipeline.warehouse.connection import reading
from pipeline.warehouse.derived_tables import current_quotation, statement_spread
from pipeline.warehouse.digest_news import new_speakers, spread_within
from pipeline.warehouse.edits.changes_search import changed_quotations
from pipeline.warehouse.quotation_query import (
    NEWEST_FIRST,
    between,
    fetch_quotations,
    published_within,
    quotation_query,
)
from pipeline.warehouse.tables import article, article_version, outlet, quotation, speaker

CURRENT = current_quotation.c

Conditions = Sequence[ColumnElement[bool]]
"""What holds for the quotations of the span."""

MAX_CHANGES = 300
"""Changed quotations on one page: more than any day of edits has, and still a page that opens."""


def digest_data(
    engine: Engine, *, since: datetime | None, until: datetime | None, limit: int = 3000
) -> DigestData:
    """The quotations of a span of time, `limit` at most, and the counts of all of them.

    If there are more than `limit`, every speaker has the newest one before any has a second, those
    with a name first. The dates are those of the articles. All counts are of quotations as
    printed, those of the mart `quotations`, so they are the same as in SQL. The same warehouse
    gives the same data. Raises WarehouseError if it cannot be used.
    """
    within = published_within(since, until)
    appeared = between(article.c.published_or_first_seen_at, since, until)
    statements = select(func.count(CURRENT.statement_id.distinct())).where(*within)
    articles = select(func.count()).select_from(article).where(*appeared)
    chosen = quotation_query().where(quotation.c.id.in_(_of_every_speaker(within, limit)))
    with reading(engine) as connection:
        speakers = _speakers(connection, within)
        return DigestData(
            since=since,
            until=until,
            quotations=tuple(fetch_quotations(connection, chosen.order_by(*NEWEST_FIRST))),
            speakers=speakers,
            outlet_counts=_outlets(connection, within),
            day_counts=_days(connection, within),
            unnamed=_unnamed(connection, within),
            statements=connection.scalar(statements) or 0,
            first_printed=_first_printed(connection, within, since),
            changes=changed_quotations(connection, since, until, MAX_CHANGES),
            articles=connection.scalar(articles) or 0,
            withheld=connection.scalar(_withheld().where(*appeared)) or 0,
            newest_day=_newest_day(connection),
            spread=spread_within(connection, since, until),
            new_speakers=new_speakers(connection, speakers, since, until),
        )


def _of_every_speaker(within: Conditions, limit: int) -> Select[tuple[int]]:
    """The ids of the quotations to show: what is sure and new, of each speaker in turn."""
    newest = (CURRENT.confidence < UNCERTAIN_BELOW, CURRENT.published_or_first_seen_at.desc())
    turn = func.row_number().over(
        partition_by=(CURRENT.speaker_id, CURRENT.speaker),
        order_by=(*newest, CURRENT.quotation_id),
    )
    return (
        select(CURRENT.quotation_id)
        .where(*within)
        .order_by(turn, CURRENT.speaker_id.is_(None), *newest, CURRENT.quotation_id)
        .limit(limit)
    )


def _first_printed(
    connection: Connection, within: Conditions, since: datetime | None
) -> dict[int, datetime]:
    if since is None:
        return {}
    spread = statement_spread.c
    query = (
        select(spread.statement_id, spread.first_appeared_at)
        .join(current_quotation, CURRENT.statement_id == spread.statement_id)
        .where(*within, spread.first_appeared_at < since)
        .distinct()
    )
    return {row.statement_id: row.first_appeared_at for row in connection.execute(query)}


def _withheld() -> Select[Any]:
    """The number of quotations that a check found to be wrong."""
    return (
        select(func.count())
        .select_from(quotation)
        .join(article_version, article_version.c.id == quotation.c.version_id)
        .join(article, article.c.id == article_version.c.article_id)
        .where(quotation.c.withheld.is_not(None), article_version.c.is_current)
    )


def _newest_day(connection: Connection) -> date | None:
    newest = connection.scalar(select(func.max(CURRENT.published_or_first_seen_at)))
    return newest.date() if newest else None


_NUMBERS = (
    func.count().label("number"),
    func.count(CURRENT.outlet_id.distinct()).label("outlets"),
    func.count(CURRENT.statement_id.distinct()).label("statements"),
)


def _speakers(connection: Connection, within: Conditions) -> tuple[SpeakerCount, ...]:
    counted = (
        select(CURRENT.speaker_id, *_NUMBERS)
        .where(CURRENT.speaker_id.is_not(None), *within)
        .group_by(CURRENT.speaker_id)
        .subquery("counted")
    )
    numbers = (counted.c.number, counted.c.statements, counted.c.outlets)
    query = (
        select(speaker.c.id, speaker.c.name, *numbers)
        .join(counted, counted.c.speaker_id == speaker.c.id)
        .order_by(
            *(number.desc() for number in numbers),
            speaker.c.name,
            speaker.c.key,
        )
    )
    roles = _roles(connection, within)
    return tuple(
        SpeakerCount(row.name, roles.get(row.id), row.number, row.outlets, row.id, row.statements)
        for row in connection.execute(query)
    )


def _unnamed(connection: Connection, within: Conditions) -> tuple[SourceCount, ...]:
    query = (
        select(CURRENT.speaker, *_NUMBERS)
        .where(CURRENT.speaker_id.is_(None), *within)
        .group_by(CURRENT.speaker)
    )
    counts = [
        SourceCount(row.speaker, row.number, row.outlets) for row in connection.execute(query)
    ]
    # in Python: what comes first by alphabet differs between databases
    return tuple(sorted(counts, key=lambda count: (-count.quotations, count.source or "")))


def _roles(connection: Connection, within: Conditions) -> dict[int, str]:
    """The role that each speaker is given most often."""
    query = (
        select(CURRENT.speaker_id, quotation.c.role, func.count().label("number"))
        .join(quotation, quotation.c.id == CURRENT.quotation_id)
        .where(
            CURRENT.speaker_id.is_not(None),
            quotation.c.role.is_not(None),
            *within,
        )
        .group_by(CURRENT.speaker_id, quotation.c.role)
    )
    roles: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in connection.execute(query):
        roles[row.speaker_id].append((-row.number, row.role))
    return {identifier: min(given)[1] for identifier, given in roles.items()}


def _outlets(connection: Connection, within: Conditions) -> tuple[tuple[str, int], ...]:
    number = func.count().label("number")
    query = (
        select(outlet.c.name, number)
        .join(current_quotation, CURRENT.outlet_id == outlet.c.id)
        .where(*within)
        .group_by(outlet.c.id, outlet.c.name)
        .order_by(number.desc(), outlet.c.name, outlet.c.id)
    )
    return tuple((row.name, row.number) for row in connection.execute(query))


def _days(connection: Connection, within: Conditions) -> tuple[tuple[date, int], ...]:
    day = utc_day(CURRENT.published_or_first_seen_at).label("day")
    query = select(day, func.count().label("number")).where(*within).group_by(day).order_by(day)
    return tuple((row.day, row.number) for row in connection.execute(query))
