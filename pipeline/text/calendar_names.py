"""Names of months and days of the week in the languages of the world.

They are the Unicode CLDR's, by Babel: no module keeps a list of its own. Writers abbreviate in more
ways, and many languages inflect: what begins like one month of the language alone is that month.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError

from pipeline.text.folding import base_letters

Width = Literal["wide", "abbreviated"]

MIN_LETTERS = 3
"""Of an abbreviation. Of two letters, several months begin alike in most languages."""

MAX_ENDING = 4
"""Letters by which an inflected name is longer: Finnish tammikuu, tammikuussa."""

_ALSO = {"de": ("de_AT",), "en": ("en_GB",), "es": ("es_PE",), "fa": ("fa_AF",)}
"""Locales that have other names than their language: Jänner, Sept, setiembre, مارچ."""

_FURTHER = {"de": {"mrz": 3}}
"""What is written and neither in the CLDR nor the beginning of a name."""

_INFLECTING = frozenset(
    {"be", "bs", "cs", "et", "fi", "hr", "hu", "lt", "lv", "pl", "ru", "sk", "sl", "sr", "uk"}
)
"""Languages in which months have endings of which the CLDR names two at most. Elsewhere other words
begin like months: German Jungen, Juni."""

_PREPOSITIONS = {"he": ("ב", "ל")}
"""Letters that are written before the month, as part of its word."""


@cache
def month_names(language: str, width: Width = "wide") -> tuple[str, ...]:
    """The months of a language from January on, as a date has them: "March", "Mar"."""
    names = Locale.parse(language).months["format"][width]
    return tuple(names[number] for number in range(1, 13))


@cache
def weekday_names(language: str, width: Width = "wide") -> tuple[str, ...]:
    """The days of the week of a language from Monday on: "Monday", "Mon"."""
    names = Locale.parse(language).days["format"][width]
    return tuple(names[number] for number in range(7))


def lower_case(*lists: Iterable[str]) -> frozenset[str]:
    """All words of some lists of names in lower case, as rules compare them."""
    return frozenset(name.lower() for names in lists for name in names)


@lru_cache(1_000)
def month_number(word: str, language: str | None) -> int | None:
    """The number of the month that a word names in a language or in English; None for none.

    `language` is an ISO 639 code; one that the CLDR does not know has no names of its own.
    """
    for code in dict.fromkeys((language, "en")):
        if code is None:
            continue
        bare = _bare(word)
        forms = [bare, *(bare[1:] for sign in _PREPOSITIONS.get(code, ()) if bare.startswith(sign))]
        for form in forms:
            number = _exact(code).get(form) or _begun(form, code)
            if number:
                return number
    return None


def _bare(word: str) -> str:
    """A word in small letters, without dots and marks above or below its letters."""
    return base_letters(word).replace(".", "").strip()


@cache
def _exact(language: str) -> dict[str, int]:
    """The numbers of months by name and abbreviation."""
    found = dict(_FURTHER.get(language, {}))
    for code in (language, *_ALSO.get(language, ())):
        try:
            months = Locale.parse(code).months
        except (UnknownLocaleError, ValueError):
            continue
        for context in months.values():
            for width in ("wide", "abbreviated"):
                for number, name in context.get(width, {}).items():
                    found.setdefault(_bare(name), number)
    # where the CLDR has no name, it has a number
    return {name: number for name, number in found.items() if len(name) >= MIN_LETTERS}


def _begun(word: str, language: str) -> int | None:
    """The only month that the word abbreviates, or names with another ending."""
    if len(word) < MIN_LETTERS:
        return None
    names = _exact(language)
    begun = {name for name in names if name.startswith(word)}
    # nobody spares one letter: it is another language's name, or a mistake
    if begun and len(word) > max(map(len, begun)) - 2:
        begun = set()
    if language in _INFLECTING:
        begun |= {name for name in names if _is_inflected(word, name)}
    numbers = {names[name] for name in begun}
    return numbers.pop() if len(numbers) == 1 else None


def _is_inflected(word: str, name: str) -> bool:
    stem = name[: -2 if len(name) > MIN_LETTERS + 2 else -1]
    return (
        len(stem) >= MIN_LETTERS and word.startswith(stem) and len(word) <= len(name) + MAX_ENDING
    )
