"""A quotation in its paragraph: which characters of the context are the quoted ones."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records import CONTENT_JOINT
from pipeline.text.safe_text import visible
from pipeline.text.shortening import ELLIPSIS, cut_end, shorten

MAX_CONTEXT = 1200
"""Characters shown of the paragraph around a quotation."""
MAX_QUOTED = 2400
"""Characters shown of a quotation."""
MAX_SOURCE = 120_000
"""Characters looked at at all; a longer paragraph is no paragraph of an article."""
MAX_PIECES = 40
"""A quotation with more parts is shown without marking them all."""
LEAD = 300
"""Characters kept before the first quoted one when a context is too long to show whole."""

_GAP = " …"
"""What may stand between two quoted stretches for them to be shown as one."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some characters of a paragraph, all quoted or all not."""

    text: str
    quoted: bool


Paragraph = tuple[Stretch, ...]


def passage(text: str, segments: tuple[str, ...], context: str) -> tuple[Paragraph, ...]:
    """A quotation as paragraphs in which its words are told from those around them.

    The context comes first, its quoted words as quoted stretches; parts of the quotation that
    go on in later paragraphs follow. Where nothing of the text is found in the context, the
    text stands alone above it. No more than MAX_QUOTED + MAX_CONTEXT characters in all.
    """
    paragraph = visible(context[:MAX_SOURCE])
    wanted = _parts(text) or [visible(part) for part in segments[:MAX_PIECES] if visible(part)]
    spans, rest = _find(wanted, paragraph)
    if not spans and segments:
        spans, _left = _find([visible(part[:MAX_SOURCE]) for part in segments], paragraph)
        rest = [] if spans else rest
    shown: list[Paragraph] = []
    if spans:
        shown.append(_stretches(paragraph, spans))
        shown += _bounded(rest)
    else:
        shown += _bounded(wanted)
        if paragraph:
            shown.append((Stretch(shorten(paragraph, MAX_CONTEXT), quoted=False),))
    return tuple(shown)


def _parts(text: str) -> list[str]:
    """The parts of a quotation: its text on separate lines, or joined by " … "."""
    lines = [visible(line) for line in text[:MAX_SOURCE].splitlines()]
    return [line for line in lines if line][:MAX_PIECES]


def _find(parts: list[str], paragraph: str) -> tuple[list[tuple[int, int]], list[str]]:
    """Where the parts stand in the paragraph, in order, and those that do not."""
    spans: list[tuple[int, int]] = []
    missing: list[str] = []
    for part in parts:
        pieces = [part]
        after = spans[-1][1] if spans else 0
        if paragraph.find(part, after) == -1:
            pieces = [piece for piece in part.split(CONTENT_JOINT) if piece][:MAX_PIECES]
        for piece in pieces:
            start = paragraph.find(piece, spans[-1][1] if spans else 0) if piece else -1
            if start == -1:
                missing.append(piece)
            else:
                spans.append((start, start + len(piece)))
    return _joined(spans, paragraph), missing


def _joined(spans: list[tuple[int, int]], paragraph: str) -> list[tuple[int, int]]:
    """Spans with nothing but an ellipsis between them, made one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not paragraph[joined[-1][1] : start].strip(_GAP):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _stretches(paragraph: str, spans: list[tuple[int, int]]) -> Paragraph:
    """The paragraph in stretches, cut to a window around the first quoted one if too long."""
    quoted = sum(end - start for start, end in spans)
    first, last, limit = 0, len(paragraph), MAX_CONTEXT + min(quoted, MAX_QUOTED)
    if last > limit:
        first = max(0, spans[0][0] - LEAD)
        if first:
            space = paragraph.find(" ", first, spans[0][0])
            first = first if space == -1 else space + 1
        last = min(last, first + limit)
    stretches = [Stretch(ELLIPSIS, quoted=False)] if first else []
    place = first
    for start, end in spans:
        if start >= last:
            break
        if start > place:
            stretches.append(Stretch(paragraph[place:start], quoted=False))
        place = min(end, last)
        stretches.append(Stretch(paragraph[start:place], quoted=True))
    if place < last:
        stretches.append(Stretch(paragraph[place:last], quoted=False))
    if last < len(paragraph):
        end_stretch = stretches[-1]
        cut = cut_end(end_stretch.text + " ", len(end_stretch.text) + 1)
        stretches[-1] = Stretch(cut, quoted=end_stretch.quoted)
    return tuple(stretches)


def _bounded(parts: list[str]) -> list[Paragraph]:
    """Parts as quoted paragraphs, MAX_QUOTED characters in all."""
    shown: list[Paragraph] = []
    left = MAX_QUOTED
    for part in parts:
        text = part if len(part) <= left else cut_end(part, max(left, 2))
        shown.append((Stretch(text, quoted=True),))
        left -= len(part)
        if left <= 0:
            break
    return shown
