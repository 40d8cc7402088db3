"""The options that the commands share which learn from labelled sets: `ship` or `evaluate`."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.evaluation.gate import shared_folder


def step_parser(description: str | None, config: Path) -> argparse.ArgumentParser:
    """A parser with the step, `--data`, the folder of the sets, and `--config`, else `config`.

    A command adds options of its own to it.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("step", choices=("ship", "evaluate"))
    parser.add_argument("--data", type=Path, default=shared_folder() / "data")
    parser.add_argument("--config", type=Path, default=config)
    return parser
