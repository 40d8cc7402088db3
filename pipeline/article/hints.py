"""What the names in an element's attributes say about it, as plain words.

Class names, ids, roles and test ids are made for machines but named by people:
"ArticleBody__related-links" says what it is. They are split into words, so that
rules can be written as word patterns; a bar stands between two names.
"""

from __future__ import annotations

import re

from bs4 import Tag

NAMING_ATTRIBUTES = ("id", "class", "role", "itemprop", "name", "rel", "aria-label", "type")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
MAX_WORDS = 60
MAX_LABEL_CHARACTERS = 40
"""A longer aria-label is a sentence about what can be done here, not a name."""


class Hints:
    """The hint strings of the elements of one page, each made once."""

    def __init__(self) -> None:
        self._made: dict[int, str] = {}

    def of(self, element: Tag) -> str:
        """The words of an element's names: " article body | related links | "."""
        known = self._made.get(id(element))
        if known is None:
            known = self._made[id(element)] = _hint(element)
        return known


def _hint(element: Tag) -> str:
    names: list[str] = []
    for attribute, value in element.attrs.items():
        if attribute == "aria-label" and len(value) > MAX_LABEL_CHARACTERS:
            continue
        if attribute in NAMING_ATTRIBUTES or attribute.startswith("data-"):
            names.extend(value if isinstance(value, list) else [value])
    phrases: list[str] = []
    words = 0
    for name in names:
        found = _WORDS.findall(name)
        words += len(found)
        phrases.append(" ".join(found).lower())
        if words > MAX_WORDS:
            break
    return f" {' | '.join(phrase for phrase in phrases if phrase)} " if phrases else ""
