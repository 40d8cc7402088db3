"""Warehouses of both kinds: a test that takes `engine` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from pipeline.warehouse import load_pages, open_warehouse, upgrade
from pipeline.warehouse.tables import VOCABULARIES, metadata
from tests.newsroom import read_outlets
from tests.warehouse.examples import RUN, begin
from tests.warehouse.newsroom_pages import newsroom_pages

NewAddress = Callable[[], str]
NewWarehouse = Callable[[], Engine]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def new_address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> NewAddress:
    """Gives the address of another empty database with each call."""
    if request.param == "postgresql":
        addresses: Iterator[str] = request.getfixturevalue("postgres_warehouses")
        return lambda: next(addresses)
    return lambda: f"sqlite:///{tmp_path_factory.mktemp('warehouse')}/warehouse.sqlite"


@pytest.fixture
def address(new_address: NewAddress) -> str:
    """The address of an empty database."""
    return new_address()


@pytest.fixture(scope="session")
def made_warehouse(new_address: NewAddress) -> NewWarehouse:
    """Makes another warehouse with each call, in which a run was begun."""

    def make() -> Engine:
        engine = open_warehouse(new_address())
        upgrade(engine)
        begin(engine)
        return engine

    return make


@pytest.fixture(scope="session")
def loaded_newsroom(made_warehouse: NewWarehouse) -> Engine:
    """A warehouse, only to be read, with every article of the bundled news site."""
    engine = made_warehouse()
    outlets = {outlet.key: outlet.name for outlet in read_outlets()}
    load_pages(engine, RUN, newsroom_pages(), [], extraction="1", outlets=outlets)
    return engine


@pytest.fixture(scope="session")
def emptied(new_address: NewAddress) -> list[Engine]:
    """Warehouses that earlier tests have left: making one takes longer than most tests."""
    return []


@pytest.fixture
def new_warehouse(made_warehouse: NewWarehouse, emptied: list[Engine]) -> Iterator[NewWarehouse]:
    """Gives another warehouse with each call, in which a run was begun and nothing else is.

    For tests that change no tables and views, only their rows.
    """
    given: list[Engine] = []

    def give() -> Engine:
        if emptied:
            given.append(emptied.pop())
            begin(given[-1])
        else:
            given.append(made_warehouse())
        return given[-1]

    yield give
    for engine in given:
        with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                if table not in VOCABULARIES:
                    connection.execute(table.delete())
    emptied.extend(given)


@pytest.fixture
def engine(new_warehouse: NewWarehouse) -> Engine:
    """A warehouse in which a run was begun and nothing else is."""
    return new_warehouse()
