"""What tests share: the bundled news site, a home of its own for each test, PostgreSQL."""

from __future__ import annotations

import logging
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from pipeline.settings.environment import Settings
from pipeline.store import store_path
from tests.newsroom import Newsroom

POSTGRESQL = os.environ.get(
    "VERBATIM_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/test"
)
"""A database in which tests may make and drop schemas."""
GZIP = b"\x1f\x8b"
"""Begins what is packed."""


def pytest_make_parametrize_id(val: object) -> str | None:
    """A test's name for a value; of packed bytes their number, since they hold the time.

    Tests on several cores must have the same names everywhere.
    """
    return f"{len(val)} packed" if isinstance(val, bytes) and GZIP in val else None


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
def s3_server() -> Iterator[str]:
    """Address of an S3 server on loopback, which keeps what it is given in memory."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """URL of an empty bucket, which this process and those it starts may use."""
    for name, value in {
        "AWS_ENDPOINT_URL": s3_server,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    url = f"s3://test-{uuid.uuid4().hex}"
    store_path(url).mkdir()
    return url


@pytest.fixture(params=["folder", "s3"])
def stored_settings(
    request: pytest.FixtureRequest,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> Settings:
    """The settings with what runs leave in a folder, and on an object store."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("VERBATIM_STORE_WRITE_SECONDS", "0.05")
    if request.param == "s3":
        monkeypatch.setenv("VERBATIM_STORE", f"{request.getfixturevalue('bucket')}/verbatim")
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
