"""Attributions of the network in tokens, on their way to being candidates."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.quotes.attribution_candidates import TokenSpan
from pipeline.quotes.network.attribution_model import ModelAttribution
from pipeline.quotes.token_spans import apart, overlap
from pipeline.quotes.token_table import TokenTable


@dataclass(slots=True, eq=False)
class TokenAttribution:
    """An attribution of the network; without content where another has taken all of it."""

    found: ModelAttribution
    cue: TokenSpan
    source: TokenSpan | None
    content: list[TokenSpan]
    quotes: list[int]
    """Quoted spans in the content that are somebody's words."""

    def give_up(self, table: TokenTable, quotes: set[int]) -> None:
        """Take quoted spans from it, and from its content what is hardly more than they."""
        lost = quotes.intersection(self.quotes)
        given = [table.quoted_spans[quote].span for quote in lost]
        self.quotes = [quote for quote in self.quotes if quote not in lost]
        self.content = [
            span for span in self.content if 2 * overlap([span], given) <= span[1] - span[0]
        ]

    def take(self, table: TokenTable, quote: int) -> None:
        """Add a quoted span to it."""
        self.quotes = sorted({*self.quotes, quote})
        self.content = apart([*self.content, table.quoted_spans[quote].span])
