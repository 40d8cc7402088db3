"""What runs did, told to whatever Airflow reports its own metrics to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from airflow.sdk.observability import stats

if TYPE_CHECKING:
    from pipeline.runs.run_metrics import RunMetric


def count(metrics: Iterable[RunMetric]) -> None:
    """Let counters grow; without a system that Airflow reports to, nothing happens."""
    for one in metrics:
        stats.incr(one.name, one.value, tags=dict(one.tags))
