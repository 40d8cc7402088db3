"""Which blocks of a page are its true body: an alignment in order, by words.

The true body is text of another tool or person, with other paragraphs, spaces and marks than the
page. Every block gets the share of its words that stand in the body in the order of the page; of
a text that stands twice on the page, one copy counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
"""A character of Chinese, Japanese or Korean is a word, as in the scorer."""
GRAM = 4
MIN_ANYWHERE = 5
"""Words; a shorter text counts in full only as a whole line of the body."""
MIN_IN_PART = 3
PART_WORTH = 0.6
MAX_POSITIONS = 30
MAX_GRAM_POSITIONS = 3
SHIFT = 6
"""Words that a block may have more or less than the body, where they are not the same."""


@dataclass(frozen=True, slots=True)
class Match:
    """How a block stands in the true body."""

    share: float
    """Of its words, 0 to 1."""
    is_optional: bool
    """Whether the reference leaves open if it belongs there."""


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    return WORD.findall(unicodedata.normalize("NFKC", text).lower())


class _Body:
    def __init__(self, lines: Sequence[tuple[str, bool]]) -> None:
        self.words: list[str] = []
        self.optional: list[bool] = []
        self.starts: set[int] = set()
        self.ends: set[int] = set()
        for text, is_optional in lines:
            words = words_of(text)
            if words:
                self.starts.add(len(self.words))
                self.words += words
                self.optional += [is_optional] * len(words)
                self.ends.add(len(self.words))
        self.text = f" {' '.join(self.words)} "
        self.place_of: dict[int, int] = {}
        offset = 1
        for position, word in enumerate(self.words):
            self.place_of[offset] = position
            offset += len(word) + 1
        self.grams: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for position in range(len(self.words) - GRAM + 1):
            self.grams[tuple(self.words[position : position + GRAM])].append(position)

    def positions(self, words: list[str]) -> Iterator[tuple[int, int, float]]:
        """Where a block may stand: start, end, and how many of its words that explains."""
        found = False
        sought = f" {' '.join(words)} "
        at = self.text.find(sought)
        for _ in range(MAX_POSITIONS):
            if at < 0:
                break
            start = self.place_of[at + 1]
            stop = start + len(words)
            if len(words) >= MIN_ANYWHERE or (start in self.starts and stop in self.ends):
                yield start, stop, len(words)
                found = True
            elif len(words) >= MIN_IN_PART:
                yield start, stop, PART_WORTH * len(words)
                found = True
            at = self.text.find(sought, at + 1)
        if not found and len(words) > MIN_ANYWHERE:
            yield from self._near(words)

    def _near(self, words: list[str]) -> Iterator[tuple[int, int, float]]:
        shifts = [
            position - number
            for number in range(len(words) - GRAM + 1)
            for position in self.grams.get(tuple(words[number : number + GRAM]), ())[
                :MAX_GRAM_POSITIONS
            ]
        ]
        if not shifts:
            return
        best = max(sorted(set(shifts)), key=lambda s: sum(abs(o - s) <= SHIFT for o in shifts))
        low, high = max(0, best), min(len(self.words), best + len(words) + SHIFT)
        there = {tuple(self.words[p : p + GRAM]) for p in range(low, high - GRAM + 1)}
        covered = [False] * len(words)
        for number in range(len(words) - GRAM + 1):
            if tuple(words[number : number + GRAM]) in there:
                covered[number : number + GRAM] = [True] * GRAM
        if any(covered):
            yield low, min(len(self.words), low + len(words)), sum(covered)


def align(texts: Sequence[str], lines: Sequence[tuple[str, bool]]) -> list[Match]:
    """How each of the `texts` of a page's blocks stands in its true body.

    `lines` are the paragraphs of the body, each with whether it is optional. The chain of places
    with the most words is taken, by a Fenwick tree over the ends of places.
    """
    body = _Body(lines)
    size = len(body.words) + 2
    best: list[tuple[float, tuple | None]] = [(0.0, None)] * (size + 1)
    blocks = [words_of(text) for text in texts]
    for number, words in enumerate(blocks):
        found = []
        for start, stop, worth in body.positions(words) if words else ():
            # places may overlap by a few words, since they are not always exact
            before = min(size, start + 1 + min(3, (stop - start) // 4))
            value, chain = 0.0, None
            while before > 0:
                if best[before][0] > value:
                    value, chain = best[before]
                before -= before & -before
            found.append((stop + 1, value + worth + 0.01, (number, start, stop, worth, chain)))
        for stop, value, chain in found:
            while stop <= size:
                if value > best[stop][0]:
                    best[stop] = (value, chain)
                stop += stop & -stop  # noqa: PLW2901
    matches = [Match(0.0, is_optional=False)] * len(texts)
    chain = max(best, key=lambda item: item[0])[1]
    while chain is not None:
        number, start, stop, worth, chain = chain
        optional = stop > start and all(body.optional[start:stop])
        matches[number] = Match(worth / len(blocks[number]), optional)
    return matches
