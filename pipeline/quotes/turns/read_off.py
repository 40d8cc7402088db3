"""What can be read off the form of a text: turns, and words with a name beside them.

Who speaks is not a matter of judgement there. So where the network sees something else in the
same words, it does not count: see `without_read_off`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.quotes.attribution_candidates import AttributionCandidate, Source, TokenSpan
from pipeline.quotes.network.attribution_model import ModelAttribution
from pipeline.quotes.token_spans import covered
from pipeline.quotes.token_table import TokenTable, token_table
from pipeline.quotes.turns.attribution_lines import named_words
from pipeline.quotes.turns.interviews import interview_turns
from pipeline.quotes.turns.paragraphs import marked_whole, paragraphs_of
from pipeline.quotes.turns.turn_labels import Side
from pipeline.quotes.turns.turns import Turn, labelled_turns
from pipeline.records import Kind
from pipeline.records import Span as Chars
from pipeline.text.word_sets import words

THEMSELVES = words("i we i'm i've i'd i'll we're we've we'd we'll")
"""Sources in a turn that are whoever has the turn."""
CONFIDENCE = 0.95
"""Of a turn, and of words with a name beside them."""


@Language.component("verbatim_read_off")
def read_off_form(doc: Doc) -> Doc:
    """`doc` with what the form of its text tells, on `doc._.verbatim_candidates`."""
    doc._.verbatim_candidates = _ReadOff(token_table(doc)).candidates
    return doc


class _ReadOff:
    """One run over one text, whose sentences and marks are known."""

    def __init__(self, table: TokenTable) -> None:
        self.table = table
        self.paragraphs = paragraphs_of(table)
        turns = labelled_turns(table, self.paragraphs) or interview_turns(table, self.paragraphs)
        taken = {position for turn in turns for position in turn.paragraphs}
        self.candidates = [self._turn(turn) for turn in turns]
        _name_letters(turns, self.candidates)
        for line, spans, quotes in named_words(table, self.paragraphs, taken):
            self.candidates.append(_candidate(spans, quotes, line.source()))
        self.candidates.sort(key=lambda candidate: candidate.content[0])

    def _turn(self, turn: Turn) -> AttributionCandidate:
        quotes: list[int] = []
        spans: list[TokenSpan] = []
        members = (self.paragraphs[position] for position in turn.paragraphs)
        by_number = {paragraph.number: paragraph for paragraph in members}
        marks = self.table.quoted_spans
        for start, end in turn.speech:
            paragraph = by_number[self.table.paragraph[start]]
            marked = [q for q in paragraph.quotes if marks[q].start >= start]
            if marked_whole(self.table, marked, start, end):
                quotes += marked
                spans += [marks[q].span for q in marked]
            else:
                spans.append((start, end))
        source = turn.label.name.source() if turn.label and turn.label.name else None
        candidate = _candidate(spans, quotes, source)
        candidate.by_writer = turn.side is Side.QUESTION
        return candidate


def _candidate(
    spans: list[TokenSpan], quotes: list[int], source: Source | None
) -> AttributionCandidate:
    return AttributionCandidate(None, source, spans, quotes, Kind.DIRECT, CONFIDENCE, read_off=True)


def _name_letters(turns: list[Turn], candidates: list[AttributionCandidate]) -> None:
    """Say whose “Q” and “A” are in a transcript that names others, too.

    The one who was named last asks if what was said ended with a question, and answers if not.
    """
    asking: Source | None = None
    answering: Source | None = None
    for turn, candidate in zip(turns, candidates, strict=True):
        if turn.side is Side.NAMED:
            if turn.asks:
                asking = candidate.source
            else:
                answering = candidate.source
        elif turn.side is Side.QUESTION and asking is not None:
            candidate.source, candidate.by_writer = asking, False
        elif turn.side is Side.ANSWER and answering is not None:
            candidate.source = answering


def _held_by(candidate: AttributionCandidate) -> Iterable[TokenSpan]:
    """The stretches of text that a candidate which is read off holds."""
    yield from candidate.content
    if candidate.source is not None:
        yield candidate.source.full


def without_read_off(
    table: TokenTable,
    candidates: list[AttributionCandidate],
    attributions: Iterable[ModelAttribution],
) -> list[ModelAttribution]:
    """The network's attributions without those of words whose speaker is read off.

    `candidates` are what is read off.

    What somebody quotes in a turn of theirs, between marks, stays: it is another's words, unless
    they quote themselves.
    """
    size = len(table.text)
    content = covered((span for f in candidates for span in f.content), size)
    held = covered((span for f in candidates for span in _held_by(f)), size)
    whole = {q for f in candidates for q in f.quotes}
    marks = (m.span for q, m in enumerate(table.quoted_spans) if q not in whole)
    marked = covered(marks, size)
    kept = []
    for found in attributions:
        if _touches(table, content, found.cue):
            if _quotes_another(table, found, marked):
                kept.append(found)
            continue
        spans = tuple(span for span in found.content if not _touches(table, held, span))
        if spans:
            kept.append(dataclasses.replace(found, content=spans))
    return kept


def _quotes_another(table: TokenTable, found: ModelAttribution, marked: bytearray) -> bool:
    """Whether somebody in a turn quotes another: words between marks, a source that is not “I”."""
    if found.source is None or not all(_touches(table, marked, span) for span in found.content):
        return False
    return table.lower[table.tokens_at(found.source)[0]] not in THEMSELVES


def _touches(table: TokenTable, is_held: bytearray, chars: Chars) -> bool:
    """Whether any token that a span of characters touches is one of those held."""
    return any(is_held[slice(*table.tokens_at(chars))])
