"""Words with a name beside them and no verb: “…” — Ada Cole, mayor.

The name may stand behind a dash or in brackets, in front of a colon or a dash, in the next cell of
a row, in the line below or above the words, or in the element that HTML has for it in a block
quotation. There the words need no marks; everywhere else they do. Where lines and words alternate,
the end of the row tells whether the lines stand below or above.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from pipeline.quotes.attribution_candidates import TokenSpan
from pipeline.quotes.marks.utterances import ends_like_sentence, is_title_case, words_of
from pipeline.quotes.token_table import TokenTable
from pipeline.quotes.turns.name_lines import DASHES, NameLine, is_description, name_line
from pipeline.quotes.turns.paragraphs import Paragraph, marked_whole
from pipeline.records import Label
from pipeline.text.word_sets import words

MESSAGES = words(
    """desk pen office message messages statement statements letter note word words remarks comment
    comments reply response greeting greetings reaction view views post"""
)
"""What a line may call the words below it: “A message from Ada Cole”, “From the desk of …”."""
SENDERS = words("from of by")
"""Words between what a line calls the words and who sends them."""
LONGEST_LEAD = 6
"""Tokens in front of the name in such a line: “A few words from the new mayor, …” has six."""
ENDINGS = ".!?…”’\"')"
"""What stands before a dash that no words are joined by."""
FEWEST_WORDS = 3
"""Words between marks from which they are said; fewer must end like a sentence."""


class NamedWords(NamedTuple):
    """Words and who is named beside them."""

    line: NameLine
    content: list[TokenSpan]
    quotes: list[int]


def named_words(
    table: TokenTable, paragraphs: list[Paragraph], taken: set[int]
) -> Iterator[NamedWords]:
    """The words of a text that have a name beside them; `taken` paragraphs have turns."""
    return _Lines(table, paragraphs, taken).find()


class _Lines:
    """One run over one text."""

    def __init__(self, table: TokenTable, paragraphs: list[Paragraph], taken: set[int]) -> None:
        self.table = table
        self.paragraphs = paragraphs
        self.used = set(taken)
        self.told_until, self.told_below = 0, True
        """Up to which paragraph `_are_below` has its answer, so that none is looked at again."""

    def find(self) -> Iterator[NamedWords]:
        yield from self._groups()
        for position, paragraph in enumerate(self.paragraphs):
            if position in self.used:
                continue
            found = self._cells(paragraph) or self._inside(paragraph)
            if found:
                self.used.add(position)
                yield from found
        position = 0
        while position < len(self.paragraphs):
            last = position
            if position not in self.used and self._is_words(position):
                while self._goes_on(last + 1):
                    last += 1
                yield from self._beside(position, last)
            position = last + 1

    # -- elements ---------------------------------------------------------------

    def _groups(self) -> Iterator[NamedWords]:
        """Block quotations and rows of tables that are several paragraphs."""
        positions = range(len(self.paragraphs))
        for group, members in groupby(positions, lambda at: self.paragraphs[at].markup.group):
            inside = [at for at in members if at not in self.used]
            if group is None or not inside:
                continue
            is_quotation = any(self.paragraphs[at].is_quoted for at in inside)
            found = self._quotation(inside) if is_quotation else self._row(inside)
            if found is not None:
                self.used.update(inside)
                yield found

    def _quotation(self, inside: list[int]) -> NamedWords | None:
        """A block quotation with the line that says whose it is."""
        content: list[TokenSpan] = []
        quotes: list[int] = []
        line = None
        for at in inside:
            paragraph = self.paragraphs[at]
            start, end = paragraph.start, paragraph.end
            if line is None and (named := self._signed(paragraph, is_last=at == inside[-1])):
                line, end = named
            if end > start:
                spans, quoted = self._said(paragraph, start, end)
                content += spans
                quotes += quoted
        return NamedWords(line, content, quotes) if line is not None and content else None

    def _signed(self, paragraph: Paragraph, *, is_last: bool) -> tuple[NameLine, int] | None:
        """The name with which a part of a block quotation ends, and the end of what is before."""
        if paragraph.cite is not None:
            start, end = paragraph.cite
            line = name_line(self.table, start, max(end, paragraph.end))
            line = line or name_line(self.table, start, end)
            while start > paragraph.start and self._is_joint(start - 1):
                start -= 1
            return (line, start) if line is not None else None
        if not is_last:
            return None
        for at in range(paragraph.end - 2, max(paragraph.start, paragraph.end - 30) - 1, -1):
            if self.table.text[at] in DASHES and self._is_apart(at, paragraph.start):
                line = name_line(self.table, at, paragraph.end)
                return (line, at) if line is not None else None
        return None

    def _is_joint(self, token: int) -> bool:
        return self.table.text[token] in DASHES or self.table.text[token].isspace()

    def _is_apart(self, at: int, start: int) -> bool:
        """Whether a dash opens a paragraph, or follows the end of a sentence: it joins no words."""
        _, end = self.table.trimmed(start, at)
        return at == start or self.table.text[end - 1].endswith(tuple(ENDINGS))

    def _row(self, inside: list[int]) -> NamedWords | None:
        """A row whose cells are paragraphs."""
        cells = [(self.paragraphs[at].start, self.paragraphs[at].end) for at in inside]
        quotes = [q for at in inside for q in self.paragraphs[at].quotes]
        return self._of_cells(cells, quotes)

    def _cells(self, paragraph: Paragraph) -> list[NamedWords]:
        found = self._of_cells(paragraph.cells, paragraph.quotes)
        return [found] if found is not None else []

    def _of_cells(self, cells: list[TokenSpan], quotes: list[int]) -> NamedWords | None:
        """A row in which one cell names somebody and others are words between marks."""
        line = None
        said: list[int] = []
        starts = [self.table.quoted_spans[q].start for q in quotes]
        for start, end in cells:
            inside = quotes[bisect_left(starts, start) : bisect_left(starts, end)]
            if inside and marked_whole(self.table, inside, start, end):
                said += inside
            elif not inside and line is None:
                line = name_line(self.table, start, end)
        return self._named(line, said) if line is not None else None

    # -- the same paragraph -----------------------------------------------------

    def _inside(self, paragraph: Paragraph) -> list[NamedWords]:
        """“…” — Ada Cole; “…” (Ada Cole); Ada Cole: “…”; Ada Cole – “…”."""
        found: list[NamedWords] = []
        quotes = paragraph.quotes
        begun = 0
        floor = paragraph.start
        for at, quote in enumerate(quotes):
            behind = self.table.quoted_spans[quotes[at + 1]].start if at + 1 < len(quotes) else None
            line = self._behind(quote, paragraph, behind or paragraph.end)
            if line is not None:
                run = quotes[begun : at + 1]
                if not marked_whole(self.table, run, floor, self.table.quoted_spans[quote].end):
                    run = [quote]
                found += filter(None, [self._named(line, run)])
                begun, floor = at + 1, line.full[1]
        if found or not quotes:
            return found
        first = self.table.quoted_spans[quotes[0]].start
        line = self._in_front(paragraph, first)
        if line is not None and marked_whole(self.table, quotes, first, paragraph.end):
            found += filter(None, [self._named(line, quotes)])
        return found

    def _behind(self, quote: int, paragraph: Paragraph, end: int) -> NameLine | None:
        """The name that follows a quoted span and nothing else."""
        table = self.table
        start, _ = table.trimmed(table.quoted_spans[quote].end, end)
        if start >= end:
            return None
        if table.text[start] in DASHES:
            return name_line(table, start, end)
        if paragraph.cite is not None and paragraph.cite[0] == start:
            return name_line(table, start, end)
        last = end - 1
        while last > start and (table.text[last] == "." or table.text[last].isspace()):
            last -= 1
        if table.text[start] == "(" and table.text[last] == ")" and end == paragraph.end:
            line = name_line(table, start + 1, last)
            return line if line is not None and self._is_full(line) else None
        return None

    def _in_front(self, paragraph: Paragraph, first: int) -> NameLine | None:
        table = self.table
        last = table.trimmed(paragraph.start, first)[1] - 1
        if last <= paragraph.start or table.text[last] not in DASHES | {":"}:
            return None
        start = paragraph.start
        for at in range(last - 1, paragraph.start, -1):
            if table.text[at] in DASHES - {"-"}:
                # “THE DAY IN BRIEF — Ada Cole: “…””
                start = at + 1
                break
        line = name_line(table, start, last)
        # what describes somebody in the text is for the network, which finds the name
        return None if line is None or is_description(table, *line.name) else line

    def _is_full(self, line: NameLine) -> bool:
        """Whether a name has two words or more, or says what somebody is."""
        return self.table.words_in(*line.full) > 1 and not any(
            self.table.text[at][:1].isdigit() for at in range(*line.full)
        )

    # -- the paragraph before and behind ----------------------------------------

    def _is_words(self, position: int) -> bool:
        paragraph = self.paragraphs[position]
        return marked_whole(self.table, paragraph.quotes, paragraph.start, paragraph.end)

    def _beside(self, position: int, last: int) -> Iterator[NamedWords]:
        """Words that are paragraphs, with a line below or above them that names somebody."""
        run = [q for at in range(position, last + 1) for q in self.paragraphs[at].quotes]
        line, at = self._line_at(last + 1, below=True), last + 1
        above = self._line_at(position - 1, below=False)
        if line is None or (above is not None and not self._are_below(last + 1)):
            line, at = above, position - 1
        found = self._named(line, run) if line is not None else None
        if found is not None:
            self.used.update(range(position, last + 1))
            self.used.add(at)
            yield found

    def _are_below(self, position: int) -> bool:
        """Whether lines that part words name whose the words above them are.

        Words and lines alternate from the one at `position` on: names stand below if behind the
        last words is one, too, or if a dash opens one.
        """
        if position < self.told_until:
            return self.told_below
        below = True
        while self.table.text[self.paragraphs[position].start] not in DASHES:
            last = position + 1
            if last >= len(self.paragraphs) or last in self.used or not self._is_words(last):
                break
            while self._goes_on(last + 1):
                last += 1
            position = last + 1
            if self._line_at(position, below=True) is None:
                below = False
                break
        self.told_until, self.told_below = position + 1, below
        return below

    def _goes_on(self, position: int) -> bool:
        """Whether a paragraph goes on with the marked words of the one before it."""
        if (
            position >= len(self.paragraphs)
            or position in self.used
            or not self._is_words(position)
        ):
            return False
        return self.table.quoted_spans[self.paragraphs[position].quotes[0]].continues

    def _line_at(self, position: int, *, below: bool) -> NameLine | None:
        if not 0 <= position < len(self.paragraphs) or position in self.used:
            return None
        paragraph = self.paragraphs[position]
        start, end = paragraph.start, paragraph.end
        if paragraph.quotes:
            return None
        is_heading = paragraph.markup.label is Label.HEADING
        if not below and (behind := self._lead(start, end)):
            return name_line(self.table, behind, end)
        line = name_line(self.table, start, end)
        if line is None or (is_heading and below):
            return None
        if below and self.table.text[start] in DASHES:
            return line
        colon = not (below or is_heading) and self.table.text[end - 1] == ":"
        described = line.full[1] > line.name[1] and self.table.text[line.name[1]] == ","
        return line if colon or described else None

    def _lead(self, start: int, end: int) -> int:
        """Behind “From the desk of”, “A message from”; 0 where a line does not open like that."""
        lower = self.table.lower
        said = False
        for at in range(start, min(end, start + LONGEST_LEAD)):
            said = said or lower[at] in MESSAGES
            if lower[at] in SENDERS and said:
                return at + 1
        return 0

    # -- what is made of it -----------------------------------------------------

    def _named(self, line: NameLine | None, quotes: Iterable[int]) -> NamedWords | None:
        said = [q for q in quotes if self._is_said(q)]
        if line is None or not said:
            return None
        return NamedWords(line, [self.table.quoted_spans[q].span for q in said], said)

    def _said(
        self, paragraph: Paragraph, start: int, end: int
    ) -> tuple[list[TokenSpan], list[int]]:
        """The words of a part of a block quotation: its quoted spans if it is nothing else."""
        table = self.table
        quotes = [q for q in paragraph.quotes if start <= table.quoted_spans[q].start < end]
        if marked_whole(table, quotes, start, end):
            return [table.quoted_spans[q].span for q in quotes], quotes
        span = table.trimmed(start, end)
        return [span] if table.words_in(*span) else [], []

    def _is_said(self, quote: int) -> bool:
        """Whether marked words are somebody's, and no title that its author stands beside."""
        quoted = self.table.quoted_spans[quote]
        spoken = words_of(self.table, quoted)
        if not spoken:
            return False
        if ends_like_sentence(self.table, quoted):
            return True
        return len(spoken) >= FEWEST_WORDS and not is_title_case(self.table, spoken)
