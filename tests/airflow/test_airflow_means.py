"""What Airflow itself offers, under its scheduler: notes of runs, backfills, assets by day."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import Engine, select, update

from pipeline.runs.local_runner import run_pipeline
from pipeline.settings.environment import Settings
from pipeline.store import remove_tree
from pipeline.text.dates import first_instant, last_instant
from pipeline.warehouse import open_warehouse
from pipeline.warehouse.tables import capture, run
from tests.airflow.running_airflow import asked, change, eventually, free_port, make_airflow
from tests.newsroom import Newsroom
from tests.newsroom.local_airflow import ROOT

pytestmark = pytest.mark.timeout(1800)

DAYS_OF_CAPTURE = (date(2019, 5, 6), date(2019, 5, 7), date(2019, 5, 8))
"""Longer ago than any run: an archive of others may be."""

MOST_TRIES = 20
"""Of a backfill whose making SQLite refuses: one in two, on a busy computer."""


@dataclass(frozen=True, slots=True)
class Airflow:
    """An Airflow that runs, over a home that the bundled news site was visited from."""

    process: subprocess.Popen[bytes]
    environment: dict[str, str]
    engine: Engine
    digest: Path

    def asked(self, query: str) -> list[tuple[object, ...]]:
        """What its database says."""
        return asked(Path(self.environment["AIRFLOW_HOME"]), query)

    def wait_for(self, query: str, number: int = 1) -> list[tuple[object, ...]]:
        """Wait until its database has at least so many rows; gives them."""
        log = Path(self.environment["AIRFLOW_HOME"]).parent / "make-airflow.log"
        eventually(lambda: len(self.asked(query)) >= number, self.process, log)
        return self.asked(query)

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """What its API answers."""
        address = f"http://127.0.0.1:{self.environment['AIRFLOW__API__PORT']}"
        token = requests.get(f"{address}/auth/token", timeout=60).json()["access_token"]
        answer = requests.request(
            method,
            f"{address}/api/v2/{path}",
            json=body,
            headers={"Authorization": f"Bearer {token}"},
            timeout=60,
        )
        assert answer.ok, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def reprocess(self, name: str, **body: Any) -> str:
        """Trigger `reprocess` by hand and wait; gives the state in which the run ended."""
        self.call(
            "POST",
            "dags/reprocess/dagRuns",
            {"dag_run_id": name, "logical_date": None, **body},
        )
        ended = "SELECT state FROM dag_run WHERE state IN ('success', 'failed')"
        ((state,),) = self.wait_for(f"{ended} AND run_id = '{name}'")
        return str(state)

    def note(self, name: str) -> str:
        """The note of a run."""
        query = "SELECT content FROM dag_run_note JOIN dag_run ON id = dag_run_id"
        ((content,),) = self.asked(f"{query} WHERE run_id = '{name}'")
        return str(content)


@pytest.fixture
def airflow(
    environment: dict[str, str],
    settings: Settings,
    newsroom: Newsroom,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[Airflow]:
    """Airflow with `reprocess` and the example of the operations page, and pages of three days."""
    monkeypatch.setenv("VERBATIM_ATTRIBUTION", "rules")
    settings = Settings()
    newsroom.write_sources(settings.sources)
    run_pipeline(settings, since=first_instant("2026-02-20"), until=last_instant("2026-03-07"))
    engine = open_warehouse(settings.warehouse_url)
    spread_captures(engine)
    dags = tmp_path / "dags"
    dags.mkdir()
    for name in ("reprocess", "processing", "notifications", "repository_path", "telemetry"):
        (dags / f"{name}.py").symlink_to(ROOT / "dags" / f"{name}.py")
    (dags / "one_day.py").write_text(example(), encoding="utf-8")
    mine = {
        **os.environ,
        **environment,
        "VENV": sys.prefix,
        "AIRFLOW_HOME": str(tmp_path / "airflow"),
        "AIRFLOW__API__PORT": str(free_port()),
        "AIRFLOW__CORE__DAGS_FOLDER": str(dags),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
        "VERBATIM_ATTRIBUTION": "rules",
        "VERBATIM_SHARD_SIZE": "200",
    }
    with make_airflow(mine, tmp_path) as process:
        running = Airflow(process, mine, engine, Path(str(settings.digest_folder)))
        running.wait_for("SELECT dag_id FROM serialized_dag", 2)
        yield running
    engine.dispose()


def spread_captures(engine: Engine) -> None:
    """Have the captures be those of DAYS_OF_CAPTURE, in turn, but for the last one."""
    with engine.begin() as connection:
        *ids, _last = connection.scalars(select(capture.c.id).order_by(capture.c.id))
        for number, identifier in enumerate(ids):
            day = DAYS_OF_CAPTURE[number % len(DAYS_OF_CAPTURE)]
            at = datetime.combine(day, time(23, 59, 59) if number % 2 else time(), UTC)
            one = update(capture).where(capture.c.id == identifier)
            connection.execute(one.values(fetched_at=at))


def example() -> str:
    """The DAG of the operations page that is run for each day that changed."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    found = re.search(r"^    from airflow\.sdk import .*?^    one_day\(\)$", page, re.M | re.S)
    assert found
    return textwrap.dedent(found[0]) + "\n"


