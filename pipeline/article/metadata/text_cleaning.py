"""Values of metadata as plain, bounded text."""

from __future__ import annotations

import html

from lxml import etree

from pipeline.text.folding import unbroken_words
from pipeline.text.safe_text import single_spaced, without_setting, writable

MAX_CHARACTERS = 1_000
"""No name, headline or address of a real page is longer."""


def metadata_text(value: object, limit: int = MAX_CHARACTERS) -> str | None:
    """The value as one line with entities decoded; None if it is not text, empty or too long."""
    if not isinstance(value, str) or len(value) > 2 * limit:
        return None
    # sites encode twice: "&amp;quot;"
    text = single_spaced(
        unbroken_words(without_setting(writable(html.unescape(html.unescape(value)))))
    )
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
