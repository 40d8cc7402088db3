"""What a run is counted as: bounded tags, and nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.runs import stages
from pipeline.runs.run_metrics import RunMetric, run_metrics
from pipeline.runs.stages.common import VerdictError
from pipeline.settings.environment import Settings
from tests.newsroom import Newsroom

DAY = datetime(2026, 3, 7, tzinfo=UTC)
KIND = ("kind", "daily_quotes")


def test_counts_become_counters_with_few_tags() -> None:
    counts = {
        "discover/candidate": 9,
        "discover/rejected/http-404": 1,
        "fetch/captured": 5,
        "fetch/left/unwanted": 7,
        "fetch/rejected/http-404": 2,
        "fetch/unchanged/not-modified": 3,
        "fetch/unchanged/recent": 4,
        "extract/article": 4,
        "attribute/quotation": 40,
    }
    assert run_metrics("daily_quotes", "incomplete", counts) == [
        RunMetric("verbatim.articles", (KIND,), 4),
        RunMetric("verbatim.pages", (KIND, ("outcome", "captured")), 5),
        RunMetric("verbatim.pages", (KIND, ("outcome", "unchanged")), 7),
        RunMetric("verbatim.quotations", (KIND,), 40),
        RunMetric("verbatim.rejections", (KIND, ("stage", "discover"), ("reason", "http-404")), 1),
        RunMetric("verbatim.rejections", (KIND, ("stage", "fetch"), ("reason", "http-404")), 2),
        RunMetric("verbatim.runs", (KIND, ("outcome", "incomplete")), 1),
    ]


def test_a_run_is_counted_once_and_what_it_gains_later_as_well(
    settings: Settings, newsroom: Newsroom
) -> None:
    newsroom.write_sources(settings.sources)
    plan = stages.plan_visit(settings, key="day", kind="daily_quotes", day=DAY, keys=["civic-wire"])
    told: list[RunMetric] = []
    run = stages.begin_run(settings, plan)
    for visit in stages.divide_sources(settings, run):
        stages.visit_sources(settings, visit)
    shards = stages.shard_captures(settings, run)
    with pytest.raises(VerdictError):
        stages.finish_run(settings, run, told.extend)
    visited = {(one.name, one.tags[1:]): one.value for one in told}
    assert visited.pop(("verbatim.runs", (("outcome", "failed"),))) == 1
    assert visited[("verbatim.pages", (("outcome", "captured"),))] > 0
    assert {name for name, _ in visited} == {"verbatim.pages", "verbatim.rejections"}

    told.clear()
    run = stages.begin_run(settings, plan)
    for visit in stages.divide_sources(settings, run):
        stages.visit_sources(settings, visit)
    for shard in stages.shard_captures(settings, run):
        stages.load_shard(
            settings, stages.attribute_shard(settings, stages.extract_shard(settings, shard))
        )
    stages.check_warehouse(settings, run)
    stages.check_sources(settings, run)
    stages.publish_digest(settings, run)
    stages.finish_run(settings, run, told.extend)
    assert shards
    assert RunMetric("verbatim.runs", (KIND, ("outcome", "succeeded")), 1) in told
    gained = {one.name: one.value for one in told}
    assert gained["verbatim.articles"] > 0
    assert gained["verbatim.quotations"] > 0
    # its pages were counted when it failed
    assert "verbatim.pages" not in gained

    told.clear()
    stages.finish_run(settings, run, told.extend)
    assert told == []
