"""What tests share: the bundled news site, a home of its own for each test, PostgreSQL."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from pipeline.settings.environment import Settings
from tests.newsroom import Newsroom

POSTGRESQL = os.environ.get(
    "VERBATIM_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/test"
)
"""A database in which tests may make and drop schemas."""


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    """The bundled news site, freshly started."""
    with Newsroom() as site:
        yield site


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Settings for a visit to the bundled news site, in a home of the test's own."""
    return {
        "VERBATIM_HOME": str(tmp_path / "home"),
        "VERBATIM_SOURCES": str(tmp_path / "sources.yaml"),
        "VERBATIM_ALLOW_PRIVATE_HOSTS": "true",
        "VERBATIM_DELAY_SECONDS": "0",
        "VERBATIM_RETRY_WAIT_SECONDS": "0.05",
        "VERBATIM_READ_TIMEOUT_SECONDS": "1",
        "VERBATIM_SHARD_SIZE": "40",
    }


@pytest.fixture
def settings(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The same settings, in this process."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return Settings()


@pytest.fixture(scope="session")
def postgres_warehouses() -> Iterator[Iterator[str]]:
    """Addresses of empty schemas on PostgreSQL, as many as are asked for; dropped afterwards.

    Without a server the test is skipped, or fails where VERBATIM_REQUIRE_POSTGRES is 1.
    """
    server = create_engine(POSTGRESQL, poolclass=NullPool, connect_args={"connect_timeout": 3})
    try:
        server.connect().close()
    except OperationalError:
        if os.environ.get("VERBATIM_REQUIRE_POSTGRES") == "1":
            raise
        pytest.skip(f"no PostgreSQL answers at {server.url.host}:{server.url.port}")
    made: list[str] = []

    def fresh() -> Iterator[str]:
        while True:
            made.append(f"verbatim_test_{uuid.uuid4().hex}")
            with server.begin() as connection:
                connection.execute(text(f"CREATE SCHEMA {made[-1]}"))
            address = make_url(POSTGRESQL).update_query_dict(
                {"options": f"-csearch_path={made[-1]}"}
            )
            yield address.render_as_string(hide_password=False)

    yield fresh()
    for schema in made:
        with server.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
