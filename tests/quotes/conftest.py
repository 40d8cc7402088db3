"""Attributors for all tests: they keep nothing between texts."""

from __future__ import annotations

import pytest

from pipeline.quotes import Attributor


@pytest.fixture(scope="session")
def attributor() -> Attributor:
    """The rules alone."""
    return Attributor(rules_only=True)


@pytest.fixture(scope="session")
def with_model() -> Attributor:
    """What users get: the rules and the shipped model."""
    return Attributor()
