"""Loads that are killed, and several at once."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select

from pipeline.records import Label
from pipeline.warehouse import WarehouseError, open_warehouse, stats
from pipeline.warehouse.connection import reading, writing
from pipeline.warehouse.tables import VOCABULARIES, outlet
from tests.contents import contents
from tests.warehouse.conftest import NewAddress, NewWarehouse
from tests.warehouse.examples import agency, begin, edited, ferry, load, shuffled
from tests.warehouse.loading_process import LATER, at_each_step
from tests.warehouse.sql_results import violations

ROOT = Path(__file__).resolve().parents[2]


def start(address: str, seed: int, *steps: int) -> subprocess.Popen[str]:
    """Start a load that waits to be told."""
    numbers = [str(number) for number in (seed, *steps)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.warehouse.loading_process", address, *numbers],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    if process.stdout.readline() != "ready\n":
        pytest.fail(process.communicate()[1])
    return process


def shown_address(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def undisturbed(made_warehouse: NewWarehouse) -> tuple[Engine, int]:
    """A warehouse after all of the examples, and in how many steps it was loaded."""
    engine = made_warehouse()
    load(engine, ferry(), agency())
    steps: list[None] = []
    at_each_step(engine, lambda: steps.append(None))
    load(engine, *shuffled(0), extraction=LATER)
    return engine, len(steps)


@pytest.mark.parametrize("share", [0.3, 0.7, 1])
def test_of_a_killed_load_nothing_is_there_and_the_next_one_completes_it(
    new_warehouse: NewWarehouse, undisturbed: tuple[Engine, int], share: float
) -> None:
    whole, steps = undisturbed
    engine = new_warehouse()
    load(engine, ferry(), agency())
    before = contents(engine)
    process = start(shown_address(engine), 0, round(share * steps))
    process.communicate("go\n")
    assert process.returncode == -signal.SIGKILL
    assert contents(engine) == before
    load(engine, *shuffled(0), extraction=LATER)
    assert contents(engine) == contents(whole)


def test_several_loads_at_once_are_as_one(
    new_address: NewAddress, new_warehouse: NewWarehouse
) -> None:
    """All of them wait, with the same pages in another order, until we stop writing."""
    address = new_address()
    engine = open_warehouse(address)
    begin(engine)
    with writing(engine):
        pass
    processes = [start(address, seed) for seed in range(1, 3)]
    with writing(engine):
        for process in processes:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
    for process in processes:
        _, errors = process.communicate()
        assert process.returncode == 0, errors
    alone = new_warehouse()
    load(alone, *shuffled(0), extraction=LATER)
    assert contents(engine) == contents(alone)
    assert violations(engine) == []


def test_two_processes_may_make_the_warehouse_at_once(new_address: NewAddress) -> None:
    address = new_address()
    code = f"from pipeline.warehouse import *; upgrade(open_warehouse({address!r}))"
    processes = [
        subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in processes:
        _, errors = process.communicate()
        assert process.returncode == 0, errors
    there = stats(open_warehouse(address))
    filled = {table.name for table in VOCABULARIES}
    assert {number for name, number in there.items() if name not in filled} == {0}
    assert there["block_label"] == len(Label)


def test_readers_do_not_wait_for_a_writer(engine: Engine) -> None:
    load(engine, ferry())
    with writing(engine) as connection:
        connection.execute(insert(outlet), [{"key": "new", "name": "New"}])
        assert stats(engine)["outlet"] == 1
    assert stats(engine)["outlet"] == 2


def test_a_reader_sees_one_state_while_others_load(engine: Engine) -> None:
    load(engine, ferry())
    with reading(engine) as connection:
        first = connection.execute(select(outlet.c.key)).all()
        load(engine, agency())
        assert connection.execute(select(outlet.c.key)).all() == first
    assert stats(engine)["outlet"] == 2


def test_a_writer_that_waits_in_vain_says_so(tmp_path: Path) -> None:
    engine = open_warehouse(f"sqlite:///{tmp_path}/busy.sqlite?timeout=0.05")
    begin(engine)
    with writing(engine), pytest.raises(WarehouseError, match=r"busy\.sqlite is locked: another"):
        load(engine, edited())
