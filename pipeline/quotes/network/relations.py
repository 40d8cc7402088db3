"""What a noun is in its clause: its subject, its object, the owner of something.

Whoever a pronoun means was the subject of what stands before more often than anything else (Hobbs
1978; Grosz, Joshi and Weinstein 1995). A head of the network says of every word what it is, learned
from the syntax of annotated texts; it means something for nouns, names and pronouns alone.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from pipeline.quotes.network.decoding import Floats

RelationShares = NDArray[np.float16]
"""(words, relations): the probability of each."""


class Relation(IntEnum):
    """What a word is in its clause; groups of the relations of Universal Dependencies."""

    OTHER = 0
    SUBJECT = 1
    """Of a sentence."""
    CLAUSE_SUBJECT = 2
    """Of a clause inside of one."""
    OBJECT = 3
    OWNER = 4
    """“Cole” in “Cole’s boat”."""
    OBLIQUE = 5
    """Behind a preposition."""
    APPOSED = 6
    """Beside another noun that means the same."""
    PREDICATE = 7
    """“mayor” in “Cole is the mayor”."""


def relation_shares(scores: Floats) -> RelationShares:
    """The probabilities of words from the network's scores, both (words, relations)."""
    weights = np.exp(scores - scores.max(1, keepdims=True))
    shares: RelationShares = (weights / weights.sum(1, keepdims=True)).astype(np.float16)
    return shares
