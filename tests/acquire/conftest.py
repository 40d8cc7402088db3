"""What the tests of acquisition share: a site that misbehaves, and sources to visit it with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.settings.environment import Settings, Source, load_sources
from tests.acquire.site import Site
from tests.newsroom import Newsroom


@pytest.fixture
def site() -> Iterator[Site]:
    """A site without pages; a test gives it some."""
    with Site() as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings for quick visits on loopback, in a home of the test's own."""
    return Settings(
        home=tmp_path / "home",
        allow_private_hosts=True,
        delay_seconds=0,
        retry_wait_seconds=0.01,
        connect_timeout_seconds=5,
        read_timeout_seconds=5,
    )


@pytest.fixture
def source(site: Site) -> Source:
    """The site as a source, announced by a feed."""
    return Source(key="site", name="Site", feeds=(site.url("/feed.xml"),))


@pytest.fixture
def outlets(newsroom: Newsroom, tmp_path: Path) -> dict[str, Source]:
    """The sources of the bundled news site, by key."""
    newsroom.write_sources(tmp_path / "sources.yaml")
    return {source.key: source for source in load_sources(tmp_path / "sources.yaml")}
