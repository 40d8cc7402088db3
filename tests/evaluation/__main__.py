"""`python -m tests.evaluation [--raise-floors]`: print the figures; pin the better ones."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from tests.evaluation import held_out, held_out_pages
from tests.evaluation.gate import (
    FLOORS,
    beside,
    fallen,
    measure,
    raised,
    read_floors,
    shared_folder,
)


def main(arguments: list[str]) -> int:
    """Measure and print; returns 1 if a figure fell below its floor."""
    figures = held_out.measure() | held_out_pages.measure()
    others: dict[str, float] = {}
    data = (shared_folder() / "bench").is_dir()
    floors = read_floors(ours=None if data else True)
    if data:
        with tempfile.TemporaryDirectory() as work:
            figures |= measure(Path(work))
            others = beside(Path(work))
    else:
        note = f"no evaluation data in {shared_folder()} (see VERBATIM_EVALUATION): our own alone\n"
        sys.stderr.write(note)
    sys.stdout.write("  figure     floor  trafilatura\n")
    for name, figure in figures.items():
        other = f"{others[name]:.2f}" if name in others else ""
        sys.stdout.write(f"{figure:8.2f}  {floors.get(name, '-'):>8}  {other:>11}  {name}\n")
    if "--raise-floors" in arguments:
        # only ever raises: to lower a floor, edit the file and say why in the commit
        text = json.dumps(raised(figures, read_floors()), indent=2)
        FLOORS.write_text(text + "\n", encoding="utf-8")
    lower = fallen(figures, floors)
    for line in lower:
        sys.stderr.write(f"fell: {line}\n")
    return 1 if lower else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
