"""What tells a clause of English from a phrase: a finite verb."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.quotes.languages.english.english_grammar import AUXILIARIES
from pipeline.quotes.languages.english.english_reporting import is_finite
from pipeline.quotes.token_table import TokenTable
from pipeline.text.word_sets import words

NOT_FINITE = words("be been being having")
"""Auxiliaries that no clause has alone."""
FINITE_AUXILIARIES = AUXILIARIES - NOT_FINITE - {"'s"}
"""Those that make a clause; “’s” is more often a possessive."""
SHORTEST_PAST = 5
"""Letters of the shortest word that its ending shows to be a verb: “asked”, and not “red”."""


def has_finite_verb(table: TokenTable, tokens: Iterable[int]) -> bool:
    """Whether any of the tokens looks like a finite verb: an auxiliary, a verb that reports, “-ed”.

    What looks like a past tense may be a participle; without a parser both are taken for verbs.
    """
    return any(_is_finite(table.lower[at]) for at in tokens)


def _is_finite(word: str) -> bool:
    return (
        word in FINITE_AUXILIARIES
        or is_finite(word)
        or (word.endswith("ed") and len(word) >= SHORTEST_PAST)
    )
