"""Names and headlines as pages, feeds and mails show them: visible, of bounded length."""

from __future__ import annotations

from pipeline.records import AUTHOR
from pipeline.text.shortening import shorten

MAX_NAME = 120
"""Longer names are cut; a page of hostile ones stays a page."""
MAX_ROLE = 160
"""Likewise; roles are longer than names."""
MAX_OUTLET = 80
"""Likewise."""
MAX_HEADLINE = 240
"""Likewise; the longest headlines of papers fit."""

AUTHOR_NAME = "The writer of the article"
"""Stands for AUTHOR."""
NOBODY_NAME = "Speaker not named"
"""Stands for a speaker without a name."""


def speaker_name(speaker: str | None) -> str:
    """What a speaker is called."""
    if speaker is None:
        return NOBODY_NAME
    if speaker == AUTHOR:
        return AUTHOR_NAME
    return shorten(speaker, MAX_NAME) or NOBODY_NAME


def outlet_name(outlet: str) -> str:
    """What an outlet is called."""
    return shorten(outlet, MAX_OUTLET)


def headline_of(headline: str | None) -> str:
    """The headline of a page, or what stands for one that has none."""
    return shorten(headline or "", MAX_HEADLINE) or "Untitled page"
