"""What trying again cannot mend is told apart from what may be over at the next try."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from pipeline.errors import FinalError
from pipeline.model_files import ModelError
from pipeline.runs import stages
from pipeline.runs.stages import processing
from pipeline.settings.environment import Settings, load_sources
from pipeline.store import StoreError
from pipeline.warehouse import WarehouseError, open_warehouse, stats, upgrade
from pipeline.warehouse.connection import only_writer
from tests.runs.crawls import Crawl, page


@pytest.fixture
def shard(known_sources: Settings, tmp_path: Path) -> str:
    """A shard with one page, which nobody extracted yet."""
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add("https://www.one.example/1", page(1))
    plan = stages.plan_import(known_sources, key="a run", files=[crawl.close()])
    run = stages.begin_run(known_sources, plan)
    (visit,) = stages.divide_imports(known_sources, run)
    stages.import_file(known_sources, visit)
    (made,) = stages.shard_captures(known_sources, run)
    return made


def without_model(*_arguments: Any, **_named: Any) -> None:
    """Stands in for what uses a model whose files are gone."""
    raise ModelError("the model cannot be read; restore its files")


def test_missing_files_of_a_model_are_no_defect_of_pages(
    known_sources: Settings, shard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(processing, "extract_page", without_model)
        with pytest.raises(FinalError, match="restore its files"):
            stages.extract_shard(known_sources, shard)
    stages.extract_shard(known_sources, shard)
    monkeypatch.setattr(processing.Attributor, "quotations", without_model)
    with pytest.raises(FinalError, match="restore its files"):
        stages.attribute_shard(known_sources, shard)


def older(path: Path) -> None:
    """Leave a warehouse of an older version."""
    engine = open_warehouse(f"sqlite:///{path}")
    upgrade(engine)
    with only_writer(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    engine.dispose()


def no_database(path: Path) -> None:
    """Leave a file of something else."""
    path.write_bytes(b"no database " * 1000)


@pytest.mark.parametrize("spoil", [Path.touch, older, no_database])
def test_a_warehouse_that_a_person_must_change_is_final(tmp_path: Path, spoil: Any) -> None:
    path = tmp_path / "warehouse.sqlite"
    spoil(path)
    with pytest.raises(FinalError):
        stats(open_warehouse(f"sqlite:///{path}"))


def test_a_warehouse_that_is_locked_or_away_may_be_there_at_the_next_try(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.sqlite"
    engine = open_warehouse(f"sqlite:///{path}?timeout=0")
    upgrade(engine)
    holder = sqlite3.connect(path)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(WarehouseError, match="is locked") as locked, only_writer(engine):
        pass
    holder.close()
    with pytest.raises(WarehouseError, match="does not answer") as away:
        stats(open_warehouse("postgresql://nobody@127.0.0.1:1/away"))
    assert not isinstance(locked.value, FinalError)
    assert not isinstance(away.value, FinalError)


@pytest.mark.parametrize(
    ("code", "final"), [("42501", True), ("3F000", True), ("25006", False), ("40001", False)]
)
def test_what_postgresql_refuses_is_final_where_it_stays_so(
    postgres_warehouses: Iterator[str], code: str, final: bool
) -> None:
    engine = open_warehouse(next(postgres_warehouses))
    upgrade(engine)
    refusal = f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END $$"
    with pytest.raises(WarehouseError) as refused, only_writer(engine) as connection:
        connection.exec_driver_sql(refusal)
    assert isinstance(refused.value, FinalError) is final
    engine.dispose()


def test_a_sources_file_whose_store_does_not_answer_may_be_there_at_the_next_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_arguments: Any, **_named: Any) -> str:
        raise OSError(errno.EREMOTEIO, "the store does not answer", "s3://bucket/sources.yaml")

    monkeypatch.setattr(Path, "read_text", silent)
    with pytest.raises(StoreError, match="does not answer") as refused:
        load_sources(tmp_path / "sources.yaml")
    assert not isinstance(refused.value, FinalError)
