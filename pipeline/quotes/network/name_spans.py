"""From the network's scores of names, roles and phrases to spans of words.

Each of the layers has BILOU labels of its own, decoded to the likeliest sequence that BILOU
allows (Viterbi 1967), stretch by stretch: words that surely belong to no span part stretches, and
so does the end of a paragraph, which no name crosses.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from pipeline.quotes.network.bilou import OUTSIDE, POSITIONS, may_follow
from pipeline.quotes.network.decoding import Doubles, Floats
from pipeline.quotes.speakers.words_read import NAME_KINDS, NameSpan, WordSpan

SURELY_OUTSIDE = 0.98
"""Probability of no name from which a word parts stretches."""
FORBIDDEN = -1e4
"""Score of a move that BILOU does not allow: lower than any sum of scores."""
NAME_LABELS = 1 + len(NAME_KINDS) * len(POSITIONS)
"""Of the layer of names: outside, and every position of every kind."""
PLAIN_LABELS = 1 + len(POSITIONS)
"""Of a layer with one kind of span: roles, phrases."""


def find_names(scores: Floats, blocks: Sequence[int], offset: int) -> list[NameSpan]:
    """The names of a window in order.

    `scores` is (words, NAME_LABELS), `blocks` the block of every word of the window, and
    `offset` its first word.
    """
    return [NameSpan(*span) for span in _spans(scores, blocks, offset)]


def find_plain(scores: Floats, blocks: Sequence[int], offset: int) -> list[WordSpan]:
    """The spans of a layer with one kind, in order; `scores` is (words, PLAIN_LABELS)."""
    return [(start, end) for start, end, _ in _spans(scores, blocks, offset)]


def _spans(scores: Floats, blocks: Sequence[int], offset: int) -> list[tuple[int, int, int]]:
    logs = scores - scores.max(1, keepdims=True)
    logs = logs - np.log(np.exp(logs).sum(1, keepdims=True))
    inside = np.exp(logs[:, OUTSIDE]) < SURELY_OUTSIDE
    # 0 outside of stretches, else the block counted from 1
    stretch = np.where(inside, np.asarray(blocks) + 1, 0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], stretch, [0]]))).tolist()
    found = []
    for start, end in pairwise(edges):
        if inside[start]:
            found += _decoded(_likeliest(logs[start:end].astype(float)), offset + start)
    return found


@cache
def _moves(labels: int) -> Doubles:
    """0 where one label may follow another, FORBIDDEN elsewhere."""
    return np.array(
        [
            [0.0 if may_follow(before, after) else FORBIDDEN for after in range(labels)]
            for before in range(labels)
        ]
    )


def _likeliest(logs: Doubles) -> list[int]:
    """The best labels of a stretch; nothing is open before it or behind it."""
    moves = _moves(logs.shape[1])
    score = logs[0] + moves[OUTSIDE]
    back = []
    for row in logs[1:]:
        ways = score[:, None] + moves
        back.append(ways.argmax(0))
        score = ways.max(0) + row
    labels = [int((score + moves[:, OUTSIDE]).argmax())]
    for best in reversed(back):
        labels.append(int(best[labels[-1]]))
    return labels[::-1]


def _decoded(labels: list[int], offset: int) -> list[tuple[int, int, int]]:
    found = []
    start = None
    for at, label in enumerate(labels):
        if label == OUTSIDE:
            continue
        position, kind = POSITIONS[(label - 1) % len(POSITIONS)], (label - 1) // len(POSITIONS)
        if position in "BU":
            start = at
        if position in "LU" and start is not None:
            found.append((offset + start, offset + at + 1, kind))
            start = None
    return found
