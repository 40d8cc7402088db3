"""What the digest of a span of days shows."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Connection, Engine, func, select

from pipeline.shown_records import DigestData, SourceCount, SpeakerCount
from pipeline.warehouse.connection import reading
from pipeline.warehouse.quotation_query import (
    NEWEST_FIRST,
    fetch_quotations,
    published_within,
    quotation_query,
)
from pipeline.warehouse.tables import current_quotation, outlet, quotation, speaker

CURRENT = current_quotation.c


def digest_data(
    engine: Engine, *, since: datetime | None, until: datetime | None, limit: int = 500
) -> DigestData:
    """The newest quotations of a span of time, `limit` at most, and the counts of all of them.

    The dates are those of the articles. All counts are of quotations as printed, those of the
    mart `quotations`, so they are the same as in SQL. The same warehouse gives the same data.
    Raises WarehouseError if it cannot be used.
    """
    newest = (
        quotation_query()
        .where(*published_within(since, until))
        .order_by(*NEWEST_FIRST)
        .limit(limit)
    )
    with reading(engine) as connection:
        return DigestData(
            since=since,
            until=until,
            quotations=tuple(fetch_quotations(connection, newest)),
            speakers=_speakers(connection, since, until),
            outlet_counts=_outlets(connection, since, until),
            day_counts=_days(connection, since, until),
            unnamed=_unnamed(connection, since, until),
        )


_NUMBERS = (
    func.count().label("number"),
    func.count(CURRENT.outlet_id.distinct()).label("outlets"),
    func.count(CURRENT.statement_id.distinct()).label("statements"),
)


def _speakers(
    connection: Connection, since: datetime | None, until: datetime | None
) -> tuple[SpeakerCount, ...]:
    counted = (
        select(CURRENT.speaker_id, *_NUMBERS)
        .where(CURRENT.speaker_id.is_not(None), *published_within(since, until))
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
    roles = _roles(connection, since, until)
    return tuple(
        SpeakerCount(row.name, roles.get(row.id), row.number, row.outlets, row.id, row.statements)
        for row in connection.execute(query)
    )


def _unnamed(
    connection: Connection, since: datetime | None, until: datetime | None
) -> tuple[SourceCount, ...]:
    query = (
        select(CURRENT.speaker, *_NUMBERS)
        .where(CURRENT.speaker_id.is_(None), *published_within(since, until))
        .group_by(CURRENT.speaker)
    )
    counts = [
        SourceCount(row.speaker, row.number, row.outlets) for row in connection.execute(query)
    ]
    # in Python: what comes first by alphabet differs between databases
    return tuple(sorted(counts, key=lambda count: (-count.quotations, count.source or "")))


def _roles(
    connection: Connection, since: datetime | None, until: datetime | None
) -> dict[int, str]:
    """The role that each speaker is given most often."""
    query = (
        select(CURRENT.speaker_id, quotation.c.role, func.count().label("number"))
        .join(quotation, quotation.c.id == CURRENT.quotation_id)
        .where(
            CURRENT.speaker_id.is_not(None),
            quotation.c.role.is_not(None),
            *published_within(since, until),
        )
        .group_by(CURRENT.speaker_id, quotation.c.role)
    )
    roles: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in connection.execute(query):
        roles[row.speaker_id].append((-row.number, row.role))
    return {identifier: min(given)[1] for identifier, given in roles.items()}


def _outlets(
    connection: Connection, since: datetime | None, until: datetime | None
) -> tuple[tuple[str, int], ...]:
    number = func.count().label("number")
    query = (
        select(outlet.c.name, number)
        .join(current_quotation, CURRENT.outlet_id == outlet.c.id)
        .where(*published_within(since, until))
        .group_by(outlet.c.id, outlet.c.name)
        .order_by(number.desc(), outlet.c.name, outlet.c.id)
    )
    return tuple((row.name, row.number) for row in connection.execute(query))


def _days(
    connection: Connection, since: datetime | None, until: datetime | None
) -> tuple[tuple[str, int], ...]:
    day = func.date(CURRENT.published_or_first_seen_at).label("day")
    query = (
        select(day, func.count().label("number"))
        .where(*published_within(since, until))
        .group_by(day)
        .order_by(day)
    )
    # a day comes as text from SQLite and as a date from PostgreSQL; both read the same
    return tuple((str(row.day), row.number) for row in connection.execute(query))
