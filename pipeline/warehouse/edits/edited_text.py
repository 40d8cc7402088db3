"""Two texts of one article: where a paragraph went, and whether words stand in a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.records import PARAGRAPH_SEPARATOR
from pipeline.text.paragraph_pairs import paired_paragraphs
from pipeline.text.quoted_words import quoted_words

MAX_TEXT = 400_000
"""Characters of a text that are compared: a book's worth."""
BESIDE = 1
"""A paragraph that was split stands beside itself; what is farther away was moved."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the paragraphs of two texts stand, so that places of both can be compared.

    A paragraph that both texts have, word for word or reworded, has an odd number, the same in
    both; what stands between two such paragraphs has the even number between theirs.
    """

    before: Sequence[int]
    """By index of the paragraph in the older text."""
    after: Sequence[int]
    """By index of the paragraph in the newer text."""

    def of(self, paragraph: int, *, newer: bool = False) -> int:
        """The place of a paragraph."""
        places = self.after if newer else self.before
        # what lies beyond the paragraphs that were compared stands at the end
        return places[paragraph] if paragraph < len(places) else max(*places, 0)

    def is_paragraph(self, place: int) -> bool:
        """Whether it is the place of a paragraph that both texts have."""
        return bool(place % 2)


def places(old: Sequence[str], new: Sequence[str]) -> Places:
    """Lay the paragraphs of two texts side by side."""
    where, where_new = [0] * len(old), [0] * len(new)
    place = 0
    pairs = paired_paragraphs(old, new).pairs
    for both, some in groupby(pairs, key=lambda pair: None not in pair):
        group = list(some)
        mine = [one for one, _other in group if one is not None]
        theirs = [other for _one, other in group if other is not None]
        if both:
            for one, other in zip(mine, theirs, strict=True):
                where[one] = where_new[other] = place + 1
                place += 2
            continue
        # one paragraph in the place of one: its words were replaced
        replaced = len(mine) == len(theirs) == 1
        for one in mine:
            where[one] = place + replaced
        for other in theirs:
            where_new[other] = place + replaced
        place += 2 * replaced
    return Places(where, where_new)


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text, as far as it is compared."""
    return text[:MAX_TEXT].split(PARAGRAPH_SEPARATOR)


def text_beside(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """What its paragraphs have before, between and after the parts of a quotation."""
    before = text.rfind(PARAGRAPH_SEPARATOR, 0, spans[0][0])
    start = 0 if before < 0 else before + len(PARAGRAPH_SEPARATOR)
    after = text.find(PARAGRAPH_SEPARATOR, spans[-1][1])
    end = len(text) if after < 0 else after
    ends = (start, *(end for _start, end in spans))
    starts = (*(start for start, _end in spans), end)
    return [text[one:other] for one, other in zip(ends, starts, strict=True)]


class TextWords:
    """The words of a text, to be asked whether others stand there side by side."""

    def __init__(self, text: str) -> None:
        """Nothing is read before something is asked."""
        self._text = text[:MAX_TEXT]
        self._keys: str | None = None

    def have(self, parts: Iterable[str]) -> bool:
        """Whether the words of every part stand in the text, whatever marks are around them."""
        if all(part in self._text for part in parts):
            return True
        if self._keys is None:
            self._keys = _joined(word_keys(self._text))
        # what has no words was not taken out
        return all(_joined(keys) in self._keys for part in parts if (keys := word_keys(part)))

    def have_as_written(self, parts: Iterable[str]) -> bool:
        """Whether every part stands in the text character for character."""
        return all(part in self._text for part in parts)


def word_keys(text: str) -> list[str]:
    """The words of a text as they are compared: what is a matter of style makes no difference."""
    return [word.key for word in quoted_words(text)]


def _joined(keys: Iterable[str]) -> str:
    return f" {' '.join(keys)} "
