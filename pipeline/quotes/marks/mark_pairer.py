"""The component that pairs quotation marks.

Paragraph by paragraph, one pass. Marks that tell their direction (curly ones,
guillemets) are believed; straight ones tell it by the spaces around them and
by what is open. Single marks count only where they cannot be apostrophes.

Marks never close: a span that is still open at the end of its paragraph ends
there. If the next paragraph begins with an opening mark, it goes on there, as
newspapers set speech of several paragraphs. A mark that closes what nobody
opened takes the sentence before it, if punctuation in front of the mark says
that words end there.

Found: `TokenTable.quoted_spans` (outermost spans only; what is nested inside belongs to
the words quoted), and `doc.spans["verbatim_marks"]`.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from pipeline.quotes.languages.english import ENGLISH_NAME
from pipeline.quotes.languages.quotation_language import QuotationLanguage
from pipeline.quotes.marks.mark_surroundings import (
    ALL_MARKS,
    CLOSING_DOUBLE,
    OPENING_DOUBLE,
    SINGLE,
    STRAIGHT_DOUBLE,
    Surroundings,
)
from pipeline.quotes.token_table import QuotedSpan, TokenTable, token_table

SPANS_KEY = "verbatim_marks"
"""Under this name the Doc has the quoted spans in `doc.spans`."""

ENDING = frozenset(".,!?…;:—–-)]") | {"...", "--", ".."}
"""What words end with in front of a mark that closes."""
LONGEST_SOURCE = 3
"""Words of a name between words left open and a verb of saying."""


class MarkPairer:
    """Finds the quoted spans of a Doc; see the module's docstring."""

    def __init__(self, language: QuotationLanguage) -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its quoted spans found."""
        table = token_table(doc)
        table.quoted_spans = _Pairing(table, self.language).run()
        doc.spans[SPANS_KEY] = SpanGroup(
            doc, name=SPANS_KEY, spans=[Span(doc, m.start, m.end) for m in table.quoted_spans]
        )
        return doc


@Language.factory("verbatim_marks", default_config={"language": {"@misc": ENGLISH_NAME}})
def make_mark_pairer(nlp: Language, name: str, language: QuotationLanguage) -> MarkPairer:
    """Factory; `language` is the one that the pipeline reads."""
    return MarkPairer(language)


class _Pairing:
    """One run over one text."""

    def __init__(self, table: TokenTable, language: QuotationLanguage) -> None:
        self.table = table
        self.around = Surroundings(table)
        self.language = language
        self.found: list[QuotedSpan] = []
        self.still_open = False
        """Whether the last span of the paragraph before was not closed."""
        text = table.text
        single = [i for i, word in enumerate(text) if word in {"'", "’", "›"}]
        self.sure_closers = [i for i in single if self._is_sure_closer(i)]
        self.fair_closers = [i for i in single if self._is_fair_closer(i)]
        self.double_closers = [i for i, word in enumerate(text) if word in CLOSING_DOUBLE]
        self.straight_closers = [
            i for i, word in enumerate(text) if word == '"' and not self.around.space_before(i)
        ]
        self.single_openers = [
            i
            for i, word in enumerate(text)
            if word in {"‘", "‹"} or (word == "'" and self._may_open_single(i))
        ]

    def run(self) -> list[QuotedSpan]:
        starts = [*self.table.paragraph_start, len(self.table.text)]
        for first, behind in itertools.pairwise(starts):
            self._paragraph(*self.table.trimmed(first, behind))
        return [m for m in self.found if m.inner_end > m.inner_start]

    def _paragraph(self, first: int, end: int) -> None:
        text = self.table.text
        opened: int | None = None
        last = end
        continuing = self.still_open
        marks_seen = 0
        index = first
        while index < end:
            mark = text[index]
            if mark not in ALL_MARKS:
                index += 1
                continue
            if opened is None:
                if self._opens(index, first, end):
                    opened = index
                elif mark in CLOSING_DOUBLE or mark in STRAIGHT_DOUBLE:
                    if marks_seen == 0:
                        self._unopened(first, index)
                else:
                    index += 1
                    continue
                marks_seen += 1
            elif (behind := self._behind_nested(opened, index, end)) > index:
                index = behind
                continue
            elif self._closes(opened, index):
                self._add(opened, index + 1, closed=True, continues=continuing and opened == first)
                opened = None
            elif self._reopens(opened, index):
                behind = self._attribution_inside(opened, index)
                self._add(
                    opened,
                    behind if behind < index else self._cut(opened, index),
                    closed=False,
                    continues=continuing and opened == first,
                )
                opened = index
            index += 1
        if opened is not None:
            end = self._attribution_inside(opened, end)
            self._add(opened, end, closed=False, continues=continuing and opened == first)
        # speech goes on only from a span that the end of its paragraph cut off
        self.still_open = opened is not None and end == last

    def _add(self, start: int, end: int, *, closed: bool, continues: bool) -> None:
        inner = self.table.trimmed(start + 1, end - closed)
        self.found.append(QuotedSpan(start, end, *inner, closed=closed, continues=continues))

    def _unopened(self, first: int, index: int) -> None:
        """A closing mark that nothing opened, the first mark of its paragraph."""
        text = self.table.text
        before = index - 1
        if before <= first or text[before] not in ENDING:
            return
        start = before - 1
        while start > first and text[start] not in {".", "!", "?", ":"}:
            start -= 1
        if text[start] in {".", "!", "?", ":"}:
            start += 1
        start, _ = self.table.trimmed(start, index)
        self.found.append(QuotedSpan(start, index + 1, start, index))

    def _attribution_inside(self, opened: int, end: int) -> int:
        """Where words that never close end if an attribution follows them in their paragraph.

        “…, she said”, “…, said Ada Cole”, “…? asked the clerk”.
        """
        text = self.table.text
        for index in range(opened + 2, end - 2):
            if text[index] in {",", "?", "!", "…"} and self._is_attribution(index + 1, end):
                return index + 1
        return end

    def _is_attribution(self, start: int, end: int) -> bool:
        """Whether a source and a verb of saying begin here, in either order."""
        lower, language = self.table.lower, self.language
        at = start
        while at < end - 1 and at < start + LONGEST_SOURCE and self._may_be_source(at):
            at += 1
        if at > start and lower[at] in language.saying_verbs:
            return True
        if lower[start] not in language.reporting_verbs or start + 2 >= end:
            return False
        described = lower[start + 1] in language.content_openers
        return self._may_be_source(start + 1) or (described and self.table.is_word(start + 2))

    def _may_be_source(self, index: int) -> bool:
        word = self.table.lower[index]
        starter = word in self.language.sentence_starters
        return word in self.language.third_persons or (
            self.table.is_capitalised(index) and not starter
        )

    def _cut(self, opened: int, behind: int) -> int:
        """Where words whose closing mark is missing end, before another mark opens."""
        text = self.table.text
        for index in range(opened + 2, behind):
            if text[index] in {".", "!", "?", ","} and index + 1 < behind:
                return index + 1
        return behind

    # -- directions -------------------------------------------------------------

    def _opens(self, index: int, first: int, end: int) -> bool:
        mark = self.table.text[index]
        gap_before = index == first or self.around.gap_before(index)
        glued_after = not self.around.space_after(index)
        if index + 1 >= end:
            return False
        if mark in SINGLE:
            return self._single_opens(index, gap_before, glued_after)
        if mark in {"»", "”"}:
            # these open only in texts that turn them round
            return gap_before and glued_after and self.around.next_is_word(index)
        if mark in OPENING_DOUBLE:
            return True
        straight = mark in STRAIGHT_DOUBLE and not self.around.is_inch(index)
        return straight and (gap_before or (glued_after and self.around.next_is_word(index)))

    def _single_opens(self, index: int, spaced_before: bool, glued_after: bool) -> bool:
        mark = self.table.text[index]
        if not (spaced_before and glued_after) or self._elides(index) or mark in "’›":
            return False
        if mark in {"‘", "‚", "‹", "‛"}:
            return True
        # a straight one opens only if one further on in the paragraph closes
        following = self.table.text[index + 1]
        closers = self.sure_closers if following[:1].isdigit() else self.fair_closers
        at = bisect_left(closers, index + 2)
        return (
            at < len(closers) and self.table.paragraph[closers[at]] == self.table.paragraph[index]
        )

    def _may_open_single(self, index: int) -> bool:
        """Whether a straight single mark has the place of one that opens."""
        return self.around.looks_opening(index) and not self._elides(index)

    def _elides(self, index: int) -> bool:
        """Whether a single mark stands for letters left out: ’em, ’90s."""
        if self.table.text[index] not in "'’‘" or index + 1 >= len(self.table.text):
            return False
        following = self.table.lower[index + 1]
        return following in self.language.elisions or (
            following[:1].isdigit() and following.endswith("s")
        )

    def _closes(self, opened: int, index: int) -> bool:
        opener, mark = self.table.text[opened], self.table.text[index]
        looks_opening = self.around.looks_opening(index)
        if opener in SINGLE:
            return self._single_closes(index)
        if opener in STRAIGHT_DOUBLE:
            closing = mark == "”" or (mark in STRAIGHT_DOUBLE and mark != "``")
            return closing and not (looks_opening and self.around.next_is_word(index))
        if mark == "“":
            # „…“ is German; “…“ is a slip of the pen
            return not looks_opening if opener != "“" else self.around.space_after(index)
        closers = OPENING_DOUBLE.get(opener, opener)
        return mark in closers or (mark == '"' and self.around.gap_after(index))

    def _reopens(self, opened: int, index: int) -> bool:
        """Whether the open span lost its closing mark and a new one begins here."""
        opener, mark = self.table.text[opened], self.table.text[index]
        if opener in SINGLE:
            return mark in OPENING_DOUBLE or (
                mark in STRAIGHT_DOUBLE
                and self.around.gap_before(index)
                and not self.around.space_after(index)
            )
        if opener in STRAIGHT_DOUBLE and mark in STRAIGHT_DOUBLE:
            return True
        return opener == "“" and mark == "“" and self.around.next_is_word(index)

    def _behind_nested(self, opened: int, index: int, end: int) -> int:
        """Behind double marks nested in single ones that close after them; `index` if none."""
        text = self.table.text
        if text[opened] not in SINGLE:
            return index
        if text[index] in OPENING_DOUBLE:
            closers = self.double_closers
        elif (
            text[index] == '"'
            and self.around.gap_before(index)
            and not self.around.space_after(index)
        ):
            closers = self.straight_closers
        else:
            return index
        at = bisect_left(closers, index + 2)
        if at == len(closers) or closers[at] >= end:
            return index
        inner = closers[at]
        at = bisect_left(self.sure_closers, inner + 1)
        if at == len(self.sure_closers) or self.sure_closers[at] >= end:
            return index
        # another single mark that opens first would mean that the one open now was lost
        other = bisect_left(self.single_openers, index + 1)
        if other < len(self.single_openers) and self.single_openers[other] < self.sure_closers[at]:
            return index
        return inner + 1

    def _single_closes(self, index: int) -> bool:
        if self.table.text[index] not in "'’›‘":
            return False
        if not self._ends_word(index) or self._ends_elision(index):
            return False
        if self._is_sure_closer(index):
            return True
        # a possessive plural looks the same: it is one if a closing mark follows soon
        if self._may_be_apostrophe(index) and self.around.next_is_word(index):
            at = bisect_left(self.fair_closers, index + 1)
            if at < len(self.fair_closers):
                closer = self.fair_closers[at]
                other = bisect_left(self.single_openers, index)
                if other < len(self.single_openers) and self.single_openers[other] < closer:
                    return True
                same = self.table.paragraph[closer] == self.table.paragraph[index]
                return not (same and closer - index < 60)
        return True

    def _is_sure_closer(self, index: int) -> bool:
        """A single mark that punctuation beside it shows to close, not an apostrophe."""
        if self.table.text[index] not in "'’›" or index == 0:
            return False
        before = self.table.text[index - 1]
        if self.around.space_before(index):
            return False
        if before in ENDING or before in CLOSING_DOUBLE or before == '"':
            return self.around.gap_after(index)
        following = self.table.text[index + 1] if index + 1 < len(self.table.text) else ""
        return following[:1] in '.,;:!?)]”"' and following != ""

    def _is_fair_closer(self, index: int) -> bool:
        """A single mark in the place of one that closes, behind a word that no apostrophe ends."""
        if self._is_sure_closer(index):
            return True
        if index == 0 or not self._ends_word(index):
            return False
        before = self.table.text[index - 1]
        whole = len(before) > 1 and before[-1].isalpha()
        # behind an "s" a possessive is as likely
        return whole and not before.lower().endswith("s")

    def _ends_word(self, index: int) -> bool:
        """Whether a mark stands behind words and not in front of any."""
        return not self.around.space_before(index) and self.around.gap_after(index)

    def _may_be_apostrophe(self, index: int) -> bool:
        """Whether a mark behind a word may be a letter left out: the dogs’ home, goin’."""
        return self.table.lower[index - 1].endswith(("s", "in"))

    def _ends_elision(self, index: int) -> bool:
        """Whether a mark stands behind one letter with a mark before it: rock ’n’ roll."""
        text = self.table.text
        return index > 1 and len(text[index - 1]) == 1 and self._elides(index - 2)
