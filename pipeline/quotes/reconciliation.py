"""The component that makes quotations of what the network says and of what is read off.

The network says who speaks, by which words, and what is said, with marks or without, and which
quoted spans are speech; rules pair the marks. So an attribution of the network takes its quoted
spans whole; where the position of marked words shows whose they are they go there (`tied_marks`);
what is read off stands as it is; and marked speech that nothing ties to a cue is a quotation
without one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from pipeline.quotes.attribution_candidates import (
    SPANS_KEY,
    AttributionCandidate,
    Source,
    TokenSpan,
)
from pipeline.quotes.confidence import Confidence, answer_features
from pipeline.quotes.languages.english.english_reporting import makes_clause
from pipeline.quotes.marks.mark_kinds import kinds_of_marks
from pipeline.quotes.marks.mark_surroundings import OPENING_DOUBLE
from pipeline.quotes.marks.marked_speech import MarkedSpeech
from pipeline.quotes.marks.nested_attributions import NestedAttributions
from pipeline.quotes.marks.tied_marks import TiedMarks
from pipeline.quotes.marks.token_attributions import TokenAttribution
from pipeline.quotes.network.attribution_model import SHIPPED, ModelAttribution, read_config
from pipeline.quotes.token_spans import apart, overlap
from pipeline.quotes.token_table import QuotedSpan, TokenTable, token_table
from pipeline.quotes.turns.read_off import without_read_off
from pipeline.quotes.void_attributions import reports_marks_alone, without_nobody_as_source
from pipeline.records import Kind

APPOSITION = frozenset({",", "(", "–", "—", "--", "-", "who", "whose", "which", "where"})
"""Words that end the noun phrase of a source and begin what is said of it besides."""
CLOSING = OPENING_DOUBLE | {'"': '"', "'": "'", "‘": "’", "‚": "‘", "‹": "›", "›": "‹"}
"""Opening mark, single or nested ones among them -> marks that may close it."""


class Combiner:
    """Joins what the network says with what is read off; see the module's docstring."""

    def __init__(self, confidence: Confidence, indirect: bool) -> None:
        self.confidence = confidence
        self.indirect = indirect

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with all of its candidates, in text order."""
        table = token_table(doc)
        attributions = doc._.verbatim_network.attributions
        left = without_nobody_as_source(table, attributions)
        silent = without_nobody_as_source(table, doc._.verbatim_network.silent)
        speech = MarkedSpeech(table, kinds_of_marks(table, doc._.verbatim_network))
        kept = set(map(id, left))
        speech.take_away(found for found in attributions if id(found) not in kept)
        left = without_read_off(table, doc._.verbatim_candidates, left)
        read_off = {quote for candidate in doc._.verbatim_candidates for quote in candidate.quotes}
        read_by_network = _NetworkAttributions(table, speech, self.confidence)
        candidates = doc._.verbatim_candidates + read_by_network.candidates(left, silent, read_off)
        candidates += speech.untied(candidates, self.confidence)
        mark_starts = [quoted.start for quoted in table.quoted_spans]
        candidates = [
            candidate
            for candidate in candidates
            if (self.indirect or candidate.kind is not Kind.INDIRECT)
            and not reports_marks_alone(table, candidate, mark_starts)
        ]
        doc._.verbatim_candidates = sorted(candidates, key=lambda candidate: min(candidate.content))
        spans = [
            Span(doc, start, end) for f in doc._.verbatim_candidates for start, end in f.content
        ]
        doc.spans[SPANS_KEY] = SpanGroup(doc, name=SPANS_KEY, spans=spans)
        return doc


class _NetworkAttributions:
    """The attributions of the network for one text, in tokens, on their way to being candidates."""

    def __init__(self, table: TokenTable, speech: MarkedSpeech, confidence: Confidence) -> None:
        self.table = table
        self.speech = speech
        self.confidence = confidence
        self.mark_starts = [quoted.start for quoted in table.quoted_spans]

    def candidates(
        self,
        attributions: Iterable[ModelAttribution],
        silent: Iterable[ModelAttribution],
        read_off: set[int],
    ) -> list[AttributionCandidate]:
        """A candidate for every attribution that has content in the end.

        `silent` are those without any in the network's eyes, `read_off` quoted spans that are
        read off the form of the text.
        """
        token_attributions = [self._in_tokens(found) for found in (*attributions, *silent)]
        token_attributions += NestedAttributions(self.table, self.speech).taken_from(
            token_attributions
        )
        TiedMarks(self.table, self.speech, token_attributions, read_off).tie()
        return [
            self._candidate(attribution)
            for attribution in token_attributions
            if attribution.content
        ]

    def _in_tokens(self, found: ModelAttribution) -> TokenAttribution:
        cue = self.table.tokens_at(found.cue)
        spans = [self.table.tokens_at(chars) for chars in found.content]
        around = self._around(cue)
        if around is None:
            spans = [self._with_marks(span) for span in spans]
        else:
            # words that somebody is quoted with report nothing outside of them, nor themselves;
            # and what they quote in turn belongs to them, as the pairing has it
            inner = range(around.inner_start, around.inner_end + 1)
            spans = [
                span
                for span in spans
                if span[0] in inner and span[1] in inner and not _is_marked(self.table, span)
            ]
        content = [span for span in apart(spans) if not overlap([cue], [span])]
        return TokenAttribution(
            found=found,
            cue=cue,
            source=self.table.tokens_at(found.source) if found.source else None,
            content=content,
            quotes=[quote for span in content for quote in self._quotes(span)],
        )

    def _marks_at(self, span: TokenSpan) -> range:
        """Quoted spans that may overlap the tokens."""
        first = max(0, bisect_right(self.mark_starts, span[0]) - 1)
        return range(first, bisect_left(self.mark_starts, span[1]))

    def _around(self, cue: TokenSpan) -> QuotedSpan | None:
        """The quoted span that a cue stands in."""
        for index in self._marks_at(cue):
            quoted = self.table.quoted_spans[index]
            if quoted.start <= cue[0] and cue[1] <= quoted.end:
                return quoted
        return None

    def _with_marks(self, span: TokenSpan) -> TokenSpan:
        """The span with those quoted spans whole that it has the greater part of."""
        start, end = span
        for index in self._marks_at(span):
            quoted = self.table.quoted_spans[index]
            common = min(end, quoted.end) - max(start, quoted.start)
            if common > 0 and 2 * common > quoted.end - quoted.start:
                start, end = min(start, quoted.start), max(end, quoted.end)
        return start, end

    def _quotes(self, span: TokenSpan) -> Iterator[int]:
        """Quoted spans in the content that are the speaker's words."""
        for index in self._marks_at(span):
            quoted = self.table.quoted_spans[index]
            if span[0] <= quoted.start and quoted.end <= span[1] and self.speech.is_said(index):
                yield index

    def _candidate(self, attribution: TokenAttribution) -> AttributionCandidate:
        evidence = answer_features(attribution.found, marked=bool(attribution.quotes))
        content = self._spoken(attribution)
        return AttributionCandidate(
            cue=attribution.cue,
            source=self._phrase(attribution.source) if attribution.source else None,
            content=content,
            quotes=attribution.quotes,
            kind=self._kind(content, attribution.quotes),
            confidence=self.confidence.of_answer(evidence),
            evidence=evidence,
        )

    def _spoken(self, attribution: TokenAttribution) -> list[TokenSpan]:
        """The content: who speaks in marks does not go on without them."""
        in_marks = [span for span in attribution.content if any(True for _ in self._quotes(span))]
        clause = any(self._is_clause(quote, attribution.content) for quote in attribution.quotes)
        return in_marks if clause else attribution.content

    def _is_clause(self, quote: int, content: list[TokenSpan]) -> bool:
        """Whether a quoted span is a clause, and is a part of the content all by itself."""
        return self.table.quoted_spans[quote].span in content and self.speech.is_clause(quote)

    def _phrase(self, span: TokenSpan) -> Source:
        """The noun phrase that a span opens with, and all of the span."""
        start, behind = span
        while start < behind - 1 and not self.table.is_word(start):
            start += 1
        end = start + 1
        while end < behind and self.table.lower[end] not in APPOSITION:
            end += 1
        return Source(start, end, span)

    def _kind(self, content: list[TokenSpan], quotes: list[int]) -> Kind:
        if not quotes:
            return Kind.INDIRECT
        # every quoted span lies in one of the content's
        inside = {at for q in quotes for at in self._tokens(q)}
        outside = [at for start, end in content for at in range(start, end) if at not in inside]
        if not any(map(self.table.is_word, outside)):
            return self.speech.kind(quotes)
        return Kind.MIXED if self._is_reported_clause(outside, quotes) else Kind.PARTIAL

    def _is_reported_clause(self, outside: list[int], quotes: list[int]) -> bool:
        """Whether words around marks report a clause: “that …”, or they have its finite verb.

        Marked words that begin with the verb complete the clause: the ferry “will never sail”.
        """
        first = self.table.quoted_spans[quotes[0]].inner_start
        verb = [first] if outside[0] < first else []
        return self.table.lower[outside[0]] == "that" or (
            any(makes_clause(self.table.lower[at]) for at in outside + verb)
        )

    def _tokens(self, quote: int) -> range:
        return range(*self.table.quoted_spans[quote].span)


def _is_marked(table: TokenTable, span: TokenSpan) -> bool:
    """Whether tokens are words between a pair of marks, and nothing else."""
    start, end = span
    opening, closing = table.text[start], table.text[end - 1]
    return (
        end - start > len((opening, closing))
        and closing in CLOSING.get(opening, "")
        # two terms in marks may stand at both ends
        and opening not in table.text[start + 1 : end - 1]
    )


@Language.factory("verbatim_combination", default_config={"model": None, "indirect": True})
def make_combiner(nlp: Language, name: str, model: str | None, indirect: bool) -> Combiner:
    """Factory; `model` is the folder whose config has the weights of confidence."""
    config = read_config(Path(model) if model else SHIPPED)
    return Combiner(Confidence.of_config(config["confidence"]), indirect)
