"""Which source and which contents belong to which cue: scores of links between spans.

The model gives every word LINK_VECTORS vectors of LINK_SIZE numbers. A span's
vector is that of its first word plus that of its last, each from its own slot;
the score of a link is the product of the two spans' vectors and what the
distance between them says.
"""

from __future__ import annotations

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


def distance_bucket(span: tuple[int, int], cue: tuple[int, int]) -> int:
    """Column of the table of distances for a span (words) and a cue."""
    after = span[0] >= cue[1]
    between = span[0] - cue[1] if after else cue[0] - span[1]
    bucket = sum(between > bound for bound in DISTANCE_BOUNDS)
    return bucket + after * (len(DISTANCE_BOUNDS) + 1)
