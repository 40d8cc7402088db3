"""The records that the warehouse shows to persons: what a search finds, lists, the digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.records import Kind


@dataclass(frozen=True, slots=True)
class FoundQuotation:
    """One quotation as the warehouse shows it to a person."""

    quotation_id: int
    speaker: str | None
    role: str | None
    kind: Kind
    text: str
    segments: tuple[str, ...]
    outlet: str
    """Name of the outlet as a reader knows it."""
    headline: str | None
    url: str
    published: datetime | None
    """Publication time of the article; first capture time where the page gives none."""
    context: str
    confidence: float
    speaker_id: int | None = None
    """None for a source without a name."""
    statement_id: int | None = None
    """The same for the same words of the same speaker, wherever printed."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found."""

    quotations: tuple[FoundQuotation, ...]
    """As many as were asked for, those that fit best first."""
    total: int
    """How many fit, those that are not among `quotations` included."""
    hidden: int
    """How many more fit and have a lower confidence than was asked for."""
    notes: tuple[str, ...]
    """What a person is to be told: a name that nobody has, an outlet that is not there."""


@dataclass(frozen=True, slots=True)
class DoubtfulSpeaker:
    """A speaker whose name looks like nobody's."""

    name: str
    speaker_id: int | None
    quotations: int
    doubt: str
    """What is odd about the name, to be read after it: “is a pronoun”."""


@dataclass(frozen=True, slots=True)
class SpeakerEntry:
    """A speaker as a person is shown them."""

    speaker_id: int
    name: str
    kind: str | None
    """PERSON or ORGANISATION; None if no article tells."""
    quotations: int
    """Those that count: of current versions of articles."""
    names: tuple[str, ...]
    """Full names that articles use."""
    forms: tuple[str, ...]
    """All forms that articles use, full names included."""
    roles: tuple[str, ...]
    """The most frequent ones, the most frequent first."""


@dataclass(frozen=True, slots=True)
class SpeakerList:
    """The speakers whom a name may mean."""

    entries: tuple[SpeakerEntry, ...]
    """As many as were asked for, those that fit best first."""
    total: int
    """How many there are, those that are not among `entries` included."""


@dataclass(frozen=True, slots=True)
class SpeakerDecision:
    """Something that was decided by hand about speakers."""

    decision_id: int
    kind: str
    """“merge” or “split”."""
    name: str
    """The name that it is about, as most articles write it; its key if no quotation has it now."""
    into: str | None
    """Of a merge, the name whose speaker it is, likewise."""
    label: str | None
    criterion: dict[str, str]
    """What the quotations have that are split off; empty if the name stands alone."""
    made_at: datetime


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
    day_counts: tuple[tuple[str, int], ...]
    """ISO day and number of quotations published on it, oldest first."""
    unnamed: tuple[SourceCount, ...] = ()
    """The most quoted first."""
