"""The labels that the attribution model gives to words, and the spans they stand for.

BILOU tagging (Ratinov and Roth 2009, "Design Challenges and Misconceptions in
Named Entity Recognition"): a span's only word is U, its first B, its last L,
others I; words of no span are O. Against BIO it makes the model say where a
span ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

ROLES = ("source", "cue", "content")
"""What a span may be; the order is that of the network's labels."""
POSITIONS = "BILU"
"""Begin, inside, last, and unit for a span of one word; outside has a label of its own."""
OUTSIDE = 0
"""Label of a word in no span."""
LABELS = ("O", *(f"{position}-{role}" for role in ROLES for position in POSITIONS))
"""The network's labels in their order."""


class RoleSpan(NamedTuple):
    """Words of one role: the first, and the one behind the last."""

    start: int
    end: int
    role: int
    """Index in ROLES."""


def label_of(role: int, position: str) -> int:
    """Index in LABELS."""
    return 1 + role * len(POSITIONS) + POSITIONS.index(position)


def labels_of(spans: Iterable[RoleSpan], words: int) -> list[int]:
    """Labels of so many words; of spans that overlap the first one stands."""
    labels = [OUTSIDE] * words
    for span in spans:
        if any(labels[span.start : span.end]):
            continue
        labels[span.start : span.end] = [label_of(span.role, "I")] * (span.end - span.start)
        labels[span.start] = label_of(span.role, "B")
        labels[span.end - 1] = label_of(span.role, "L")
        if span.end - span.start == 1:
            labels[span.start] = label_of(span.role, "U")
    return labels


def may_follow(before: int, after: int) -> bool:
    """Whether one label may come right behind another; outside of a text all is OUTSIDE."""
    if before == OUTSIDE or POSITIONS[(before - 1) % len(POSITIONS)] in "LU":
        return after == OUTSIDE or POSITIONS[(after - 1) % len(POSITIONS)] in "BU"
    role = (before - 1) // len(POSITIONS)
    return after in {label_of(role, "I"), label_of(role, "L")}
