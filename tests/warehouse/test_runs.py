"""The table of runs."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from pipeline.warehouse import WarehouseError, begin_run, finish_run
from pipeline.warehouse.tables import run
from tests.warehouse.examples import DAY, HOUR, MONDAY, RUN, begin
from tests.warehouse.sql_results import violations


def stored(engine: Engine, key: str = RUN) -> dict[str, object]:
    with engine.connect() as connection:
        row = dict(connection.execute(select(run).where(run.c.key == key)).mappings().one())
    row.pop("id")
    return row


def test_a_run_is_kept_from_its_beginning(engine: Engine) -> None:
    assert stored(engine) == {
        "key": RUN,
        "kind": "run",
        "started_at": MONDAY,
        "finished_at": None,
        "outcome": None,
        "code_version": "1",
        "model_version": "rules",
        "parameters": {"since": None},
        "counts": None,
    }


def test_a_finished_run_has_outcome_and_counts(engine: Engine) -> None:
    finish_run(engine, RUN, "succeeded", MONDAY + HOUR, {"fetch/captured": 3})
    assert stored(engine)["outcome"] == "succeeded"
    assert stored(engine)["finished_at"] == MONDAY + HOUR
    assert stored(engine)["counts"] == {"fetch/captured": 3}
    finish_run(engine, RUN, "incomplete", MONDAY + 2 * HOUR, {})
    assert stored(engine)["outcome"] == "incomplete"
    assert stored(engine)["counts"] == {}


def test_a_run_that_goes_on_keeps_its_start_and_is_unfinished_again(engine: Engine) -> None:
    finish_run(engine, RUN, "incomplete", MONDAY + HOUR, {"fetch/captured": 3})
    begin_run(engine, RUN, "run", MONDAY + 2 * HOUR, "2", "rules", {"since": "2026-03-01"})
    again = stored(engine)
    assert (again["started_at"], again["code_version"]) == (MONDAY, "2")
    assert (again["finished_at"], again["outcome"], again["counts"]) == (None, None, None)
    assert again["parameters"] == {"since": "2026-03-01"}


def test_a_run_that_nobody_finished_is_told_as_abandoned_by_a_later_one(engine: Engine) -> None:
    begin(engine, "soon after", at=MONDAY + 23 * HOUR)
    assert stored(engine)["outcome"] is None
    begin(engine, "days after", at=MONDAY + 3 * DAY)
    assert stored(engine)["outcome"] == "abandoned"
    assert stored(engine)["finished_at"] == MONDAY + 3 * DAY
    assert stored(engine, "days after")["outcome"] is None
    assert violations(engine) == []


def test_a_run_taken_up_after_days_is_not_abandoned_by_itself(engine: Engine) -> None:
    begin(engine, at=MONDAY + 3 * DAY)
    assert stored(engine)["outcome"] is None
    assert violations(engine) == []


def test_a_run_that_was_never_begun_cannot_be_finished(engine: Engine) -> None:
    with pytest.raises(WarehouseError, match="there is no run elsewhere"):
        finish_run(engine, "elsewhere", "succeeded", MONDAY, {})


def test_a_hostile_key_is_a_key(engine: Engine) -> None:
    key = "'; DROP TABLE run; -- \x00\ud800"
    begin(engine, key)
    finish_run(engine, key, "succeeded", MONDAY, {"\x00": 1})
    assert stored(engine, "'; DROP TABLE run; -- \ufffd\ufffd")["outcome"] == "succeeded"
