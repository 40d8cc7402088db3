"""Days and spans in words, and counts over time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline.publish.calendar import Bucket, series_of, span_of


def at(year: int, month: int, day: int, hour: int = 0) -> datetime:
    """A time in UTC."""
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "until", "days", "words"),
    [
        (at(2026, 2, 28), at(2026, 3, 7), (), "28 February – 6 March 2026"),
        (at(2026, 3, 2), at(2026, 3, 6, 18), (), "2 – 6 March 2026"),
        (at(2025, 12, 30), at(2026, 1, 2), (), "30 December 2025 – 1 January 2026"),
        (at(2026, 3, 2), at(2026, 3, 3), (), "2 March 2026"),
        (at(2026, 3, 2), None, (), "since 2 March 2026"),
        (None, at(2026, 3, 3), (), "until 2 March 2026"),
        (None, None, (), "all days"),
        (None, None, (date(2026, 3, 2), date(2026, 3, 5)), "2 – 5 March 2026"),
        (at(2026, 3, 1), None, (date(2026, 3, 2), date(2026, 3, 5)), "1 – 5 March 2026"),
    ],
)
def test_span(
    since: datetime | None, until: datetime | None, days: tuple[date, ...], words: str
) -> None:
    assert span_of(since, until, days) == words


def test_days_without_quotations_are_in_the_series() -> None:
    series = series_of([(date(2026, 2, 28), 3), (date(2026, 3, 2), 1)])
    assert series.unit == "day"
    assert series.buckets == (Bucket("28 Feb", 3), Bucket("1 Mar", 0), Bucket("2 Mar", 1))


def test_a_short_span_asked_for_is_shown_whole() -> None:
    series = series_of([(date(2026, 3, 3), 1)], at(2026, 3, 2), at(2026, 3, 5))
    assert [bucket.name for bucket in series.buckets] == ["2 Mar", "3 Mar", "4 Mar"]


def test_a_long_span_asked_for_does_not_drown_the_days_that_have_quotations() -> None:
    assert len(series_of([(date(2026, 3, 3), 1)], at(2025, 3, 2), at(2026, 3, 5)).buckets) == 1


@pytest.mark.parametrize(
    ("length", "unit"), [(100, "day"), (101, "week"), (730, "week"), (731, "month")]
)
def test_the_unit_suits_the_length_and_every_quotation_is_counted(length: int, unit: str) -> None:
    start = date(2024, 1, 31)
    days = [(start + timedelta(days=place), place + 1) for place in range(length)]
    series = series_of(days)
    assert series.unit == unit
    assert sum(bucket.count for bucket in series.buckets) == sum(count for _day, count in days)


def test_the_farthest_days_there_are_give_a_series() -> None:
    series = series_of([(date.min, 1), (date.max, 2)])
    assert series.unit == "year"
    assert sum(bucket.count for bucket in series.buckets) == 3


def test_without_days_there_is_no_series() -> None:
    assert series_of([]).buckets == ()
