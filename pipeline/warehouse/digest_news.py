"""What is new in a span of days: statements that spread, speakers who were not quoted lately."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, Select, and_, case, func, select, true

from pipeline.digest_records import NewSpeaker, NewSpeakers, SpeakerCount, SpreadStatement
from pipeline.shown_records import UNCERTAIN_BELOW
from pipeline.warehouse.derived_tables import current_quotation, speaker_day, statement_spread
from pipeline.warehouse.quotation_query import fetch_quotations, published_within, quotation_query
from pipeline.warehouse.tables import quotation, statement

CURRENT = current_quotation.c

MAX_SPREAD = 8
"""Statements that spread that a page opens with: about a screen of them."""
SPREAD_OUTLETS = 2
"""Outlets from which on a statement has spread."""
MAX_NEW_SPEAKERS = 12
"""New speakers that a page opens with: some lines of names."""
MONTH_BEFORE = timedelta(days=30)
"""Who is quoted in the span and was not in so much time before it is new."""
LEAST_DAYS_KNOWN = 7
"""Days of that month with quotations; with fewer of them nearly everybody would be new."""


def spread_within(
    connection: Connection, since: datetime | None, until: datetime | None
) -> tuple[SpreadStatement, ...]:
    """The statements of a span that several outlets have printed by its end.

    Those that the most outlets print within the span come first; MAX_SPREAD of them at most.
    """
    in_several_outlets = (
        select(CURRENT.statement_id)
        .join(statement_spread, statement_spread.c.statement_id == CURRENT.statement_id)
        .where(
            *published_within(since, until),
            CURRENT.confidence >= UNCERTAIN_BELOW,
            statement_spread.c.outlets >= SPREAD_OUTLETS,
        )
    )
    within = and_(true(), *published_within(since, None))
    outlets = func.count(CURRENT.outlet_id.distinct())
    counted = (
        select(
            CURRENT.statement_id,
            outlets.label("outlets"),
            func.count(case((within, CURRENT.outlet_id)).distinct()).label("outlets_within"),
        )
        .where(
            CURRENT.statement_id.in_(in_several_outlets),
            # not what was printed after the span: its page stays as it is
            *published_within(None, until),
            CURRENT.confidence >= UNCERTAIN_BELOW,
        )
        .group_by(CURRENT.statement_id)
        .having(outlets >= SPREAD_OUTLETS)
        .subquery("counted")
    )
    query = (
        select(counted, statement_spread.c.first_quotation_id)
        .join(statement_spread, statement_spread.c.statement_id == counted.c.statement_id)
        .join(statement, statement.c.id == counted.c.statement_id)
        .order_by(
            counted.c.outlets_within.desc(),
            counted.c.outlets.desc(),
            statement_spread.c.first_appeared_at.desc(),
            # not the number, which the order of loading gives
            statement.c.digest,
        )
        .limit(MAX_SPREAD)
    )
    spread = {row.first_quotation_id: row for row in connection.execute(query)}
    found = fetch_quotations(connection, quotation_query().where(quotation.c.id.in_(spread.keys())))
    first = {one.quotation_id: one for one in found}
    return tuple(
        SpreadStatement(first[number], row.outlets, row.outlets_within)
        for number, row in spread.items()
    )


def new_speakers(
    connection: Connection,
    speakers: tuple[SpeakerCount, ...],
    since: datetime | None,
    until: datetime | None,
) -> NewSpeakers | None:
    """Those of the speakers of a span who are not quoted in the month before it, in their order.

    A speaker of whom nothing is certain is none of them. None if the span has no beginning, or the
    warehouse has too few days of that month.
    """
    if since is None:
        return None
    month = (speaker_day.c.day >= (since - MONTH_BEFORE).date(), speaker_day.c.day < since.date())
    known = connection.scalar(select(func.count(speaker_day.c.day.distinct())).where(*month)) or 0
    if known < LEAST_DAYS_KNOWN:
        return None
    heard = set(connection.scalars(select(speaker_day.c.speaker_id).where(*month).distinct()))
    certain = set(
        connection.scalars(
            select(CURRENT.speaker_id)
            .where(*published_within(since, until), CURRENT.confidence >= UNCERTAIN_BELOW)
            .distinct()
        )
    )
    fresh = certain - heard
    new = [speaker for speaker in speakers if speaker.speaker_id in fresh]
    shown = new[:MAX_NEW_SPEAKERS]
    last = {row.speaker_id: row.last for row in connection.execute(_last_quoted(shown, since))}
    return NewSpeakers(
        speakers=tuple(NewSpeaker(one, last.get(one.speaker_id)) for one in shown),
        total=len(new),
        days_known=known,
    )


def _last_quoted(speakers: list[SpeakerCount], since: datetime) -> Select[tuple[int, object]]:
    return (
        select(speaker_day.c.speaker_id, func.max(speaker_day.c.day).label("last"))
        .where(
            speaker_day.c.speaker_id.in_([one.speaker_id for one in speakers]),
            speaker_day.c.day < since.date(),
        )
        .group_by(speaker_day.c.speaker_id)
    )
