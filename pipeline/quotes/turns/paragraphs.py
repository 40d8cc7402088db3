"""Paragraphs of a text as the rules for turns and lines look at them: tokens and markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.quotes.attribution_candidates import TokenSpan
from pipeline.quotes.token_spans import touched
from pipeline.quotes.token_table import TokenTable
from pipeline.quotes.turns.text_markup import ParagraphMarkup
from pipeline.records import Label, Setting

PLAIN = ParagraphMarkup()
"""Of a paragraph of which the page says nothing."""
NO_WORDS = frozenset({")", "]", "”", "’", '"', "'", "»"})
"""Signs that may stand behind the last words of a paragraph."""


@dataclass(slots=True)
class Paragraph:
    """One paragraph."""

    number: int
    start: int
    end: int
    """Tokens, white space behind it left out."""
    markup: ParagraphMarkup
    quotes: list[int] = field(default_factory=list)
    """Its quoted spans."""
    stressed: int = 0
    """Behind the last token of the bold or italic words that it opens with; 0 without."""
    cells: list[TokenSpan] = field(default_factory=list)
    cite: TokenSpan | None = None
    """The words of it that say whose a block quotation is."""
    is_term: bool = False

    @property
    def is_apart(self) -> bool:
        """Whether all of it is a heading, or bold or italic."""
        return self.markup.label is Label.HEADING or self.stressed == self.end

    @property
    def is_quoted(self) -> bool:
        """Whether it stands in a block quotation."""
        return self.markup.label is Label.BLOCKQUOTE


def paragraphs_of(table: TokenTable) -> list[Paragraph]:
    """The paragraphs of a text whose marks are paired."""
    found: list[Paragraph] = []
    starts = [*table.paragraph_start, len(table.text)]
    for number, (first, behind) in enumerate(pairwise(starts)):
        start, end = table.trimmed(first, behind)
        if start == end:
            continue
        markup = table.markup.paragraphs.get(table.start[start], PLAIN)
        paragraph = Paragraph(number, start, end, markup)
        _set(table, paragraph)
        found.append(paragraph)
    by_number = {paragraph.number: paragraph for paragraph in found}
    for index, quoted in enumerate(table.quoted_spans):
        paragraph = by_number[table.paragraph[quoted.start]]
        paragraph.quotes.append(index)
    return found


def _set(table: TokenTable, paragraph: Paragraph) -> None:
    """Give the paragraph what its markup says of words of it, in tokens."""
    chars = table.start[paragraph.start]
    for words in paragraph.markup.settings:
        start, end = touched(table.start, table.end, (chars + words.start, chars + words.end))
        start, end = table.trimmed(start, min(end, paragraph.end))
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


def asks(table: TokenTable, start: int, end: int) -> bool:
    """Whether words end with a question mark, closing marks aside."""
    at = end - 1
    while at > start and table.text[at] in NO_WORDS:
        at -= 1
    return at > start and table.text[at].endswith("?")


def marked_whole(table: TokenTable, quotes: list[int], start: int, end: int) -> bool:
    """Whether all words among the tokens stand between marks."""
    if not quotes:
        return False
    inside = sum(
        table.words_in(*table.quoted_spans[q].span)
        for q in quotes
        if start <= table.quoted_spans[q].start and table.quoted_spans[q].end <= end
    )
    return inside > 0 and inside == table.words_in(start, end)
