"""What `make chaos` does, in short: some kills and one fault of each kind, and no row different."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.chaos_run import chaos_and_peace
from tests.test_airflow_server import free_port

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(900)]


def test_kills_and_faults_cost_no_row(tmp_path: Path, postgres_warehouses: Iterator[str]) -> None:
    told = chaos_and_peace(6, tmp_path, port_base=free_port())
    assert told.kills.total() >= 6
    assert "the database stopped" in told.faults
    assert told.rows > 1000
    assert told.differences == {}
