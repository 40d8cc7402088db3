"""The gate itself, and the pinned floors wherever the labelled data is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evaluation import held_out, held_out_pages
from tests.evaluation.gate import fallen, measure, raised, read_floors, shared_folder

CEILING = "quotes/without a speaker"


def test_a_worse_figure_is_told_and_a_better_one_is_not() -> None:
    floors = {"pages/F1": 90.0, CEILING: 10.0}
    assert fallen({"pages/F1": 90.0, CEILING: 10.0}, floors) == []
    assert fallen({"pages/F1": 95.0, CEILING: 5.0}, floors) == []
    assert fallen({"pages/F1": 89.9, CEILING: 10.1}, floors, vnni=True) == [
        "pages/F1: 89.9, pinned at 90.0",
        "quotes/without a speaker: 10.1, pinned at 10.0",
    ]


def test_figures_of_the_network_may_be_a_little_worse_without_vnni() -> None:
    floors = {"pages/F1": 90.0, "quotes/spans F1": 90.0, CEILING: 10.0}
    figures = {"pages/F1": 90.0, "quotes/spans F1": 89.5, CEILING: 10.5}
    assert fallen(figures, floors, vnni=False) == []
    assert len(fallen(figures, floors, vnni=True)) == 2
    worse = {"pages/F1": 89.5, "quotes/spans F1": 88.5, CEILING: 11.5}
    assert len(fallen(worse, floors, vnni=False)) == 3


def test_a_figure_that_is_no_longer_measured_has_fallen() -> None:
    assert fallen({}, {"pages/F1": 90.0}) == ["pages/F1: pinned at 90.0 and not measured"]


def test_raising_floors_never_lowers_one() -> None:
    floors = {"pages/F1": 90.0, CEILING: 10.0}
    assert raised({"pages/F1": 80.0, CEILING: 20.0}, floors) == floors
    figures = {"pages/F1": 95.0, CEILING: 5.0, "web/F1": 90.0, "web/precision": 99.0}
    assert raised(figures, floors) == {
        "pages/F1": 95.0,
        CEILING: 5.0,
        "web/F1": 90.0,
    }


def test_no_figure_on_our_own_articles_and_pages_falls_below_its_floor() -> None:
    figures = held_out.measure() | held_out_pages.measure()
    assert fallen(figures, read_floors(ours=True)) == []


@pytest.mark.timeout(900)
def test_no_figure_on_the_labelled_data_falls_below_its_floor(tmp_path: Path) -> None:
    if not (shared_folder() / "bench").is_dir():
        pytest.skip(f"no evaluation data in {shared_folder()}")
    assert fallen(measure(tmp_path), read_floors(ours=False)) == []
