"""What Airflow tells others of runs: counters as a collector receives them, and lineage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline.settings.environment import Settings
from tests.airflow.dag_runs import DAY, kept, python_with_dags, run_dag
from tests.receivers import Counted, metrics_server

pytestmark = pytest.mark.timeout(600)


def metrics_to(port: int) -> dict[str, str]:
    """The settings with which Airflow reports its metrics to a collector."""
    return {
        "AIRFLOW__METRICS__OTEL_ON": "True",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}",
        "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE": "delta",
    }


def lineage_to(file: Path) -> dict[str, str]:
    """The settings with which Airflow writes down what runs read and wrote."""
    transport = {"type": "file", "log_file_path": str(file), "append": True}
    return {
        "AIRFLOW__OPENLINEAGE__TRANSPORT": json.dumps(transport),
        "AIRFLOW__OPENLINEAGE__NAMESPACE": "newsroom",
        "AIRFLOW__OPENLINEAGE__EXTRACTORS": "deploy.lineage.warehouse_extractor.WarehouseExtractor",
    }


def ours(grown: dict[Counted, int]) -> dict[Counted, int]:
    """What Verbatim counts, without what Airflow does."""
    return {key: number for key, number in grown.items() if key[0].startswith("airflow.verbatim.")}


def counter(name: str, **tags: str) -> Counted:
    """A counter of a run of daily_quotes."""
    return f"airflow.verbatim.{name}", frozenset({"kind": "daily_quotes", **tags}.items())


def test_a_collector_is_told_what_is_in_the_warehouse_and_told_once(
    visit: dict[str, str],
) -> None:
    form = json.dumps({"sources": ["civic-wire"]})
    with metrics_server() as (port, grown):
        told = visit | metrics_to(port)
        run_dag(told, "daily_quotes", DAY, "--conf", form)
        first = ours(grown)
        run_dag(told, "daily_quotes", DAY, "--conf", form)
        assert ours(grown) == first
    expected = {counter("runs", outcome="succeeded"): 1}
    with kept(visit).connect() as connection:
        for name, table, tags in (
            ("pages", "capture", {"outcome": "captured"}),
            ("articles", "article", {}),
            ("quotations", "quotation", {}),
        ):
            rows = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            assert rows > 0
            expected[counter(name, **tags)] = rows
        query = text("SELECT stage, reason, count(*) FROM rejected GROUP BY stage, reason")
        for stage, reason, number in connection.execute(query):
            expected[counter("rejections", stage=stage, reason=reason)] = number
    assert counter("rejections", stage="fetch", reason="http-404") in expected
    assert first == expected


def test_lineage_names_our_jobs_and_the_warehouse(visit: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "lineage.jsonl"
    form = json.dumps({"sources": ["civic-wire"]})
    run_dag(visit | lineage_to(file), "daily_quotes", DAY, "--conf", form)
    events = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert {event["job"]["namespace"] for event in events} == {"newsroom"}
    tasks = {
        *("begin", "divide_sources", "visit", "make_shards"),
        *("process.extract", "process.attribute", "process.load"),
        *("shards_done", "check", "publish", "announce_days", "finish"),
    }
    jobs = {f"daily_quotes.{task}" for task in tasks}

    def named(kind: str) -> set[str]:
        return {event["job"]["name"] for event in events if event["eventType"] == kind}

    assert named("START") == jobs
    # that a run began is told by the scheduler, which a test of a DAG has not
    assert named("COMPLETE") == jobs | {"daily_quotes"}
    written = {
        (event["job"]["name"], one["namespace"], one["name"])
        for event in events
        for one in event["outputs"]
    }
    warehouse = str(Path(visit["VERBATIM_HOME"]) / "warehouse.sqlite")
    assert written == {("daily_quotes.publish", "file", warehouse)}


def test_lineage_of_a_warehouse_on_a_server_has_no_password(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "postgresql+psycopg://verbatim:secret@db.example:5433/quotes"
    monkeypatch.setenv("VERBATIM_WAREHOUSE", address)
    code = (
        "from deploy.lineage.warehouse_extractor import _warehouse\n"
        "found = _warehouse()\n"
        "print(found.namespace, found.name)"
    )
    assert python_with_dags(code) == "postgres://db.example:5433 quotes"
