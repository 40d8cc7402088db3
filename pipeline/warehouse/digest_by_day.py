"""The days of the digest: what each has, which ones a run touched, what was edited on them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import Connection, Engine, func, select

from pipeline.digest_records import DigestDay
from pipeline.warehouse.column_types import utc_day
from pipeline.warehouse.connection import reading
from pipeline.warehouse.derived_tables import article_edit, current_quotation, speaker_day
from pipeline.warehouse.edits.changes_search import days_of_changes
from pipeline.warehouse.run_rows import run_id
from pipeline.warehouse.tables import article, run_article, speaker

NAMES_A_DAY = 3
"""Most quoted speakers that a day of the index names: as many as fit a line."""


def digest_days(engine: Engine) -> tuple[DigestDay, ...]:
    """The days that have quotations or edits, oldest first.

    Raises WarehouseError if the warehouse cannot be used.
    """
    with reading(engine) as connection:
        quotations = _counted(connection)
        changes = dict(days_of_changes(connection))
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


def days_touched(engine: Engine, key: str) -> set[date]:
    """The days on which articles that a run loaded appeared, or were seen to have been edited.

    Raises WarehouseError if the run was never begun or the warehouse cannot be used.
    """
    with reading(engine) as connection:
        loaded = select(run_article.c.article_id).where(
            run_article.c.run_id == run_id(connection, key)
        )
        appeared = select(utc_day(article.c.published_or_first_seen_at)).where(
            article.c.id.in_(loaded)
        )
        edited = select(utc_day(article_edit.c.seen_at)).where(
            article_edit.c.article_id.in_(loaded), article_edit.c.changed_quotations > 0
        )
        return {*connection.scalars(appeared.distinct()), *connection.scalars(edited.distinct())}


def _counted(connection: Connection) -> dict[date, int]:
    """The number of quotations of each day."""
    day = utc_day(current_quotation.c.published_or_first_seen_at).label("day")
    query = select(day, func.count().label("number")).group_by(day)
    return {row.day: row.number for row in connection.execute(query)}


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
