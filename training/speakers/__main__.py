"""`python -m training.speakers`: the heads and the choice of speakers, or a part of the way.

`heads` trains the heads over the shipped encoder and writes them into its network; `choice` fits
the trees, writes them beside it, and prints the figures of a cross-validation over whole
publishers. Without a word it does both.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from pipeline.quotes.network.attribution_model import SHIPPED
from training.speakers.steps import RUNS, train_choice, train_heads

SHARED = Path(__file__).parent.parent.parent.parent / "shared"


def main() -> None:
    """Reads the command line and does what it says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("step", nargs="?", choices=("heads", "choice", "all"), default="all")
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--folder", type=Path, default=SHIPPED)
    parser.add_argument("--runs", type=Path, default=RUNS)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    data = options.shared / "data"
    if options.step in {"heads", "all"}:
        train_heads(data, options.folder)
    if options.step in {"choice", "all"}:
        print(train_choice(data, options.shared / "bench", options.folder, options.runs))


if __name__ == "__main__":
    main()
