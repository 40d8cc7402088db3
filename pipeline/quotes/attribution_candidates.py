"""What the components hand to each other: attributions found, and who speaks in them.

Positions are tokens of the Doc but for the mention of a speaker.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records import Kind, Span

SPANS_KEY = "verbatim_content"
"""Under this name the Doc has the contents of all attributions in `doc.spans`."""

TokenSpan = tuple[int, int]
"""First token, and the one behind the last."""


@dataclass(slots=True)
class Source:
    """The phrase that names who speaks."""

    start: int
    end: int
    """Tokens of the noun phrase."""
    full: TokenSpan
    """All of the source, with the apposition that belongs to it."""


@dataclass(slots=True)
class AttributionCandidate:
    """One attribution: who says what, before the speaker is resolved.

    It comes from one of these, and each gives it other things:

    | what finds it | cue | source | `read_off` | `evidence` |
    | --- | --- | --- | --- | --- |
    | the network | always | if it has one | | always |
    | the network, that marked words without a cue are speech | | | | always |
    | the form of the text: a label, a name beside the words | | if it names one | yes | |
    | rules for German | if there is one | if there is one | | |
    | rules for marked words in other languages | | | | |
    """

    cue: TokenSpan | None
    source: Source | None
    content: list[TokenSpan]
    quotes: list[int]
    """Indices of the quoted spans that belong to it, in text order."""
    kind: Kind
    confidence: float
    by_writer: bool = False
    """Whether the article's own writer speaks: who asks in an interview."""
    read_off: bool = False
    """Whether the form of the text tells who speaks: a label, a name beside the words."""
    evidence: tuple[float, ...] | None = None
    """What the confidence was computed from by fitted weights, which make it a probability: see
    `confidence.py`."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks."""

    name: str
    certainty: float
    """Probability that it is this one."""
    role: str | None = None
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    """PERSON or ORGANISATION of a name, None of everything else."""
    mention: Span | None = None
    """Characters of the source by which the speaker is mentioned."""
