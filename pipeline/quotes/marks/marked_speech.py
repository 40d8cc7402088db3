"""Quoted spans that are somebody's words: those of a candidate, and those that none has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.quotes.attribution_candidates import AttributionCandidate
from pipeline.quotes.confidence import UNTIED, Confidence
from pipeline.quotes.marks.mark_kinds import MarkKind
from pipeline.quotes.network.attribution_model import ModelAttribution
from pipeline.quotes.token_spans import covered
from pipeline.quotes.token_table import TokenTable
from pipeline.records import Kind


@dataclass(frozen=True, slots=True)
class MarkedSpeech:
    """The quoted spans of a text and what the network takes each for."""

    table: TokenTable
    kinds: list[MarkKind]

    def is_said(self, quote: int) -> bool:
        """Whether marked words are somebody's, and no term or title."""
        return self.kinds[quote] != MarkKind.OTHER

    def is_clause(self, quote: int) -> bool:
        """Whether marked words are at least a clause that somebody said."""
        return self.kinds[quote] == MarkKind.DIRECT

    def take_away(self, attributions: Iterable[ModelAttribution]) -> None:
        """Takes marked words that are said to be nobody's for nobody's."""
        contents = (chars for found in attributions for chars in found.content)
        taken = covered(map(self.table.tokens_at, contents), len(self.table.text))
        for quote, quoted in enumerate(self.table.quoted_spans):
            if any(taken[slice(*quoted.span)]):
                self.kinds[quote] = MarkKind.OTHER

    def kind(self, quotes: Iterable[int]) -> Kind:
        """The kind of words that all stand between marks."""
        clause = any(map(self.is_clause, quotes))
        return Kind.DIRECT if clause else Kind.PARTIAL

    def untied(
        self, candidates: list[AttributionCandidate], confidence: Confidence
    ) -> Iterator[AttributionCandidate]:
        """Marked speech that no candidate has, each span a candidate of its own.

        A span that goes on with the one before it across a paragraph break is added to the
        candidate of that. What stands within the content of a candidate is not a quotation of its
        own.
        """
        owner = {quote: candidate for candidate in candidates for quote in candidate.quotes}
        content = (span for candidate in candidates for span in candidate.content)
        taken = covered(content, len(self.table.text))
        for quote, quoted in enumerate(self.table.quoted_spans):
            if quote in owner or not self.is_said(quote) or all(taken[slice(*quoted.span)]):
                continue
            before = owner.get(quote - 1) if quoted.continues else None
            if before is not None:
                before.quotes.append(quote)
                before.content.append(quoted.span)
                owner[quote] = before
            else:
                owner[quote] = self._alone(quote, confidence)
                yield owner[quote]

    def _alone(self, quote: int, confidence: Confidence) -> AttributionCandidate:
        quoted = self.table.quoted_spans[quote]
        return AttributionCandidate(
            cue=None,
            source=None,
            content=[quoted.span],
            quotes=[quote],
            kind=self.kind([quote]),
            confidence=confidence.of_untied(),
            evidence=UNTIED,
        )
