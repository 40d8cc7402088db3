"""`python -m tests.evaluation.held_out [MODEL FOLDER]`: articles that training never had.

The 64 articles of `tests/evaluation/articles` were written together with those of
`training/articles` and set aside before anything was learned from them; so were the 48 German
ones of `tests/evaluation/german_articles`. They are part of the project, so that these figures can
be had wherever it is; they say how well it reads such articles, which are not those of real
outlets. From the text to the speaker, by the measures of docs/evaluation.md.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.quotes import Attributor
from pipeline.quotes.speakers.speaker_candidates import UNKNOWN
from pipeline.records import AUTHOR, Quotation
from tests.evaluation.gate import OUR_ARTICLES, OUR_GERMAN_ARTICLES
from training.german.labelled_german import key_without_determiner
from training.speakers.quotation_pages import Chars, QuotationPage, is_same
from training.speakers.written_articles import written_articles

ARTICLES = Path(__file__).with_name("articles")
GERMAN_ARTICLES = Path(__file__).with_name("german_articles")


def measure(model_folder: str | None = None) -> dict[str, float]:
    """All figures of the articles set aside, in percent."""
    attributor = Attributor(model_folder=model_folder)
    return {
        **_figures(OUR_ARTICLES, ARTICLES, "en", attributor),
        **_figures(OUR_GERMAN_ARTICLES, GERMAN_ARTICLES, "de", attributor),
    }


def _figures(group: str, folder: Path, language: str, attributor: Attributor) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for article in written_articles(folder):
        counts += _counts(article.page, attributor.attributions(article.page.text, language))
    figures = {
        "spans F1": 2 * counts["found"] / (counts["labelled"] + counts["ours"]),
        "with speaker F1": 2 * counts["right"] / (counts["labelled"] + counts["ours"]),
        "speaker right on matched spans": counts["right"] / counts["found"],
        "without a speaker": counts["nobody"] / counts["found"],
        "not a quotation, taken for one": counts["taken"] / counts["other"],
    }
    return {f"{group}/{name}": round(100 * figure, 1) for name, figure in figures.items()}


def _counts(page: QuotationPage, quotations: Sequence[Quotation]) -> Counter[str]:
    ours = [(chars, one.speaker) for one in quotations for chars in _segments(page.text, one)]
    counts = Counter(ours=len(ours))
    for span in page.spans:
        speech = span["kind"] != "other"
        counts["labelled" if speech else "other"] += 1
        match = next((one for one in ours if is_same(one[0], page.chars(span))), None)
        if match is None:
            continue
        ours.remove(match)
        if not speech:
            counts["taken"] += 1
            continue
        counts["found"] += 1
        counts["nobody"] += match[1] in {None, UNKNOWN}
        counts["right"] += _is_right(match[1], span, page.people)
    return counts


def _segments(text: str, quotation: Quotation) -> list[Chars]:
    """Where the words between each pair of marks stand."""
    at = quotation.attribution.content[0][0]
    found = []
    for segment in quotation.segments:
        start = text.index(segment, at)
        at = start + len(segment)
        found.append((start, at))
    return found


def _is_right(speaker: str | None, span: dict[str, Any], people: dict[str, list[str]]) -> bool:
    """The fullest form, or any form of somebody without a name."""
    wanted = span["speaker"]
    if wanted in {AUTHOR, UNKNOWN}:
        return speaker in {None, UNKNOWN, wanted}
    forms = (wanted, *(people.get(wanted, ()) if wanted[0].islower() else ()))
    keys = {key_without_determiner(form) for form in forms}
    return speaker is not None and key_without_determiner(speaker) in keys


def main(arguments: list[str]) -> int:
    """Print the figures."""
    for name, figure in measure(arguments[0] if arguments else None).items():
        sys.stdout.write(f"{figure:8.1f}  {name}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
