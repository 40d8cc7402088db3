"""What `make chaos` does, in short: some kills and one fault of each kind, and no row different."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.chaos_run import chaos_and_peace
from tests.chaos.faults import free_ports
from tests.newsroom.outlet import read_outlets

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(900)]


def test_kills_and_faults_cost_no_row(tmp_path: Path, postgres_warehouses: Iterator[str]) -> None:
    # three shards are enough to lose or double one, and each spares the start of three tasks
    told = chaos_and_peace(
        6, tmp_path, port_base=free_ports(len(read_outlets())), kills_of_a_task=2, shard_size=20
    )
    assert told.kills.total() >= 6
    assert len(told.kills) >= 3
    assert "the database stopped" in told.faults
    assert told.rows > 1000
    assert told.differences == {}
