"""Attributions within an attribution: ‘“…,” Ada Cole said, according to the Herald.’

The network takes all of ‘“…,” Ada Cole said’ for the content of the outer cue. The words between
marks are those of the attribution that stands right beside them, and of no other.
"""

from __future__ import annotations

from pipeline.quotes.attribution_candidates import TokenSpan
from pipeline.quotes.languages.english.english_grammar import AUXILIARIES
from pipeline.quotes.languages.english.english_reporting import SAYING_VERBS
from pipeline.quotes.marks.marked_speech import MarkedSpeech
from pipeline.quotes.marks.token_attributions import TokenAttribution
from pipeline.quotes.marks.utterances import awaits_source
from pipeline.quotes.token_table import QuotedSpan, TokenTable

LONGEST_SOURCE = 12
"""Tokens between marks and a verb of saying: “…,” a spokeswoman for the harbour office said."""
JOINTS = frozenset({",", ":"})
"""Signs between an attribution and the words that it is of."""

SourceAndCue = tuple[TokenSpan, TokenSpan]


class NestedAttributions:
    """Takes marked words from attributions whose content has an attribution of them in itself."""

    def __init__(self, table: TokenTable, speech: MarkedSpeech) -> None:
        self.table = table
        self.speech = speech

    def taken_from(self, attributions: list[TokenAttribution]) -> list[TokenAttribution]:
        """The attributions within attributions, which lose what these say."""
        found = []
        for attribution in attributions:
            for span in list(attribution.content):
                nested = self._nested(attribution, span)
                if nested is not None:
                    attribution.give_up(self.table, set(nested.quotes))
                    attribution.content = [other for other in attribution.content if other != span]
                    found.append(nested)
        return found

    def _nested(self, attribution: TokenAttribution, span: TokenSpan) -> TokenAttribution | None:
        """The attribution within a span of an attribution's content."""
        quoted = self.table.quoted_spans
        inside = [q for q in attribution.quotes if span[0] <= quoted[q].start < span[1]]
        for quote in inside:
            if self.speech.is_clause(quote):
                beside = self._behind(quoted[quote], span) or self._in_front(quoted[quote], span)
                if beside is not None:
                    source, cue = beside
                    content = [quoted[q].span for q in inside]
                    return TokenAttribution(attribution.found, cue, source, content, inside)
        return None

    def _behind(self, quoted: QuotedSpan, span: TokenSpan) -> SourceAndCue | None:
        """Source and cue between marks and the end of a content: “said Ada Cole”, “she wrote”."""
        start, end = quoted.end, span[1]
        if not quoted.closed or not awaits_source(self.table, quoted):
            return None
        if start < end and self.table.text[start] == ",":
            start += 1
        commas: list[int] = []
        for cue in range(start, min(end, start + LONGEST_SOURCE)):
            if self.table.text[cue] == ",":
                commas.append(cue)
            elif not self.table.is_word(cue):
                return None
            elif self.table.lower[cue] in SAYING_VERBS:
                if commas and commas[1:] != [cue - 1]:
                    # two hold what is said of a source besides: “Ada Cole, the clerk, said”
                    return None
                source = (start, cue) if cue > start else self._run(cue + 1, end)
                return (source, (cue, cue + 1)) if source[0] < source[1] else None
        return None

    def _run(self, start: int, end: int) -> TokenSpan:
        """The words from a token on up to what is not a word."""
        behind = start
        while behind < end and self.table.is_word(behind):
            behind += 1
        return start, behind

    def _in_front(self, quoted: QuotedSpan, span: TokenSpan) -> SourceAndCue | None:
        """Source and cue between the start of a content and marks: “Ada Cole said, “…””.

        In front of a colon may stand to whom: “Ada Cole told the council: “…””.
        """
        cue = quoted.start - 1
        while cue > span[0] and self.table.text[cue] in JOINTS:
            cue -= 1
        if self.table.text[quoted.start - 1] == ":":
            first = max(span[0], cue - LONGEST_SOURCE)
            while cue > first and self._is_addressee(cue):
                cue -= 1
        if cue <= span[0] or self.table.lower[cue] not in SAYING_VERBS:
            return None
        start = cue
        while start > span[0] and self.table.is_word(start - 1):
            start -= 1
        if start == cue or self.table.lower[cue - 1] in AUXILIARIES:
            # “the council was told: …” does not say by whom
            return None
        return (start, cue), (cue, cue + 1)

    def _is_addressee(self, at: int) -> bool:
        return self.table.is_word(at) and self.table.lower[at] not in SAYING_VERBS
