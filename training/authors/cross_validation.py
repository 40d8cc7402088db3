"""Figures on publishers that had no part in training: fitted without them, scored on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from pipeline.article.metadata.author_candidates import Words
from pipeline.article.metadata.author_choice import Limits, chosen_candidates
from training.arbiter.fitting import publisher_parts
from training.arbiter.labelled_pages import NEWSROOM, WRITTEN
from training.authors.fitting import fit
from training.authors.labelled_authors import AuthorPage


@dataclass(frozen=True, slots=True)
class Answer:
    """What trees that saw nothing of a page's publisher say of it."""

    page: AuthorPage
    fold: int
    probabilities: list[float]

    def chosen(self, config: Mapping[str, Any]) -> frozenset[Words]:
        """The authors that are chosen."""
        limits = Limits(config["take_above"], config["alone_above"])
        chosen = chosen_candidates(
            self.page.candidates, self.page.numbers, self.probabilities, limits
        )
        return frozenset(self.page.candidates[index].words for index in chosen)


def cross_validated(pages: Sequence[AuthorPage], config: Mapping[str, Any]) -> list[Answer]:
    """The answers for all pages, those of one publisher always by trees fitted without it.

    All trees learn from the written pages, whose outlets nobody else has.
    """
    folds, seed = config["folds"], config["seed"]
    written = [page for page in pages if page.data == WRITTEN]
    others = [page for page in pages if page.data != WRITTEN]
    parts = publisher_parts([page.publisher for page in others], folds, seed)
    answers = []
    for fold in range(folds):
        train = [page for page, part in zip(others, parts, strict=True) if part != fold]
        choice = fit([*train, *written], config)
        for page, part in zip(others, parts, strict=True):
            if part == fold and not page.is_variant:
                answers.append(Answer(page, fold, choice.probabilities(page)))
    return answers


def f1(true: frozenset[Words], named: frozenset[Words]) -> float:
    """F1 of two sets of names."""
    both = len(true & named)
    return 2 * both / (len(true) + len(named)) if both else 0.0


def figures(answers: Sequence[Answer], config: Mapping[str, Any]) -> str:
    """A table: every set of pages, as a whole and by folds.

    `there` is F1 of what a perfect choice would reach, `silent` the pages whose label names no
    author, and `named` on how many of these somebody is named nevertheless. A page of which
    nothing can be read counts as wrong.
    """
    lines = ["  authors    there  pages  named  silent  set"]
    sets = dict.fromkeys(answer.page.data for answer in answers if answer.page.data != NEWSROOM)
    for name in sets:
        of_set = [answer for answer in answers if answer.page.data == name]
        lines.append(_line(of_set, config, name))
        lines.extend(
            _line([answer for answer in of_set if answer.fold == fold], config, f"{name} {fold}")
            for fold in range(config["folds"])
        )
    return "\n".join(lines)


def _line(answers: Sequence[Answer], config: Mapping[str, Any], name: str) -> str:
    labelled = [answer for answer in answers if answer.page.true]
    silent = [answer for answer in answers if not answer.page.true]
    scores = [f1(each.page.true, each.chosen(config)) for each in labelled]
    best = [
        f1(each.page.true, each.page.true & {c.words for c in each.page.candidates})
        for each in labelled
    ]
    named = sum(bool(each.chosen(config)) for each in silent)
    return (
        f"{100 * fmean(scores):9.1f} {100 * fmean(best):8.1f} {len(labelled):6d} {named:6d} "
        f"{len(silent):7d}  {name}"
    )
