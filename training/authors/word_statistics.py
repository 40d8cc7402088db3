"""Weights of the words of names, each publisher counted once."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.article.metadata.author_words import ANY, FIRST, UNKNOWN, Weights, words_of
from training.authors.labelled_authors import AuthorPage

PRIOR = 1 / (1 + math.exp(-UNKNOWN))
"""The share of candidates that are authors, roughly."""
PRIOR_PUBLISHERS = 1.5
"""By how many publishers' worth a word's share is drawn to the prior."""
MIN_PUBLISHERS = 2
"""A word of one publisher alone says nothing about others."""


class WordStatistics:
    """On what share of a word's candidates it was an author's, publisher by publisher."""

    def __init__(self, pages: Sequence[AuthorPage]) -> None:
        """Count the words of all candidates of some pages."""
        counts: dict[str, dict[str, dict[str, list[int]]]] = {
            which: defaultdict(lambda: defaultdict(lambda: [0, 0])) for which in (FIRST, ANY)
        }
        for page in pages:
            for candidate, right in zip(page.candidates, page.right.tolist(), strict=True):
                for which, words in counts.items():
                    for word in words_of(candidate, which):
                        words[word][page.publisher][right] += 1
        self._shares = {
            which: {
                word: {name: right / (wrong + right) for name, (wrong, right) in by.items()}
                for word, by in words.items()
                if len(by) >= MIN_PUBLISHERS
            }
            for which, words in counts.items()
        }

    def weights(self, page: AuthorPage | None = None) -> Weights:
        """The weights of all words; for a page only of its words, by all other publishers."""
        return {
            which: {
                word: round(_weight(list(shares.values())), 2) for word, shares in words.items()
            }
            if page is None
            else _of_page(page, which, words)
            for which, words in self._shares.items()
        }


def _of_page(
    page: AuthorPage, which: str, words: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    weights = {}
    for candidate in page.candidates:
        for word in words_of(candidate, which):
            shares = [
                share for name, share in words.get(word, {}).items() if name != page.publisher
            ]
            if shares:
                weights[word] = _weight(shares)
    return weights


def _weight(shares: Sequence[float]) -> float:
    share = (sum(shares) + PRIOR_PUBLISHERS * PRIOR) / (len(shares) + PRIOR_PUBLISHERS)
    return math.log(share / (1 - share))
