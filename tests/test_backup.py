"""The commands of docs/operations.md for backup and restore bring everything back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from pipeline import warehouse
from pipeline.cli.commands import cli
from pipeline.runs import stages
from pipeline.runs.local_runner import run_pipeline
from pipeline.settings.environment import Settings
from pipeline.text.dates import first_instant, last_instant
from tests.conftest import POSTGRESQL
from tests.contents import contents
from tests.newsroom import Newsroom

ROOT = Path(__file__).resolve().parents[1]


def documented() -> list[str]:
    """The commands of the section, block by block."""
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = re.search(r"^## Backup and restore\n(.*?)^## ", operations, re.M | re.S)
    assert section
    blocks = re.findall(r"(?:^    .*\n)+", section[1], re.M)
    return [re.sub(r"^    ", "", block, flags=re.M) for block in blocks]


SINCE, UNTIL = first_instant("2026-02-20"), last_instant("2026-03-07")

SQLITE_BACKUP, SQLITE_RESTORE, DUMP, RESTORE, FROM_ARCHIVE = documented()


def shell(commands: str, folder: Path, **environment: str) -> None:
    """Run commands as a person would, in a folder that has `var` and `.venv`."""
    installed = folder / ".venv"
    if not installed.exists():
        installed.symlink_to(sys.prefix)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=folder,
        env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)} | environment,
        check=True,
        capture_output=True,
        text=True,
    )


def rows_of(settings: Settings) -> dict[str, Counter[str]]:
    with stages.opened_warehouse(settings) as engine:
        return contents(engine)


def fill(settings: Settings, newsroom: Newsroom) -> None:
    """Visit two outlets, and decide something by hand."""
    newsroom.write_sources(settings.sources)
    run_pipeline(
        settings,
        since=SINCE,
        until=UNTIL,
        keys=["civic-wire", "the-lantern"],
    )
    with stages.opened_warehouse(settings) as engine:
        first, second, *_ = warehouse.speakers(engine, "", limit=2).entries
        warehouse.merge_speakers(engine, str(second.speaker_id), str(first.speaker_id))


@pytest.fixture
def here(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings as they are by default in a folder of the test's own."""
    monkeypatch.delenv("VERBATIM_HOME")
    return settings.model_copy(update={"home": tmp_path / "var"})


def test_sqlite_is_backed_up_and_restored(
    here: Settings, newsroom: Newsroom, tmp_path: Path
) -> None:
    fill(here, newsroom)
    rows = rows_of(here)
    assert rows["speaker_decision"].total() == 1
    shell(SQLITE_BACKUP, tmp_path)
    shell(SQLITE_BACKUP, tmp_path)
    files = sorted(path.name for path in here.archive_folder.rglob("*.warc.gz"))
    shutil.rmtree(here.home)
    shell(SQLITE_RESTORE, tmp_path)
    assert rows_of(here) == rows
    assert sorted(path.name for path in here.archive_folder.rglob("*.warc.gz")) == files
    shell("python -m pipeline reprocess", tmp_path)


def test_a_page_that_is_archived_and_loaded_between_the_copies_is_not_lost(
    here: Settings, newsroom: Newsroom, tmp_path: Path
) -> None:
    fill(here, newsroom)
    lines = SQLITE_BACKUP.splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith(("cp", ".venv")))
    shell("\n".join(lines[: first + 1]), tmp_path)
    run_pipeline(here, since=SINCE, until=UNTIL, keys=["harbour-courier"])
    shell("\n".join(lines[first + 1 :]), tmp_path)
    articles = rows_of(here)["article"]
    shutil.rmtree(here.home)
    shell(SQLITE_RESTORE, tmp_path)
    # fails if a page cannot be read
    shell("python -m pipeline reprocess", tmp_path)
    assert rows_of(here)["article"].total() == articles.total()


def test_the_warehouse_comes_back_from_the_archive(
    here: Settings, newsroom: Newsroom, tmp_path: Path
) -> None:
    fill(here, newsroom)
    before = rows_of(here)
    for path in here.home.glob("warehouse.sqlite*"):
        path.unlink()
    shell(FROM_ARCHIVE, tmp_path)
    after = rows_of(here)
    # what was decided by hand, and what follows from it, is not in the archive
    for table in ("capture", "article", "article_version", "block", "version_capture"):
        assert after[table] == before[table]
    assert after["quotation"].total() == before["quotation"].total()


