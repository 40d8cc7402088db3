"""What can be read off the form of a text: turns, and words with a name beside them.

Who speaks is not a matter of judgement there. So where the network sees something else in the
same words, it does not count: see `without_read_off`.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.quotes.attribution_candidates import AUTHOR, AttributionCandidate, Source, TokenSpan
from pipeline.quotes.network.attribution_model import ModelAttribution
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
TURN, BESIDE = 0.95, 0.95
"""Confidence of a turn, and of words with a name beside them, before the weights are asked."""


class ReadOffFinder:
    """The component that reads off what the form of a text tells.

    Found: `doc._.verbatim_candidates`.
    """

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with what is read off it."""
        doc._.verbatim_candidates = _ReadOff(token_table(doc)).candidates
        return doc


@Language.factory("verbatim_read_off")
def make_read_off_finder(nlp: Language, name: str) -> ReadOffFinder:
    """Factory; there is nothing to configure."""
    return ReadOffFinder()


class _ReadOff:
    """One run over one text, whose sentences and marks are known."""

    def __init__(self, table: TokenTable) -> None:
        self.table = table
        self.paragraphs = paragraphs_of(table)
        turns = labelled_turns(table, self.paragraphs)
        taken = {position for turn in turns for position in turn.paragraphs}
        if not turns:
            turns = interview_turns(table, self.paragraphs, taken)
            taken = {position for turn in turns for position in turn.paragraphs}
        self.candidates = [self._turn(turn) for turn in turns]
        _name_letters(turns, self.candidates)
        for line, spans, quotes in named_words(table, self.paragraphs, taken):
            self.candidates.append(self._finding(spans, quotes, line.source(), BESIDE))
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
                spans += [(marks[q].start, marks[q].end) for q in marked]
            else:
                spans.append((start, end))
        source = turn.label.name.source() if turn.label and turn.label.name else None
        candidate = self._finding(spans, quotes, source, TURN)
        if turn.side is Side.QUESTION:
            candidate.speaker_override = AUTHOR
        return candidate

    def _finding(
        self, spans: list[TokenSpan], quotes: list[int], source: Source | None, confidence: float
    ) -> AttributionCandidate:
        return AttributionCandidate(
            None, source, spans, quotes, Kind.DIRECT, confidence, read_off=True
        )


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
            candidate.source, candidate.speaker_override = asking, None
        elif turn.side is Side.ANSWER and answering is not None:
            candidate.source = answering


def held_by(candidate: AttributionCandidate) -> Iterable[TokenSpan]:
    """The stretches of text that a candidate which is read off holds."""
    yield from candidate.content
    if candidate.source is not None:
        yield candidate.source.full_start, candidate.source.full_end


def without_read_off(
    table: TokenTable,
    candidates: Iterable[AttributionCandidate],
    attributions: Iterable[ModelAttribution],
) -> list[ModelAttribution]:
    """The network's attributions without those of words whose speaker is read off.

    What somebody quotes in a turn of theirs, between marks, stays: it is another's words, unless
    they quote themselves.
    """
    content = _Held(table, (span for f in candidates if f.read_off for span in f.content))
    names = _Held(table, (span for f in candidates if f.read_off for span in held_by(f)))
    if not names.starts:
        return list(attributions)
    whole = {q for f in candidates if f.read_off for q in f.quotes}
    marked = _Held(
        table, ((m.start, m.end) for q, m in enumerate(table.quoted_spans) if q not in whole)
    )
    kept = []
    for found in attributions:
        if content.touches(found.cue):
            if _quotes_another(table, found, marked):
                kept.append(found)
            continue
        spans = tuple(span for span in found.content if not names.touches(span))
        if spans:
            kept.append(dataclasses.replace(found, content=spans))
    return kept


def _quotes_another(table: TokenTable, found: ModelAttribution, marked: _Held) -> bool:
    """Whether somebody in a turn quotes another: words between marks, a source that is not “I”."""
    if found.source is None or not all(marked.touches(span) for span in found.content):
        return False
    return table.lower[table.tokens_at(found.source)[0]] not in THEMSELVES


class _Held:
    """Characters of stretches of a text, to be asked for."""

    def __init__(self, table: TokenTable, spans: Iterable[TokenSpan]) -> None:
        chars = sorted((table.start[start], table.end[end - 1]) for start, end in spans)
        self.starts = [start for start, _ in chars]
        self.ends = [end for _, end in chars]
        for at in range(1, len(self.ends)):
            self.ends[at] = max(self.ends[at], self.ends[at - 1])

    def touches(self, chars: Chars) -> bool:
        """Whether a span of characters has any of them."""
        position = bisect_right(self.starts, chars[1] - 1) - 1
        return position >= 0 and self.ends[position] > chars[0]
