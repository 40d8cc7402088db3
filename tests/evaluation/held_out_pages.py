"""`python -m tests.evaluation.held_out_pages`: pages that the arbiter never had.

The pages of `tests/evaluation/pages` were written together with those of `training/pages` and set
aside before anything was learned from them. They are part of the project, so that these figures
can be had wherever it is; they say how well it reads such pages, which are not those of real
outlets. From the page to its text, by the measures of docs/evaluation.md.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from statistics import fmean

from pipeline.article import extract_page
from pipeline.article.not_an_article import NotAnArticle
from pipeline.records import Article
from tests.evaluation.gate import OUR_PAGES
from training.arbiter.alignment import words_of
from training.arbiter.written_pages import WrittenPage, written_pages

PAGES = Path(__file__).with_name("pages")
FIGURES = ("F1", "exact", "headline", "authors", "published")


def measure(folder: Path = PAGES) -> dict[str, float]:
    """All figures of the pages of a folder, in percent: means over pages."""
    rows = [figures_of(page) for page in written_pages(folder)]
    means = [fmean(column) for column in zip(*rows, strict=True)]
    return {
        f"{OUR_PAGES}/{name}": round(100 * mean, 1)
        for name, mean in zip(FIGURES, means, strict=True)
    }


def figures_of(page: WrittenPage) -> tuple[float, ...]:
    """FIGURES of one page, each from 0 to 1; a page that is refused has 0 in all."""
    try:
        article = extract_page(page.payload)
    except NotAnArticle:
        return (0.0,) * len(FIGURES)
    wanted = page.record["body"]
    return (
        _common_words(wanted, article.paragraphs),
        float([words_of(one) for one in wanted] == [words_of(one) for one in article.paragraphs]),
        float(words_of(page.record["headline"]) == words_of(article.headline or "")),
        float(sorted(page.record["authors"]) == sorted(article.authors)),
        float(_is_published(article, datetime.fromisoformat(page.record["published"]))),
    )


def _common_words(wanted: Sequence[str], found: Sequence[str]) -> float:
    """F1 of the words of both, each counted as often as it stands there."""
    ours, theirs = Counter(words_of(" ".join(found))), Counter(words_of(" ".join(wanted)))
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


def _is_published(article: Article, wanted: datetime) -> bool:
    """Whether the time is the right one, or the day where no time was found."""
    return article.published is not None and article.published.date() == wanted.date()


def main(arguments: list[str]) -> int:
    """Print the figures, or with `--pages` those of every page."""
    if arguments == ["--pages"]:
        for page in written_pages(PAGES):
            row = "".join(f"{100 * figure:8.1f}" for figure in figures_of(page))
            sys.stdout.write(f"{row}  {page.name}\n")
    for name, figure in measure().items():
        sys.stdout.write(f"{figure:8.1f}  {name}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
