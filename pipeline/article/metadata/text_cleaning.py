"""Values of metadata as plain, bounded text."""

from __future__ import annotations

import html

from lxml import etree

MAX_CHARACTERS = 1_000
"""No name, headline or address of a real page is longer."""


_CONTROLS = dict.fromkeys((*range(9), 11, *range(14, 32), *range(127, 160)))


def storable(text: str) -> str:
    """The text without what JSON can spell but no database holds: controls, lone surrogates."""
    if text.isprintable():
        # neither is printable, and few texts have any
        return text
    return text.translate(_CONTROLS).encode("utf-8", "replace").decode("utf-8")


def plain(value: object, limit: int = MAX_CHARACTERS) -> str | None:
    """The value as one line with entities decoded; None if it is no text, empty or too long."""
    if not isinstance(value, str) or len(value) > 2 * limit:
        return None
    # sites encode twice: "&amp;quot;"
    text = " ".join(storable(html.unescape(html.unescape(value))).split())
    return text if text and len(text) <= limit else None


def text_of(element: etree._Element, limit: int = 2 * MAX_CHARACTERS) -> str:
    """The text of an element, up to about `limit` characters."""
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        parts.append(str(part))
        length += len(part)
        if length > limit:
            break
    return "".join(parts)


def folded(text: str) -> str:
    """The text's letters and digits alone, for comparing names."""
    return "".join(filter(str.isalnum, text.casefold()))


def shared_words(text: str, other: str) -> float:
    """The share of the words of the shorter text that the other has too, between 0 and 1."""
    words, others = ({word for word in map(folded, side.split()) if word} for side in (text, other))
    if not words or not others:
        return 0.0
    return len(words & others) / min(len(words), len(others))
