"""How sources are: what follows from their visits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from pipeline.warehouse import SourceHealth, SourceVisit, begin_run, record_visits, source_healths

START = datetime(2026, 3, 2, 5, tzinfo=UTC)
DAY = timedelta(days=1)


def visit(engine: Engine, day: float, captured: int = 0, *failed: str) -> SourceHealth:
    """A visit of a source with two front doors, some days after the first one."""
    key = f"day {day}"
    begin_run(engine, key, "run", START + day * DAY, "1", "1", {})
    one = SourceVisit("courier", "Harbour Courier", 2, failed, captured + 3, captured)
    return record_visits(engine, key, [one])["courier"]


def test_a_source_that_gives_something_is_well(engine: Engine) -> None:
    health = visit(engine, 0, 40)
    assert (health.failure, health.failures_in_a_row, health.failing_since) == (None, 0, None)
    assert health.last_success_at == health.last_new_at == START
    # what a site has collected says nothing of its days
    assert health.pages_a_day is None
    assert source_healths(engine) == {"courier": health}


def test_one_front_door_that_fails_is_not_the_source(engine: Engine) -> None:
    assert visit(engine, 0, 5, "https://courier.example/feed: gone (http-404)").failure is None


def test_a_source_fails_with_all_of_its_front_doors_and_recovers(engine: Engine) -> None:
    doors = ("https://courier.example/feed: gone (http-404)", "https://courier.example/map: no")
    visit(engine, 0, 5)
    visit(engine, 1, 0, *doors)
    health = visit(engine, 2, 0, *doors)
    assert health.failure == "; ".join(doors)
    assert (health.failures_in_a_row, health.failing_since) == (2, START + DAY)
    assert health.last_success_at == START
    well = visit(engine, 3, 1)
    assert (well.failure, well.failures_in_a_row, well.failing_since) == (None, 0, None)


def test_a_run_that_is_finished_twice_counts_once(engine: Engine) -> None:
    visit(engine, 0, 5)
    first = visit(engine, 1, 0, "one: no", "two: no")
    assert visit(engine, 1, 0, "one: no", "two: no") == first
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM source_visit")).scalar() == 2


def test_a_silence_longer_than_ever_is_a_failure(engine: Engine) -> None:
    # new pages on weekdays, none at weekends: three days from Friday to Monday
    for day in (0, 1, 2, 3, 4, 7, 8):
        visit(engine, day, 6)
    for day in (9, 10, 11):
        assert visit(engine, day).failure is None
    health = visit(engine, 11.5)
    assert health.failure == (
        "has announced nothing new since 2026-03-10, 3.5 days ago; its longest silence before "
        "was 3.0 days"
    )
    assert health.failing_since == START + 11.5 * DAY
    assert health.longest_silence_hours == 72
    assert visit(engine, 12, 1).failure is None
    # now it is known that it may be silent for so long
    assert visit(engine, 15.9).failure is None


def test_a_source_that_refuses_its_pages_is_not_said_to_announce_nothing(engine: Engine) -> None:
    for day in range(8):
        visit(engine, day, 6)
    begin_run(engine, "later", "run", START + 12 * DAY, "1", "1", {})
    refused = "140 asked for, none given (http-403 140)"
    last = SourceVisit("courier", "Harbour Courier", 2, (), 140, 0, refused)
    assert record_visits(engine, "later", [last])["courier"].failure == (
        "announces pages, but has given no new one since 2026-03-09, 5.0 days ago: 140 asked "
        "for, none given (http-403 140); its longest silence before was 1.0 days"
    )


def test_a_source_that_never_gave_anything_fails_once_it_is_known(engine: Engine) -> None:
    def visited(day: float, announced: int, refusal: str | None = None) -> str | None:
        begin_run(engine, f"day {day}", "run", START + day * DAY, "1", "1", {})
        one = SourceVisit("courier", "Harbour Courier", 1, (), announced, 0, refusal)
        return record_visits(engine, f"day {day}", [one])["courier"].failure

    refused = "3 asked for, none given (http-403 3)"
    assert visited(0, 0) is None
    assert visited(6.9, 3, refused) is None
    assert visited(7, 0) == "has announced nothing since its first visit, 2026-03-02"
    assert visited(8, 3, refused) == (
        f"announces pages, but has given none since its first visit, 2026-03-02: {refused}"
    )
    # its pages are those of another source, too, which captured them lately
    assert visited(9, 3) is None


@pytest.mark.parametrize("days", [[0], [0, 1, 2]])
def test_the_silence_of_a_source_that_is_hardly_known_is_none(
    engine: Engine, days: list[int]
) -> None:
    for day in days:
        visit(engine, day, 3)
    assert visit(engine, 6.9).failure is None


def test_the_typical_day_follows_the_last_weeks(engine: Engine) -> None:
    visit(engine, 0, 500)
    for day in range(1, 15):
        health = visit(engine, day, 10)
    assert health.pages_a_day == pytest.approx(10)
    for day in range(15, 60):
        health = visit(engine, day, 30)
    assert health.pages_a_day is not None
    assert 29 < health.pages_a_day < 30


def test_sources_do_not_share_their_health(engine: Engine) -> None:
    visit(engine, 0, 5)
    begin_run(engine, "another", "run", START + DAY, "1", "1", {})
    dead = SourceVisit("post", "Meridian Post", 1, ("https://post.example/feed: no",), 0, 0)
    record_visits(engine, "another", [dead])
    healths = source_healths(engine)
    assert healths["courier"].failure is None
    assert healths["post"].failure == "https://post.example/feed: no"
