"""The days of the digest: what each has, which ones a run touched, what was edited on them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Engine, FromClause, func, select

from pipeline.shown_records import UNCERTAIN_BELOW, ChangedQuotation, DigestDay
from pipeline.warehouse.connection import reading
from pipeline.warehouse.quotation_query import between
from pipeline.warehouse.run_rows import run_id
from pipeline.warehouse.tables import (
    article,
    article_version,
    changed_quotation,
    current_quotation,
    outlet,
    quotation,
    run_article,
    speaker,
    speaker_day,
    speaker_name,
)

NAMES_A_DAY = 3
"""Most quoted speakers that a day of the index names: as many as fit a line."""

_OLDER = quotation.alias("older")
_NOW = quotation.alias("now")
_LATER = article_version.alias("later")

_EDITS = (
    # the first version after the last one that had the words is the edit
    select(
        changed_quotation.c.article_id,
        changed_quotation.c.wording_id,
        func.min(_LATER.c.first_seen_at).label("seen_at"),
    )
    .join(
        _LATER,
        (_LATER.c.article_id == changed_quotation.c.article_id)
        & (_LATER.c.first_seen_at > changed_quotation.c.last_seen_at),
    )
    .group_by(changed_quotation.c.article_id, changed_quotation.c.wording_id)
    .subquery("edits")
)
_CHANGED = changed_quotation.join(
    _EDITS,
    (_EDITS.c.article_id == changed_quotation.c.article_id)
    & (_EDITS.c.wording_id == changed_quotation.c.wording_id),
).join(
    _OLDER,
    (_OLDER.c.id == changed_quotation.c.quotation_id) & (_OLDER.c.confidence >= UNCERTAIN_BELOW),
)
"""Changed quotations with the time at which the edit was seen; not those that are in doubt."""


def digest_days(engine: Engine) -> tuple[DigestDay, ...]:
    """The days that have quotations or edits, oldest first.

    Raises WarehouseError if the warehouse cannot be used.
    """
    with reading(engine) as connection:
        quotations = _counted(
            connection, current_quotation.c.published_or_first_seen_at, current_quotation
        )
        changes = _counted(connection, _EDITS.c.seen_at, _CHANGED)
        names = _most_quoted(connection)
    return tuple(
        DigestDay(
            day=day,
            quotations=quotations.get(day, 0),
            speakers=names.get(day, (0, ()))[0],
            changes=changes.get(day, 0),
            most_quoted=names.get(day, (0, ()))[1],
        )
        for day in sorted(quotations.keys() | changes.keys())
    )


def edited_days(connection: Connection, limit: int) -> tuple[tuple[date, int], ...]:
    """The days on which quotations were seen to have been edited, with their numbers.

    The newest first, `limit` at most.
    """
    day = func.date(_EDITS.c.seen_at).label("day")
    query = select(day, func.count().label("number")).select_from(_CHANGED)
    newest = query.group_by(day).order_by(day.desc()).limit(limit)
    return tuple((_day(row.day), row.number) for row in connection.execute(newest))


def days_touched(engine: Engine, key: str) -> set[date]:
    """The days on which articles that a run loaded appeared, or were seen to have been edited.

    Raises WarehouseError if the run was never begun or the warehouse cannot be used.
    """
    with reading(engine) as connection:
        loaded = select(run_article.c.article_id).where(
            run_article.c.run_id == run_id(connection, key)
        )
        appeared = select(func.date(article.c.published_or_first_seen_at)).where(
            article.c.id.in_(loaded)
        )
        edited = (
            select(func.date(_EDITS.c.seen_at))
            .select_from(_CHANGED)
            .where(changed_quotation.c.article_id.in_(loaded))
        )
        return {
            _day(value)
            for query in (appeared, edited)
            for (value,) in connection.execute(query.distinct())
        }


def changed_quotations(
    connection: Connection, since: datetime | None, until: datetime | None, limit: int
) -> tuple[ChangedQuotation, ...]:
    """What was seen in a span of time to have been edited, newest first, `limit` at most."""
    query = (
        select(
            func.coalesce(speaker.c.name, _OLDER.c.speaker_text).label("speaker"),
            outlet.c.name.label("outlet"),
            article_version.c.headline,
            article.c.url,
            _OLDER.c.text,
            _NOW.c.text.label("text_now"),
            _EDITS.c.seen_at,
            changed_quotation.c.article_id,
            changed_quotation.c.quotation_id,
            changed_quotation.c.quotation_now_id,
            speaker_name.c.speaker_id,
        )
        .select_from(
            _CHANGED.join(article, article.c.id == changed_quotation.c.article_id)
            .join(outlet, outlet.c.id == article.c.outlet_id)
            .join(
                article_version,
                (article_version.c.article_id == article.c.id) & article_version.c.is_current,
            )
            .outerjoin(speaker_name, speaker_name.c.id == _OLDER.c.name_id)
            .outerjoin(speaker, speaker.c.id == speaker_name.c.speaker_id)
            .outerjoin(_NOW, _NOW.c.id == changed_quotation.c.quotation_now_id)
        )
        .where(*between(_EDITS.c.seen_at, since, until))
        .order_by(_EDITS.c.seen_at.desc(), article.c.url, _OLDER.c.start_offset, _OLDER.c.id)
        .limit(limit)
    )
    return tuple(
        ChangedQuotation(
            speaker=row.speaker,
            outlet=row.outlet,
            headline=row.headline,
            url=row.url,
            text=row.text,
            text_now=row.text_now,
            seen_at=row.seen_at,
            article_id=row.article_id,
            quotation_id=row.quotation_id,
            quotation_now_id=row.quotation_now_id,
            speaker_id=row.speaker_id,
        )
        for row in connection.execute(query)
    )


def _counted(
    connection: Connection, time: ColumnElement[datetime], rows: FromClause
) -> dict[date, int]:
    day = func.date(time).label("day")
    query = select(day, func.count().label("number")).select_from(rows).group_by(day)
    return {_day(row.day): row.number for row in connection.execute(query)}


def _most_quoted(connection: Connection) -> dict[date, tuple[int, tuple[str, ...]]]:
    """The number of speakers of each day, and the names of those who are quoted most."""
    of_the_day = speaker_day.c
    place = func.row_number().over(
        partition_by=of_the_day.day,
        order_by=(
            of_the_day.quotations.desc(),
            of_the_day.statements.desc(),
            of_the_day.outlets.desc(),
            speaker.c.name,
            speaker.c.key,
        ),
    )
    ranked = (
        select(of_the_day.day, speaker.c.name, place.label("place"))
        .join(speaker, speaker.c.id == of_the_day.speaker_id)
        .subquery("ranked")
    )
    first = select(ranked).where(ranked.c.place <= NAMES_A_DAY).order_by(ranked.c.place)
    names: defaultdict[date, list[str]] = defaultdict(list)
    for row in connection.execute(first):
        names[row.day].append(row.name)
    number = select(of_the_day.day, func.count().label("number")).group_by(of_the_day.day)
    return {row.day: (row.number, tuple(names[row.day])) for row in connection.execute(number)}


def _day(value: object) -> date:
    # text from SQLite, a date from PostgreSQL
    return date.fromisoformat(str(value))
