"""The runs of words that a passage and print have in common, where the passage fits print best.

The best alignment is found by dynamic programming, as that of two proteins is (Smith and Waterman,
Journal of Molecular Biology 147, 1981): each word in common counts for it, each place where words
differ counts against it, and it may begin and end anywhere in print. The time grows with the
product of the lengths: whoever calls this bounds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import Match

import numpy as np
from numpy.typing import NDArray

NEAR = 3
"""Words that may stand between two words in common, in the passage or in print, as words that were
exchanged, added or left out; more are a leap to another place."""

WORD, DIFFERENCE, LEAP = 4, 1, 6
"""What counts for an alignment: a word in common; and against it: a difference, a leap. A word more
outweighs a difference, so that the most words win and then the fewest differences. One word far
from all others does not outweigh a leap, since it is there by chance; two in a row do."""

_NEVER = -(2**30)
"""Below any score, and far from the least number of 32 bits."""

_Scores = NDArray[np.int32]
_Place = tuple[int, int]
"""Index of a word of the passage, and of the same word in print."""


def common_runs(draft: Sequence[str], printed: Sequence[str]) -> list[Match]:
    """The runs in common, in order: where each begins in the passage and in print, and its size.

    Of places in print that fit equally well the first is taken.
    """
    scores = _scores(draft, printed)
    totals = scores - DIFFERENCE
    # nothing is left to differ behind the last word of the passage
    totals[-1] += DIFFERENCE
    last_of_draft, last_printed = divmod(int(totals.argmax()), len(printed))
    if scores[last_of_draft, last_printed] < 0:
        return []
    runs: list[Match] = []
    place: _Place | None = (last_of_draft, last_printed)
    size = 0
    while place is not None:
        at, to = place
        size += 1
        place = _before(scores, at, to)
        if place != (at - 1, to - 1):
            runs.append(Match(at, to, size))
            size = 0
    return runs[::-1]


def _scores(draft: Sequence[str], printed: Sequence[str]) -> _Scores:
    """For each word of the passage and of print, the best score of an alignment that ends there.

    Where the two words are not the same it is below any score.
    """
    numbers: dict[str, int] = {}
    theirs = np.array([numbers.setdefault(word, len(numbers)) for word in printed])
    scores = np.full((len(draft), len(printed)), _NEVER, np.int32)
    anywhere = np.full(len(printed), _NEVER, np.int32)
    for at, word in enumerate(draft):
        # what stands in the passage before the first word in common differs
        reached = np.full(len(printed), -DIFFERENCE if at else 0, np.int32)
        if at:
            above = scores[at - 1]
            near = scores[max(0, at - 1 - NEAR) : at].max(axis=0) - DIFFERENCE
            anywhere = np.maximum(anywhere, np.maximum.accumulate(above))
            _raise(reached, above, 1)
            _raise(reached, anywhere - LEAP, 1)
            for back in range(1, NEAR + 2):
                _raise(reached, near, back)
        same = theirs == numbers.get(word, -1)
        scores[at, same] = reached[same] + WORD
    return scores


def _raise(reached: _Scores, scores: _Scores, back: int) -> None:
    """Raise what is reached at each word to the score that stands so many words back."""
    np.maximum(reached[back:], scores[:-back], out=reached[back:])


def _before(scores: _Scores, at: int, to: int) -> _Place | None:
    """The words in common before these in the best alignment that ends with them; None if none."""
    wanted = scores[at, to] - WORD
    if at and to and scores[at - 1, to - 1] == wanted:
        return at - 1, to - 1
    if wanted == (-DIFFERENCE if at else 0):
        return None
    near = max(0, at - 1 - NEAR), max(0, to - 1 - NEAR)
    for cost, (top, left) in ((DIFFERENCE, near), (LEAP, (0, 0))):
        rows, columns = np.nonzero(scores[top:at, left:to] == wanted + cost)
        if len(rows):
            break
    # the nearest of them
    return top + int(rows[-1]), left + int(columns[-1])
