"""What the names in an element's attributes say about it, as plain words.

Class names, ids, roles and test ids are made for machines but named by people:
"ArticleBody__related-links" says what it is. They are split into words, so that
rules can be written as word patterns; a bar stands between two names.

Sites use the same names on all their pages, so what they say is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

NAMING_ATTRIBUTES = frozenset(
    {"id", "class", "role", "itemprop", "name", "rel", "aria-label", "type"}
)
"""Attributes by whose values sites name the parts of a page."""
LIST_ATTRIBUTES = frozenset({"class", "rel"})
"""Attributes with several names, between spaces."""
MAX_WORDS = 60
"""Of one element; sites have some tens, hostile pages thousands."""
MAX_LABEL_CHARACTERS = 40
"""A longer aria-label is a sentence about what can be done here, not a name."""
MAX_REMEMBERED_NAMES = 20_000
"""Class names of elements that are remembered; a site has a few hundred."""
MAX_MATCHES = 2_000
"""Answers that each matcher remembers: a page has a few hundred names."""
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
"""The words of a name in any of the usual ways to join them: camelCase, kebab-case, snake_case."""

Matcher = Callable[[str], bool]
"""Whether class names have one of the names that a rule looks for."""


def words(pattern: str) -> Matcher:
    """A matcher of class names for a pattern of whole words."""
    search = re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])").search

    @lru_cache(MAX_MATCHES)
    def matches(class_names: str) -> bool:
        return bool(class_names) and search(class_names) is not None

    return matches


@lru_cache(MAX_REMEMBERED_NAMES)
def class_names_of(attributes: tuple[tuple[str, str], ...]) -> str:
    """The words of naming attributes: " article body | related links "; "" if there are none."""
    names: list[str] = []
    for attribute, value in attributes:
        if attribute in LIST_ATTRIBUTES:
            names.extend(value.split())
        elif attribute != "aria-label" or len(value) <= MAX_LABEL_CHARACTERS:
            names.append(value)
    phrases: list[str] = []
    count = 0
    for name in names:
        found = _WORDS.findall(name)
        count += len(found)
        phrases.append(" ".join(found).lower())
        if count > MAX_WORDS:
            break
    return f" {' | '.join(phrase for phrase in phrases if phrase)} " if phrases else ""


UNSEEN_NAMES = words(
    r"sr only|screen ?reader(?: ?(?:text|only))?|visually ?hidden|hidden ?visually|"
    r"assistive ?text|off ?screen"
)
"""Names of what is read out and not shown."""
POPUP_NAMES = words(
    r"tool ?tip ?(?:text|content|body|inner|box|popup)|pop ?over ?(?:content|body|inner|box)|"
    r"hover ?card ?(?:content|body|inner)|rollover(?: ?\w+)? block"
)
"""Names of what is shown when a word is pointed at; the word itself is called "tooltip", too."""
