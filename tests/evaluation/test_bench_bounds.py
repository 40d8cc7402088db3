"""The bench of hostile inputs: it reads them, and says which of them cost too much."""

from __future__ import annotations

import pytest

from tests.evaluation import bench_bounds
from tests.evaluation.hostile_inputs import HOSTILE, HostileInput


def test_there_are_hostile_inputs_of_every_kind() -> None:
    kinds = {"page", "dump", "text", "search", "explorer", "draft", "crawl", "site"}
    assert {name.partition(":")[0] for name in HOSTILE} == kinds
    assert len(HOSTILE) >= 100


def test_an_input_is_read_by_a_process_of_its_own_and_its_ending_told() -> None:
    cost = bench_bounds.cost_of(HOSTILE["site: page behind 1,000 redirects"])
    assert cost.ending == "too-many-redirects"
    assert cost.seconds >= 0
    assert cost.megabytes > 0


def test_a_reader_that_fails_is_out_of_bounds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        bench_bounds, "HOSTILE", {"no dump: bytes": HostileInput("dump", lambda: b"\xff")}
    )
    assert bench_bounds.main([]) == 1
    assert "UnicodeDecodeError" in capsys.readouterr().out
