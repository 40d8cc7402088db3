"""What an edit changed in the text of an article, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.publish.changes import word_differences
from pipeline.publish.passages import Paragraph, Stretch
from pipeline.text.safe_text import single_spaced
from pipeline.text.shortening import shorten

MAX_COMPARED = 600
"""Paragraphs of either text that are compared: the time grows with their product."""
MAX_SHOWN = 4000
"""Characters of a paragraph that are compared word by word: beyond, it is shown as another one."""
MAX_WORDS = 30_000
"""Words of all paragraphs that are compared word by word on one page, about a second."""
AHEAD = 12
"""Paragraphs among which the one that was reworded is looked for: an edit takes out a few."""
FIRST_WORDS = 60
"""Of two paragraphs that are looked at to find whether they are alike."""
ALIKE = 0.4
"""Share of words, in order, from which on two paragraphs are one that was reworded."""


@dataclass(frozen=True, slots=True)
class ChangedParagraph:
    """A paragraph that an edit added, took out or reworded."""

    change: str
    """`added`, `removed` or `reworded`."""
    before: Paragraph
    """A quoted stretch was taken out; empty for one that was added."""
    after: Paragraph
    """A quoted stretch was put in; empty for one that was removed."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Paragraphs between changes that both texts have."""

    number: int
    change: str = "unchanged"


@dataclass(frozen=True, slots=True)
class TextDifferences:
    """What differs between two texts."""

    parts: tuple[ChangedParagraph | Unchanged, ...]
    """In the order of the newer text."""
    is_whole: bool
    """Whether all of both texts was compared."""

    @property
    def changed(self) -> int:
        """The number of paragraphs that differ."""
        return sum(isinstance(part, ChangedParagraph) for part in self.parts)


def text_differences(before: str, after: str) -> TextDifferences:
    """The paragraphs in which two texts differ; white space makes no difference."""
    old, new = _paragraphs(before), _paragraphs(after)
    is_whole = max(len(old), len(new)) <= MAX_COMPARED
    old, new = old[:MAX_COMPARED], new[:MAX_COMPARED]
    parts: list[ChangedParagraph | Unchanged] = []
    words = MAX_WORDS
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append(Unchanged(i2 - i1))
            continue
        for one, other in _paired(old[i1:i2], new[j1:j2]):
            words -= len((one or "").split()) + len((other or "").split())
            parts.append(_changed(one, other, in_words=words > 0))
    return TextDifferences(tuple(parts), is_whole)


def _paragraphs(text: str) -> list[str]:
    return [shown for one in text.split("\n\n") if (shown := single_spaced(one))]


def _paired(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[str, None] | tuple[None, str] | tuple[str, str]]:
    """Paragraphs that were taken out, put in, and those of both that are alike, in order."""
    start = 0
    for other in new:
        ahead = range(start, min(start + AHEAD, len(old)))
        alike = next((place for place in ahead if _is_alike(old[place], other)), None)
        if alike is None:
            yield None, other
            continue
        for one in old[start:alike]:
            yield one, None
        yield old[alike], other
        start = alike + 1
    for one in old[start:]:
        yield one, None


def _is_alike(one: str, other: str) -> bool:
    """Whether two paragraphs share words enough; which words come how often is looked at first."""
    matcher = SequenceMatcher(
        None, one.split()[:FIRST_WORDS], other.split()[:FIRST_WORDS], autojunk=False
    )
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _changed(before: str | None, after: str | None, *, in_words: bool) -> ChangedParagraph:
    if before is None or after is None:
        return ChangedParagraph(
            "added" if before is None else "removed", _whole(before), _whole(after)
        )
    if not in_words or max(len(before), len(after)) > MAX_SHOWN:
        return ChangedParagraph("reworded", _whole(before), _whole(after))
    taken_out, put_in = word_differences(shorten(before, MAX_SHOWN), shorten(after, MAX_SHOWN))
    return ChangedParagraph("reworded", taken_out, put_in)


def _whole(paragraph: str | None) -> Paragraph:
    return (Stretch(shorten(paragraph, MAX_SHOWN), quoted=True),) if paragraph else ()
