"""What words speak for, learned: the weight of a token in favour of the article, or against it.

A weight is a difference of log odds: of the share of blocks with the token that belong to an
article, averaged over publishers so that none counts twice, and of the same share of all blocks.
Names of elements, words at the ends of a block and rules have such weights; the trees of the
arbiter read their sum, the highest and the lowest of a block.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.article.arbiter.block_features import TOKEN_KINDS

TOKEN_COLUMNS = tuple(
    f"{kind}_{what}" for kind in TOKEN_KINDS for what in ("sum", "highest", "lowest")
)
"""How far the tokens of a block speak for text: all together, the most, the least."""

MAX_REMEMBERED = 10_000
"""Combinations of names whose summary is remembered; texts hardly ever come twice."""
NOTHING = (0.0, 0.0, 0.0)
"""Of a block without a token whose weight is known."""


class TokenWeights:
    """The weights of tokens, by kind."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        """`weights` has a mapping of tokens to weights for every one of TOKEN_KINDS."""
        self._weights = [dict(weights[kind]) for kind in TOKEN_KINDS]
        # sites name their elements alike on all pages
        self._remembered = lru_cache(MAX_REMEMBERED)(self._summary)

    def matrix(self, blocks: Iterable[Sequence[tuple[str, ...]]]) -> NDArray[np.float32]:
        """A row for every block, a column for every name of TOKEN_COLUMNS.

        `blocks` are the tokens of each, in the order of TOKEN_KINDS.
        """
        rows: list[list[float]] = []
        for text, *others in blocks:
            row = [*self._summary(0, text)]
            for kind, tokens in enumerate(others, 1):
                row += self._remembered(kind, tokens)
            rows.append(row)
        return np.array(rows, np.float32).reshape(len(rows), len(TOKEN_COLUMNS))

    def _summary(self, kind: int, tokens: tuple[str, ...]) -> tuple[float, float, float]:
        known = self._weights[kind].get
        return summary([weight for token in tokens if (weight := known(token)) is not None])


def summary(weights: list[float]) -> tuple[float, float, float]:
    """Sum, highest and lowest of the weights of a block's tokens of one kind."""
    return (sum(weights), max(0.0, *weights), min(0.0, *weights)) if weights else NOTHING
