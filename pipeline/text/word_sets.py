"""How lists of words are written."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The set of the words of `text`, so that lexicons read as running lines."""
    return frozenset(text.split())