def test_what_airflow_itself_offers(airflow: Airflow) -> None:
    it_says_what_happened_in_the_note_of_a_run(airflow)
    it_runs_others_for_each_day_that_changed(airflow)
    it_backfills_by_day_of_capture(airflow)
    assert {kind for (kind,) in airflow.asked("SELECT run_type FROM dag_run")} == {
        "manual", "backfill", "asset_triggered",
    }  # fmt: skip
    # the scheduler runs what has a time here
    due = "SELECT next_dagrun_create_after, next_dagrun FROM dag WHERE dag_id = 'reprocess'"
    assert airflow.asked(due) == [(None, None)]


def it_says_what_happened_in_the_note_of_a_run(airflow: Airflow) -> None:
    turned = {"since": "2026-03-07", "until": "2026-03-01"}
    assert airflow.reprocess("turned", conf=turned) == "failed"
    assert airflow.note("turned") == "the first day, 2026-03-07, is after the last, 2026-03-01"
    assert airflow.reprocess("told", conf=turned, note="I only try") == "failed"
    assert airflow.note("told") == "I only try"


def it_runs_others_for_each_day_that_changed(airflow: Airflow) -> None:
    remove_tree(airflow.digest)
    assert airflow.reprocess("all", conf={}) == "success"
    note = airflow.note("all")
    assert re.fullmatch(r"succeeded: \d+ articles, \d+ quotations, \d+ rejected; the .*", note)
    assert note.endswith(f"the digest: {airflow.digest / 'index.html'}")

    days = {page.stem for page in airflow.digest.glob("????-??-??.html")}
    assert len(days) > 2
    told = "SELECT partition_key FROM dag_run WHERE dag_id = 'one_day' AND state = 'success'"
    assert Counter(airflow.wait_for(told, len(days))) == Counter((day,) for day in days)
    logs = Path(airflow.environment["AIRFLOW_HOME"], "logs").glob("dag_id=one_day/**/*.log")
    said = "\n".join(path.read_text(encoding="utf-8") for path in logs)
    assert all(f"the digest of {day} changed" in said for day in days)


def it_backfills_by_day_of_capture(airflow: Airflow) -> None:
    assert airflow.call("GET", "dags/reprocess/details")["is_backfillable"] is True
    first, *_, last = DAYS_OF_CAPTURE
    before = airflow.asked("SELECT id FROM asset_event WHERE partition_key IS NOT NULL")

    conf = json.dumps({"since": "2019-01-01"})
    backfill(airflow, first - timedelta(days=1), first - timedelta(days=1), "--dag-run-conf", conf)
    refused = "SELECT run_id FROM dag_run WHERE run_type = 'backfill' AND state = 'failed'"
    ((name,),) = airflow.wait_for(refused)
    assert "takes the captures of its own day, so leave since and until" in airflow.note(str(name))
    airflow.wait_for("SELECT id FROM backfill WHERE completed_at IS NOT NULL")

    backfill(airflow, first, last)
    done = "SELECT run_id FROM dag_run WHERE run_type = 'backfill' AND state = 'success'"
    names = sorted(str(name) for (name,) in airflow.wait_for(done, len(DAYS_OF_CAPTURE)))
    assert names == [f"backfill__{day}T00:00:00+00:00" for day in DAYS_OF_CAPTURE]
    with airflow.engine.connect() as connection:
        captured = Counter(at.date() for at in connection.scalars(select(capture.c.fetched_at)))
        for day in DAYS_OF_CAPTURE:
            of_the_day = run.c.key == f"reprocess.{day}T00-00-00.000000Z"
            row = connection.execute(select(run).where(of_the_day)).one()
            extracted = (n for name, n in row.counts.items() if name.startswith("extract/"))
            assert sum(extracted) == captured[day] > 5
            assert row.parameters["since"] == f"{day}T00:00:00+00:00"
            assert row.parameters["until"] == f"{day}T23:59:59.999999+00:00"
    # the code is the same, so no page of the digest changed, and nobody is told that one did
    assert airflow.asked("SELECT id FROM asset_event WHERE partition_key IS NOT NULL") == before
    skipped = "SELECT run_id FROM task_instance WHERE task_id = 'announce_days'"
    assert len(airflow.asked(f"{skipped} AND state = 'skipped'")) == len(DAYS_OF_CAPTURE)


def backfill(airflow: Airflow, first: date, last: date, *options: str) -> None:
    """Have `reprocess` run for each day of a span.

    Airflow reads before it writes in one transaction here, which SQLite refuses at once, however
    long a wait it was told, if the scheduler writes meanwhile. Nothing is made then but the row of
    the backfill, which would keep another one from beginning.
    """
    command = [ROOT / "bin" / "airflow", "backfill", "create", "--dag-id", "reprocess"]
    span = ("--from-date", first.isoformat(), "--to-date", last.isoformat())
    home = Path(airflow.environment["AIRFLOW_HOME"])
    for _try in range(MOST_TRIES):
        made = subprocess.run(
            [*command, *span, *options],
            env=airflow.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        said = made.stdout + made.stderr
        if "database is locked" not in said:
            break
        runs = "SELECT backfill_id FROM dag_run WHERE backfill_id IS NOT NULL"
        change(home, f"DELETE FROM backfill WHERE id NOT IN ({runs})")
    assert made.returncode == 0, said
