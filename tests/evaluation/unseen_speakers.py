"""`python -m tests.evaluation.unseen_speakers`: quotations of publishers that were never seen.

From the raw page to the speaker, cross-validated over whole publishers: each page is read with
the trees fitted without its publisher, which `python -m training.speakers choice` leaves in
`training/runs/speakers` (or in the folder given). The network has read none of these pages. Rules
that pair marks and know verbs were written while looking at some of them.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.cli.page_files import extract_file
from pipeline.cli.page_output import extract_json
from pipeline.quotes import Attributor
from tests.evaluation.gate import ROOT, shared_folder

RUNS = ROOT / "training" / "runs" / "speakers"
SETS = ("quotes", "quotes-wide", "quotes-web", "quotes-wcxb", "quotes-more")
PAGES = ("publishers", "pages", "web", "wcxb", "more")
"""Sets in which the page of a labelled article may lie."""
FIGURES = (
    ("spans F1", re.compile(r"^spans +P .* F1 ([\d.]+)", re.M)),
    ("with speaker F1", re.compile(r"^with speaker +P .* F1 ([\d.]+)", re.M)),
    ("speaker right", re.compile(r"right on matched spans ([\d.]+)%")),
    ("without a speaker", re.compile(r"left without a speaker ([\d.]+)%")),
    ("no quotation, taken", re.compile(r"taken for one: (\d+)")),
)


def page_of(name: str) -> Path:
    """The page of a labelled article. Raises FileNotFoundError if no set has it."""
    for kind in PAGES:
        path = shared_folder() / "data" / kind / "html" / f"{name}.html.gz"
        if path.exists():
            return path
    raise FileNotFoundError(f"no set has a page {name}")


def answers(runs: Path) -> Iterator[tuple[str, str]]:
    """The set of every labelled article, and what is printed for its page."""
    for fold in sorted(runs.glob("fold-*")):
        attributor = Attributor(model_folder=str(fold))
        for article in json.loads((fold / "articles.json").read_text(encoding="utf-8")):
            collection, name = article.split("/")
            yield collection, extract_json(extract_file(str(page_of(name)), attributor))


def figures(gold: Path, found: Path) -> list[str]:
    """FIGURES as the scorer prints them."""
    scorer = shared_folder() / "bench" / "score_quotes.py"
    printed = subprocess.run(
        [sys.executable, scorer, gold, found], capture_output=True, text=True, check=True
    ).stdout
    return [pattern.findall(printed)[0] for _name, pattern in FIGURES]


def main(arguments: list[str]) -> int:
    """Print the figures of each set and of all together."""
    runs = Path(arguments[0]) if arguments else RUNS
    if not any(runs.glob("fold-*")):
        sys.stderr.write(f"no folds in {runs}; run python -m training.speakers choice first\n")
        return 2
    lines: dict[str, list[str]] = {name: [] for name in (*SETS, "together")}
    for collection, line in answers(runs):
        lines[collection].append(line)
        lines["together"].append(line)
    sys.stdout.write(f"{'':14}" + "".join(f"{name:>21}" for name, _ in FIGURES) + "\n")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "together").mkdir()
        for name in SETS:
            shutil.copytree(shared_folder() / "data" / name, work / name)
            shutil.copytree(work / name, work / "together", dirs_exist_ok=True)
        for name, some in lines.items():
            found = work / f"{name}.jsonl"
            found.write_text("\n".join(some) + "\n", encoding="utf-8")
            row = "".join(f"{figure:>21}" for figure in figures(work / name, found))
            sys.stdout.write(f"{name:14}{row}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
