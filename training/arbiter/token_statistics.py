"""Weights of tokens, counted on labelled pages; see `pipeline.article.arbiter.token_weights`."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from pipeline.article.arbiter.block_features import TOKEN_KINDS
from pipeline.article.arbiter.token_weights import TOKEN_COLUMNS, summary
from training.arbiter.labelled_pages import TrainingPage

PRIOR_PUBLISHERS = 1.5
"""How many publishers' worth of the prior every token has: what one publisher shows is not much."""
LEAST, MOST = 0.005, 0.995
HALF, FULL = 0.5, 2.0
"""A token that a publisher has on one block counts three quarters, on more it counts in full."""
MIN_PUBLISHERS = 2

Counts = dict[str, list[float]]
"""Sum of shares, sum of weights, number of publishers, by token."""


class TokenStatistics:
    """For every token, in what share of a publisher's blocks it speaks for the article."""

    def __init__(self, pages: Iterable[TrainingPage]) -> None:
        """Count."""
        by_publisher: dict[str, list[TrainingPage]] = defaultdict(list)
        for page in pages:
            by_publisher[page.publisher].append(page)
        self._all: list[Counts] = [{} for _ in TOKEN_KINDS]
        self._own: dict[str, list[Counts]] = {}
        inside = number = 0.0
        for publisher, own_pages in by_publisher.items():
            own = [self._count(own_pages, kind) for kind in range(len(TOKEN_KINDS))]
            self._own[publisher] = own
            for kind, counts in enumerate(own):
                for token, (share, weight, _) in counts.items():
                    total = self._all[kind].setdefault(token, [0.0, 0.0, 0])
                    total[0] += share
                    total[1] += weight
                    total[2] += 1
            for page in own_pages:
                known = page.share >= 0
                inside += float((page.share[known] > 0.5).sum())
                number += float(known.sum())
        self.prior = inside / number

    @staticmethod
    def _count(pages: Sequence[TrainingPage], kind: int) -> Counts:
        seen: dict[str, list[float]] = {}
        for page in pages:
            usable = (page.share >= 0) & ~page.optional
            for tokens, share, use in zip(page.tokens, page.share > 0.5, usable, strict=True):
                if use:
                    for token in tokens[kind]:
                        counts = seen.setdefault(token, [0.0, 0.0])
                        counts[0] += share
                        counts[1] += 1
        found: Counts = {}
        for token, (inside, number) in seen.items():
            weight = HALF + HALF * min(1.0, number / FULL)
            found[token] = [weight * inside / number, weight, 1]
        return found

    def weights(self) -> dict[str, dict[str, float]]:
        """The weights of all tokens that several publishers have, by kind."""
        return {
            name: {
                token: round(self._weight(share, weight), 3)
                for token, (share, weight, publishers) in sorted(counts.items())
                if publishers >= MIN_PUBLISHERS
            }
            for name, counts in zip(TOKEN_KINDS, self._all, strict=True)
        }

    def _weight(self, share: float, weight: float) -> float:
        prior = self.prior
        part = (share + PRIOR_PUBLISHERS * prior) / (weight + PRIOR_PUBLISHERS)
        part = min(MOST, max(LEAST, part))
        return math.log(part / (1 - part)) - math.log(prior / (1 - prior))

    def matrix(self, page: TrainingPage) -> np.ndarray:
        """TOKEN_COLUMNS of a page's blocks, as if its own publisher had not been counted."""
        own = self._own.get(page.publisher)
        known: dict[tuple[int, str], float | None] = {}
        rows = []
        for tokens in page.tokens:
            row: list[float] = []
            for kind, of_kind in enumerate(tokens):
                found = []
                for token in of_kind:
                    key = (kind, token)
                    if key not in known:
                        known[key] = self._without(kind, token, own)
                    weight = known[key]
                    if weight is not None:
                        found.append(weight)
                row += summary(found)
            rows.append(row)
        return np.array(rows, np.float32).reshape(len(rows), len(TOKEN_COLUMNS))

    def _without(self, kind: int, token: str, own: list[Counts] | None) -> float | None:
        counts = self._all[kind].get(token)
        if counts is None:
            return None
        share, weight, publishers = counts
        if own is not None and token in own[kind]:
            mine = own[kind][token]
            share, weight, publishers = share - mine[0], weight - mine[1], publishers - 1
        return self._weight(share, weight) if publishers >= MIN_PUBLISHERS else None
