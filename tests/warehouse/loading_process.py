"""A load in a process of its own: `python -m tests.warehouse.loading_process ADDRESS SEED [N]`.

Prints a line when it is about to load, waits for one on its input, and loads all examples in the
order that the seed gives. With N it kills itself before its Nth step; a step is a statement or
the commit.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event

from pipeline.warehouse import open_warehouse
from tests.warehouse.examples import begin, load, shuffled

LATER = "2+rules"


def at_each_step(engine: Engine, act: Callable[[], None]) -> None:
    """Call `act` before each statement and commit."""

    def before(*_arguments: Any) -> None:
        act()

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "commit", before)


def main(address: str, seed: str, last: str | None = None) -> None:
    """Load."""
    engine = open_warehouse(address)
    begin(engine)
    print("ready", flush=True)
    sys.stdin.readline()
    if last is not None:
        steps = itertools.count(1)

        def die_at_the_last() -> None:
            if next(steps) == int(last):
                os.kill(os.getpid(), signal.SIGKILL)

        at_each_step(engine, die_at_the_last)
    load(engine, *shuffled(int(seed)), extraction=LATER)


if __name__ == "__main__":
    main(*sys.argv[1:])
