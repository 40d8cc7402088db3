"""What the tests of imports start from."""

from __future__ import annotations

import pytest
import yaml

from pipeline.settings.environment import Settings


def with_two_sources(settings: Settings) -> Settings:
    """Settings with two sources, of which nothing is visited."""
    sources = [
        {"key": key, "name": key.title(), "feeds": [f"https://www.{key}.example/feed"]}
        for key in ("one", "two")
    ]
    settings.sources.write_text(yaml.safe_dump({"sources": sources}), encoding="utf-8")
    return settings


@pytest.fixture
def known_sources(settings: Settings) -> Settings:
    """What runs leave lies in a folder."""
    return with_two_sources(settings)


@pytest.fixture
def stored_sources(stored_settings: Settings) -> Settings:
    """What runs leave lies in a folder, and on an object store."""
    return with_two_sources(stored_settings)
