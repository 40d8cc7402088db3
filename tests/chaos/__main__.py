"""`python -m tests.chaos`: 200 kills and other faults under a real scheduler, no row different.

Needs PostgreSQL as the tests do (VERBATIM_TEST_POSTGRES), and for a full disk the right to mount.
Exit status 1 if a row is lost, doubled or changed.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from pathlib import Path

from tests.chaos.chaos_run import Told, chaos_and_peace

SHOWN_ROWS = 5
"""Of the rows of a table that differ."""


def main() -> int:
    """Make a chaos, and print what it was and what came of it; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.chaos", description=__doc__.splitlines()[0] if __doc__ else None
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="of what is killed, and when")
    parser.add_argument("--port-base", type=int, default=9301, help="of the news site")
    parser.add_argument(
        "--minutes", type=float, default=math.inf, help="of chaos at most, with fewer kills"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="verbatim-chaos-") as name:
        told = chaos_and_peace(
            asked.kills,
            Path(name),
            seed=asked.seed,
            port_base=asked.port_base,
            minutes=asked.minutes,
        )
    report(told)
    return 1 if told.different else 0


def report(told: Told) -> None:
    """Print the table."""
    print()
    for task, kills in told.kills.most_common():
        print(f"{'killed: ' + task:28} {kills:6}")
    print(f"{'killed, all tasks':28} {told.kills.total():6}")
    for fault, times in sorted(told.faults.items()):
        print(f"{fault:28} {times:6}")
    print(f"{'runs':28} {told.runs:6}   for {told.asked} questions")
    print(f"{'seconds':28} {told.seconds:6.0f}")
    print(f"{'rows compared':28} {told.rows:6}")
    print(f"{'rows different':28} {told.different:6}")
    for table, both in told.differences.items():
        for title, rows in zip(("only in the chaos", "only in peace"), both, strict=True):
            for row, count in rows.most_common(SHOWN_ROWS):
                print(f"{table}, {title}, {count}: {row}")


if __name__ == "__main__":
    sys.exit(main())
