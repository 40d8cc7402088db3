"""What stands between marks: a clause that somebody said, a fragment of it, or nobody's words.

Titles of works, names, terms and words held at arm's length stand between marks as well. Which is
which the network says, by a head that learned from labelled pages.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from pipeline.quotes.network.decoding import Floats
from pipeline.quotes.network.kind_head import SlotVectors
from pipeline.quotes.token_table import TokenTable

if TYPE_CHECKING:
    from pipeline.quotes.network.attribution_model import NetworkReading

WordSpan = tuple[int, int]
MARK_SLOTS = 5
"""First word between the marks, last one, all of them, the one before the marks, the one behind."""
FIRST, LAST, INSIDE, BEFORE, BEHIND = range(MARK_SLOTS)
"""Numbers of the slots, in the order in which the network gives their vectors."""
MOST_OTHER = 0.28
"""Probability of being nobody's words up to which marked words are taken for speech.

Below one half, because whoever prints a title as a quotation errs worse than who leaves one out;
chosen on folds over publishers, with the count of what is wrongly taken.
"""


class MarkKind(IntEnum):
    """What a quoted span is, by the names of the labelled pages."""

    DIRECT = 0
    """At least a clause that somebody said."""
    PARTIAL = 1
    """A fragment of what somebody said."""
    OTHER = 2
    """Nobody's words."""


def slots_of(vectors: SlotVectors, inner: WordSpan, outer: WordSpan) -> Floats:
    """The vectors of a quoted span's slots, (slots, hidden).

    `inner` are the words between the marks, `outer` the same with the marks.
    """
    found = np.zeros(vectors.shape[1:], np.float32)
    found[FIRST] = vectors[inner[0], FIRST]
    found[LAST] = vectors[inner[1] - 1, LAST]
    found[INSIDE] = vectors[slice(*inner), INSIDE].mean(0, dtype=np.float32)
    if outer[0] > 0:
        found[BEFORE] = vectors[outer[0] - 1, BEFORE]
    if outer[1] < len(vectors):
        found[BEHIND] = vectors[outer[1], BEHIND]
    return found


def kinds_of_marks(table: TokenTable, network: NetworkReading) -> list[MarkKind]:
    """The kind of every quoted span of a text, in order.

    Marks around nothing that the network reads (signs, white space) hold nobody's words.
    """
    kinds = []
    for quoted in table.quoted_spans:
        inner = network.words.touched_by(table.chars(quoted.inner_start, quoted.inner_end))
        outer = network.words.touched_by(table.chars(*quoted.span))
        if inner is None or outer is None:
            kinds.append(MarkKind.OTHER)
            continue
        slots = slots_of(network.mark_vectors, inner, outer)
        direct, partial, other = network.mark_head.kinds(slots.sum(0))
        if other > MOST_OTHER:
            kinds.append(MarkKind.OTHER)
        else:
            kinds.append(MarkKind.DIRECT if direct >= partial else MarkKind.PARTIAL)
    return kinds
