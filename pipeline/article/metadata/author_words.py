"""What single words of a name say: "editorial" and "summary" begin no person's name, "maria" does.

The weights are learned (`training/authors`), each publisher counted once, so that a word says of a
page only what other publishers taught.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.article.metadata.author_candidates import Candidate

FIRST, ANY = "first", "any"
"""Which word of a name is weighed: the first, or each."""
UNKNOWN = -2.4
"""The weight of a word that is not known: the logarithm of the odds of an average candidate."""
WORD_COLUMNS = tuple(
    f"{which}_{what}" for which in (FIRST, ANY) for what in ("highest", "lowest", "known")
)
"""The names of the columns, in their order."""

Weights = Mapping[str, Mapping[str, float]]
"""By FIRST and ANY, the weight of every known word."""


def words_of(candidate: Candidate, which: str) -> Sequence[str]:
    """The words of a candidate that are weighed."""
    return candidate.words[:1] if which == FIRST else tuple(set(candidate.words))


def word_numbers(candidates: Sequence[Candidate], weights: Weights) -> NDArray[np.float32]:
    """A row for every candidate: highest and lowest weight of its words, and how many are known."""
    rows = []
    for candidate in candidates:
        row: list[float] = []
        for which in (FIRST, ANY):
            known = [
                weight
                for word in words_of(candidate, which)
                if (weight := weights[which].get(word)) is not None
            ]
            row += [max(known, default=UNKNOWN), min(known, default=UNKNOWN), len(known)]
        rows.append(row)
    return np.array(rows, np.float32).reshape(len(rows), len(WORD_COLUMNS))
