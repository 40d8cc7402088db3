"""Numbers written as words, which one paper prints in digits and another does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
)  # fmt: skip
_TENS = ("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBERS = {
    word: str(number)
    for number, word in [*enumerate(_WORDS), *zip(range(30, 100, 10), _TENS, strict=True)]
}
"""Word -> digits, of all numbers that are one word. The fingerprints of a warehouse have numbers
so: another word here would make those of stored wordings other ones, so it takes a migration after
which `IDENTITIES_FOUND_ANEW` has all of them written anew."""

_SCALES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
"""What multiplies the number in front of it."""
_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,9})?")
"""A number in digits, of as many as are reckoned with without rounding."""


def may_end_number(word: str) -> bool:
    """Whether a word may be the last of those that `one_number` makes one number of."""
    return word in _SCALES or word.isdigit()


def one_number(words: Sequence[str], *, in_words: bool) -> str | None:
    """The number in digits that words make together, which are two, or three with "and" in between.

    None if they make none. Numbers among the words are given in digits; `in_words` says that all
    of them were written as words.
    """
    first, *between, last = words
    scale = _SCALES.get(last)
    small = None if scale else _value(last)
    if (scale is None and small is None) or (between and between != ["and"]):
        return None
    number = _value("1" if first == "a" and scale else first)
    if not number:
        return None
    if scale:
        return None if between else _multiplied(number, scale)
    return _added(number, small, needs_zeros=bool(between)) if small and in_words else None


def with_numbers_joined(words: Iterable[str]) -> list[str]:
    """Words of a text without marks, with every number in digits and as one word.

    "two hundred jobs" and "200 jobs" become "200", "jobs".
    """
    joined: list[str] = []
    written: list[bool] = []
    """Whether each was in words."""
    for word in words:
        joined.append(NUMBERS.get(word, word))
        written.append(not word.isdigit())
        for several in (2, 3):
            if len(joined) < several or not may_end_number(joined[-1]):
                continue
            number = one_number(joined[-several:], in_words=all(written[-several:]))
            if number:
                joined[-several:] = [number]
                written[-several:] = [all(written[-several:])]
    return joined


def _multiplied(number: Decimal, scale: int) -> str | None:
    """What "hundred" or the like makes of a number: of "two thousand three" it multiplies three."""
    # nobody says a hundred hundreds or a thousand thousands
    most, group = (100, 1000) if scale == 100 else (1000, 1000 * scale)
    last = number % group
    return _digits(number - last + last * scale) if 0 < last < most else None


def _added(number: Decimal, small: Decimal, *, needs_zeros: bool) -> str | None:
    """A number and one that fits into its zeros: "twenty" and "two", "two hundred" and "fifty"."""
    rest = number % 100
    room = 100 if not rest else 10 if rest >= 20 and not rest % 10 else 0
    return _digits(number + small) if small < room and not (needs_zeros and rest) else None


def _value(number: str) -> Decimal | None:
    return Decimal(number) if _NUMBER.fullmatch(number) else None


def _digits(value: Decimal) -> str:
    return f"{value.normalize():f}"
