"""What watches ask and find: passed between the watches file, the warehouse and what is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Watched(StrEnum):
    """What a watch looks for."""

    QUOTATIONS = "quotations"
    CHANGES = "changes"
    """Quotations that an edit reworded or took out."""
    SPREAD = "spread"
    """Statements that so many outlets print."""


SPREADS_FROM = 2
"""Outlets in which a statement has spread, unless a watch says how many."""


@dataclass(frozen=True, slots=True)
class WatchQuestion:
    """What a watch asks of the warehouse; all that is given must hold."""

    what: Watched = Watched.QUOTATIONS
    speaker: str | None = None
    words: str | None = None
    outlet: str | None = None
    least_outlets: int = SPREADS_FROM
    since: datetime | None = None
    """From when on; None: from when the watch was there."""


@dataclass(frozen=True, slots=True)
class WatchedThing:
    """Something that a watch found: to be told once."""

    what: Watched
    keys: tuple[str, ...]
    """What it is known by, whatever its rows are; it was told if one of them was. The first is its
    own."""
    found_at: datetime
    """When the page that makes it one was captured: with the words, the edit, the last outlet."""
    speaker: str | None
    text: str
    """The words; of an edit, as they were."""
    text_now: str | None
    """After an edit; None if the words are gone, or nothing was edited."""
    outlet: str
    """That printed it; of what spread, first."""
    headline: str | None
    url: str
    published: datetime
    context: str
    """The paragraph of the words; empty if it is not known."""
    outlets: tuple[str, ...]
    """All outlets that print the statement, by name."""
    speaker_now: str | None = None
    """Whose the words are after an edit that gave them to somebody else."""
