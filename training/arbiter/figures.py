"""Scores answers with the scorers of the labelled data, Verbatim's and trafilatura's alike."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.evaluation.gate import shared_folder, trafilatura_answers

FIGURES = Path(__file__).with_name("floors.json")
"""What the cross-validated figures must not fall below."""
ENGLISH = "us,uk,ca,au,za,ind,na,ls,my,tz"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_BODY = ("precision", "recall", "F1", "exact")
_SNIPPETS = ("precision", "recall", "F1", "accuracy")
_METADATA = ("headline", "authors", "published")
SCORERS: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "publishers": ("score_extraction.py", "publishers", ("--unicode",), _BODY),
    "publishers, English": (
        *("score_extraction.py", "publishers"),
        ("--unicode", "--only", ENGLISH),
        _BODY,
    ),
    "wcxb articles": ("score_extraction.py", "wcxb", ("--bag", "--articles"), _BODY),
    "snippets": ("score_snippets.py", "snippets", (), _SNIPPETS),
    "pages": ("score_extraction.py", "pages", (), _BODY),
    "web": ("score_extraction.py", "web", (), _BODY),
    "metadata": ("score_metadata.py", "publishers", (), _METADATA),
}
"""Scorer, set of pages, options, and the names of the last figures that it prints."""


def score(data: Path, answers: Path) -> dict[str, float]:
    """All figures, in percent, of the answers `answers/SET.jsonl`."""
    found: dict[str, float] = {}
    for name, (scorer, kind, options, names) in SCORERS.items():
        printed = subprocess.run(
            [
                *(sys.executable, shared_folder() / "bench" / scorer),
                *(data / kind / "truth.json", answers / f"{kind}.jsonl", *options),
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()[-1]
        if names is _METADATA:
            numbers = [float(part.split()[1]) for part in printed.split("; ")]
        else:
            text = printed.replace("F1", "").replace("4-", "")
            numbers = [float(number) for number in NUMBER.findall(text)][-len(names) :]
        found |= {f"{name}/{what}": n for what, n in zip(names, numbers, strict=True)}
    return found


def score_trafilatura(data: Path, answers: Path) -> dict[str, float]:
    """The same of trafilatura, metadata left out, on the same pages with the same scorers."""
    folder = answers / "trafilatura"
    folder.mkdir(exist_ok=True)
    for _, kind, _, _ in SCORERS.values():
        output = folder / f"{kind}.jsonl"
        if not output.exists():
            trafilatura_answers(sorted((data / kind / "html").glob("*.html.gz")), output)
    figures = score(data, folder)
    return {name: number for name, number in figures.items() if not name.startswith("metadata")}
