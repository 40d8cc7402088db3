"""Which captures of the archive are processed together when it is processed again."""

from __future__ import annotations

from pipeline.records import Capture
from pipeline.runs import stages
from pipeline.runs.run_folder import Shard
from pipeline.runs.staging import read_records
from pipeline.settings.environment import Settings
from pipeline.warehouse import upgrade
from tests.warehouse.examples import DAY, MONDAY, begin, edited, ferry, load


def test_captures_of_one_text_come_into_one_shard(known_sources: Settings) -> None:
    """However small shards are, and from beyond the span of the run."""
    settings = known_sources.model_copy(update={"shard_size": 1})
    first, between, last = ferry(), edited(at=MONDAY + DAY), ferry(at=MONDAY + 9 * DAY)
    with stages.opened_warehouse(settings) as engine:
        upgrade(engine)
        begin(engine)
        load(engine, first, between, last)
    plan = stages.plan_reprocess(settings, key="again", since=None, until=MONDAY + 2 * DAY)
    shards = stages.shard_archive(settings, stages.begin_run(settings, plan))
    assert [list(read_records(Shard.at(one).captures, Capture)) for one in shards] == [
        [first.capture, last.capture],
        [between.capture],
    ]
