"""Paragraphs of a text as the rules for turns and lines look at them: tokens and layout."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.quotes.findings import TokenSpan
from pipeline.quotes.reading import Reading
from pipeline.quotes.token_spans import touched
from pipeline.quotes.turns.layout import ParagraphLayout
from pipeline.records import Label, Setting

PLAIN = ParagraphLayout()
NO_WORDS = frozenset({")", "]", "”", "’", '"', "'", "»"})


@dataclass(slots=True)
class Paragraph:
    """One paragraph."""

    number: int
    start: int
    end: int
    """Tokens, white space behind it left out."""
    layout: ParagraphLayout
    quotes: list[int] = field(default_factory=list)
    """Its marked spans."""
    stressed: int = 0
    """Behind the last token of the bold or italic words that it opens with; 0 without."""
    cells: list[TokenSpan] = field(default_factory=list)
    cite: TokenSpan | None = None
    """The words of it that say whose a block quotation is."""
    is_term: bool = False

    @property
    def is_apart(self) -> bool:
        """Whether all of it is a heading, or bold or italic."""
        return self.layout.label is Label.HEADING or self.stressed == self.end

    @property
    def is_quoted(self) -> bool:
        """Whether it stands in a block quotation."""
        return self.layout.label is Label.BLOCKQUOTE


def paragraphs_of(reading: Reading) -> list[Paragraph]:
    """The paragraphs of a text whose marks are paired."""
    found: list[Paragraph] = []
    starts = [*reading.paragraph_start, len(reading.text)]
    for number, (first, behind) in enumerate(pairwise(starts)):
        end = behind
        while end > first and reading.text[end - 1].isspace():
            end -= 1
        if end == first:
            continue
        layout = reading.layout.paragraphs.get(reading.start[first], PLAIN)
        paragraph = Paragraph(number, first, end, layout)
        _set(reading, paragraph)
        found.append(paragraph)
    by_number = {paragraph.number: paragraph for paragraph in found}
    for index, marked in enumerate(reading.marked):
        paragraph = by_number[reading.paragraph[marked.start]]
        paragraph.quotes.append(index)
    return found


def _set(reading: Reading, paragraph: Paragraph) -> None:
    """Give the paragraph what its layout says of words of it, in tokens."""
    chars = reading.start[paragraph.start]
    for words in paragraph.layout.settings:
        start, end = touched(reading.start, reading.end, (chars + words.start, chars + words.end))
        end = min(end, paragraph.end)
        while end > start and reading.text[end - 1].isspace():
            end -= 1
        if not paragraph.start <= start < end:
            continue
        if words.setting is Setting.STRESSED and start == paragraph.start:
            paragraph.stressed = max(paragraph.stressed, end)
        elif words.setting is Setting.CELL:
            paragraph.cells.append((start, end))
        elif words.setting is Setting.CITE and paragraph.cite is None:
            paragraph.cite = (start, end)
        elif words.setting is Setting.TERM:
            paragraph.is_term = True


def asks(reading: Reading, start: int, end: int) -> bool:
    """Whether words end with a question mark, closing marks aside."""
    at = end - 1
    while at > start and reading.text[at] in NO_WORDS:
        at -= 1
    return at > start and reading.text[at].endswith("?")


def marked_whole(reading: Reading, quotes: list[int], start: int, end: int) -> bool:
    """Whether all words among the tokens stand between marks."""
    if not quotes:
        return False
    inside = sum(
        reading.words_in(reading.marked[q].start, reading.marked[q].end)
        for q in quotes
        if start <= reading.marked[q].start and reading.marked[q].end <= end
    )
    return inside > 0 and inside == reading.words_in(start, end)
