"""Scores answers with the scorers of the labelled data, Verbatim's and trafilatura's alike."""

from __future__ import annotations

from pathlib import Path

from tests.evaluation.gate import named, scores, trafilatura_answers

FIGURES = Path(__file__).with_name("floors.json")
"""What the cross-validated figures must not fall below."""
ENGLISH = "us,uk,ca,au,za,ind,na,ls,my,tz"
_ORGANISATION = ("precision", "recall", "F1", "exact")
_SNIPPETS = ("precision", "recall", "F1", "accuracy")
_METADATA = ("headline", "authors", "published")
SCORERS: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "publishers": ("score_extraction.py", "publishers", ("--unicode",), _ORGANISATION),
    "publishers, English": (
        *("score_extraction.py", "publishers"),
        ("--unicode", "--only", ENGLISH),
        _ORGANISATION,
    ),
    "wcxb articles": ("score_extraction.py", "wcxb", ("--bag", "--articles"), _ORGANISATION),
    "snippets": ("score_snippets.py", "snippets", (), _SNIPPETS),
    "pages": ("score_extraction.py", "pages", (), _ORGANISATION),
    "web": ("score_extraction.py", "web", (), _ORGANISATION),
    "metadata": ("score_metadata.py", "publishers", (), _METADATA),
}
"""Scorer, set of pages, options, and the names of the last figures that it prints."""


def score(data: Path, answers: Path) -> dict[str, float]:
    """All figures, in percent, of the answers `answers/SET.jsonl`."""
    found: dict[str, float] = {}
    for name, (scorer, kind, options, names) in SCORERS.items():
        truth = data / kind / "truth.json"
        numbers = scores(scorer, truth, answers / f"{kind}.jsonl", *options)
        # behind each figure of metadata stands of how many pages it is
        numbers = numbers[::2] if names is _METADATA else numbers[-len(names) :]
        found |= named(name, names, numbers)
    # the shipped choice of authors has seen these pages; training.authors measures it
    found.pop("metadata/authors", None)
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
