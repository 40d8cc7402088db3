"""Days and spans as the digest writes them, whatever the locale of the machine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pipeline.text.calendar_names import month_names, weekday_names

MONTHS = month_names("en")
"""The digest is in English."""

WEEKDAYS = weekday_names("en")
"""From Monday on."""

_DAYS_ASKED_FOR = 31
"""A span asked for that is no longer than this is shown whole, its empty ends included."""
_DAYS_AS_DAYS = 100
_DAYS_AS_WEEKS = 730
_DAYS_AS_MONTHS = 7300
"""A series longer than these is shown in weeks, months and years, so that bars stay visible."""


def long_day(day: date) -> str:
    """A day as "4 March 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """A day as "4 Mar"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def span_of(since: datetime | None, until: datetime | None, days: Iterable[date]) -> str:
    """The span of a digest in words; of the days that have quotations where it is open."""
    known = sorted(days)
    first = since.date() if since else (known[0] if known else None)
    last = _last_day(until) if until else (known[-1] if known else None)
    if first and last:
        return _between(first, last)
    if first:
        return f"since {long_day(first)}"
    if last:
        return f"until {long_day(last)}"
    return "all days"


def is_one_day(since: datetime | None, until: datetime | None) -> bool:
    """Whether a span is (part of) a single day."""
    return since is not None and until is not None and since.date() >= _last_day(until)


@dataclass(frozen=True, slots=True)
class Bucket:
    """The quotations of one day, week, month or year."""

    name: str
    """As an axis names it."""
    count: int


@dataclass(frozen=True, slots=True)
class Series:
    """Counts over time without gaps, in the unit that suits its length."""

    unit: str
    """day, week, month or year."""
    buckets: tuple[Bucket, ...]


def series_of(
    day_counts: Iterable[tuple[date, int]],
    since: datetime | None = None,
    until: datetime | None = None,
) -> Series:
    """Counts per day made a series without gaps, oldest first.

    `since` and `until` (exclusive) are the span that was asked for.
    """
    counts = dict(day_counts)
    if not counts:
        return Series("day", ())
    first, last = min(counts), max(counts)
    if since and until:
        widest = min(first, since.date()), max(last, _last_day(until))
        if (widest[1] - widest[0]).days < _DAYS_ASKED_FOR:
            first, last = widest
    length = (last - first).days + 1
    if length <= _DAYS_AS_DAYS:
        unit = "day"
    elif length <= _DAYS_AS_WEEKS:
        unit = "week"
    else:
        unit = "month" if length <= _DAYS_AS_MONTHS else "year"
    sums: dict[date, int] = {}
    for day, count in counts.items():
        start = _start(day, unit)
        sums[start] = sums.get(start, 0) + count
    buckets = []
    start, end = _start(first, unit), _start(last, unit)
    while True:
        buckets.append(Bucket(_name(start, unit), sums.get(start, 0)))
        if start >= end:
            return Series(unit, tuple(buckets))
        start = _next(start, unit)


def _start(day: date, unit: str) -> date:
    if unit == "week":
        return date.fromordinal(max(1, day.toordinal() - day.weekday()))
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _next(start: date, unit: str) -> date:
    if unit == "day":
        return start + timedelta(days=1)
    if unit == "week":
        return start + timedelta(days=7)
    if unit == "month":
        return date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return date(start.year + 1, 1, 1)


def _name(start: date, unit: str) -> str:
    if unit == "year":
        return str(start.year)
    if unit == "month":
        return f"{MONTHS[start.month - 1][:3]} {start.year}"
    return short_day(start)


def _last_day(until: datetime) -> date:
    """The last day before an exclusive end: midnight belongs to the day after it."""
    if until.time() == time.min and until.date() > date.min:
        return until.date() - timedelta(days=1)
    return until.date()


def _between(first: date, last: date) -> str:
    if first >= last:
        return long_day(last)
    if first.year != last.year:
        return f"{long_day(first)} – {long_day(last)}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month - 1]} – {long_day(last)}"
    return f"{first.day} – {long_day(last)}"
