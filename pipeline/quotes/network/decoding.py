"""From the network's scores to spans and the links between them, in numpy.

The network is a linear-chain CRF over labels (Lafferty et al. 2001), and what
counts is how many spans are right from end to end. So instead of the likeliest
labels those spans are taken that have the greatest expected gain: every
candidate's posterior probability, from the forward-backward algorithm, less the
price of a wrong one. With a price of half the F1 that can be had, F1 is
greatest (Zhao et al. 2013, "Beyond Fano's Inequality"). Content earns a little
for every word that is likely content besides, because most of a long quotation
is worth having even where its end is doubtful.

Which source and which contents belong to which cue, scores of links say. The network gives every
word LINK_VECTORS vectors of LINK_SIZE numbers. A span's vector is that of its first word plus that
of its last, each from its own slot; the score of a link is the product of the two spans' vectors
and what the distance between them says.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.quotes.network.bilou import POSITIONS, ROLES, RoleSpan, label_of

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
SOURCE_ROLE, CUE_ROLE, CONTENT_ROLE = range(len(ROLES))
"""Indices in ROLES."""
LEAST = 0.02
"""Posterior from which a span, or an end of one, is a candidate."""
NEVER = -1e4
"""Score of what may not be, far below that of every label."""
LINK_SIZE = 32
"""Numbers of a vector; chosen with the network and fixed by its weights."""
SLOTS = ("cue for source", "source", "cue for content", "content")
"""What the network gives vectors for, in their order."""
LINK_VECTORS = 2 * len(SLOTS)
"""A slot has a vector for the first word of a span and one for the last."""
SOURCE, CONTENT = 0, 1
"""Kinds of link: rows of the table of distances."""
DISTANCE_BOUNDS = (0, 1, 2, 4, 8, 16, 32, 64)
"""Words between two spans; one bucket up to each bound, one above."""
SIDES = 2
"""A span stands before its cue or behind it."""
DISTANCES = SIDES * (len(DISTANCE_BOUNDS) + 1)
"""Columns of the table of distances."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The parts of the network that decoding needs, and what was chosen for it on dev."""

    transitions: Floats
    """(labels, labels): from, to."""
    starts: Floats
    ends: Floats
    distance: Floats
    """(kinds of link, distances)."""
    no_source: Floats
    """Vector and bias of “this cue has no source”."""
    no_source_bias: float
    prices: tuple[float, ...]
    """What a span of every role must be likelier than."""
    word_reward: float
    """Gain of a content for every word that is surely content."""


class FoundSpan(NamedTuple):
    """A span of a window's words, and its posterior probability."""

    span: RoleSpan
    probability: float


@dataclass(slots=True)
class LinkedCue:
    """A cue with what belongs to it; spans are words of the window."""

    cue: FoundSpan
    source: FoundSpan | None
    source_probability: float
    """Of the link."""
    contents: list[FoundSpan]
    content_probability: float
    """Of the least certain of the contents' links."""


def within_blocks(emissions: Floats, blocks: list[int], is_mark: list[bool]) -> Floats:
    """Scores by which no span goes on into the next block of the text.

    A heading has no stop, and would be read as one phrase with the name below it. Only content
    goes on, into a block that begins with a quotation mark. `blocks` are numbers of the words'
    blocks, one for each row, `is_mark` says which words are quotation marks.
    """
    bounded = emissions.copy()
    for at in range(1, len(blocks)):
        if blocks[at] == blocks[at - 1]:
            continue
        for role in range(CONTENT_ROLE if is_mark[at] else len(ROLES)):
            bounded[at, [label_of(role, position) for position in "IL"]] = NEVER
    return bounded


def find_spans(emissions: list[Floats], scores: Scores) -> list[list[FoundSpan]]:
    """The spans of windows, in order, from their words' emissions, each (words, labels)."""
    if not emissions:
        return []
    lengths = np.array([len(e) for e in emissions])
    padded = np.zeros((len(emissions), lengths.max(), emissions[0].shape[1]))
    for row, emission in enumerate(emissions):
        padded[row, : len(emission)] = emission
    forward = _forward(padded, scores)
    backward = _backward(padded, lengths, scores)
    found = []
    for row, length in enumerate(lengths):
        ahead, behind = forward[row, :length], backward[row, :length]
        total = float(_log_sum(ahead[-1] + scores.ends, 0))
        sums = _Sums(padded[row, :length], ahead, behind - total)
        found.append(_window_spans(sums, scores))
    return found


