"""The tables: what the shipped files score on dev, and what is found without them.

Scored is what users get, by the scorer of the corpus where it is at hand: the
lines of `python -m pipeline quotes --format json`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pipeline.cli.page_output import FileAnswer, quotes_json
from pipeline.quotes import Attributor


def dev_table(folder: Path, data: Path, scorer: Path, work: Path) -> str:
    """Every form's figures on the dev split, as the scorer prints them."""
    forms = {
        "without the network": Attributor(rules_only=True),
        "int8 (shipped)": Attributor(model_folder=str(folder / "int8")),
    }
    parts = []
    for name, attributor in forms.items():
        answers = work / f"{name.replace(' ', '-')}.jsonl"
        write_answers(attributor, data / "dev" / "text", answers)
        printed = subprocess.run(
            [sys.executable, scorer, data / "dev", answers],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        parts.append(f"## {name}\n\n{printed}")
    return "\n".join(parts)


def write_answers(attributor: Attributor, texts: Path, answers: Path) -> None:
    """One JSON line for every text."""
    with answers.open("w", encoding="utf-8") as lines:
        for path in sorted(texts.glob("*.txt")):
            text = path.open(encoding="utf-8", newline="").read()
            found = attributor.attributions(text)
            lines.write(quotes_json(FileAnswer(path.name, quotations=found)) + "\n")
