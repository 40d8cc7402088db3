"""What kind of difference it is when other words stand in a place: a negation, a number, a slip.

Words are given by their keys (see `quoted_words`), so that what outlets write in different ways
makes no difference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from pipeline.text.word_sets import words

FEW = 6
"""Words, of both together, in which a negation is what differs; among more it is one of many."""

SHORTEST_MISSPELT = 5
"""Letters of a word that may be misspelt by a letter; of shorter ones another letter makes another
word ("will", "well")."""
SHORTEST_SWAPPED = 3
"""Letters of a word in which two may have changed places ("teh")."""

_NEGATIONS = words(
    """no not never none nobody nothing nowhere neither nor without cannot
    nein nicht nie niemals niemand niemanden niemandem nichts nirgends ohne weder kein keine keinen
    keiner keinem keines
    pas jamais aucun aucune rien ni non sans
    nunca jamas nadie ningun ninguno ninguna tampoco
    nessuno nessun nessuna niente senza
    nao ninguem nenhum nenhuma nem sem
    niet geen nooit niemand niets zonder
    inte aldrig ingen inga inget ikke aldri uden uten
    nigdy nikt nic bez
    не нет никогда никто ничего без ні немає ніколи ніхто нічого"""
)
"""Of English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian,
Polish, Russian and Ukrainian, without accents, less those that are common words of another of these
languages, as "mai", "sin" and "nu". Of a language that has none here every difference is reported,
too, but is called another wording."""
_WEAK_NEGATIONS = words("ne n")
"""What stands in French beside another negation; alone, as in "il n'est plus", it negates, too."""
_NUMBER = re.compile(r"\d")
_NUMBER_WORDS = words(
    """hundred thousand million billion trillion
    zwei drei vier funf fuenf sechs sieben acht neun zehn elf zwolf zwoelf dreizehn vierzehn
    funfzehn fuenfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreissig vierzig funfzig fuenfzig
    sechzig siebzig achtzig neunzig hundert tausend millionen milliarde milliarden billionen"""
)
"""Words that are numbers where none stands before them ("a few million"), and German ones."""


def negates(word: str) -> bool:
    """Whether a word turns a sentence into its opposite."""
    return word in _NEGATIONS or word.endswith("n't")


def negation_differs(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a negation came or went among a few words."""
    few = len(before) + len(after) <= FEW
    return few and _negations(before) % 2 != _negations(after) % 2


def _negations(some: Sequence[str]) -> int:
    weak = any(word in _WEAK_NEGATIONS or word.startswith("n'") for word in some)
    return sum(map(negates, some)) or int(weak)


def is_number(word: str) -> bool:
    """Whether a word is a number, or a large part of one."""
    return bool(_NUMBER.search(word)) or word in _NUMBER_WORDS


def turns(word: str) -> bool:
    """Whether a word, as it is without marks, changes what is stated when it comes or goes.

    "t" is what is left of "don't" when marks are taken away, "n" of "n'est".
    """
    return negates(word) or word in _WEAK_NEGATIONS or word == "t" or is_number(word)


def number_differs(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether other numbers stand there; a number that only one side has is no other number."""
    return bool(before and after) and _numbers(before) != _numbers(after)


def is_respelling(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether both are the same words, written with a slip: "goverment", "to day", "dont".

    A slip is one letter more, less or other within a word, or two that changed places. A first
    letter makes another word, and an ending is grammar: neither is a slip. In a script without
    capitals a sign may be a word, as "not" is in Chinese, or stand for more than a sound.
    """
    if "".join(before).replace("'", "") == "".join(after).replace("'", ""):
        return True
    return len(before) == len(after) and all(
        one == other or _is_slip(one, other) for one, other in zip(before, after, strict=True)
    )


def _is_slip(one: str, other: str) -> bool:
    if not (one.isalpha() and other.isalpha()) or one[0] != other[0] or one.upper() == one:
        return False
    if len(one) == len(other) and sorted(one) == sorted(other):
        return len(one) >= SHORTEST_SWAPPED and _letter_apart(one, other)
    ending = one[-1] != other[-1] or one.startswith(other) or other.startswith(one)
    longer = max(len(one), len(other))
    return not ending and longer >= SHORTEST_MISSPELT and _letter_apart(one, other)


def _letter_apart(one: str, other: str) -> bool:
    return OSA.distance(one, other, score_cutoff=1) <= 1


def _numbers(some: Sequence[str]) -> list[str]:
    return [word for word in some if is_number(word)]
