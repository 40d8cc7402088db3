"""How the sources are: what their visits came to, and since when one of them fails.

A source fails where all its front doors do, and where nothing new comes of it for longer than it
ever did: it announces nothing new, or gives none of the pages that it announces. What follows from
the visits is made anew from them at every run, so that a run that is finished twice counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import exp

from sqlalchemy import Connection, Engine, delete, insert, select

from pipeline.warehouse.connection import reading, writing
from pipeline.warehouse.record_rows import outlet_rows
from pipeline.warehouse.row_sync import fetch_rows, put_row
from pipeline.warehouse.run_rows import run_id
from pipeline.warehouse.stored_text import storable
from pipeline.warehouse.tables import run
from pipeline.warehouse.versions import get_or_insert_outlets
from pipeline.warehouse.visit_tables import source_health, source_visit

KNOWN_AFTER = timedelta(days=7)
"""How long a source has to be known before its silence says something: a week has quiet days."""
SHORTEST_SILENCE = timedelta(days=3)
"""A silence that is never a failure: a long weekend."""
TYPICAL_DAYS = 14.0
"""Days over which the number of pages a day is averaged; what is longer ago counts ever less."""
A_DAY = timedelta(days=1)
"""Numbers of articles are counted a day."""


@dataclass(frozen=True, slots=True)
class SourceVisit:
    """What one visit of a source came to."""

    outlet_key: str
    name: str
    """The outlet's name."""
    front_doors: int
    """Feeds, sitemaps and sections that were asked."""
    failed_doors: tuple[str, ...]
    """A sentence for each that gave nothing usable, with its address and the reason."""
    announced: int
    """Pages of the span that were announced."""
    captured: int
    """Pages among them that were new or had changed."""
    refusal: str | None = None
    """How many pages were asked for, and why none was given; None if one was, or none asked for."""


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source is."""

    outlet_key: str
    last_success_at: datetime | None
    """The last visit that did not fail; None if none ever did not."""
    last_new_at: datetime | None
    """The last visit that found something new."""
    pages_a_day: float | None
    """New or changed pages on a typical day of late; None before a day is over."""
    longest_silence_hours: float | None
    """The longest time between two visits that found something new."""
    failures_in_a_row: int
    failing_since: datetime | None
    """The first of these failures."""
    failure: str | None
    """What is wrong, in a sentence; None if nothing is."""


@dataclass(frozen=True, slots=True)
class _Past:
    """A visit as the history has it."""

    at: datetime
    captured: int
    failure: str | None


def record_visits(
    engine: Engine, key: str, visits: Sequence[SourceVisit]
) -> dict[str, SourceHealth]:
    """Write down what a run's visits came to; returns how these sources are now, by outlet key.

    May be called again for the same run: the last call holds. Raises WarehouseError if the run
    was never begun or the warehouse cannot be used.
    """
    names = {visit.outlet_key: visit.name for visit in visits}
    with writing(engine) as connection:
        get_or_insert_outlets(connection, outlet_rows(names, names))
        this_run = run_id(connection, key)
        started_at = connection.execute(
            select(run.c.started_at).where(run.c.id == this_run)
        ).scalar_one()
        connection.execute(delete(source_visit).where(source_visit.c.run_id == this_run))
        found = {}
        for visit in visits:
            past = _history(connection, visit.outlet_key, before=started_at)
            failure = _failure(visit, started_at, past)
            connection.execute(
                insert(source_visit).values(
                    run_id=this_run,
                    outlet_key=visit.outlet_key,
                    front_doors=visit.front_doors,
                    front_doors_failed=len(visit.failed_doors),
                    announced=visit.announced,
                    captured=visit.captured,
                    failure=storable(failure),
                )
            )
            found[visit.outlet_key] = _keep_health(connection, visit.outlet_key)
    return found


def source_healths(engine: Engine) -> dict[str, SourceHealth]:
    """How the sources are that were ever visited, by outlet key.

    Raises WarehouseError if the warehouse cannot be used.
    """
    with reading(engine) as connection:
        rows = fetch_rows(connection, select(source_health))
    return {row["outlet_key"]: SourceHealth(**row) for row in rows}


def _history(
    connection: Connection, outlet_key: str, before: datetime | None = None
) -> list[_Past]:
    """The visits of a source, oldest first."""
    query = (
        select(run.c.started_at, source_visit.c.captured, source_visit.c.failure)
        .join(run, run.c.id == source_visit.c.run_id)
        .where(source_visit.c.outlet_key == outlet_key)
        .order_by(run.c.started_at, run.c.id)
    )
    if before is not None:
        query = query.where(run.c.started_at < before)
    return [_Past(row.started_at, row.captured, row.failure) for row in connection.execute(query)]


def _failure(visit: SourceVisit, at: datetime, past: Sequence[_Past]) -> str | None:
    """What is wrong with a source at a visit, in a sentence; None if nothing is."""
    if visit.front_doors and len(visit.failed_doors) >= visit.front_doors:
        return "; ".join(visit.failed_doors)
    if visit.captured or not past or at - past[0].at < KNOWN_AFTER:
        return None
    fruitful = [one.at for one in past if one.captured]
    if not fruitful:
        first = f"since its first visit, {past[0].at:%Y-%m-%d}"
        if visit.refusal:
            return f"announces pages, but has given none {first}: {visit.refusal}"
        return None if visit.announced else f"has announced nothing {first}"
    silence, longest = at - fruitful[-1], _longest_silence(fruitful)
    if silence <= max(longest, SHORTEST_SILENCE):
        return None
    before = f"{longest / A_DAY:.1f} days" if longest else "shorter"
    since = f"since {fruitful[-1]:%Y-%m-%d}, {silence / A_DAY:.1f} days ago"
    what = (
        f"announces pages, but has given no new one {since}: {visit.refusal}"
        if visit.refusal
        else f"has announced nothing new {since}"
    )
    return f"{what}; its longest silence before was {before}"


def _longest_silence(fruitful: Sequence[datetime]) -> timedelta:
    return max((later - one for one, later in pairwise(fruitful)), default=timedelta())


def _keep_health(connection: Connection, outlet_key: str) -> SourceHealth:
    """Make the row of a source anew from its visits, of which there is one at least."""
    health = _health(outlet_key, _history(connection, outlet_key))
    put_row(connection, source_health, asdict(health))
    return health


def _health(outlet_key: str, visits: Sequence[_Past]) -> SourceHealth:
    fruitful = [one.at for one in visits if one.captured]
    good = [one.at for one in visits if one.failure is None]
    failing = [one for one in visits if not good or one.at > good[-1]]
    longest = _longest_silence(fruitful)
    return SourceHealth(
        outlet_key=outlet_key,
        last_success_at=good[-1] if good else None,
        last_new_at=fruitful[-1] if fruitful else None,
        pages_a_day=_pages_a_day(visits),
        longest_silence_hours=longest / timedelta(hours=1) if longest else None,
        failures_in_a_row=len(failing),
        failing_since=failing[0].at if failing else None,
        failure=failing[-1].failure if failing else None,
    )


def _pages_a_day(visits: Sequence[_Past]) -> float | None:
    """The number of pages on a typical day, later days counting more (by 1/e in TYPICAL_DAYS).

    The first visit finds what a site has collected, so only what came after it is counted.
    """
    first, last = visits[0].at, visits[-1].at
    if last - first < A_DAY:
        return None
    weights: defaultdict[int, float] = defaultdict(float)
    for day in range((last - first) // A_DAY):
        weights[day] = exp(-day / TYPICAL_DAYS)
    pages: defaultdict[int, int] = defaultdict(int)
    for one in visits[1:]:
        pages[(last - one.at) // A_DAY] += one.captured
    total = sum(weights.values())
    return sum(weight * pages[day] for day, weight in weights.items()) / total
