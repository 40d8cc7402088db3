"""A person's name in its parts, in plain letters.

Names are parsed by nameparser and brought to Latin letters by anyascii.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from anyascii import anyascii

from pipeline.people.name_vocabulary import GIVEN_TOO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nameparser.config import Constants

PARSED = 50_000
"""Names that are kept parsed: those of some days of news."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in its parts, in plain lower-case letters."""

    title: str
    """What stands before the name, as "president", or behind it, as "mp" and "phd"."""
    given: tuple[str, ...]
    """First and middle names; an initial is one letter."""
    family: str
    """In one word: of "de Vries" and "Rees-Mogg" "devries" and "reesmogg"."""
    suffix: str
    """What tells a son from his father, as "jr"."""
    words: tuple[str, ...]
    """All of them but the title, each as the name parts it: "jacob", "rees", "mogg"."""

    @property
    def is_single(self) -> bool:
        """Whether the name is one word, as "Xi"."""
        return not self.given

    @property
    def fullness(self) -> tuple[int, int, int]:
        """Orders names by how much of a name they tell."""
        words = (*self.given, self.family)
        return sum(len(word) > 1 for word in words), len(words), sum(map(len, words))


def latin_words(text: str) -> str:
    """The letters and digits of a text as ASCII in lower case, words parted by single spaces.

    Other scripts are transliterated: "Müller" and "習近平" become "muller" and "xijinping".
    """
    letters = anyascii(text.translate(_APOSTROPHES)).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´.")
"""Signs that join the parts of one word, in the ways that transliterations write them."""


@lru_cache(PARSED)
def parsed(name: str) -> PersonName:
    """The parts of a name; "Orbán, Viktor" is read as "Viktor Orbán".

    "de Vries", "von der Leyen" and "Rees-Mogg" are family names alone. What may be a title or a
    given name before a single other word, as in "Baron Lind", is the given name.
    """
    # a search for words of no name does without it
    from nameparser import HumanName

    has_small_word = any(word[0].islower() for word in name.split()) and not name.islower()
    human = HumanName(name, constants=_constants(has_small_word))
    first, last = f"{human.first} {human.middle}".strip(), human.last
    if not last:
        first, _, last = first.rpartition(" ")
    behind = latin_words(human.suffix).split()
    honours = [word for word in behind if word not in _generations()]
    given = latin_words(first.replace(".", ". ") if name.isupper() else _with_stops(first)).split()
    family = latin_words(last).split()
    title = latin_words(human.title)
    if title in GIVEN_TOO and family and not given:
        given, title = [title], ""
    suffix = "".join(word for word in behind if word in _generations())
    return PersonName(
        latin_words(" ".join((title, *honours))),
        tuple(given),
        "".join(family),
        suffix,
        tuple(filter(None, (*given, *family, suffix))),
    )


def _with_stops(given: str) -> str:
    """Given names with every initial apart: "J.K." and "JK" are "J. K. "."""
    return _INITIALS.sub(lambda word: ". ".join(word.group()) + ". ", given.replace(".", ". "))


_INITIALS = re.compile(r"\b[A-Z]{2,3}\b")
"""Initials that run together, in a name that has small letters, too."""


@cache
def _constants(has_small_word: bool) -> Constants:
    """How names are parsed.

    "Van" and "Al" are given names as well, so only where some word is written small and some is not
    is a particle in front taken for a part of the family name: "Van Morrison", "Van den Berg".
    """
    from nameparser.config import CONSTANTS, Constants

    if not has_small_word:
        return CONSTANTS
    return Constants(non_first_name_prefixes=CONSTANTS.prefixes)


@cache
def _generations() -> frozenset[str]:
    """What stands behind a name and is no degree or honour: "jr", "iii", "junior"."""
    from nameparser.config import CONSTANTS

    return frozenset(map(latin_words, CONSTANTS.suffix_not_acronyms))


def same_but_for_spaces(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the words of two names are the same, but that one of both writes some as one word.

    "mary ann lee" and "maryann lee" are; "eva nash" and "evan ash" part the letters otherwise. An
    initial is no part of a word: "eva n ash" is not "eva nash".
    """
    fewer, more = sorted((one, other), key=len)
    rest = iter(more)
    for word in fewer:
        parts: list[str] = []
        while len("".join(parts)) < len(word):
            parts.append(next(rest, ""))
            if not parts[-1]:
                return False
        if "".join(parts) != word or (len(parts) > 1 and min(map(len, parts)) < 2):
            return False
    return next(rest, None) is None