@pytest.fixture
def databases(postgres_warehouses: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Addresses of two empty databases on PostgreSQL."""
    del postgres_warehouses  # skips the test where there is no server
    server = create_engine(POSTGRESQL, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    names = [f"verbatim_test_{uuid.uuid4().hex}" for _ in range(2)]
    with server.connect() as connection:
        for name in names:
            connection.execute(text(f"CREATE DATABASE {name}"))
        addresses = [
            make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)
            for name in names
        ]
        yield addresses[0], addresses[1]
        for name in names:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def test_postgresql_is_backed_up_and_restored(
    here: Settings, newsroom: Newsroom, tmp_path: Path, databases: tuple[str, str]
) -> None:
    if not shutil.which("pg_dump"):
        pytest.skip("the programs of PostgreSQL's client are not there")
    before, after = (here.model_copy(update={"warehouse": address}) for address in databases)
    fill(before, newsroom)
    example = "postgresql://verbatim@db.example/verbatim"
    for commands, address in zip((DUMP, RESTORE), databases, strict=True):
        assert example in commands
        shell(commands.replace(example, address.replace("+psycopg", "")), tmp_path)
    assert rows_of(after) == rows_of(before)
    shell("python -m pipeline db check", tmp_path, VERBATIM_WAREHOUSE=databases[1])


def test_a_backup_is_of_one_moment_while_others_write(
    here: Settings, newsroom: Newsroom, tmp_path: Path
) -> None:
    fill(here, newsroom)
    done = threading.Event()

    def write() -> None:
        with stages.opened_warehouse(here) as engine:
            number = 0
            while not done.is_set():
                with engine.begin() as connection:
                    for column in ("kind", "code_version"):
                        connection.execute(text(f"UPDATE run SET {column} = 'n{number}'"))
                number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(20):
            with stages.opened_warehouse(here) as engine:
                warehouse.back_up(engine, tmp_path / f"{number}.sqlite")
    finally:
        done.set()
        writer.join()
    copies = set()
    for number in range(20):
        copy = here.model_copy(update={"warehouse": f"sqlite:///{tmp_path / f'{number}.sqlite'}"})
        with stages.opened_warehouse(copy) as engine, engine.connect() as connection:
            ((kind, version),) = connection.execute(text("SELECT kind, code_version FROM run"))
            assert kind == version or number == 0
            copies.add(kind)
    assert len(copies) > 1


def test_no_file_is_replaced_and_what_cannot_be_done_is_told(
    here: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def call(path: Path) -> str:
        result = CliRunner().invoke(cli, ["db", "backup", str(path)])
        assert result.exit_code == 1
        return result.output

    monkeypatch.setenv("VERBATIM_HOME", str(here.home))
    assert "there is no warehouse" in call(tmp_path / "a.sqlite")
    here.home.mkdir()
    with stages.opened_warehouse(here) as engine:
        warehouse.upgrade(engine)
    (tmp_path / "kept").write_text("kept")
    assert "is there already" in call(tmp_path / "kept")
    assert (tmp_path / "kept").read_text() == "kept"
    assert "cannot be written" in call(tmp_path / "kept" / "below")
    monkeypatch.setenv("VERBATIM_WAREHOUSE", "postgresql://a:secret@db.example/b")
    output = call(tmp_path / "a.sqlite")
    assert "pg_dump" in output
    assert "secret" not in output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "var"]


def make(folder: Path, target: str, answer: str = "") -> str:
    return subprocess.run(
        ["make", target], cwd=folder, input=answer, capture_output=True, text=True, check=True
    ).stdout


def test_make_deletes_what_runs_wrote_only_when_told_so(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in (".venv", "var/archive"):
        (tmp_path / name).mkdir(parents=True)
    make(tmp_path, "clean")
    assert not (tmp_path / ".venv").exists()
    asked = make(tmp_path, "delete-data", "yes\n")
    assert "var/archive" in asked
    assert "nothing was deleted" in asked
    assert "nothing was deleted" in make(tmp_path, "delete-data")
    assert (tmp_path / "var" / "archive").exists()
    make(tmp_path, "delete-data", "delete\n")
    assert not (tmp_path / "var").exists()
