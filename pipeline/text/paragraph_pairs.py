"""Which paragraph of a text became which one of an edited text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.text.word_runs import likeness

MAX_COMPARED = 600
"""Paragraphs of either text that are compared, besides those that both texts begin and end with:
the time grows with their product."""
AHEAD = 12
"""Paragraphs among which the one that was reworded is looked for: an edit takes out a few."""
FIRST_WORDS = 60
"""Of two paragraphs that are looked at to find whether they are alike."""
ALIKE = 0.4
"""Share of words, in order, from which on two texts are one that was reworded."""


@dataclass(frozen=True, slots=True)
class ParagraphPairs:
    """The paragraphs of both texts, each once, in the order of the newer text."""

    pairs: tuple[tuple[int | None, int | None], ...]
    """Index in the older text and in the newer one; None where only the other has it."""
    is_whole: bool
    """Whether all paragraphs are in it: of very long texts, the last ones are left out."""


def paired_paragraphs(old: Sequence[str], new: Sequence[str]) -> ParagraphPairs:
    """Lay the paragraphs of two texts side by side: those that are the same, and those alike."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    is_whole = max(len(middle), len(middle_new)) <= MAX_COMPARED
    pairs: list[tuple[int | None, int | None]] = [(at, at) for at in range(start)]
    for one, other in _middle(middle[:MAX_COMPARED], middle_new[:MAX_COMPARED]):
        pairs.append((_moved(one, start), _moved(other, start)))
    pairs += ((len(old) - left, len(new) - left) for left in range(end, 0, -1))
    return ParagraphPairs(tuple(pairs), is_whole)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many paragraphs two texts have in common from their beginning."""
    number = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        number += 1
    return number


def _moved(index: int | None, by: int) -> int | None:
    return None if index is None else index + by


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            yield from zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            yield from _alike(old, new, range(i1, i2), range(j1, j2))


def _alike(
    old: Sequence[str], new: Sequence[str], mine: range, theirs: range
) -> Iterator[tuple[int | None, int | None]]:
    """Paragraphs that were taken out, put in, and those of both that are alike, in order."""
    start = mine.start
    for other in theirs:
        ahead = range(start, min(start + AHEAD, mine.stop))
        alike = next((one for one in ahead if _is_alike(old[one], new[other])), None)
        if alike is None:
            yield None, other
            continue
        for one in range(start, alike):
            yield one, None
        yield alike, other
        start = alike + 1
    for one in range(start, mine.stop):
        yield one, None


def _is_alike(one: str, other: str) -> bool:
    first, second = one.split()[:FIRST_WORDS], other.split()[:FIRST_WORDS]
    return likeness(first, second, least=ALIKE) > 0
