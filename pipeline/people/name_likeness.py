"""When two names may be those of one person.

Nicknames come from nicknames, and spellings are compared with jellyfish's Metaphone (Philips,
Computer Language 7(12), 1990) and rapidfuzz's edit distance. What is ours is only the order in
which they are asked. How a name is parsed: `name_parts`.
"""

from __future__ import annotations

import enum
from functools import cache, lru_cache

from jellyfish import metaphone
from nicknames import NickNamer
from rapidfuzz.distance import Indel

from pipeline.people.name_parts import PARSED, PersonName

ALIKE = 0.8
"""Share of letters that two spellings of one name have in common, at least."""


class Likeness(enum.IntEnum):
    """How much speaks for two names being one person's; what is greater, is surer."""

    NONE = 0
    SPELLING = 1
    """A nickname, another spelling or another order: one person only if something else says so."""
    SHORTER = 2
    """Initials or middle names left out."""


@lru_cache(PARSED)
def sound(family: str) -> str:
    """A key in which spellings of one family name agree: how it sounds, in a few letters."""
    # transliterations differ in v and w; where nothing sounds, as in "Yu", the letters are the key
    return metaphone(family.replace("w", "v")) or family


def sound_key(name: PersonName) -> str:
    """A key that forms of one name of several words share: family name and first initial."""
    return _key(name.family, name.given[0])


def sound_keys(name: PersonName) -> set[str]:
    """The keys that other forms of a name may have, nicknames and another order included."""
    if name.is_single:
        return set()
    first = name.given[0]
    keys = {_key(name.family, given) for given in {first, *_nicknames(first), *_full_names(first)}}
    if len(name.given) == 1 and len(first) > 1:
        keys.add(_key(first, name.family))
    return keys


def _key(family: str, given: str) -> str:
    return f"{sound(family)} {_SOUNDS_LIKE.get(given[0], given[0])}"


_SOUNDS_LIKE = {"w": "v", "c": "k", "q": "k", "j": "y", "g": "y", "h": "k"}
"""First letters of one name in several spellings."""


def likeness(one: PersonName, other: PersonName) -> Likeness:
    """How much speaks for two names, both of several words, being one person's.

    A suffix tells people apart: "Jr." is somebody else than the one without.
    """
    if one.is_single or other.is_single or one.suffix != other.suffix:
        return Likeness.NONE
    if one.family == other.family and _fit(one.given, other.given):
        return Likeness.SHORTER
    if _swapped(one, other):
        return Likeness.SPELLING
    if not _alike(one.family, other.family):
        return Likeness.NONE
    first, second = one.given[0], other.given[0]
    if first == second or _alike(first, second) or nicknamed(first, second):
        return Likeness.SPELLING
    return Likeness.NONE


def _fit(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether given names agree, the first ones and in order those that both have.

    "Mary Ann" and "Maryann" do.
    """
    shorter, longer = sorted((_joined(one, other), _joined(other, one)), key=len)
    if not _same_or_initial(shorter[0], longer[0]):
        return False
    rest = iter(longer[1:])
    return all(any(_same_or_initial(name, other) for other in rest) for name in shorter[1:])


def _joined(given: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Given names of which those are one word that are one in another name; no initials."""
    joined: list[str] = []
    for name in given:
        both = joined[-1] + name if joined else ""
        if joined and both in other and min(len(joined[-1]), len(name)) > 1:
            joined[-1] = both
        else:
            joined.append(name)
    return tuple(joined)


def _same_or_initial(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return one == other


def _swapped(one: PersonName, other: PersonName) -> bool:
    return (
        len(one.given) == len(other.given) == 1
        and one.given[0] == other.family
        and other.given[0] == one.family
        and len(one.family) > 1
    )


def _alike(one: str, other: str) -> bool:
    """Whether two words may be spellings of one name."""
    if one == other:
        return True
    return (
        min(len(one), len(other)) > 2
        and sound(one) == sound(other)
        and Indel.normalized_similarity(one, other) >= ALIKE
    )


def nicknamed(one: str, other: str) -> bool:
    """Whether one given name, in plain lower-case letters, is a nickname of another."""
    return other in _nicknames(one) or one in _nicknames(other)


@cache
def _namer() -> NickNamer:
    return NickNamer()


@lru_cache(PARSED)
def _nicknames(name: str) -> frozenset[str]:
    return frozenset(_namer().nicknames_of(name))


@lru_cache(PARSED)
def _full_names(name: str) -> frozenset[str]:
    return frozenset(_namer().canonicals_of(name))
