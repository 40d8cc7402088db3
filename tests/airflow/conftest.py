"""What tests of Airflow share: Airflow's own database, and the environment of a run."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.airflow.dag_runs import log_of, start
from tests.airflow.running_airflow import free_port
from tests.newsroom import Newsroom

SOURCES = "sources: [{key: closed, name: Closed, feeds: ['http://127.0.0.1:1/feed.xml']}]\n"
"""Sources of which none answers."""


@pytest.fixture(scope="session")
def airflow_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Airflow's own database, made once."""
    home = tmp_path_factory.mktemp("airflow")
    environment = {"AIRFLOW_HOME": str(home)}
    assert start(environment, "db", "migrate").wait() == 0, log_of(environment)
    return home


@pytest.fixture
def visit(environment: dict[str, str], airflow_home: Path, newsroom: Newsroom) -> dict[str, str]:
    """The environment of a visit to the bundled news site through Airflow."""
    newsroom.write_sources(Path(environment["VERBATIM_SOURCES"]))
    return environment | {"AIRFLOW_HOME": str(airflow_home)}


@pytest.fixture
def mine(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The environment of an Airflow of one's own."""
    Path(environment["VERBATIM_SOURCES"]).write_text(SOURCES, encoding="utf-8")
    return (
        os.environ
        | {"VENV": sys.prefix}
        | environment
        | {"AIRFLOW_HOME": str(tmp_path / "airflow"), "AIRFLOW__API__PORT": str(free_port())}
    )
