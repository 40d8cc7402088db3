"""Whether the day's digest was published in time, with the clock moved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from sqlalchemy import Engine

from pipeline.errors import VerbatimError
from pipeline.runs.stages import plan_visit, require_publication
from pipeline.settings.environment import Settings
from pipeline.warehouse import begin_run, finish_run, open_warehouse

DUE = datetime(2026, 3, 7, 7, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def engine(settings: Settings) -> Engine:
    """The warehouse of the settings."""
    return open_warehouse(settings.warehouse_url)


def run(
    engine: Engine,
    began: datetime,
    outcome: str | None,
    kind: str = "daily_quotes",
    parameters: Mapping[str, object] = MappingProxyType({}),
) -> None:
    """Write down a run."""
    key = f"{kind} of {began}"
    begin_run(engine, key, kind, began, "1", "1", parameters)
    if outcome:
        finish_run(engine, key, outcome, began + HOUR, {})


@pytest.mark.parametrize("outcome", ["succeeded", "incomplete"])
def test_what_was_published_in_time_is_good(
    engine: Engine, settings: Settings, outcome: str
) -> None:
    run(engine, DUE - DAY - 2 * HOUR, "succeeded")
    run(engine, DUE - 2 * HOUR, outcome)
    require_publication(settings, kind="daily_quotes", due=DUE)


@pytest.mark.parametrize("outcome", ["failed", None])
def test_what_failed_or_is_still_at_work_is_late(
    engine: Engine, settings: Settings, outcome: str | None
) -> None:
    run(engine, DUE - DAY - 2 * HOUR, "succeeded")
    run(engine, DUE - 2 * HOUR, outcome)
    with pytest.raises(
        VerbatimError,
        match=r"not published by 2026-03-07 07:00 UTC; the last .* began 2026-03-06 05:00 UTC\.",
    ):
        require_publication(settings, kind="daily_quotes", due=DUE)
    # and then it is made up for by hand
    run(engine, DUE + HOUR, "succeeded")
    require_publication(settings, kind="daily_quotes", due=DUE)


@pytest.mark.parametrize(
    ("asked", "is_whole"),
    [
        ({}, True),
        ({"keys": ["one", "two"]}, True),
        ({"since": DUE - 2 * DAY}, True),
        ({"urls": ["https://www.one.example/1"]}, False),
        ({"keys": ["one"]}, False),
        ({"until": DUE - 2 * DAY}, False),
    ],
)
def test_a_run_by_hand_stands_in_for_the_one_that_failed_if_it_asks_for_all_that_is_new(
    engine: Engine, known_sources: Settings, asked: dict[str, Any], is_whole: bool
) -> None:
    run(engine, DUE - DAY - 2 * HOUR, "succeeded")
    run(engine, DUE - 2 * HOUR, "failed")
    plan = plan_visit(known_sources, key="by hand", kind="daily_quotes", **asked)
    run(engine, DUE - HOUR, "succeeded", parameters=plan.parameters)
    if is_whole:
        require_publication(known_sources, kind="daily_quotes", due=DUE)
    else:
        with pytest.raises(VerbatimError, match="began 2026-03-06 05:00 UTC"):
            require_publication(known_sources, kind="daily_quotes", due=DUE)


def test_two_days_without_airflow_are_told(engine: Engine, settings: Settings) -> None:
    run(engine, DUE - 3 * DAY - 2 * HOUR, "succeeded")
    with pytest.raises(VerbatimError, match="began 2026-03-04 05:00 UTC"):
        require_publication(settings, kind="daily_quotes", due=DUE)


def test_another_kind_of_run_is_not_a_publication(engine: Engine, settings: Settings) -> None:
    run(engine, DUE - DAY - 2 * HOUR, "failed")
    run(engine, DUE - HOUR, "succeeded", kind="reprocess")
    with pytest.raises(VerbatimError, match="the last run that was published is still to come"):
        require_publication(settings, kind="daily_quotes", due=DUE)


def test_nothing_is_late_in_a_new_warehouse(engine: Engine, settings: Settings) -> None:
    run(engine, DUE + HOUR, None)
    require_publication(settings, kind="daily_quotes", due=DUE)
