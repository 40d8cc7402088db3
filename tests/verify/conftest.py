"""Warehouses of both kinds for the tests of drafts, and what reads the drafts."""

from __future__ import annotations

import pytest

from pipeline.quotes import Attributor
from tests.warehouse.conftest import (  # noqa: F401  # fixtures
    emptied,
    engine,
    made_warehouse,
    new_address,
    new_warehouse,
)


@pytest.fixture(scope="session")
def attributor() -> Attributor:
    """The attribution model, loaded once."""
    return Attributor()
