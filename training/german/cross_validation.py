"""How often the choice of German speakers is right on articles that training had not."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import lightgbm

from pipeline.quotes.languages.german.german_candidates import Form
from pipeline.quotes.languages.german.german_choice import SURE
from pipeline.quotes.languages.german.german_choice_numbers import SpokenSoFar
from pipeline.quotes.languages.german.german_trees import Judge
from training.german.fitting import (
    Config,
    choice_table,
    fit_choice,
    fit_names,
    judge_of,
    name_table,
)
from training.german.labelled_german import LabelledGerman, excerpts, read_article
from training.speakers.quotation_pages import QuotationPage
from training.speakers.written_articles import WrittenArticle

FOLDS = 5
BANDS = (0.0, 0.4, 0.6, 0.8, 0.9, 1.0)
"""Of confidence."""


class Data(NamedTuple):
    """The articles, with names as trees find them that had not seen the article."""

    names: lightgbm.Booster
    """Learned from all written articles."""
    written: list[LabelledGerman]
    real: list[LabelledGerman]
    short: list[LabelledGerman]
    """Paragraphs of written articles, each as a text of its own."""


class Judged(NamedTuple):
    """The choice for an utterance of an article that the trees had not seen."""

    page: QuotationPage
    spans: int
    right: bool
    possible: bool
    """Whether the right answer was among the candidates."""
    given: bool
    confidence: float


def read_data(
    written: Sequence[WrittenArticle], real: Iterable[QuotationPage], config: Config
) -> Data:
    """Learns names and reads all articles."""
    short = [replace(article, page=page) for article in written for page in excerpts(article.page)]
    tables = [
        (fold_of(one.page.name), (name_table(one), weight))
        for articles, weight in ((written, 1.0), (short, config["excerpt_weight"]))
        for one in articles
    ]
    names = fit_names([part for _, part in tables], config)
    less = [
        judge_of(fit_names([part for fold, part in tables if fold != number], config))
        for number in range(FOLDS)
    ]
    read, read_short = (
        [read_article(one.page, less[fold_of(one.page.name)]) for one in articles]
        for articles in (written, short)
    )
    return Data(names, read, [read_article(page, judge_of(names)) for page in real], read_short)


def fold_of(publisher: str) -> int:
    """The fold of a publisher, the same in every run."""
    return zlib.crc32(publisher.encode()) % FOLDS


def fitted(data: Data, config: Config, without: int | None = None) -> lightgbm.Booster:
    """The choice learned from all articles but those of one fold."""
    sets = ((data.written, 1.0), (data.real, config["real_weight"]))
    parts = [
        *((choice_table(_others(articles, without)), weight) for articles, weight in sets),
        (choice_table(_others(data.short, without), possible=True), config["excerpt_weight"]),
    ]
    return fit_choice([part for part in parts if len(part[0][0])], config)


def _others(articles: Sequence[LabelledGerman], without: int | None) -> Iterator[LabelledGerman]:
    return (one for one in articles if fold_of(one.publisher) != without)


def cross_validated(data: Data, config: Config) -> list[Judged]:
    """The choices for all labelled utterances, each by trees that know nothing of its publisher."""
    judged: list[Judged] = []
    for number in range(FOLDS):
        judge = judge_of(fitted(data, config, number))
        for article in (*data.written, *data.real):
            if fold_of(article.publisher) == number:
                judged += _judged(article, judge)
    return judged


def _judged(labelled: LabelledGerman, judge: Judge) -> Iterator[Judged]:
    """In text order, with those before as they were chosen."""
    article = labelled.article
    article.spoken = SpokenSoFar()
    for number, utterance in enumerate(article.utterances):
        if utterance.candidate is None:
            article.note_told(utterance)
            continue
        candidates, rows = article.rows_of(utterance)
        likely = judge(rows)[:, 1]
        best = int(likely.argmax())
        article.note(utterance, candidates[best])
        if number in labelled.labels:
            right = labelled.right(number, candidates)
            named = best if likely[best] >= SURE else 0  # nobody is the first
            yield Judged(
                labelled.page,
                len(utterance.candidate.quotes),
                bool(right[named]),
                bool(right.any()),
                candidates[named].form is not Form.NOBODY,
                utterance.candidate.confidence * float(likely[best]),
            )


def figures(judged: Sequence[Judged]) -> str:
    """Spans whose speaker is right, of all and of those with one, in percent; and by confidence."""
    lines = []
    for name in sorted({one.page.collection for one in judged}):
        some = [one for one in judged if one.page.collection == name]
        spans, given = _spans(some), _spans(one for one in some if one.given)
        right = _spans(one for one in some if one.right)
        named = _spans(one for one in some if one.right and one.given)
        possible = _spans(one for one in some if one.possible)
        lines.append(
            f"{name:10} {spans:5} spans  right {100 * right / spans:5.1f}"
            f"  without {100 * (1 - given / spans):5.1f}  of given right {100 * named / given:5.1f}"
            f"  possible {100 * possible / spans:5.1f}"
        )
        for low, high in pairwise(BANDS):
            band = [one for one in some if one.given and low <= one.confidence < high]
            right = _spans(one for one in band if one.right)
            lines.append(f"  confidence {low:.1f} to {high:.1f}: {right} of {_spans(band)} right")
    return "\n".join(lines)


def _spans(judged: Iterable[Judged]) -> int:
    return sum(one.spans for one in judged)
