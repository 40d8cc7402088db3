"""The marts as files: what is in the warehouse comes out, in every format."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pyarrow import dataset, parquet
from sqlalchemy import Engine, inspect

from pipeline.export import FORMATS, ExportError, export_marts, exporter
from pipeline.warehouse import MARTS, Mart, mart_rows, reading
from tests.warehouse.examples import DAY, MONDAY, Said, agency, edited, ferry, load, page

FORMULA = "=cmd|'/c calc'!A1 is what we pay"


@pytest.fixture
def loaded(engine: Engine) -> Engine:
    """A warehouse with an edited article, two outlets, two days and a hostile speaker."""
    hostile = page(
        f"“{FORMULA},” said @SUM(1+1).",
        quotes=[Said(f"“{FORMULA},”", "@SUM(1+1)")],
        url="https://echo.example/somme",
        outlet="echo",
        at=MONDAY + DAY,
    )
    load(engine, ferry(), edited(), agency(), hostile)
    return engine


def expected(engine: Engine, mart: Mart) -> list[tuple[Any, ...]]:
    """The rows of a mart as the warehouse gives them."""
    with reading(engine) as connection:
        return [row for batch in mart_rows(connection, mart) for row in batch]


def test_the_list_of_marts_is_that_of_the_views(loaded: Engine) -> None:
    views = inspect(loaded)
    assert {mart.name for mart in MARTS} == set(views.get_view_names())
    for mart in MARTS:
        assert list(mart.columns) == [column["name"] for column in views.get_columns(mart.name)]
        for row in expected(loaded, mart):
            held = dict(zip(mart.columns, row, strict=True))
            assert {
                name: type(value) for name, value in held.items() if value is not None
            }.items() <= mart.columns.items()


def test_an_installation_without_the_page_of_columns_is_told_before_any_work(
    loaded: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporter, "COLUMNS_PAGE", tmp_path / "docs" / "columns.md")
    begun: list[str] = []
    with pytest.raises(ExportError, match=r"the installation lacks .*docs/columns\.md"):
        export_marts(loaded, tmp_path / "export", "csv", begun.append)
    assert not begun
    assert not (tmp_path / "export").exists()


def test_keys_tell_rows_apart(loaded: Engine) -> None:
    for mart in MARTS:
        places = [list(mart.columns).index(name) for name in mart.key]
        keys = [tuple(row[place] for place in places) for row in expected(loaded, mart)]
        assert len(set(keys)) == len(keys)


def test_parquet_has_every_row_with_its_types(loaded: Engine, tmp_path: Path) -> None:
    exported = export_marts(loaded, tmp_path / "out", "parquet")
    assert exported.rows["quotations"] == 5
    for mart in MARTS:
        rows = expected(loaded, mart)
        path = exported.folder / mart.name
        if mart.day is None:
            table = parquet.read_table(path.with_suffix(".parquet"))
        else:
            table = dataset.dataset(path, partitioning="hive").to_table().drop(["day"])
        found = [tuple(row[name] for name in mart.columns) for row in table.to_pylist()]
        assert Counter(found) == Counter(rows)
    days = sorted(one.name for one in (exported.folder / "quotations").iterdir())
    assert days == ["day=2026-03-02", "day=2026-03-03"]


def test_csv_has_every_row_and_no_formula(loaded: Engine, tmp_path: Path) -> None:
    folder = export_marts(loaded, tmp_path / "out", "csv").folder
    with (folder / "quotations" / "day=2026-03-03" / "part.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["speaker"] == "'@SUM(1+1)"
    assert FORMULA in row["text"]
    with (folder / "statements_by_spread.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 5


def test_sqlite_is_one_file_that_can_be_searched(loaded: Engine, tmp_path: Path) -> None:
    folder = export_marts(loaded, tmp_path / "out", "sqlite").folder
    with closing(sqlite3.connect(folder / "verbatim.sqlite")) as connection:
        for mart in MARTS:
            stored = connection.execute(f"SELECT * FROM {mart.name}").fetchall()
            wanted = [
                tuple(one.isoformat() if isinstance(one, date) else one for one in row)
                for row in expected(loaded, mart)
            ]
            assert Counter(stored) == Counter(wanted)
        found = connection.execute(
            "SELECT count(*) FROM quotations_fts WHERE quotations_fts MATCH 'selling ferry'"
        )
        assert found.fetchone() == (2,)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    tables = json.loads((folder / "metadata.json").read_text())["databases"]["verbatim"]["tables"]
    for mart in MARTS:
        assert tables[mart.name]["description"]
        assert list(tables[mart.name]["columns"]) == list(mart.columns)
        assert set(tables[mart.name]["facets"]) <= set(mart.columns)


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_says_what_it_is_and_replaces_an_earlier_one(
    loaded: Engine, tmp_path: Path, form: str
) -> None:
    export_marts(loaded, tmp_path / "out", "sqlite")
    export_marts(loaded, tmp_path / "out", form)
    about = json.loads((tmp_path / "out" / "export.json").read_text())
    assert (about["format"], about["rows"]["quotations"]) == (form, 5)
    assert datetime.fromisoformat(about["state_of"]) <= datetime.now(UTC)
    assert (tmp_path / "out" / "columns.md").read_text().startswith("# Tables, views and columns")
    assert (tmp_path / "out" / "verbatim.sqlite").exists() == (form == "sqlite")
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_what_is_not_an_export_is_left_alone(loaded: Engine, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ExportError, match="not an export"):
        export_marts(loaded, tmp_path, "csv")
    with pytest.raises(ExportError, match="not an export"):
        export_marts(loaded, tmp_path / "thesis.txt", "csv")
    assert (tmp_path / "thesis.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["thesis.txt", "mine/thesis.txt", "quotations/thesis.txt"])
def test_a_file_that_somebody_put_into_an_export_is_not_removed(
    loaded: Engine, tmp_path: Path, name: str
) -> None:
    export_marts(loaded, tmp_path / "out", "csv")
    thesis = tmp_path / "out" / name
    thesis.parent.mkdir(exist_ok=True)
    thesis.write_text("mine")
    with pytest.raises(ExportError, match=name):
        export_marts(loaded, tmp_path / "out", "csv")
    assert thesis.read_text() == "mine"


@pytest.mark.parametrize("content", ["{}", "[]", "not JSON"])
def test_the_export_of_another_program_is_left_alone(
    loaded: Engine, tmp_path: Path, content: str
) -> None:
    (tmp_path / "export.json").write_text(content)
    with pytest.raises(ExportError, match="not an export"):
        export_marts(loaded, tmp_path, "csv")
    assert [path.name for path in tmp_path.iterdir()] == ["export.json"]


def test_a_link_that_leads_to_itself_is_an_error(loaded: Engine, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(ExportError, match="loop"):
        export_marts(loaded, tmp_path / "loop", "csv")


def test_an_earlier_export_comes_back_when_the_new_one_cannot_take_its_place(
    loaded: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_marts(loaded, tmp_path / "out", "csv")
    before = sorted(tmp_path.rglob("*"))
    whole = Path.rename

    def refused(path: Path, target: Path) -> Path:
        if path.suffix == ".tmp":
            raise OSError(5, "Input/output error")
        return whole(path, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(ExportError, match="Input/output error"):
        export_marts(loaded, tmp_path / "out", "csv")
    assert sorted(tmp_path.rglob("*")) == before


def test_an_export_that_fails_leaves_the_earlier_one(
    loaded: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_marts(loaded, tmp_path / "out", "csv")
    before = sorted(tmp_path.rglob("*"))

    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporter.shutil, "copyfile", full)
    with pytest.raises(ExportError, match="No space left"):
        export_marts(loaded, tmp_path / "out", "parquet")
    assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_warehouse_gives_empty_tables(engine: Engine, tmp_path: Path) -> None:
    folder = export_marts(engine, tmp_path / "out", "parquet").folder
    for mart in MARTS:
        path = folder / mart.name
        table = parquet.read_table(path if mart.day else path.with_suffix(".parquet"))
        assert table.column_names == list(mart.columns)
    assert export_marts(engine, folder, "csv").rows["quotations"] == 0
    assert export_marts(engine, folder, "sqlite").rows["quotations"] == 0
