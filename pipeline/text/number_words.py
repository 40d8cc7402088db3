"""Numbers written as words, which one paper prints in digits and another does not."""

from __future__ import annotations

_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
)  # fmt: skip
"""Style guides differ on which of these are written in digits; none spells larger ones out."""
DIGITS = {word: str(number) for number, word in enumerate(_WORDS)}
"""Word -> digits."""
