"""What the network says of a text's words, as the choice of speakers takes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.records import Span
from pipeline.text.folding import straight_apostrophes, unbroken_words

if TYPE_CHECKING:
    from pipeline.quotes.network.attribution_model import NetworkReading

WordSpan = tuple[int, int]
"""First word, and the one behind the last."""
NAME_KINDS = ("person", "organisation", "location")
"""Kinds of names in the order of the network's labels."""
PERSON_NAME, ORGANISATION_NAME, LOCATION_NAME = range(len(NAME_KINDS))
"""Indices in NAME_KINDS."""
SOURCE_KINDS = ("person", "organisation", "group", "document", "unnamed", "other", "author")
"""What a source may be: the types of the labelled sources that the network learned from."""
CLOSERS = frozenset({'"', "”"})
"""Marks behind the stop that ends a sentence."""
SENTENCE_ENDS = frozenset(".?!")
"""Signs that end a sentence before a capital."""


class NameSpan(NamedTuple):
    """Words that are a name, titles in front perhaps among them."""

    start: int
    end: int
    kind: int
    """Index in NAME_KINDS."""


@dataclass(slots=True)
class WordsRead:
    """The words of a text and what the network says of each.

    Words are those of `wordpieces.read_words`; positions are indices of them.
    """

    text: str
    network: NetworkReading
    quoted: NDArray[np.bool_]
    """Per word whether it stands between marks."""
    start: list[int] = field(init=False)
    """Characters of the text."""
    end: list[int] = field(init=False)
    paragraph: list[int] = field(init=False)
    lower: list[str] = field(init=False)
    sentence: list[int] = field(init=False)
    """Number of the sentence of every word."""

    def __post_init__(self) -> None:
        """Sets what follows from the words, which rules look up too often for a detour."""
        words = self.network.words
        self.start, self.end, self.paragraph = words.start, words.end, words.paragraph
        self.lower = [straight_apostrophes(self.word(at).lower()) for at in range(len(self.start))]
        self.sentence = _sentences(self)

    def word(self, at: int) -> str:
        """A word as readers see it."""
        return unbroken_words(self.text[self.start[at] : self.end[at]])

    def words_at(self, chars: Span) -> WordSpan | None:
        """The words that a span of characters touches, None if there are none."""
        return self.network.words.touched_by(chars)

    def chars(self, span: WordSpan) -> Span:
        """The characters of a span of words."""
        return self.start[span[0]], self.end[span[1] - 1]

    def phrase(self, span: WordSpan) -> str:
        """The text of a span of words, as readers see it."""
        return unbroken_words(self.text[slice(*self.chars(span))])

    def without_possessive(self, span: WordSpan) -> WordSpan:
        """A span without the “’s” that it ends with."""
        start, end = span
        owns = end - start >= 3 and self.lower[end - 2 : end] == ["'", "s"]
        return start, end - 2 * owns

    def is_glued(self, at: int) -> bool:
        """Whether no white space stands before a word."""
        return 0 < at < len(self.start) and self.start[at] == self.end[at - 1]

    def kinds(self, span: WordSpan) -> tuple[float, ...]:
        """Probability of each of SOURCE_KINDS for a source of these words."""
        vectors = self.network.kind_vectors
        first, last = vectors[span[0], 0], vectors[span[1] - 1, 1]
        return self.network.kind_head.kinds(first.astype(np.float32) + last)


def _sentences(read: WordsRead) -> list[int]:
    """A sentence begins with a paragraph, and with a capital behind an end and white space."""
    numbers: list[int] = []
    number = 0
    for at in range(len(read.start)):
        if at and (read.paragraph[at] != read.paragraph[at - 1] or _begins_sentence(read, at)):
            number += 1
        numbers.append(number)
    return numbers


def _begins_sentence(read: WordsRead, at: int) -> bool:
    if not read.text[read.start[at]].isupper() or read.is_glued(at):
        return False
    before = read.lower[at - 1]
    before_that = read.lower[at - 2] if at > 1 else ""
    if before in CLOSERS:
        return before_that in SENTENCE_ENDS
    # the stop of an initial ends nothing
    return before in SENTENCE_ENDS and len(before_that) != 1
