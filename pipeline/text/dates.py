"""The days that a run is asked for: from a form or a command line to instants in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from pipeline.errors import InputError


class DateError(InputError):
    """Not a date, or not a span of dates; the message says how to write it."""


def first_instant(day: str | None) -> datetime | None:
    """The first instant, in UTC, of an ISO day (YYYY-MM-DD); None for none.

    Raises DateError for anything else.
    """
    if not day:
        return None
    try:
        if len(day) != len("YYYY-MM-DD"):
            raise ValueError("a week date, or digits left out")
        return datetime.combine(date.fromisoformat(day), time(), UTC)
    except ValueError as error:
        raise DateError(f"{day!r} is not a date; write it as YYYY-MM-DD") from error


def last_instant(day: str | None) -> datetime | None:
    """The last instant, in UTC, of an ISO day (YYYY-MM-DD); None for none.

    Raises DateError for anything else.
    """
    first = first_instant(day)
    return None if first is None else datetime.combine(first, time.max, UTC)


def window(
    watch_days: float, *, day: datetime | None, since: datetime | None, until: datetime | None
) -> tuple[datetime, datetime]:
    """The span of publication times that a run asks for.

    It ends at `until`, else at `day` (a scheduled run's logical date), else now. It begins at
    `since`, else `watch_days` before its end: an article is revisited for that long, so that
    an edit is seen. Raises DateError for a span that ends before it begins.
    """
    end = until or day or datetime.now(UTC)
    try:
        begin = since or end - timedelta(days=watch_days)
    except OverflowError as error:
        raise DateError(f"there are no {watch_days:g} days before {end:%Y-%m-%d}") from error
    check_order(begin, end)
    return begin, end


def check_order(since: datetime | None, until: datetime | None) -> None:
    """Raises DateError for a span that ends before it begins; None is without a bound."""
    if since is not None and until is not None and since > until:
        raise DateError(f"the first day, {since:%Y-%m-%d}, is after the last, {until:%Y-%m-%d}")
