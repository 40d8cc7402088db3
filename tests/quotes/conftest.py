"""Attributors for all tests: they keep nothing between texts."""

from __future__ import annotations

import pytest

from pipeline.quotes import Attributor


@pytest.fixture(scope="session")
def attributor() -> Attributor:
    """What users get."""
    return Attributor()


@pytest.fixture(scope="session")
def without_network() -> Attributor:
    """What is read off alone, and marked words without a speaker."""
    return Attributor(rules_only=True)
