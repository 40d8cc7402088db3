"""What the digest of a span of days shows."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Connection, Engine, distinct, func, select

from pipeline.records import DigestData, SpeakerCount
from pipeline.warehouse.connection import reading
from pipeline.warehouse.found import current_quotations, found, found_query, within
from pipeline.warehouse.tables import article, outlet, quotation, speaker, wording


def digest_data(
    engine: Engine, *, since: datetime | None, until: datetime | None, limit: int = 500
) -> DigestData:
    """The newest quotations of a span of time, `limit` at most, and the counts of all of them.

    The dates are those of the articles. A speaker's count is of different statements, so that
    words which many outlets print count once; the counts of outlets and days are of quotations
    as printed. The same warehouse gives the same data. Raises WarehouseError if it cannot be
    used.
    """
    with reading(engine) as connection:
        return DigestData(
            since=since,
            until=until,
            quotations=tuple(found(connection, found_query(since, until).limit(limit))),
            speakers=_speakers(connection, since, until),
            outlet_counts=_outlets(connection, since, until),
            day_counts=_days(connection, since, until),
        )


def _speakers(
    connection: Connection, since: datetime | None, until: datetime | None
) -> tuple[SpeakerCount, ...]:
    number = func.count(distinct(wording.c.statement_id)).label("number")
    outlets = func.count(distinct(article.c.outlet_id)).label("outlets")
    query = (
        select(speaker.c.id, speaker.c.name, number, outlets)
        .select_from(current_quotations())
        .where(quotation.c.name_id.is_not(None))
        .group_by(speaker.c.id, speaker.c.name)
        .order_by(number.desc(), outlets.desc(), speaker.c.name, speaker.c.key)
    )
    roles = _roles(connection, since, until)
    return tuple(
        SpeakerCount(row.name, roles.get(row.id), row.number, row.outlets, row.id)
        for row in connection.execute(within(query, since, until))
    )


def _roles(
    connection: Connection, since: datetime | None, until: datetime | None
) -> dict[int, str]:
    """The role that each speaker is given most often."""
    query = (
        select(speaker.c.id, quotation.c.role, func.count().label("number"))
        .select_from(current_quotations())
        .where(quotation.c.name_id.is_not(None), quotation.c.role.is_not(None))
        .group_by(speaker.c.id, quotation.c.role)
    )
    roles: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in connection.execute(within(query, since, until)):
        roles[row.id].append((-row.number, row.role))
    return {identifier: min(given)[1] for identifier, given in roles.items()}


def _outlets(
    connection: Connection, since: datetime | None, until: datetime | None
) -> tuple[tuple[str, int], ...]:
    number = func.count().label("number")
    query = (
        select(outlet.c.name, number)
        .select_from(current_quotations())
        .group_by(outlet.c.id, outlet.c.name)
        .order_by(number.desc(), outlet.c.name, outlet.c.id)
    )
    return tuple((row.name, row.number) for row in connection.execute(within(query, since, until)))


def _days(
    connection: Connection, since: datetime | None, until: datetime | None
) -> tuple[tuple[str, int], ...]:
    day = func.date(article.c.appeared_at).label("day")
    query = (
        select(day, func.count().label("number"))
        .select_from(current_quotations())
        .group_by(day)
        .order_by(day)
    )
    # a day comes as text from SQLite and as a date from PostgreSQL; both read the same
    return tuple(
        (str(row.day), row.number) for row in connection.execute(within(query, since, until))
    )
