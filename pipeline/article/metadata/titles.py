"""A page's title without the outlet's name on it."""

from __future__ import annotations

import re

from pipeline.text.folding import letters_and_digits

MAX_OUTLET_WORDS = 5
"""An outlet's name at the end of a title; more are a part of the title."""
_SEPARATOR = re.compile(r"\s+(?:[|–—·•»‹›<>/-]|::)\s+|\s*\|\s*")
"""Signs between a title and the outlet's name."""


def title_ends(title: str) -> tuple[str, str] | None:
    """What stands before the first separator of a title, and behind the last; None without one."""
    parts = _SEPARATOR.split(title)
    return (parts[0], parts[-1]) if len(parts) > 1 else None


def without_outlet(title: str, outlet: str | None) -> str:
    """The title without the outlet's name, which sites put behind it, or before it."""
    gaps = list(_SEPARATOR.finditer(title))
    if not gaps or not outlet:
        return title
    name = _name(outlet)
    for gap in gaps:
        if _name(title[gap.end() :]) == name:
            return title[: gap.start()] or title
    if _name(title[: gaps[0].start()]) == name:
        return title[gaps[0].end() :] or title
    return title


def _name(text: str) -> str:
    """An outlet's name for comparing: "The Post", "post" and "thepost.com" are one."""
    return letters_and_digits(
        re.sub(r"\.(?:com|org|net|co\.uk|info)$", "", text.strip())
    ).removeprefix("the")
