"""Marked words whose position shows whose they are, whatever cue the network gives them to.

The network knows only cues as reasons, and gives words to the nearest one. Newspapers set speech
in ways that tell more:

- words right beside a cue of their sentence are those of its source: “…,” Ada Cole said;
- words right behind a sentence that attributes others go on with these: “…,” she said. “…”;
- speech of several paragraphs leaves its mark open at the end of each, and opens the next with one:
  who is named in the first or in the last of them says it all;
- a paragraph that ends in a colon introduces the words of the next one. Else no cue reaches marked
  words of another paragraph.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from pipeline.quotes.attribution_candidates import TokenSpan
from pipeline.quotes.marks.marked_speech import MarkedSpeech
from pipeline.quotes.marks.token_attributions import TokenAttribution
from pipeline.quotes.marks.utterances import awaits_source
from pipeline.quotes.token_table import TokenTable

JOINING = frozenset({"as"})
"""Words that may stand between marks and their source: “…”, as the mayor put it."""


class TiedMarks:
    """One run over the attributions for one text."""

    def __init__(
        self,
        table: TokenTable,
        speech: MarkedSpeech,
        attributions: list[TokenAttribution],
        read_off: set[int],
    ) -> None:
        """`read_off` are quoted spans of no attribution, whatever stands beside them."""
        self.table = table
        self.speech = speech
        self.said = [
            quote
            for quote in range(len(table.quoted_spans))
            if speech.is_said(quote) and quote not in read_off
        ]
        self.owner = {
            quote: attribution for attribution in attributions for quote in attribution.quotes
        }
        self.by_cue = sorted(attributions, key=lambda attribution: attribution.cue)
        self.cue_starts = [attribution.cue[0] for attribution in self.by_cue]
        self.sentence = [table.sentence_at(quoted.start) for quoted in table.quoted_spans]
        self.paragraph_ends = [*table.paragraph_start[1:], len(table.text)]

    def tie(self) -> None:
        """Give every quoted span to the attribution that its position shows."""
        for quote in self.said:
            if not self._is_reported_here(quote):
                beside = self._beside(quote)
                if beside is not None:
                    self._give(quote, beside)
                elif quote in self.owner and not self._is_reached(quote):
                    self._give(quote, None)
        for quote in self.said:
            before = self.owner.get(quote - 1)
            if before is not None and self._goes_on(quote, before):
                self._give(quote, before)
        self._continue(reversed(self.said), 1)
        self._continue(self.said, -1)

    def _continue(self, quotes: Iterable[int], step: int) -> None:
        """Give speech of several paragraphs to who is named in the next, or last, of them."""
        for quote in quotes:
            neighbour = self.owner.get(quote + step)
            later = max(quote, quote + step)
            if quote not in self.owner and neighbour and self.table.quoted_spans[later].continues:
                self._give(quote, neighbour)

    def _give(self, quote: int, attribution: TokenAttribution | None) -> None:
        before = self.owner.pop(quote, None)
        if before is not None:
            before.give_up(self.table, {quote})
        if attribution is not None:
            attribution.take(self.table, quote)
            self.owner[quote] = attribution

    def _is_reported_here(self, quote: int) -> bool:
        """Whether marked words belong to a cue of their own sentence."""
        own = self.owner.get(quote)
        return own is not None and self.table.sentence_at(own.cue[0]) == self.sentence[quote]

    def _beside(self, quote: int) -> TokenAttribution | None:
        """The attribution whose cue stands right beside marked words, or the source between."""
        at = bisect_left(self.cue_starts, self.table.quoted_spans[quote].end)
        near = self.by_cue[at : at + 1] + self.by_cue[max(0, at - 1) : at]
        return next(
            (attribution for attribution in near if self._is_beside(quote, attribution)), None
        )

    def _is_beside(self, quote: int, attribution: TokenAttribution) -> bool:
        quoted, cue = self.table.quoted_spans[quote], attribution.cue
        if self.table.sentence_at(cue[0]) != self.sentence[quote]:
            return False
        if cue[0] >= quoted.end:
            between = (quoted.end, cue[0]) if awaits_source(self.table, quoted) else None
        else:
            between = (cue[1], quoted.start) if cue[1] <= quoted.start else None
        return between is not None and self._is_source(between, attribution.source)

    def _is_source(self, between: TokenSpan, source: TokenSpan | None) -> bool:
        """Whether tokens are hardly more than a source."""
        start, end = source or (0, 0)
        return not any(
            self.table.is_word(at) and self.table.lower[at] not in JOINING
            for at in range(*between)
            if not start <= at < end
        )

    def _is_reached(self, quote: int) -> bool:
        """Whether marked words stand in the paragraph of their cue, or one that it introduces."""
        here = self.table.paragraph[self.owner[quote].cue[0]]
        there = self.table.paragraph[self.table.quoted_spans[quote].start]
        return there == here or self._ends_in_colon(here)

    def _ends_in_colon(self, paragraph: int) -> bool:
        start = self.table.paragraph_start[paragraph]
        _, end = self.table.trimmed(start, self.paragraph_ends[paragraph])
        return self.table.text[end - 1] == ":"

    def _goes_on(self, quote: int, before: TokenAttribution) -> bool:
        """Whether marked words open the sentence behind the one that attributes a clause."""
        if self._is_reported_here(quote) or not self.speech.is_clause(quote - 1):
            return False
        number = self.sentence[quote]
        sentence = self.table.sentences[number]
        opening = range(sentence.start, self.table.quoted_spans[quote].start)
        return (
            self.table.paragraph[before.cue[0]] == sentence.paragraph
            and self.sentence[quote - 1] in {number - 1, number}
            and not any(map(self.table.is_word, opening))
        )
