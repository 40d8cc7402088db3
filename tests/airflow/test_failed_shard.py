"""One shard cannot be loaded: the others are checked and published, and the run is no success."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from pipeline.warehouse import stats, upgrade
from pipeline.warehouse.connection import only_writer
from tests.airflow.dag_runs import DAY, kept, log_of, run_dag, start
from tests.contents import OF_THE_VISIT, contents

pytestmark = pytest.mark.timeout(900)

REFUSE = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'not this one' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON article
FOR EACH ROW WHEN (NEW.url LIKE '{pattern}') EXECUTE FUNCTION refuse()
"""
"""Has PostgreSQL refuse a page as it refuses a user without the right, which no retry mends."""

SPOIL = """
CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.text := 'words that nobody said'; RETURN NEW; END $$;
CREATE TRIGGER spoil BEFORE INSERT ON quotation
FOR EACH ROW WHEN (NEW.text LIKE '%ferry%') EXECUTE FUNCTION spoil()
"""
"""Has quotations be loaded that a check withholds."""


def make_triggers(engine: Engine, *statements: str) -> None:
    """Make a warehouse with triggers of ours."""
    upgrade(engine)
    with only_writer(engine) as connection:
        for statement in statements:
            connection.execute(text(statement))


def drop_triggers(engine: Engine, *names: str) -> None:
    """Take the triggers away."""
    with only_writer(engine) as connection:
        for name in names:
            connection.execute(text(f"DROP FUNCTION {name} CASCADE"))


def of_airflow(environment: dict[str, str], query: str) -> list[tuple[Any, ...]]:
    """What Airflow's database says."""
    with closing(sqlite3.connect(Path(environment["AIRFLOW_HOME"]) / "airflow.db")) as database:
        return database.execute(query).fetchall()


def outcomes(engine: Engine) -> list[str]:
    """How the runs went, as the warehouse has it."""
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT outcome FROM run")))


STATES = (
    "SELECT task_id, state FROM task_instance WHERE task_id IN ('check', 'publish', 'finish') "
    "AND run_id = (SELECT run_id FROM dag_run ORDER BY id DESC LIMIT 1)"
)
EVENTS = "SELECT count(*) FROM asset_event WHERE partition_key IS NULL"


def test_a_shard_that_fails_holds_up_no_other_and_loses_nothing(
    visit: dict[str, str], tmp_path: Path, postgres_warehouses: Iterator[str]
) -> None:
    calm = visit | {
        "VERBATIM_WAREHOUSE": next(postgres_warehouses),
        "VERBATIM_HOME": str(tmp_path / "calm"),
    }
    run_dag(calm, "daily_quotes", DAY)
    whole = stats(kept(calm))["article"]

    broken = visit | {"VERBATIM_WAREHOUSE": next(postgres_warehouses)}
    engine = kept(broken)
    make_triggers(engine, REFUSE.format(pattern="%ferry-contract%"), SPOIL)
    ((before,),) = of_airflow(broken, EVENTS)
    assert start(broken, "dags", "test", "daily_quotes", DAY).wait() == 1
    log = log_of(broken)
    assert "up_for_retry" not in log
    assert "is incomplete:" in log
    assert re.search(r"the pages of the shard 000\d were not loaded", log)
    assert 0 < stats(engine)["article"] < whole
    assert outcomes(engine) == ["incomplete"]
    with engine.connect() as connection:
        parked = "SELECT count(*) > 0 FROM rejected WHERE reason = 'quotation_words'"
        assert connection.scalar(text(parked))
        shown = "SELECT count(*) FROM quotations WHERE text = 'words that nobody said'"
        assert connection.scalar(text(shown)) == 0
    assert dict(of_airflow(broken, STATES)) == {
        "check": "success",
        "publish": "success",
        "finish": "failed",
    }
    assert of_airflow(broken, "SELECT state FROM dag_run ORDER BY id DESC LIMIT 1") == [("failed",)]
    assert of_airflow(broken, EVENTS) == [(before + 1,)]

    drop_triggers(engine, "refuse", "spoil")
    run_dag(broken, "daily_quotes", DAY)
    assert outcomes(engine) == ["succeeded"]
    assert contents(engine, ignoring=OF_THE_VISIT) == contents(kept(calm), ignoring=OF_THE_VISIT)
    assert of_airflow(broken, EVENTS) == [(before + 2,)]


def test_a_run_that_finds_nothing_new_is_checked_published_and_written_down(
    visit: dict[str, str],
) -> None:
    form = ("--conf", '{"sources": ["civic-wire"]}')
    run_dag(visit, "daily_quotes", DAY, *form)
    run_dag(visit, "daily_quotes", "2026-03-08", *form)
    assert dict(of_airflow(visit, STATES)) == dict.fromkeys(
        ("check", "publish", "finish"), "success"
    )
    assert outcomes(kept(visit)) == ["succeeded"] * 2
