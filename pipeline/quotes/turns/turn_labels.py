"""Labels of turns: “Q:”, “A.”, “ADA COLE:”, “Dr Hale (by telephone):”, a name in bold, a `<dt>`.

A label opens a paragraph. Whether it counts is for `turns` to say, which sees all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from pipeline.quotes.attribution_candidates import TokenSpan
from pipeline.quotes.token_table import TokenTable
from pipeline.quotes.turns.name_lines import (
    BRACKETS,
    DASHES,
    LONGEST_NAME,
    NameLine,
    is_description,
    is_shouted,
    is_titled,
    name_line,
)
from pipeline.quotes.turns.paragraphs import Paragraph

LONGEST_LABEL = 2 * LONGEST_NAME
"""Tokens of a label, its role and a remark in brackets among them."""
LONGEST_OFFICE = 4
"""Tokens of a label that is an office: “THE CHAIR OF INQUIRY”; more tell a story."""
LETTER = re.compile(r"\A([qa])\d{0,3}\.?\Z")
"""“Q”, “A.”, “Q12”."""
ASKING = frozenset({"q", "question", "interviewer"})
"""Words that label a question."""
ANSWERING = frozenset({"a", "answer", "interviewee"})
"""Words that label an answer."""
AFTER_LETTER = DASHES | {":", ".", ")"}
"""Signs that part a letter from what is asked or answered."""


class Side(Enum):
    """Whose turn a label opens."""

    QUESTION = "question"
    ANSWER = "answer"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class TurnLabel:
    """A label in front of a turn."""

    side: Side
    key: str
    """The same for the labels of one speaker."""
    name: NameLine | None
    """None for those who are only said to ask or to answer."""
    speech_start: int
    """First token of what is said; the paragraph's end where that follows in the next one."""
    is_plain: bool
    """Whether a colon or an element says that it is a label, not capitals alone."""
    is_telling: bool
    """Whether capitals, a title or an element show by themselves that somebody is named."""


def label_of(table: TokenTable, paragraph: Paragraph) -> TurnLabel | None:
    """The label that a paragraph opens with, if it opens with one."""
    if paragraph.cells:
        return None
    if paragraph.quotes and table.quoted_spans[paragraph.quotes[0]].start == paragraph.start:
        return None
    return _letter(table, paragraph) or _named(table, paragraph)


def _letter(table: TokenTable, paragraph: Paragraph) -> TurnLabel | None:
    """“Q: …”, “A. …”, “Question 3: …”."""
    start, end = paragraph.start, paragraph.end
    word = table.lower[start]
    match = LETTER.match(word)
    stem = match.group(1) if match else word
    if stem not in ASKING | ANSWERING:
        return None
    side = Side.QUESTION if stem in ASKING else Side.ANSWER
    behind = start + 1
    if behind < end and len(stem) > 1 and table.text[behind].isdigit():
        behind += 1
    separated = word.endswith(".") or paragraph.stressed == behind or paragraph.is_term
    if behind < end and table.text[behind] in AFTER_LETTER:
        separated = True
        behind += 1
    if not separated:
        return None
    speech_start, _ = table.trimmed(behind, end)
    return TurnLabel(side, stem, None, speech_start, True, True)


def _named(table: TokenTable, paragraph: Paragraph) -> TurnLabel | None:
    """“ADA COLE: …”, “Ms Cole, the clerk (aside): …”, and names set apart without a colon."""
    start, end = paragraph.start, paragraph.end
    if paragraph.is_term:
        return _make(table, (start, end), end, end, is_plain=True, is_telling=True)
    limit = min(end, start + LONGEST_LABEL)
    for at in range(start + 1, limit):
        if table.text[at] == ":":
            if (
                at + 1 < end
                and table.start[at + 1] == table.end[at]
                and (table.is_word(at + 1) and paragraph.stressed != at + 1)
            ):
                return None
            return _make(table, (start, at), at + 1, end, is_plain=True, is_telling=False)
    stressed = paragraph.stressed
    if start < stressed < limit and not table.text[stressed - 1].endswith((".", "?", "!")):
        label = (start, stressed)
        speech_start, _ = table.trimmed(stressed, end)
        if speech_start < end and table.text[speech_start] in DASHES:
            speech_start += 1
        return _make(table, label, speech_start, end, is_plain=False, is_telling=False)
    return _shouted(table, start, end, limit)


def _shouted(table: TokenTable, start: int, end: int, limit: int) -> TurnLabel | None:
    """“Mr. COLE. Thank you.”, “THE CLERK — Order.”: what is said follows capitals."""
    for at in range(start + 1, limit):
        if table.text[at] in DASHES | {"."} and at + 1 < end and table.text[at] != "-":
            if not is_shouted(table, start, at):
                return None
            return _make(table, (start, at), at + 1, end, is_plain=False, is_telling=True)
    return None


def _make(
    table: TokenTable,
    label: TokenSpan,
    speech_start: int,
    end: int,
    *,
    is_plain: bool,
    is_telling: bool,
) -> TurnLabel | None:
    start, stop = _without_remark(table, *label)
    line = name_line(table, start, stop)
    if line is None or (
        line.name[1] - line.name[0] > LONGEST_OFFICE and is_description(table, *line.name)
    ):
        return None
    key = " ".join(table.lower[at] for at in range(*line.name) if table.is_word(at))
    telling = is_telling or is_shouted(table, *line.name) or is_titled(table, *line.name)
    speech_start, _ = table.trimmed(speech_start, end)
    return TurnLabel(Side.NAMED, key, line, speech_start, is_plain, telling)


def _without_remark(table: TokenTable, start: int, end: int) -> TokenSpan:
    """A label without brackets around it and without a remark in brackets behind it."""
    start, end = table.trimmed(start, end)
    if table.text[start] in BRACKETS and table.text[end - 1] == BRACKETS[table.text[start]]:
        return start + 1, end - 1
    if table.text[end - 1] in BRACKETS.values():
        for at in range(end - 2, start, -1):
            if BRACKETS.get(table.text[at]) == table.text[end - 1]:
                return start, at
    return start, end
