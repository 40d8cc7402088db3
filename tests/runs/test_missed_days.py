"""Two days without a run, with the clock moved: what they announced is loaded, and they are told.

The bundled news site publishes as the clock goes. One home is visited every day; in the other the
days between the first and the last are missed, as when Airflow was down.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from click.testing import CliRunner
from sqlalchemy import text

from pipeline.cli.commands import cli
from pipeline.errors import VerbatimError
from pipeline.runs import stages
from pipeline.settings.environment import Settings
from pipeline.text.url_canonicalisation import canonical_url
from pipeline.warehouse import source_healths
from tests.chaos.chaos_run import OF_RUNS
from tests.contents import OF_THE_VISIT, contents
from tests.newsroom import Newsroom

A_DAY = timedelta(days=1)
FIRST = datetime(2026, 3, 2, 5, tzinfo=UTC)
"""When the scheduled run of the first day begins."""
MISSED = (FIRST + A_DAY, FIRST + 2 * A_DAY)
LAST = FIRST + 3 * A_DAY
FROM_THE_FUTURE = frozenset({"modified_at"})
"""A page of the site is there from its first day with the time of its later edit, which nobody
believes before it has come."""


@pytest.fixture
def site(newsroom: Newsroom) -> Newsroom:
    """The bundled news site, on which pages appear when they are published."""
    newsroom.follows_clock = True
    return newsroom


def home(settings: Settings, name: str) -> Settings:
    """The settings of a home of its own, read by the rules alone, which is faster."""
    return settings.model_copy(
        update={"home": settings.home.with_name(name), "attribution": "rules"}
    )


def scheduled_run(settings: Settings, moment: datetime) -> None:
    """What the tasks of `daily_quotes` do at a moment, one after the other."""
    with time_machine.travel(moment, tick=True):
        plan = stages.plan_visit(
            settings,
            key=f"daily_quotes.{moment:%Y-%m-%dT%H-%M-%S.%fZ}",
            kind="daily_quotes",
            day=moment,
        )
        run = stages.begin_run(settings, plan)
        for visit in stages.divide_sources(settings, run):
            stages.visit_sources(settings, visit)
        for shard in stages.shard_captures(settings, run):
            stages.load_shard(
                settings,
                stages.attribute_shard(settings, stages.extract_shard(settings, shard)),
            )
        stages.check_warehouse(settings, run)
        stages.check_sources(settings, run)
        stages.publish_digest(settings, run)
        stages.finish_run(settings, run)


def deadline(settings: Settings, moment: datetime) -> str:
    """What `publication_deadline` says at 07:00 of a moment's day; nothing if all is well."""
    due = moment.replace(hour=7)
    with time_machine.travel(due, tick=True):
        try:
            stages.require_publication(settings, kind="daily_quotes", due=due)
        except VerbatimError as late:
            return str(late)
    return ""


def rows(settings: Settings, query: str) -> list[tuple[object, ...]]:
    """What the warehouse says."""
    with stages.opened_warehouse(settings) as engine, engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def loaded(settings: Settings) -> dict[str, Counter[str]]:
    """Every row of the warehouse but those that say how runs went."""
    with stages.opened_warehouse(settings) as engine:
        found = contents(engine, ignoring=OF_THE_VISIT | FROM_THE_FUTURE)
    return {table: counted for table, counted in found.items() if table not in OF_RUNS}


def announced(site: Newsroom, kind: str, after: datetime, until: datetime) -> set[str]:
    """The addresses of good pages that announcements of a kind came to name in a span."""
    return {
        canonical_url(site.localize(page.announced_as or site.addresses[outlet.key] + page.path))
        for outlet in site.outlets
        for page in outlet.announced(kind, 1)  # type: ignore[arg-type]  # one of the kinds
        if page.published and after < page.published <= until and not page.parked
    }


def test_the_run_after_two_missed_days_loads_what_they_announced_and_nothing_twice(
    settings: Settings, site: Newsroom
) -> None:
    site.write_sources(settings.sources)
    every_day, with_gap = home(settings, "every-day"), home(settings, "with-gap")
    for day in (FIRST, *MISSED, LAST):
        scheduled_run(every_day, day)
    scheduled_run(with_gap, FIRST)
    before = {str(url) for (url,) in rows(with_gap, "SELECT url_asked FROM capture")}
    scheduled_run(with_gap, LAST)

    captured = Counter(str(url) for (url,) in rows(with_gap, "SELECT url_asked FROM capture"))
    assert set(captured.values()) == {1}
    for kind in ("rss", "atom", "news-sitemap", "section"):
        for begin in (FIRST, *MISSED):
            named = announced(site, kind, begin, begin + A_DAY)
            assert named, f"{kind} has nothing new in the day after {begin}"
            assert named <= captured.keys() - before
    assert rows(with_gap, "SELECT count(*) FROM quotations") > [(100,)]
    assert loaded(with_gap) == loaded(every_day)
    assert rows(with_gap, "SELECT outcome FROM run") == [("succeeded",)] * 2


def test_the_deadline_tells_of_each_missed_day_and_is_silent_after_the_run(
    settings: Settings, site: Newsroom
) -> None:
    site.write_sources(settings.sources)
    mine = home(settings, "mine")
    scheduled_run(mine, FIRST)
    assert deadline(mine, FIRST) == ""
    for day in MISSED:
        assert deadline(mine, day).startswith(
            f"daily_quotes was not published by {day:%Y-%m-%d} 07:00 UTC; the last run that was "
            "published began 2026-03-02 05:00 UTC."
        )
    scheduled_run(mine, LAST)
    assert deadline(mine, LAST) == ""


def test_missed_days_are_not_held_against_the_sources(
    settings: Settings, site: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write_sources(settings.sources)
    mine = home(settings, "mine")
    scheduled_run(mine, FIRST)
    scheduled_run(mine, LAST)
    with stages.opened_warehouse(mine) as engine:
        healths = source_healths(engine)
    assert healths.keys() == {outlet.key for outlet in site.outlets}
    for health in healths.values():
        assert (health.failures_in_a_row, health.failure) == (0, None)
        assert health.last_success_at == health.last_new_at
        assert health.last_success_at is not None
        assert health.last_success_at.date() == LAST.date()

    monkeypatch.setenv("VERBATIM_HOME", str(mine.home))
    with time_machine.travel(LAST + A_DAY / 24, tick=True):
        shown = CliRunner().invoke(cli, ["show"])
        checked = CliRunner().invoke(cli, ["sources", "check", "civic-wire"])
    assert shown.exit_code == 0, shown.output
    assert f"daily_quotes.{LAST:%Y-%m-%d}T05" in shown.output
    assert "succeeded" in shown.output
    assert "runs: well at the last visit, 2026-03-05" in checked.output, checked.output
