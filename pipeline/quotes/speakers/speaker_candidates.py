"""Who may be meant by a source: names, phrases, the source's own words, the writer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from pipeline.quotes.speakers.name_forms import (
    Key,
)
from pipeline.quotes.speakers.words_read import (
    WordSpan,
)

PRONOUNS = {
    "he": 1, "him": 1, "his": 1, "she": 2, "her": 2, "they": 3, "them": 3, "their": 3, "both": 3,
    "those": 3, "these": 3, "it": 4, "its": 4, "this": 4, "i": 5, "me": 5, "my": 5, "we": 6,
    "our": 6, "us": 6, "who": 7, "whom": 7, "which": 8, "that": 8, "you": 9,
}  # fmt: skip
"""Pronouns by what they may stand for; 0 is for every other source."""
HE, SHE, WRITER, WRITERS = 1, 2, 5, 6
"""Classes of PRONOUNS that rules ask for."""
UNKNOWN = "[unknown]"
"""Text of the candidate that stands for somebody the article does not name."""


class CandidateKind(IntEnum):
    """What a candidate is; the first three are those of names."""

    PERSON = 0
    ORGANISATION = 1
    LOCATION = 2
    OWN = 3
    """The source as it stands."""
    OWN_CUT = 4
    """The source without what is said of it besides."""
    PHRASE = 5
    """Another source that is not a name."""
    AUTHOR = 6
    UNKNOWN = 7
    JOINT = 8
    """Several names of the source together."""


OWN_WORDS = frozenset({CandidateKind.OWN, CandidateKind.OWN_CUT, CandidateKind.JOINT})
"""Kinds of candidates that are made of the source's own words."""


@dataclass(slots=True)
class SpeakerCandidate:
    """Somebody or something that may be meant."""

    text: str
    kind: CandidateKind
    key: Key
    mentions: list[WordSpan] = field(default_factory=list)
    """Positions where the article has these very words, in order."""
    all_mentions: list[WordSpan] = field(default_factory=list)
    """With those of shorter forms."""
    fuller: tuple[Key, ...] = ()
    """Forms that this one may be short for."""
    gender: float = 0.0
    kinds: tuple[float, ...] = ()
    """Of a phrase: the probability of each of SOURCE_KINDS."""
    numbers: list[float] | None = None
    """What is the same for every source: CANDIDATE_COLUMNS of `choice_numbers`."""
    subjects: list[WordSpan] | None = None
    """The mentions that are the subject of a clause, once `clause_numbers` has asked for them."""

    @property
    def is_own(self) -> bool:
        """Whether it is words of the source itself."""
        return self.kind in OWN_WORDS

    @property
    def is_placed(self) -> bool:
        """Whether it is somebody that the article has at positions of its own."""
        return self.kind <= CandidateKind.PHRASE and not self.is_own


@dataclass(frozen=True, slots=True)
class Query:
    """A source whose speaker is wanted; positions are words."""

    source: WordSpan | None
    cue: WordSpan | None
    content: tuple[WordSpan, ...]

    @property
    def anchor(self) -> int:
        """The word from which the article is looked back at."""
        return (self.source or self.cue or self.content[0])[0]
