"""The records that the warehouse shows to persons: what a search finds, lists, the digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from pipeline.records import Kind

UNCERTAIN_BELOW = 0.5
"""A quotation of a lower confidence is more likely wrong than right, in words or speaker: one in
five has one. It is shown as doubtful, and a search hides it unless asked."""


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
    article_id: int | None = None


@dataclass(frozen=True, slots=True)
class PrintedQuotation:
    """One quotation as an article printed it, for comparison with the words of a draft."""

    quotation_id: int
    kind: Kind
    text: str
    segments: tuple[str, ...]
    """The words between one pair of marks each; none for what is reported without marks."""
    paragraph: str
    """The paragraph in which it stands."""


@dataclass(frozen=True, slots=True)
class PrintedSpeech:
    """All that an article reports of one speaker, in its order."""

    url: str
    outlet: str
    headline: str | None
    published: datetime
    """Publication time of the article; first capture time where the page gives none."""
    speaker: str | None
    """None for a source without a name."""
    speaker_id: int | None
    mention: str | None
    """What the article calls the source, where it has no name."""
    quotations: tuple[PrintedQuotation, ...]
    is_current: bool
    """Whether the article still prints this; False if an edit replaced the version."""
    captured_at: datetime
    warc_file: str
    warc_offset: int


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
class ChangedQuotation:
    """Words that an edit of an article reworded or took out."""

    speaker: str | None
    outlet: str
    headline: str | None
    url: str
    text: str
    """The words as they were."""
    text_now: str | None
    """The same statement as it is now; None if it is gone."""
    seen_at: datetime
    """When the edited article was first seen."""
    article_id: int | None = None
    quotation_id: int | None = None
    """Of the words as they were."""
    quotation_now_id: int | None = None
    speaker_id: int | None = None
    """None for a source without a name."""


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
    newest_day: str | None = None
    """ISO day of the newest quotations of the warehouse, of whatever span."""


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
