"""What an edit changed in the text of an article, paragraph by paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.publish.changes import word_differences
from pipeline.publish.passages import Paragraph, Stretch
from pipeline.records import PARAGRAPH_SEPARATOR
from pipeline.text.paragraph_pairs import paired_paragraphs
from pipeline.text.safe_text import single_spaced
from pipeline.text.shortening import shorten

MAX_SHOWN = 4000
"""Characters of a paragraph that are compared word by word: beyond, it is shown as another one."""
MAX_WORDS = 30_000
"""Words of all paragraphs that are compared word by word on one page, about a second."""


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
    paired = paired_paragraphs(old, new)
    parts: list[ChangedParagraph | Unchanged] = []
    words = MAX_WORDS
    for at, at_new in paired.pairs:
        one = None if at is None else old[at]
        other = None if at_new is None else new[at_new]
        if one == other:
            last = parts[-1] if parts else None
            number = last.number if isinstance(last, Unchanged) else 0
            parts[len(parts) - bool(number) :] = [Unchanged(number + 1)]
            continue
        words -= len((one or "").split()) + len((other or "").split())
        parts.append(_changed(one, other, in_words=words > 0))
    return TextDifferences(tuple(parts), paired.is_whole)


def _paragraphs(text: str) -> list[str]:
    return [shown for one in text.split(PARAGRAPH_SEPARATOR) if (shown := single_spaced(one))]


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
