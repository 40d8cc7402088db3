"""What Airflow tells others of runs: counters, as a collector receives them."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from tests.receivers import Counted, metrics_server
from tests.test_dags import DAY, airflow_home, kept, run_dag, visit

__all__ = ["airflow_home", "visit"]

pytestmark = pytest.mark.timeout(600)


def metrics_to(port: int) -> dict[str, str]:
    """The settings with which Airflow reports its metrics to a collector."""
    return {
        "AIRFLOW__METRICS__OTEL_ON": "True",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}",
        "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE": "delta",
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