def _log_sum(values: Doubles, axis: int) -> Doubles:
    top = values.max(axis, keepdims=True)
    summed: Doubles = np.log(np.exp(values - top).sum(axis, keepdims=True)) + top
    return np.squeeze(summed, axis)


def _forward(emissions: Doubles, scores: Scores) -> Doubles:
    """Log sum of all label sequences up to a word that end in a label, the word included."""
    forward = np.zeros_like(emissions)
    forward[:, 0] = scores.starts + emissions[:, 0]
    for at in range(1, emissions.shape[1]):
        forward[:, at] = _log_sum(forward[:, at - 1, :, None] + scores.transitions, 1)
        forward[:, at] += emissions[:, at]
    return forward


def _backward(emissions: Doubles, lengths: NDArray[np.int64], scores: Scores) -> Doubles:
    """Log sum of all label sequences behind a word that has a label, the word left out."""
    backward = np.zeros_like(emissions)
    backward[:, -1] = scores.ends
    for at in range(emissions.shape[1] - 2, -1, -1):
        onward = _log_sum(
            scores.transitions + (backward[:, at + 1] + emissions[:, at + 1])[:, None, :], 2
        )
        # a window that ends here starts its way back here
        backward[:, at] = np.where((at >= lengths - 1)[:, None], scores.ends, onward)
    return backward


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the forward-backward algorithm says of a window, (words, labels) each."""

    emissions: Doubles
    forward: Doubles
    backward: Doubles
    """With the sum of all sequences taken off."""

    def posterior(self) -> Doubles:
        """Probability of every label of every word."""
        probability: Doubles = np.exp(self.forward + self.backward)
        return probability


def _window_spans(sums: _Sums, scores: Scores) -> list[FoundSpan]:
    """The best spans of one window."""
    posterior = sums.posterior()
    found: list[FoundSpan] = []
    gains: list[float] = []
    for role in range(len(ROLES)):
        columns = [label_of(role, position) for position in POSITIONS]
        in_role = np.concatenate([[0.0], np.cumsum(posterior[:, columns].sum(1) - 0.5)])
        for candidate in _candidates(role, posterior, sums, scores):
            start, end, _ = candidate.span
            gain = candidate.probability - scores.prices[role]
            if role == CONTENT_ROLE:
                gain += scores.word_reward * max(0.0, float(in_role[end] - in_role[start]))
            if gain > 0:
                found.append(candidate)
                gains.append(gain)
    return best_apart(found, gains)


def _candidates(role: int, posterior: Doubles, sums: _Sums, scores: Scores) -> list[FoundSpan]:
    """Spans of a role that are likely enough, with the posterior of all of their labels."""
    first, inside, last, alone = (label_of(role, position) for position in POSITIONS)
    found = [
        FoundSpan(RoleSpan(int(at), int(at) + 1, role), float(posterior[at, alone]))
        for at in np.flatnonzero(posterior[:, alone] > LEAST)
    ]
    starts = np.flatnonzero(posterior[:, first] > LEAST)
    lasts = np.flatnonzero(posterior[:, last] > LEAST)
    if not len(starts) or not len(lasts):
        return found
    moves = scores.transitions
    # what it costs to stay inside, up to and without every word
    staying = np.concatenate([[0.0], np.cumsum(sums.emissions[:, inside] + moves[inside, inside])])
    between = staying[lasts][None, :] - staying[starts + 1][:, None]
    between += moves[first, inside] + moves[inside, last] - moves[inside, inside]
    between[starts[:, None] + 1 == lasts[None, :]] = moves[first, last]
    behind = (sums.emissions + sums.backward)[lasts, last]
    logs = sums.forward[starts, first][:, None] + between + behind[None, :]
    logs[starts[:, None] >= lasts[None, :]] = -np.inf
    probability = np.exp(logs)
    for row, column in zip(*np.nonzero(probability > LEAST), strict=True):
        span = RoleSpan(int(starts[row]), int(lasts[column]) + 1, role)
        found.append(FoundSpan(span, float(probability[row, column])))
    return found


def best_apart(found: list[FoundSpan], gains: list[float]) -> list[FoundSpan]:
    """Those spans that do not overlap and gain most together, in order.

    Weighted interval scheduling (Kleinberg and Tardos 2005, section 6.1).
    """
    order = sorted(range(len(found)), key=lambda at: found[at].span.end)
    ends = [found[at].span.end for at in order]
    best = [0.0]
    taken: list[int | None] = []
    for position, at in enumerate(order):
        before = bisect_right(ends, found[at].span.start, 0, position)
        gain = best[before] + gains[at]
        taken.append(before if gain > best[position] else None)
        best.append(max(gain, best[position]))
    chosen = []
    position = len(order)
    while position:
        before_it = taken[position - 1]
        if before_it is None:
            position -= 1
        else:
            chosen.append(found[order[position - 1]])
            position = before_it
    return chosen[::-1]


def link_all(spans: list[FoundSpan], vectors: Floats, scores: Scores) -> list[LinkedCue]:
    """All cues of a window with their sources and contents; `vectors` is (words, slots × size).

    Every content goes to the cue that scores best, every cue takes the source
    that does, or none; so a cue may be left without content.
    """
    cues = [found for found in spans if found.span.role == CUE_ROLE]
    sources = [found for found in spans if found.span.role == SOURCE_ROLE]
    contents = [found for found in spans if found.span.role == CONTENT_ROLE]
    if not cues:
        return []
    slots = vectors.reshape(len(vectors), -1, LINK_SIZE)
    linked = [LinkedCue(cue, None, 1.0, [], 1.0) for cue in cues]
    if contents:
        chosen, probability = _best(
            _link_scores(slots, contents, cues, slot=2, kind=CONTENT, scores=scores)
        )
        for content, cue, certain in zip(contents, chosen, probability, strict=True):
            linked[cue].contents.append(content)
            linked[cue].content_probability = min(linked[cue].content_probability, certain)
    none = _span_vectors(slots, cues, 0) @ scores.no_source / LINK_SIZE**0.5 + scores.no_source_bias
    to_sources = none[:, None]
    if sources:
        towards = _link_scores(slots, sources, cues, slot=0, kind=SOURCE, scores=scores).T
        to_sources = np.concatenate([to_sources, towards], axis=1)
    chosen, probability = _best(to_sources)
    for cue_link, source, certain in zip(linked, chosen, probability, strict=True):
        cue_link.source = sources[source - 1] if source else None
        cue_link.source_probability = certain
    return linked


def _span_vectors(slots: Floats, found: list[FoundSpan], slot: int) -> Floats:
    starts = [one.span.start for one in found]
    lasts = [one.span.end - 1 for one in found]
    return slots[starts, 2 * slot] + slots[lasts, 2 * slot + 1]


def _link_scores(
    slots: Floats,
    spans: list[FoundSpan],
    cues: list[FoundSpan],
    *,
    slot: int,
    kind: int,
    scores: Scores,
) -> Floats:
    """(spans, cues); `slot` is that of the cue, the span's comes next."""
    buckets = [[distance_bucket(one.span[:2], cue.span[:2]) for cue in cues] for one in spans]
    product: Floats = _span_vectors(slots, spans, slot + 1) @ _span_vectors(slots, cues, slot).T
    product /= np.float32(LINK_SIZE**0.5)
    product += scores.distance[kind][np.array(buckets)]
    return product


def distance_bucket(span: tuple[int, int], cue: tuple[int, int]) -> int:
    """Column of the table of distances for a span (words) and a cue."""
    after = span[0] >= cue[1]
    between = span[0] - cue[1] if after else cue[0] - span[1]
    bucket = sum(between > bound for bound in DISTANCE_BOUNDS)
    return bucket + after * (len(DISTANCE_BOUNDS) + 1)


def _best(choices: Floats) -> tuple[list[int], list[float]]:
    """Column of every row's best choice, and its probability."""
    weights = np.exp(choices - choices.max(1, keepdims=True))
    weights /= weights.sum(1, keepdims=True)
    return choices.argmax(1).tolist(), weights.max(1).tolist()
