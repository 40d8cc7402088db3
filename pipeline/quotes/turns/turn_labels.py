"""Labels of turns: “Q:”, “A.”, “ADA COLE:”, “Dr Hale (by telephone):”, a name in bold, a `<dt>`.

A label opens a paragraph. Whether it counts is for `turns` to say, which sees all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from pipeline.quotes.findings import TokenSpan
from pipeline.quotes.reading import Reading
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
ANSWERING = frozenset({"a", "answer", "interviewee"})
AFTER_LETTER = DASHES | {":", ".", ")"}


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
    body: int
    """First token of what is said; the paragraph's end where that follows in the next one."""
    is_plain: bool
    """Whether a colon or an element says that it is a label, not capitals alone."""
    is_telling: bool
    """Whether capitals, a title or an element show by themselves that somebody is named."""


def label_of(reading: Reading, paragraph: Paragraph) -> TurnLabel | None:
    """The label that a paragraph opens with, if it opens with one."""
    if paragraph.cells:
        return None
    if paragraph.quotes and reading.marked[paragraph.quotes[0]].start == paragraph.start:
        return None
    return _letter(reading, paragraph) or _named(reading, paragraph)


def _letter(reading: Reading, paragraph: Paragraph) -> TurnLabel | None:
    """“Q: …”, “A. …”, “Question 3: …”."""
    start, end = paragraph.start, paragraph.end
    word = reading.lower[start]
    match = LETTER.match(word)
    stem = match.group(1) if match else word
    if stem not in ASKING | ANSWERING:
        return None
    side = Side.QUESTION if stem in ASKING else Side.ANSWER
    behind = start + 1
    if behind < end and len(stem) > 1 and reading.text[behind].isdigit():
        behind += 1
    separated = word.endswith(".") or paragraph.stressed == behind or paragraph.is_term
    if behind < end and reading.text[behind] in AFTER_LETTER:
        separated = True
        behind += 1
    if not separated:
        return None
    return TurnLabel(side, stem, None, _next(reading, behind, end), True, True)


def _named(reading: Reading, paragraph: Paragraph) -> TurnLabel | None:
    """“ADA COLE: …”, “Ms Cole, the clerk (aside): …”, and names set apart without a colon."""
    start, end = paragraph.start, paragraph.end
    if paragraph.is_term:
        return _make(reading, (start, end), end, is_plain=True, is_telling=True)
    limit = min(end, start + LONGEST_LABEL)
    for at in range(start + 1, limit):
        if reading.text[at] == ":":
            if (
                at + 1 < end
                and reading.start[at + 1] == reading.end[at]
                and (reading.is_word(at + 1) and paragraph.stressed != at + 1)
            ):
                return None
            return _make(reading, (start, at), at + 1, end=end, is_plain=True, is_telling=False)
    stressed = paragraph.stressed
    if start < stressed < limit and not reading.text[stressed - 1].endswith((".", "?", "!")):
        label = (start, stressed)
        body = _next(reading, stressed, end)
        if body < end and reading.text[body] in DASHES:
            body += 1
        return _make(reading, label, body, end=end, is_plain=False, is_telling=False)
    return _shouted(reading, start, end, limit)


def _shouted(reading: Reading, start: int, end: int, limit: int) -> TurnLabel | None:
    """“Mr. COLE. Thank you.”, “THE CLERK — Order.”: what is said follows capitals."""
    for at in range(start + 1, limit):
        if reading.text[at] in DASHES | {"."} and at + 1 < end and reading.text[at] != "-":
            if not is_shouted(reading, start, at):
                return None
            return _make(reading, (start, at), at + 1, end=end, is_plain=False, is_telling=True)
    return None


def _make(
    reading: Reading,
    label: TokenSpan,
    body: int,
    *,
    is_plain: bool,
    is_telling: bool,
    end: int | None = None,
) -> TurnLabel | None:
    start, stop = _without_remark(reading, *label)
    line = name_line(reading, start, stop)
    if line is None or (
        line.name[1] - line.name[0] > LONGEST_OFFICE and is_description(reading, *line.name)
    ):
        return None
    key = " ".join(reading.lower[at] for at in range(*line.name) if reading.is_word(at))
    telling = is_telling or is_shouted(reading, *line.name) or is_titled(reading, *line.name)
    body = _next(reading, body, end) if end is not None else body
    return TurnLabel(Side.NAMED, key, line, body, is_plain, telling)


def _without_remark(reading: Reading, start: int, end: int) -> TokenSpan:
    """A label without brackets around it and without a remark in brackets behind it."""
    while end > start and reading.text[end - 1].isspace():
        end -= 1
    if reading.text[start] in BRACKETS and reading.text[end - 1] == BRACKETS[reading.text[start]]:
        return start + 1, end - 1
    if reading.text[end - 1] in BRACKETS.values():
        for at in range(end - 2, start, -1):
            if BRACKETS.get(reading.text[at]) == reading.text[end - 1]:
                return start, at
    return start, end


def _next(reading: Reading, at: int, end: int) -> int:
    while at < end and reading.text[at].isspace():
        at += 1
    return at
