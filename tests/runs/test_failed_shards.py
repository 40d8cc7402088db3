"""What a run is where some of its shards, or all of them, could not be loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline.errors import FinalError, VerbatimError
from pipeline.runs import stages
from pipeline.runs.local_runner import import_archive
from pipeline.runs.run_folder import RunFolder
from pipeline.runs.run_outcome import missing_parts
from pipeline.settings.environment import Settings
from pipeline.warehouse import stats
from tests.runs.imports import asked, mixed

OUTCOMES = "SELECT outcome FROM run"


@pytest.fixture
def by_page(known_sources: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with which each page is a shard."""
    monkeypatch.setenv("VERBATIM_SHARD_SIZE", "1")
    return Settings()


def imported(settings: Settings, tmp_path: Path) -> str:
    """A run that has imported three pages."""
    plan = stages.plan_import(settings, key="a run", files=[mixed(tmp_path / "crawl.warc.gz")])
    run = stages.begin_run(settings, plan)
    (visit,) = stages.divide_imports(settings, run)
    stages.import_file(settings, visit)
    return run


def process(settings: Settings, shard: str) -> None:
    """All that is done with a shard."""
    stages.load_shard(
        settings, stages.attribute_shard(settings, stages.extract_shard(settings, shard))
    )


def test_a_shard_that_is_made_up_for_makes_the_run_whole(by_page: Settings, tmp_path: Path) -> None:
    run = imported(by_page, tmp_path)
    first, second, third = stages.shard_captures(by_page, run)
    for shard in (first, third):
        process(by_page, shard)
    stages.check_warehouse(by_page, run)
    stages.publish_digest(by_page, run)
    with pytest.raises(FinalError, match="incomplete:\n- the pages of the shard 0001 were not"):
        stages.finish_run(by_page, run)
    assert asked(by_page, OUTCOMES) == [("incomplete",)]
    process(by_page, second)
    stages.check_warehouse(by_page, run)
    stages.publish_digest(by_page, run)
    stages.finish_run(by_page, run)
    assert asked(by_page, OUTCOMES) == [("succeeded",)]
    with stages.opened_warehouse(by_page) as engine:
        assert stats(engine)["article"] == 3


def test_a_run_of_which_nothing_was_loaded_is_not_published(
    by_page: Settings, tmp_path: Path
) -> None:
    run = imported(by_page, tmp_path)
    with pytest.raises(FinalError, match="were not divided into shards"):
        stages.check_warehouse(by_page, run)
    stages.shard_captures(by_page, run)
    with pytest.raises(FinalError, match="no shard of the run a run was loaded"):
        stages.check_warehouse(by_page, run)
    with pytest.raises(FinalError, match="the run a run is failed"):
        stages.finish_run(by_page, run)


def test_what_an_earlier_try_loaded_does_not_stand_for_shards_that_are_to_be_made(
    by_page: Settings, tmp_path: Path
) -> None:
    for shard in stages.shard_captures(by_page, imported(by_page, tmp_path)):
        process(by_page, shard)
    run = imported(by_page, tmp_path)
    with pytest.raises(FinalError, match="were not divided into shards"):
        stages.check_warehouse(by_page, run)


def test_a_run_without_pages_is_published_and_says_which_file_nobody_imported(
    by_page: Settings, tmp_path: Path
) -> None:
    plan = stages.plan_import(by_page, key="a run", files=[mixed(tmp_path / "crawl.warc.gz")])
    run = stages.begin_run(by_page, plan)
    assert stages.shard_captures(by_page, run) == []
    stages.check_warehouse(by_page, run)
    stages.publish_digest(by_page, run)
    # nobody divided the files between tasks
    (sentence,) = missing_parts(RunFolder.at(run))
    assert "crawl.warc.gz was not imported to its end" in sentence
    with pytest.raises(FinalError, match="the run a run is incomplete"):
        stages.finish_run(by_page, run)


def test_what_was_loaded_is_checked_where_a_command_fails_after_it(
    by_page: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(settings: Settings, shard: str) -> str:
        if not shard.endswith("0001"):
            return load(settings, shard)
        with stages.opened_warehouse(settings) as engine, engine.begin() as connection:
            connection.execute(text("UPDATE quotation SET text = 'words that nobody said'"))
        raise stages.StageError("the disk is full")

    load = stages.load_shard
    monkeypatch.setattr(stages, "load_shard", failing)
    with pytest.raises(VerbatimError, match="the disk is full"):
        import_archive(by_page, [mixed(tmp_path / "crawl.warc.gz")])
    assert asked(by_page, OUTCOMES) == [("failed",)]
    assert asked(by_page, "SELECT count(*) FROM quotation") == [(1,)]
    assert asked(by_page, "SELECT count(*) FROM quotations") == [(0,)]
