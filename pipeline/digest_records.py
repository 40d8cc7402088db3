"""The records of the digest: `warehouse` reads them, `publish` writes the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pipeline.shown_records import ChangedQuotation, FoundQuotation


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """How often a speaker was quoted, and in how many outlets."""

    speaker: str
    role: str | None
    quotations: int
    outlets: int
    speaker_id: int | None = None
    statements: int = 0
    """Different statements: words that many outlets print count once."""


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How often a source without a name was quoted, and in how many outlets."""

    source: str | None
    """What articles call it; None where they do not say whose the words are."""
    quotations: int
    outlets: int


@dataclass(frozen=True, slots=True)
class SpreadStatement:
    """A statement of a span of days that several outlets have printed by its end."""

    first: FoundQuotation
    """Where it was printed first, which may be before the span."""
    outlets: int
    """Those that have printed it by the end of the span."""
    outlets_within: int
    """Those that print it within the span."""


@dataclass(frozen=True, slots=True)
class NewSpeaker:
    """A speaker who is quoted within a span of days and was not in the month before it."""

    count: SpeakerCount
    last_quoted: date | None
    """The last day before the span; None if the warehouse has no earlier words of the speaker."""


@dataclass(frozen=True, slots=True)
class NewSpeakers:
    """Who is quoted within a span of days and was not in the month before it."""

    speakers: tuple[NewSpeaker, ...]
    """The most quoted first, as many as a page shows."""
    total: int
    """All of them."""
    days_known: int
    """Days of that month of which the warehouse has quotations."""


@dataclass(frozen=True, slots=True)
class DigestData:
    """What the digest shows: `warehouse` reads it, `publish` writes the page."""

    since: datetime | None
    until: datetime | None
    quotations: tuple[FoundQuotation, ...]
    """Newest first."""
    speakers: tuple[SpeakerCount, ...]
    """Those with a name, the most quoted first."""
    outlet_counts: tuple[tuple[str, int], ...]
    """Outlet name and its number of quotations, most first."""
    day_counts: tuple[tuple[date, int], ...]
    """Day and number of quotations published on it, oldest first."""
    unnamed: tuple[SourceCount, ...] = ()
    """The most quoted first."""
    statements: int = 0
    """Different statements among the quotations of the span."""
    first_printed: Mapping[int, datetime] = field(default_factory=dict)
    """Statements of the quotations that were first printed before the span, and when."""
    changes: tuple[ChangedQuotation, ...] = ()
    """What was seen in the span to have been edited, newest first."""
    articles: int = 0
    """Articles of the span, those without quotations included."""
    withheld: int = 0
    """Quotations of the span that a check found to be wrong; they count nowhere else."""
    newest_day: date | None = None
    """Of the newest quotations of the warehouse, of whatever span."""
    spread: tuple[SpreadStatement, ...] = ()
    """Those that the most outlets print in the span come first."""
    new_speakers: NewSpeakers | None = None
    """None where the warehouse does not know enough of the days before the span."""


@dataclass(frozen=True, slots=True)
class DigestDay:
    """A day with something to show: a line of the digest's index."""

    day: date
    """In UTC."""
    quotations: int
    """Of articles that appeared on it."""
    speakers: int
    """Persons and bodies with a name that they quote."""
    changes: int
    """Quotations that were seen on it to have been edited."""
    most_quoted: tuple[str, ...]
    """Names, the most quoted first."""
