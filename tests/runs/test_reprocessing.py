"""Which captures of the archive are processed together when it is processed again."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import text

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


def test_of_a_page_read_again_no_earlier_reading_stays(known_sources: Settings) -> None:
    """It would stand beside what is read now, as if the page had been edited."""
    pages = [ferry(at=MONDAY + number * DAY) for number in range(3)]
    with stages.opened_warehouse(known_sources) as engine:
        upgrade(engine)
        begin(engine)
        load(engine, *pages)
    plan = stages.plan_reprocess(known_sources, key="again", since=MONDAY, until=MONDAY)
    (shard,) = stages.shard_archive(known_sources, stages.begin_run(known_sources, plan))
    taken = list(read_records(Shard.at(shard).captures, Capture))
    with stages.opened_warehouse(known_sources) as engine:
        # today's code reads another text out of the page
        load(
            engine,
            *(replace(edited(), capture=capture) for capture in taken),
            extraction="2",
            run="again",
        )
        with engine.connect() as connection:
            versions = connection.execute(text("SELECT extraction FROM article_version"))
            assert [row.extraction for row in versions] == ["2"]
