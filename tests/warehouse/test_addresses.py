"""Addresses that lead to no warehouse: each is told in one line, without a password."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from pipeline.warehouse import (
    WarehouseError,
    archived_captures,
    digest_data,
    known_captures,
    open_warehouse,
    run_checks,
    search,
    stats,
    upgrade,
)
from pipeline.warehouse.connection import only_writer
from pipeline.warehouse.tables import VOCABULARIES
from tests.warehouse.examples import begin, ferry, load

READERS: list[Callable[[Engine], object]] = [
    stats,
    run_checks,
    lambda engine: search(engine, "words"),
    lambda engine: digest_data(engine, since=None, until=None),
    lambda engine: known_captures(engine, "courier"),
    lambda engine: archived_captures(engine, None, None),
    lambda engine: load(engine, ferry()),
]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        "mysql://root:secret@db.example/x",
        "sqlite+aiosqlite:///x",
        "http://a:secret@b/c",
    ],
)
def test_what_is_no_address_of_a_database_is_refused(address: str) -> None:
    with pytest.raises(WarehouseError, match="VERBATIM_WAREHOUSE") as refused:
        open_warehouse(address)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
def test_a_warehouse_in_memory_is_refused(address: str) -> None:
    with pytest.raises(WarehouseError, match="is gone with its process"):
        open_warehouse(address)


@pytest.mark.parametrize("use", READERS)
def test_a_missing_file_is_told_and_not_made(
    tmp_path: Path, use: Callable[[Engine], object]
) -> None:
    file = tmp_path / "missing.sqlite"
    with pytest.raises(WarehouseError, match=r"no warehouse .*missing\.sqlite: .*VERBATIM_HOME"):
        use(open_warehouse(f"sqlite:///{file}"))
    assert not file.exists()


@pytest.mark.parametrize("use", READERS)
def test_an_empty_file_is_told(tmp_path: Path, use: Callable[[Engine], object]) -> None:
    (tmp_path / "empty.sqlite").touch()
    with pytest.raises(WarehouseError, match=r"empty\.sqlite is empty; .*db upgrade"):
        use(open_warehouse(f"sqlite:///{tmp_path}/empty.sqlite"))


def test_a_file_of_another_kind_is_told(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<html>" + "no database " * 100)
    for use in (*READERS, upgrade, begin):
        with pytest.raises(WarehouseError, match="is not an SQLite database"):
            use(open_warehouse(f"sqlite:///{file}"))


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "damaged.sqlite"
    engine = open_warehouse(f"sqlite:///{file}")
    begin(engine)
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(WarehouseError, match="is damaged; restore it"):
        load(engine, ferry())


def test_a_folder_is_made_for_the_file(tmp_path: Path) -> None:
    engine = open_warehouse(f"sqlite:///{tmp_path}/some/where/warehouse.sqlite")
    upgrade(engine)
    there = {table for table, number in stats(engine).items() if number}
    assert there == {table.name for table in VOCABULARIES}


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WarehouseError, match=r"folder .*file/below .* cannot be made"):
        upgrade(open_warehouse(f"sqlite:///{tmp_path}/file/below/warehouse.sqlite"))


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    for use in (stats, upgrade):
        with pytest.raises(WarehouseError, match="cannot be opened"):
            use(open_warehouse(f"sqlite:///{tmp_path}"))


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port of this machine on which nobody listens, kept from others."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_a_server_that_does_not_answer_is_told(closed_port: int, scheme: str) -> None:
    engine = open_warehouse(f"{scheme}://verbatim:secret@127.0.0.1:{closed_port}/verbatim")
    for use in (stats, upgrade, begin):
        with pytest.raises(WarehouseError, match=r"verbatim does not answer: .*refused") as told:
            use(engine)
        assert "secret" not in str(told.value)
        assert "\n" not in str(told.value)


def test_a_database_that_is_not_there_is_told(postgres_warehouses: Iterator[str]) -> None:
    address = make_url(next(postgres_warehouses)).set(database="verbatim_nowhere")
    engine = open_warehouse(address.render_as_string(hide_password=False))
    with pytest.raises(WarehouseError, match=r'"verbatim_nowhere" does not exist'):
        upgrade(engine)


def test_a_schema_that_is_not_there_is_told(postgres_warehouses: Iterator[str]) -> None:
    address = make_url(next(postgres_warehouses)).update_query_dict(
        {"options": "-csearch_path=verbatim_nowhere"}
    )
    engine = open_warehouse(address.render_as_string(hide_password=False))
    with pytest.raises(WarehouseError, match="names a schema that is not there"):
        upgrade(engine)


def test_a_user_without_rights_is_told(postgres_warehouses: Iterator[str]) -> None:
    address = make_url(next(postgres_warehouses))
    schema = str(address.query["options"]).rpartition("=")[2]
    upgrade(open_warehouse(address.render_as_string(hide_password=False)))
    limited = address.update_query_dict(
        {"options": f"-csearch_path={schema} -crole=pg_read_all_data"}
    )
    engine = open_warehouse(limited.render_as_string(hide_password=False))
    assert stats(engine)["article"] == 0
    with pytest.raises(WarehouseError, match="has no right to do that"):
        begin(engine)


def test_a_question_that_takes_too_long_is_told_as_such(postgres_warehouses: Iterator[str]) -> None:
    address = make_url(next(postgres_warehouses))
    options = f"{address.query['options']} -cstatement_timeout=50"
    engine = open_warehouse(
        address.update_query_dict({"options": options}).render_as_string(hide_password=False)
    )
    told = "longer than the server's statement_timeout allows"
    with pytest.raises(WarehouseError, match=told), only_writer(engine) as connection:
        connection.execute(text("SELECT pg_sleep(5)"))
