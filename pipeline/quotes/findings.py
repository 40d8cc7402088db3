"""What the components hand to each other: cues, frames, attributions found.

All positions are token indices of the Doc unless a name says item: items are
positions in a `Sentence`, where a marked span counts as one.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records import Kind

AUTHOR = "[author]"
"""Speaker where the article's own writer speaks."""

TokenSpan = tuple[int, int]
"""First token, and the one behind the last."""


@dataclass(slots=True)
class Cue:
    """A word or phrase that reports."""

    sentence: int
    item: int
    """Item of the verb, or of the first word of a phrase."""
    item_end: int
    base: str
    """Base form of the verb; "according" and "label" for what is none."""
    form: str
    """Verb form, see `languages.english.english_inflection`; "phrase" for what is no verb."""
    classes: frozenset[str]


@dataclass(slots=True)
class Source:
    """The phrase that names who speaks."""

    start: int
    end: int
    """Tokens of the noun phrase."""
    full_start: int
    full_end: int
    """The same with the apposition that belongs to it."""
    relative: bool = False
    """Whether the sentence has only "who" at the cue; start and end are its antecedent's."""


@dataclass(slots=True)
class Frame:
    """A cue with its source, and which way its content lies."""

    cue: Cue
    source: Source | None
    item_start: int
    item_end: int
    """Items of source and cue together, addressee and adverbials after them included."""
    content_left: bool
    content_right: bool
    elliptical: bool = False
    """Whether the source was taken over from an earlier cue of the sentence."""


@dataclass(slots=True)
class Finding:
    """One attribution: who says what, before the speaker is resolved."""

    sentence: int
    cue: TokenSpan | None
    source: Source | None
    content: list[TokenSpan]
    quotes: list[int]
    """Indices of the marked spans that belong to it, in text order."""
    kind: Kind
    confidence: float
    base: str = ""
    """Base form of the cue's verb."""
    follows: int | None = None
    """The finding whose speaker it shares, where it has no source of its own."""
    speaker_override: str | None = None
    read_off: bool = False
    """Whether the form of the text tells who speaks: a label, a name beside the words."""
    evidence: tuple[float, ...] | None = None
    """What the confidence was computed from, with the model: see `confidence.py`."""
    source_span: TokenSpan | None = None
    """With the model what is given for the source; `source` is what its speaker is found by."""
