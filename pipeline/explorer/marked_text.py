"""The text of an article in paragraphs, with the words of its quotations marked."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.records import PARAGRAPH_SEPARATOR
from pipeline.text.safe_text import visible
from pipeline.warehouse.article_history import VersionQuotation

MAX_PARAGRAPHS = 1500
"""Shown of a text; a long report has some hundred."""
MAX_PARAGRAPH = 20_000
"""Characters shown of a paragraph."""


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """Some characters of a paragraph."""

    text: str
    quotation: int | None
    """Index of the quotation that it is part of, the shortest if there are several; else None."""
    begins: tuple[int, ...]
    """Indexes of the quotations that begin with it."""
    ends: tuple[int, ...]
    """Indexes of the quotations that end with it."""


MarkedParagraph = tuple[MarkedPiece, ...]


def marked_paragraphs(
    text: str, quotations: Sequence[VersionQuotation]
) -> tuple[list[MarkedParagraph], bool]:
    """The paragraphs of a text, and whether all of it is among them."""
    spans = [
        _Span(start, end, index, (start, end) == min(one.spans), (start, end) == max(one.spans))
        for index, one in enumerate(quotations)
        for start, end in one.spans
        if 0 <= start < end <= len(text)
    ]
    of_paragraph = _by_paragraph(text, spans)
    paragraphs: list[MarkedParagraph] = []
    whole = True
    place = 0
    for number, paragraph in enumerate(text.split(PARAGRAPH_SEPARATOR)):
        if number == MAX_PARAGRAPHS:
            return paragraphs, False
        end = place + min(len(paragraph), MAX_PARAGRAPH)
        whole = whole and len(paragraph) <= MAX_PARAGRAPH
        paragraphs.append(_pieces(text, place, end, of_paragraph[number]))
        place += len(paragraph) + len(PARAGRAPH_SEPARATOR)
    return paragraphs, whole


@dataclass(frozen=True, slots=True, order=True)
class _Span:
    """A part of a quotation in the text."""

    start: int
    end: int
    quotation: int
    is_first: bool
    is_last: bool


def _by_paragraph(text: str, spans: Iterable[_Span]) -> defaultdict[int, list[_Span]]:
    """The spans that each paragraph has a part of, by its number."""
    ends: list[int] = []
    place = 0
    for paragraph in text.split(PARAGRAPH_SEPARATOR):
        place += len(paragraph) + len(PARAGRAPH_SEPARATOR)
        ends.append(place)
    found: defaultdict[int, list[_Span]] = defaultdict(list)
    number = 0
    for span in sorted(spans):
        while number < len(ends) and ends[number] <= span.start:
            number += 1
        other = number
        while other < len(ends):
            found[other].append(span)
            if ends[other] >= span.end:
                break
            other += 1
    return found


def _pieces(text: str, start: int, end: int, spans: Sequence[_Span]) -> MarkedParagraph:
    """A paragraph cut wherever a quotation begins or ends."""
    bounds = {start, end}
    for span in spans:
        bounds |= {min(max(place, start), end) for place in (span.start, span.end)}
    pieces = []
    for left, right in itertools.pairwise(sorted(bounds)):
        covering = [span for span in spans if span.start <= left and span.end >= right]
        shortest = min(covering, key=lambda span: span.end - span.start, default=None)
        pieces.append(
            MarkedPiece(
                text=_visible_inside(text[left:right]),
                quotation=shortest.quotation if shortest else None,
                begins=tuple(s.quotation for s in covering if s.is_first and s.start == left),
                ends=tuple(s.quotation for s in covering if s.is_last and s.end == right),
            )
        )
    return tuple(pieces)


def _visible_inside(text: str) -> str:
    """The visible text with a space at either end where it has one."""
    shown = visible(text)
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and shown else ""
    return f"{before}{shown}{after}"
