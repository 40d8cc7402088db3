"""The folder of the digest: a page a day, kept, with those made anew that something touched.

A page shows the articles that appeared on its day and the edits that were seen on it, whichever run
loaded them. So no run replaces what another one published: it brings the pages of the days that it
touched to what the warehouse has now.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence, Set
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Engine

from pipeline.digest_records import DigestDay
from pipeline.errors import VerbatimError
from pipeline.publish import write_day, write_digest, write_index, written_days
from pipeline.runs.locks import locked
from pipeline.settings.environment import Settings
from pipeline.store import StorePath, replaced_whole
from pipeline.warehouse import digest_data, digest_days
from pipeline.warehouse.digest_news import MONTH_BEFORE

_KNOWN = "days.json"
"""What each page shows, in numbers: a day that has others by now is made anew."""
_ALL_BUT_AN_INSTANT = timedelta(days=1, microseconds=-1)


def refresh_digest(
    settings: Settings,
    engine: Engine,
    folder: StorePath,
    touched: Set[date] | None = None,
    changing: Callable[[date], object] | None = None,
) -> StorePath:
    """Bring the pages of the days `touched` (all days if None) and the index up to date.

    So are those of the month after a day touched, whose pages say who was not quoted in the month
    before, and those of days that have other numbers than when their page was written, as when an
    article moved to another day. A page that comes out as it was stays; `changing` is called with
    the day of each other one before it is written. Gives the path of the index.

    Raises VerbatimError if the folder cannot be written to, WarehouseError if the warehouse cannot
    be used.
    """
    try:
        with locked(settings, "digest", waits=True):
            return _refresh(engine, folder, touched, changing)
    except OSError as error:
        raise unwritable(folder, error) from error


def write_span(
    engine: Engine, folder: StorePath, since: datetime | None, until: datetime | None
) -> StorePath:
    """Write the digest of a span of time as a page of its own, named by its days; gives its path.

    Raises like `refresh_digest`.
    """
    data = digest_data(engine, since=since, until=until)
    ends = [day.date().isoformat() if day else "" for day in (since, until)]
    try:
        return write_digest(data, folder / f"{ends[0]}--{ends[1]}.html")
    except OSError as error:
        raise unwritable(folder, error) from error


def unwritable(folder: StorePath, error: OSError) -> VerbatimError:
    """The error for a digest that cannot be written."""
    return VerbatimError(
        f"the digest cannot be written to {folder}: {error.strerror}; make room or give leave "
        "there, or name another folder with: python -m pipeline report --output FOLDER"
    )


def _refresh(
    engine: Engine,
    folder: StorePath,
    touched: Set[date] | None,
    changing: Callable[[date], object] | None,
) -> StorePath:
    days = {day.day: day for day in digest_days(engine)}
    written, known = written_days(folder), _read_known(folder)
    if touched is None:
        touched = days.keys()
    listed = sorted(days.keys() & (written | touched))
    neighbours = _neighbours(listed)
    refreshed = {day for day in written | set(listed) if day in touched}
    # a page says who was not quoted in the month before it
    refreshed |= {
        day for day in written if any(timedelta() < day - one <= MONTH_BEFORE for one in touched)
    }
    refreshed |= {day for day in written if known.get(day.isoformat()) != _numbers(days.get(day))}
    # a page that is new is a neighbour of others
    refreshed |= {near for day in listed if day not in written for near in neighbours[day] if near}
    for day in sorted(refreshed):
        start = datetime.combine(day, time(), UTC)
        data = digest_data(engine, since=start, until=start + _ALL_BUT_AN_INSTANT)
        write_day(folder, day, data, *neighbours.get(day, (None, None)), changing=changing)
    numbers = {day.isoformat(): _numbers(days.get(day)) for day in sorted(written | set(listed))}
    with replaced_whole(folder / _KNOWN) as file:
        file.write(json.dumps(numbers).encode())
    return write_index(folder, [days[day] for day in listed])


def _neighbours(days: Sequence[date]) -> dict[date, tuple[date | None, date | None]]:
    """For each of some days, in order, the ones before and after it."""
    around = [None, *days, None]
    return dict(zip(days, zip(around, around[2:], strict=False), strict=True))


def _numbers(day: DigestDay | None) -> list[int]:
    return [day.quotations, day.speakers, day.changes] if day else []


def _read_known(folder: StorePath) -> dict[str, list[int]]:
    try:
        known: dict[str, list[int]] = json.loads((folder / _KNOWN).read_bytes())
    except (FileNotFoundError, ValueError):
        # without it, or half of it, every page is made anew, which is slow and never wrong
        return {}
    return known
