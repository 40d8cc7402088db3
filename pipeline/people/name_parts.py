"""A person's name in its parts, in plain letters.

Names are parsed by nameparser and brought to Latin letters by anyascii.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

PARSED = 50_000
"""Names that are kept parsed: those of some days of news."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in its parts, in plain lower-case letters."""

    title: str
    """What stands before the name, as "president"."""
    given: tuple[str, ...]
    """First and middle names; an initial is one letter."""
    family: str
    suffix: str

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
    """The parts of a name; "Orbán, Viktor" is read as "Viktor Orbán"."""
    # a search for words of no name does without it
    from nameparser import HumanName

    human = HumanName(name)
    given = tuple(latin_words(f"{human.first} {human.middle}".replace(".", ". ")).split())
    family = latin_words(human.last).replace(" ", "")
    if not family and given:
        *given_left, family = given
        given = tuple(given_left)
    return PersonName(
        latin_words(human.title), given, family, latin_words(human.suffix).replace(" ", "")
    )
