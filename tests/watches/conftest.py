"""Warehouses of both kinds for the tests of watches."""

from __future__ import annotations

from tests.warehouse.conftest import (  # noqa: F401  # fixtures
    address,
    emptied,
    engine,
    made_warehouse,
    new_address,
    new_warehouse,
)
