"""One attributor for all tests: it keeps nothing between texts."""

from __future__ import annotations

import pytest

from pipeline.quotes import Attributor


@pytest.fixture(scope="session")
def attributor() -> Attributor:
    return Attributor()
