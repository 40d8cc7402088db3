"""What kind of difference it is when other words stand in a place: a negation, a number, a slip.

Words are given by their keys (see `quoted_words`), so that what outlets write in different ways
makes no difference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

FEW = 6
"""Words, of both together, in which a negation is what differs; among more it is one of many."""

SHORTEST_MISSPELT = 5
"""Letters of a word that may be misspelt by a letter; of shorter ones another letter makes another
word ("will", "well")."""
SHORTEST_SWAPPED = 3
"""Letters of a word in which two may have changed places ("teh")."""

_NEGATIONS = frozenset(
    {"no", "not", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "without",
     "cannot",
     "nein", "nicht", "nie", "niemals", "niemand", "niemanden", "niemandem", "nichts", "nirgends",
     "ohne", "weder", "kein", "keine", "keinen", "keiner", "keinem", "keines"}
)  # fmt: skip
"""Only name what kind of difference it is; every difference is reported."""
_NUMBER = re.compile(r"\d")
_LARGE_NUMBERS = frozenset(
    {"hundred", "thousand", "million", "billion", "trillion",
     "hundert", "tausend", "millionen", "milliarde", "milliarden", "billionen"}
)  # fmt: skip
"""Words that are numbers where none stands before them ("a few million"), and German ones."""


def negates(word: str) -> bool:
    """Whether a word turns a sentence into its opposite."""
    return word in _NEGATIONS or word.endswith("n't")


def negation_differs(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a negation came or went among a few words."""
    few = len(before) + len(after) <= FEW
    return few and sum(map(negates, before)) % 2 != sum(map(negates, after)) % 2


def number_differs(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether other numbers stand there; a number that only one side has is no other number."""
    return bool(before and after) and _numbers(before) != _numbers(after)


def is_respelling(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether both are the same words, written with a slip: "goverment", "to day", "dont".

    A slip is one letter more, less or other within a word, or two that changed places. A first
    letter makes another word, and an ending is grammar: neither is a slip.
    """
    if "".join(before).replace("'", "") == "".join(after).replace("'", ""):
        return True
    return len(before) == len(after) and all(
        one == other or _is_slip(one, other) for one, other in zip(before, after, strict=True)
    )


def _is_slip(one: str, other: str) -> bool:
    if not (one.isalpha() and other.isalpha()) or one[0] != other[0]:
        return False
    if len(one) == len(other) and sorted(one) == sorted(other):
        return len(one) >= SHORTEST_SWAPPED and _letter_apart(one, other)
    ending = one[-1] != other[-1] or one.startswith(other) or other.startswith(one)
    longer = max(len(one), len(other))
    return not ending and longer >= SHORTEST_MISSPELT and _letter_apart(one, other)


def _letter_apart(one: str, other: str) -> bool:
    return OSA.distance(one, other, score_cutoff=1) <= 1


def _numbers(words: Sequence[str]) -> list[str]:
    return [word for word in words if _NUMBER.search(word) or word in _LARGE_NUMBERS]
