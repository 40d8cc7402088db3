"""The records that the warehouse shows to persons: what a search finds, and lists."""

from __future__ import annotations

import enum
from dataclasses import dataclass
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
    published: datetime
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
    more: bool = False
    """Whether so many fit that not all were counted: `total` and `hidden` are then at least so
    many."""


@dataclass(frozen=True, slots=True)
class DoubtfulSpeaker:
    """A speaker whose name looks like nobody's."""

    name: str
    speaker_id: int | None
    quotations: int
    doubt: str
    """What is odd about the name, to be read after it: “is a pronoun”."""


class Doubt(enum.StrEnum):
    """Why a speaker who may be an identity of the identities file is not taken for it."""

    KIND = "kind"
    SPLIT_OFF = "split-off"
    GIVEN_NAME = "given-name"
    ROLE = "role"
    OFFICE_DAYS = "office-days"
    LIFETIME = "lifetime"
    SEVERAL_IDENTITIES = "several-identities"
    NAMESAKES = "namesakes"

    @property
    def sentence(self) -> str:
        """The same for a person to read."""
        return _DOUBTS[self]


_DOUBTS = {
    Doubt.KIND: "one is a person, the other an organisation",
    Doubt.SPLIT_OFF: "this speaker was split off from the name by hand",
    Doubt.GIVEN_NAME: "articles also use another given name",
    Doubt.ROLE: "an article gives a role that contradicts the office",
    Doubt.OFFICE_DAYS: "an article gives the office on a day when somebody else held it",
    Doubt.LIFETIME: "the articles are decades away from the office",
    Doubt.SEVERAL_IDENTITIES: "the file has several of this name",
    Doubt.NAMESAKES: "several speakers have this name",
}


@dataclass(frozen=True, slots=True)
class IdentityOffice:
    """An office of an identity."""

    office: str
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class IdentityCandidate:
    """Somebody of the identities file whom a speaker may be."""

    identity: str
    """Scheme and id, as `wikidata:Q42`."""
    name: str
    offices: tuple[IdentityOffice, ...]
    doubt: Doubt | None
    """Why the speaker is not taken for it; None if it is the speaker's identity."""


@dataclass(frozen=True, slots=True)
class SpeakerCandidates:
    """A speaker who may be somebody of the identities file, but is not taken for it."""

    speaker_id: int
    name: str
    quotations: int
    candidates: tuple[IdentityCandidate, ...]


@dataclass(frozen=True, slots=True)
class SpeakerPair:
    """Two speakers who may be one; of the two, the first is quoted less."""

    key: str
    """Key of the name that the speaker is known by: it stays when numbers change."""
    speaker_id: int
    name: str
    quotations: int
    """Those that count."""
    other_key: str
    other_id: int
    other_name: str
    other_quotations: int
    evidence: tuple[str, ...]
    """What speaks for it, a clause each, the strongest first."""
    score: float
    """How much speaks for it; pairs are listed by it."""


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
    identity: str | None = None
    """Scheme and id in the identities file; None if it is not known."""


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
    """“merge”, “distinguish” or “split”."""
    name: str
    """The name that it is about, as most articles write it; its key if no quotation has it now."""
    into: str | None
    """Of a merge, the name whose speaker it is; of “distinguish”, the name whose it is not."""
    label: str | None
    criterion: dict[str, str]
    """What the quotations have that are split off; empty if the name stands alone."""
    made_at: datetime


class QuotationChange(StrEnum):
    """What an edit of an article did to a quotation; the first that holds, in this order."""

    SPEAKER = "speaker"
    """The words are given to another speaker."""
    REMOVED = "removed"
    """The words were taken out, and nothing stands in their place."""
    ADDED = "added"
    """The words were put in, and stand in nothing's place."""
    NEGATION = "negation"
    """A negation came or went."""
    NUMBER = "number"
    """A number is another one."""
    SPELLING = "spelling"
    """Words are written with a letter more, less or other, or with two changed over: a typo."""
    REPLACED = "replaced"
    """Quite other words of the same speaker stand in the same paragraph."""
    REWORDED = "reworded"
    """Some words are others, were left out or were added."""
    MOVED = "moved"
    """The same words stand elsewhere in the article."""
    MARKS = "marks"
    """Only marks, capitals, accents, hyphens or the writing of numbers differ, no word."""
    WHITE_SPACE = "white-space"
    """Only spaces or ends of lines differ."""


TOLD_CHANGES = frozenset(QuotationChange) - {
    QuotationChange.ADDED,
    QuotationChange.MOVED,
    QuotationChange.MARKS,
    QuotationChange.WHITE_SPACE,
}
"""What is told unless something else is asked for: what was printed is no longer printed so."""


@dataclass(frozen=True, slots=True)
class ChangedQuotation:
    """What an edit of an article did to a quotation."""

    change: QuotationChange
    speaker: str | None
    """Whose words they were; None for words that were added."""
    speaker_now: str | None
    """Whose words they are after the edit; None for words that were removed."""
    outlet: str
    headline: str | None
    """Of the article after the edit."""
    url: str
    text: str | None
    """The words before the edit; None if they were added."""
    text_now: str | None
    """The words after the edit; None if they were removed."""
    last_seen_at: datetime
    """When the article was last seen before the edit."""
    seen_at: datetime
    """When the edited article was first seen."""
    words_changed: int = 0
    """Words taken out or put in; where words stand for others, the more of both."""
    confidence: float = 1.0
    """That of the more certain of both quotations."""
    article_id: int | None = None
    version_id: int | None = None
    """Of the text before the edit."""
    version_now_id: int | None = None
    quotation_id: int | None = None
    """Of the words before the edit."""
    quotation_now_id: int | None = None
    speaker_id: int | None = None
    """None for a source without a name."""
    speaker_now_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChangesFound:
    """What a question for changes found."""

    changes: tuple[ChangedQuotation, ...]
    """The newest edits first; the changes of one in the order of the text."""
    total: int
    """All that fit, also those that a limit left out."""
    hidden: int
    """How many more there are of other kinds, of fewer words or of low confidence."""
    notes: tuple[str, ...]
    """Messages for the person who asks."""
