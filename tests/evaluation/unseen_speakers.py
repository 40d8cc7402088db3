"""`python -m tests.evaluation.unseen_speakers`: quotations of publishers that were never seen.

The rules were written while looking at all publishers of the labelled pages, so the figures on
them flatter. Here each publisher in turn is left out: every word that the rules know (reporting
verbs, roles, given names, words in names of bodies, …) and that stands in its articles, but in
none of the other publishers' and not on our own news site, is taken from them
before its pages are read. The attribution model and the weights of confidence have never seen
any of these pages. What is left is what other texts justify; it is a bound on what was learned
from the publisher itself, not a proof.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pipeline.cli import cli
from pipeline.quotes.lexicon.reporting import VERBS
from tests.evaluation.gate import ROOT, page_files, shared_folder

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
FIGURES = (
    ("spans F1", re.compile(r"^spans +P .* F1 ([\d.]+)", re.M)),
    ("with speaker F1", re.compile(r"^with speaker +P .* F1 ([\d.]+)", re.M)),
    ("speaker right", re.compile(r"right on matched spans ([\d.]+)%")),
    ("no quotation, taken", re.compile(r"taken for one: (\d+)")),
)


def publisher(name: str) -> str:
    """The publisher of a page: APNews_3 is of APNews."""
    return name.rpartition("_")[0]


def labelled() -> dict[str, Path]:
    """The files with labels, by the name of the article."""
    return {
        path.stem: path for path in sorted((shared_folder() / "data" / "quotes").glob("*.json"))
    }


def words_in(texts: Iterable[str]) -> set[str]:
    """The words of texts, in lower case."""
    return {word.lower().replace("’", "'") for text in texts for word in WORD.findall(text)}


def elsewhere() -> set[str]:
    """The words of our own news site."""
    pages = (ROOT / "tests" / "newsroom" / "outlets").rglob("*.html")
    return words_in(path.read_text(encoding="utf-8") for path in pages)


def extract_without(words: Path, files: list[str]) -> None:
    """Be a worker: print what `extract` prints for files, without the words of a list."""
    withheld = frozenset(words.read_text(encoding="utf-8").split())
    for name, module in list(sys.modules.items()):
        if not name.startswith("pipeline.quotes"):
            continue
        for attribute, value in list(vars(module).items()):
            if isinstance(value, frozenset) and any(isinstance(item, str) for item in value):
                setattr(module, attribute, value - withheld)
    for word in withheld & VERBS.keys():
        del VERBS[word]
    cli(["extract", "--format", "json", *files])


def figures(gold: Path, files: list[str], withheld: set[str], work: Path) -> list[float]:
    """What the scorer says of pages that are read without some words."""
    (work / "words.txt").write_text("\n".join(sorted(withheld)), encoding="utf-8")
    with (work / "answers.jsonl").open("w", encoding="utf-8") as stream:
        subprocess.run(
            [sys.executable, "-m", "tests.evaluation.unseen_speakers", work / "words.txt", *files],
            cwd=ROOT,
            stdout=stream,
            check=True,
        )
    scorer = shared_folder() / "bench" / "score_quotes.py"
    printed = subprocess.run(
        [sys.executable, scorer, gold, work / "answers.jsonl"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [float(pattern.findall(printed)[0]) for _name, pattern in FIGURES]


def main() -> int:
    """Print, for each publisher, the figures as it is and as if it had never been seen."""
    articles = labelled()
    if not articles:
        sys.stderr.write(f"no labelled pages in {shared_folder()}; set VERBATIM_EVALUATION\n")
        return 2
    pages = {path.name.partition(".")[0]: str(path) for path in page_files("pages")}
    texts = {
        name: "\n".join(json.loads(path.read_text(encoding="utf-8"))["paragraphs"])
        for name, path in articles.items()
    }
    general = elsewhere()
    sys.stdout.write(f"{'':16} {' | '.join(name for name, _ in FIGURES)}  as it is -> unseen\n")
    for one in sorted({publisher(name) for name in articles}):
        own = [name for name in articles if publisher(name) == one]
        others = words_in(text for name, text in texts.items() if publisher(name) != one)
        withheld = words_in(texts[name] for name in own) - others - general
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            (work / "gold").mkdir()
            for name in own:
                shutil.copy(articles[name], work / "gold")
            files = [pages[name] for name in own]
            seen = figures(work / "gold", files, set(), work)
            unseen = figures(work / "gold", files, withheld, work)
        pairs = "  ".join(f"{a:5.1f} -> {b:5.1f}" for a, b in zip(seen, unseen, strict=True))
        sys.stdout.write(f"{one:16} {pairs}  ({len(withheld)} words)\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        extract_without(Path(sys.argv[1]), sys.argv[2:])
    raise SystemExit(main())
