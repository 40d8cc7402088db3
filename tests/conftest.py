"""What tests share: the bundled news site, and a home of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.settings import Settings
from tests.newsroom import Newsroom


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
