"""When two texts count as the same: their letters alone, their words alone, without accents.

Everything here is linear in the length of the text.
"""

from __future__ import annotations

import unicodedata

from pipeline.text.safe_text import single_spaced

_WITHIN_WORDS = "\u00ad\u2060\ufeff"
"""Soft hyphen, word joiner, zero-width no-break space: they show nothing and part no words."""


def straight_apostrophes(text: str) -> str:
    """The text with the apostrophe of typewriters for that of printers, one for one."""
    return text.replace("’", "'")


def letters_and_digits(text: str) -> str:
    """The text's letters and digits alone, without case: spaces and marks make no difference."""
    return "".join(filter(str.isalnum, text.casefold()))


def base_letters(text: str) -> str:
    """The text without case and without the marks above and below its letters."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c))


def unbroken_words(text: str) -> str:
    """The text without the signs in words that say only where a line may end."""
    if not text.isascii():
        for sign in _WITHIN_WORDS:
            text = text.replace(sign, "")
    return text


def folded_words(text: str) -> str:
    """The words of a text, single spaces between them, without case, accents and punctuation.

    This is what makes quotations the same statement, and what is searched.
    """
    decomposed = unbroken_words(unicodedata.normalize("NFKD", text).casefold())
    return single_spaced(
        "".join(
            # accents, and the vowel signs of Devanagari or Thai
            c if c.isalnum() else "" if unicodedata.category(c).startswith("M") else " "
            for c in decomposed
        )
    )


def shared_words(text: str, other: str) -> float:
    """The share of the words of the shorter text that the other has too, between 0 and 1."""
    words, others = (
        {word for word in map(letters_and_digits, side.split()) if word} for side in (text, other)
    )
    if not words or not others:
        return 0.0
    return len(words & others) / min(len(words), len(others))
