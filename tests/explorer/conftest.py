"""The explorer over warehouses of both kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from pipeline.explorer.application import explorer_application
from pipeline.settings.watches_file import Watch
from pipeline.warehouse.read_only import open_read_only
from tests.explorer.crawling import ADDRESS
from tests.warehouse.conftest import (  # noqa: F401  # fixtures
    NewWarehouse,
    emptied,
    engine,
    made_warehouse,
    new_address,
    new_warehouse,
)
from tests.warehouse.examples import load, shuffled


@pytest.fixture(scope="module")
def loaded(made_warehouse: NewWarehouse) -> Engine:  # noqa: F811
    """A warehouse with three articles, two of them edited, and shared words."""
    made = made_warehouse()
    load(made, *shuffled(3))
    return made


def client_of(warehouse: Engine, read_watches: Callable[[], Sequence[Watch]] = tuple) -> TestClient:
    """A client of an explorer over a warehouse; what fails in it is answered as to a reader."""
    url = warehouse.url.render_as_string(hide_password=False)
    application = explorer_application(
        open_read_only(url, seconds=30), rules_only=True, read_watches=read_watches
    )
    return TestClient(application, base_url=ADDRESS, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client(loaded: Engine) -> Iterator[TestClient]:
    """A client of an explorer over that warehouse."""
    with client_of(loaded) as made:
        yield made
