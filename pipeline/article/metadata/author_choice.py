"""Which of all candidates are the authors of an article: a choice learned from pages.

Pages name people for many reasons, and state different authors in different places. Which place is
right cannot be read off, so boosted trees say of every candidate how likely it is an author, by
what states it, where, and what else the page states. They are run by ONNX Runtime, and were
trained on pages of many publishers (`training/authors`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.article.metadata.author_candidates import Candidate, author_candidates
from pipeline.article.metadata.author_columns import COLUMNS, author_numbers
from pipeline.article.metadata.author_statements import PageStatements
from pipeline.article.metadata.author_words import WORD_COLUMNS, Weights, word_numbers
from pipeline.article.metadata.authors import MAX_AUTHORS
from pipeline.model_files import ModelError, checked_file, read_model_config
from pipeline.onnx_sessions import cpu_session

SHIPPED = Path(__file__).with_name("author_trees")
"""Folder of the trees that come with the package."""
FILES = ("words.json", "trees.onnx")
"""The files beside their config."""
_OUTLET, _ORGANISATION = COLUMNS.index("outlet"), COLUMNS.index("known_organisation")
"""The columns that say whether a name is the outlet's, and an organisation's by the page."""


@dataclass(frozen=True, slots=True)
class Limits:
    """From which probabilities on candidates are authors."""

    take_above: float
    alone_above: float
    """For the likeliest candidate of a page: one without any author is the rarer one."""


class AuthorChoice:
    """The shipped trees and weights of words."""

    def __init__(self, folder: Path = SHIPPED) -> None:
        """Load them from a folder.

        Raises ModelError if a file is missing or changed, or reads other columns.
        """
        config = read_model_config(folder)
        words, trees = (checked_file(folder, name, config) for name in FILES)
        if config.get("columns") != [*COLUMNS, *WORD_COLUMNS]:
            raise ModelError(
                f"the trees of authors in {folder} were trained on other columns; restore them"
            )
        self._words: Weights = json.loads(words)
        self._limits = Limits(config["take_above"], config["alone_above"])
        self._session = cpu_session(trees)

    def authors(self, page: PageStatements) -> tuple[str, ...]:
        """The names of a page's authors, in the order in which the page states them."""
        candidates = author_candidates(page)
        if not candidates:
            return ()
        numbers = author_numbers(candidates, page)
        seen = np.concatenate([numbers, word_numbers(candidates, self._words)], axis=1)
        (scores,) = self._session.run(["probabilities"], {"numbers": seen})
        chosen = chosen_candidates(candidates, numbers, scores[:, 1].tolist(), self._limits)
        return tuple(candidates[index].name for index in chosen)


def chosen_candidates(
    candidates: Sequence[Candidate],
    numbers: NDArray[np.float32],
    probabilities: Sequence[float],
    limits: Limits,
) -> list[int]:
    """The positions of the candidates that are authors, in order; `numbers` are their columns.

    All that are likely enough; of two names of which one holds the other only the likelier one.
    An organisation is an author only where no person is, and the outlet only where nobody else is.
    A line alone makes nobody an author: whoever is quoted has their name on one, too.
    """
    chosen: list[int] = []
    marked = [index for index, candidate in enumerate(candidates) if candidate.is_marked]
    for index in sorted(marked, key=lambda index: -probabilities[index]):
        if probabilities[index] < (limits.take_above if chosen else limits.alone_above):
            break
        words = set(candidates[index].words)
        known = [set(candidates[other].words) for other in chosen]
        if not any(words <= other or other <= words for other in known):
            chosen.append(index)
    others = [index for index in chosen if not numbers[index, _OUTLET]]
    persons = [index for index in others if not numbers[index, _ORGANISATION]]
    return sorted((persons or others or chosen)[:MAX_AUTHORS])


@cache
def shipped_choice() -> AuthorChoice:
    """The choice that lies in the package, loaded once a process."""
    return AuthorChoice()
