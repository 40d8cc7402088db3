"""Scores the command line's answers on the labelled data and compares them with pinned floors.

The data are other publishers' pages, so they are not part of the project: they
are looked for in `shared/` beside the checkout, or where VERBATIM_EVALUATION
points, and so are the scorers. What is scored is what users get: the output of
`python -m pipeline extract` and `quotes`. Our own articles are measured by
`held_out`.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = Path(__file__).with_name("floors.json")
OUR_ARTICLES = "held out"
"""Group of the figures of `held_out`."""
OUR_GERMAN_ARTICLES = "held-out German articles"
"""Group of those on the German ones."""
OUR_PAGES = "held-out pages"
"""Group of the figures of `held_out_pages`."""
OURS = (f"{OUR_ARTICLES}/", f"{OUR_GERMAN_ARTICLES}/", f"{OUR_PAGES}/")
"""Beginnings of the figures that every clone can have."""
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

LOWER_IS_BETTER = frozenset(
    f"{group}/{figure}"
    for group in ("quotes", "quotes-de", OUR_ARTICLES, OUR_GERMAN_ARTICLES)
    for figure in ("not a quotation, taken for one", "without a speaker")
)
"""Figures whose pinned value is a ceiling."""

NETWORK_FIGURES = ("polnear/", "who is meant/", "quotes/", f"{OUR_ARTICLES}/")
"""Figures of the attribution network alone, which computes in 8-bit integers."""
WITHOUT_VNNI = 1.0
"""Percentage points by which these figures may be worse on a processor without VNNI: there the
products of ONNX Runtime's 8-bit kernels saturate, so that the network says something else here
and there. Measured: up to 0.7 points on such a processor."""

NOT_PINNED = ("precision", "recall")
"""Either may be given up for the other; what counts is F1."""


def shared_folder() -> Path:
    """Where data and scorers are, if they are anywhere."""
    return Path(os.environ.get("VERBATIM_EVALUATION", ROOT.parent / "shared"))


def page_files(kind: str) -> list[Path]:
    """The files of the labelled pages of a set: "pages", "web", "publishers" ..."""
    return sorted((shared_folder() / "data" / kind / "html").glob("*.html.gz"))


def measure(work: Path) -> dict[str, float]:
    """All figures, in percent; answers are written to the folder `work`.

    Raises CalledProcessError if a scorer fails.
    """
    data = shared_folder() / "data"
    texts = sorted((data / "polnear" / "dev" / "text").glob("*.txt"))
    news = answers("extract", page_files("pages"), work / "pages.jsonl")
    attributed = answers("quotes", texts, work / "polnear.jsonl")
    return {
        **_bodies(data, "pages", news),
        **_bodies(data, "web", answers("extract", page_files("web"), work / "web.jsonl")),
        **_bodies(data, "publishers", _bodies_alone("publishers", work), "--unicode"),
        **_bodies(data, "wcxb", _bodies_alone("wcxb", work), "--bag", "--articles"),
        **named("snippets", ("precision", "recall", "F1", "accuracy"),
                 scores("score_snippets.py", data / "snippets" / "truth.json",
                        _bodies_alone("snippets", work))[-4:]),
        **_quotes("quotes", scores("score_quotes.py", data / "quotes", news)),
        **_quotes("quotes-de", scores("score_quotes.py", data / "quotes-de", _german(work))),
        **_polnear(scores("score_polnear.py", data / "polnear" / "dev", attributed)),
        **_speakers(data / "polnear-speakers" / "dev", attributed),
    }  # fmt: skip


def _bodies(data: Path, kind: str, found: Path, *options: str) -> dict[str, float]:
    numbers = scores("score_extraction.py", data / kind / "truth.json", found, *options)[-4:]
    return named(kind, ("precision", "recall", "F1", "exact"), numbers)


def _bodies_alone(kind: str, work: Path) -> Path:
    """Answers for pages whose quotations nobody labelled: without the network, which is quick."""
    return answers("extract", page_files(kind), work / f"{kind}.jsonl", attribution="rules")


def trafilatura_answers(files: Iterable[Path], output: Path) -> Path:
    """What trafilatura makes of the same pages, a line a paragraph, for comparison.

    Comments and tables are left out, which is the setting that scores best here.
    """
    import trafilatura

    with output.open("w", encoding="utf-8") as stream:
        for file in files:
            page = gzip.decompress(file.read_bytes())
            text = trafilatura.extract(page, include_comments=False, include_tables=False) or ""
            answer = {"file": str(file), "article": {"paragraphs": text.split("\n")}}
            stream.write(json.dumps(answer) + "\n")
    return output


def beside(work: Path) -> dict[str, float]:
    """The figures of trafilatura on the pages, measured by the same scorer."""
    data = shared_folder() / "data"
    figures: dict[str, float] = {}
    for kind in ("pages", "web"):
        answers = trafilatura_answers(page_files(kind), work / f"trafilatura-{kind}.jsonl")
        figures |= _bodies(data, kind, answers)
    return figures


def answers(
    command: str, files: Iterable[Path], output: Path, *, attribution: str = "model"
) -> Path:
    """Run the command line over `files`; its answers go to `output`."""
    with output.open("wb") as stream:
        # a page that is refused has its error in its answer, which the scorer counts as a miss
        subprocess.run(
            [sys.executable, "-m", "pipeline", command, "--format", "json", *map(str, files)],
            cwd=ROOT,
            stdout=stream,
            env={**os.environ, "VERBATIM_ATTRIBUTION": attribution},
            check=False,
        )
    return output


def scores(scorer: str, truth: Path, answers: Path, *options: str) -> list[float]:
    """Every number that a scorer prints, in its order."""
    printed = subprocess.run(
        [sys.executable, shared_folder() / "bench" / scorer, truth, answers, *options],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [float(number) for number in NUMBER.findall(printed.replace("F1", "").replace("4-", ""))]


def named(group: str, names: Iterable[str], numbers: Iterable[float]) -> dict[str, float]:
    return {f"{group}/{name}": number for name, number in zip(names, numbers, strict=True)}


def _german(work: Path) -> Path:
    """Answers for the labelled German pages, which lie among those of the publishers."""
    labelled = {path.stem for path in (shared_folder() / "data" / "quotes-de").glob("*.json")}
    pages = [page for page in page_files("publishers") if page.name.split(".")[0] in labelled]
    return answers("extract", pages, work / "quotes-de.jsonl")


def _quotes(group: str, numbers: list[float]) -> dict[str, float]:
    names = (
        *("spans precision", "spans recall", "spans F1"),
        *("with speaker precision", "with speaker recall", "with speaker F1"),
        *("speaker right on matched spans", "without a speaker"),
    )
    other, taken = numbers[-2:]
    return named(group, names, numbers[4:12]) | {
        f"{group}/not a quotation, taken for one": round(100 * taken / other, 1)
    }


def _polnear(numbers: list[float]) -> dict[str, float]:
    names = [
        f"{role} {measure} {figure}"
        for role in ("source", "cue", "content")
        for measure in ("exact", "token")
        for figure in ("precision", "recall", "F1")
    ] + [f"whole attributions {figure}" for figure in ("precision", "recall", "F1")]
    return named("polnear", names, numbers[4:])


def _speakers(labels: Path, attributed: Path) -> dict[str, float]:
    """Who is meant: of the sources found those with the right speaker, with the right entity."""
    numbers = scores("score_speakers.py", labels, attributed)
    names = ("gold", "found", "speaker right", "entity right", "found with speaker")
    every = named("who is meant", names, numbers[: len(names)])
    return {name: every[name] for name in every if name != "who is meant/gold"}


def read_floors(*, ours: bool | None = None) -> dict[str, float]:
    """The pinned figures; those of our own texts and pages alone, or all others."""
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return {
        name: floor
        for name, floor in floors.items()
        if ours is None or ours == name.startswith(OURS)
    }


@cache
def has_vnni() -> bool:
    """Whether the processor multiplies 8-bit integers without saturating; true where unknown."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return True
    return "flags" not in flags or "vnni" in flags


def fallen(
    figures: Mapping[str, float], floors: Mapping[str, float], *, vnni: bool | None = None
) -> list[str]:
    """One line for every figure that is worse than its floor, or is not measured any more.

    `vnni` says whether they were measured on a processor with VNNI; None: on this one.
    """
    lines = []
    exact = has_vnni() if vnni is None else vnni
    for name, pinned in floors.items():
        figure = figures.get(name)
        slack = WITHOUT_VNNI if name.startswith(NETWORK_FIGURES) and not exact else 0.0
        floor = pinned + slack if name in LOWER_IS_BETTER else pinned - slack
        if figure is None:
            lines.append(f"{name}: pinned at {floor} and not measured")
        elif figure > floor if name in LOWER_IS_BETTER else figure < floor:
            lines.append(f"{name}: {figure}, pinned at {floor}")
    return lines


def raised(figures: Mapping[str, float], floors: Mapping[str, float]) -> dict[str, float]:
    """The floors with every better figure in place of its floor, new figures added."""
    pinned = dict(floors)
    for name, figure in figures.items():
        if name.endswith(NOT_PINNED):
            continue
        better = min if name in LOWER_IS_BETTER else max
        pinned[name] = better(figure, pinned.get(name, figure))
    return pinned
