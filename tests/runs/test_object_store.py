"""A day whose files lie on an object store is the day that it is on a disk."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from pipeline.cli.commands import cli
from pipeline.runs import stages
from pipeline.runs.local_runner import run_pipeline
from pipeline.settings.environment import Settings
from pipeline.store import files_below
from pipeline.text.dates import first_instant, last_instant
from tests.contents import OF_THE_VISIT, VISIT_TABLES, contents
from tests.newsroom import Newsroom

SINCE, UNTIL = first_instant("2026-02-20"), last_instant("2026-03-07")


def rows(settings: Settings) -> dict[str, Counter[str]]:
    of_runs = {"run", "run_article", *(table.name for table in VISIT_TABLES)}
    with stages.opened_warehouse(settings) as engine:
        found = contents(engine, ignoring=OF_THE_VISIT)
        return {table: counted for table, counted in found.items() if table not in of_runs}


def call(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_day_on_an_object_store_is_the_day_of_a_disk(
    settings: Settings,
    newsroom: Newsroom,
    bucket: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newsroom.write_sources(settings.sources)
    run_pipeline(settings, since=SINCE, until=UNTIL)

    monkeypatch.setenv("VERBATIM_HOME", str(tmp_path / "another"))
    monkeypatch.setenv("VERBATIM_STORE", f"{bucket}/verbatim")
    monkeypatch.setenv("VERBATIM_STORE_WRITE_SECONDS", "0.05")
    stored = Settings()
    call("run", "--since", "2026-02-20", "--until", "2026-03-07")
    assert rows(stored) == rows(settings)
    kept = files_below(stored.store_folder)
    assert {name.split("/")[0] for name in kept} == {"archive", "digest", "runs"}
    assert "digest/index.html" in kept
    # nothing of it is left on this machine
    assert {path.name for path in stored.home.iterdir()} <= {
        "warehouse.sqlite", "warehouse.sqlite-shm", "warehouse.sqlite-wal", "locks", "pacing",
    }  # fmt: skip
    assert "succeeded" in call("show")

    # the archive alone brings the warehouse back
    before = rows(stored)
    shutil.rmtree(stored.home)
    call("archive", "index")
    call("reprocess")
    again = rows(stored)
    assert again["quotation"] == before["quotation"]
    assert again["article_version"] == before["article_version"]
    with stages.opened_warehouse(stored) as engine, engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM capture")) > 40
