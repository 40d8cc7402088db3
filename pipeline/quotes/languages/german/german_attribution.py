"""German quotations: which marked words are whose.

Sentence by sentence every quoted span gets its frame, goes on with the speaker before it, or is
nobody's words. Sentences without marks count as well: who is reported there goes on to speak.

What is found are utterances, of which `german_speakers` makes candidates and speakers.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.quotes.attribution_candidates import AttributionCandidate, Source
from pipeline.quotes.languages.german import german_grammar as grammar
from pipeline.quotes.languages.german.german_frames import FrameFinder, SpeechFrame, Tie
from pipeline.quotes.languages.german.german_marked_words import MarkedWords
from pipeline.quotes.languages.german.german_phrases import NounPhrase
from pipeline.quotes.token_table import TokenTable
from pipeline.records import Kind

CONFIDENCE = {
    Tie.BESIDE: 0.97,
    Tie.COLON: 0.93,
    Tie.PHRASE: 0.85,
    Tie.CLAUSE: 0.8,
    Tie.SENTENCE: 0.7,
    Tie.CARRIED: 0.75,
}
"""Confidence by how close the source is; see docs/quotations.md."""
UNATTRIBUTED = 0.35
"""Confidence of marked words that no sentence gives to anybody: below the least that a tie has."""
FRAGMENT, CLAUSE = 3, 4
"""Words from which on a fragment that begins small, and a clause, are taken for somebody's without
any other sign."""
FAR = 2
"""Paragraphs after which a speaker is no longer carried on."""


@dataclass(slots=True)
class Utterance:
    """Words of somebody, or a sentence that says who is speaking."""

    sentence: int
    frame: SpeechFrame | None
    candidate: AttributionCandidate | None = None
    """None for a sentence without marked words."""
    follows: bool = False
    """Whether who spoke before goes on."""
    fragment: bool = False
    """Whether the words are less than a clause, and their sentence reports nothing either."""

    @property
    def marked(self) -> AttributionCandidate:
        """The marked words; ValueError for a sentence that has none."""
        if self.candidate is None:
            raise ValueError("a sentence without marked words was asked for them")
        return self.candidate


def utterances_of(table: TokenTable) -> list[Utterance]:
    """Every utterance of a text in order."""
    return _Run(table).run()


class _Run:
    """One run over one text."""

    def __init__(self, table: TokenTable) -> None:
        self.table = table
        self.found: list[Utterance] = []

    def run(self) -> list[Utterance]:
        for number, sentence in enumerate(self.table.sentences):
            finder = FrameFinder(self.table, number)
            items = [item for item, quote in enumerate(sentence.quotes) if quote >= 0]
            first = len(self.found)
            for item in items:
                self._quote(finder, MarkedWords(self.table, number, item))
            if len(self.found) == first:
                frame = finder.spoken() or self._telling_subject(finder)
                if frame is not None:
                    self.found.append(Utterance(number, frame))
        return self.found

    @staticmethod
    def _telling_subject(finder: FrameFinder) -> SpeechFrame | None:
        """The person that a sentence is about: the words after it may be theirs."""
        concerned = finder.for_whom()
        if concerned is not None:
            return SpeechFrame(concerned, None, Tie.SENTENCE, False, finder.number)
        main = finder.clauses.main_subject(len(finder.sentence))
        if main is None or finder.sentence.word(main[1]) in grammar.KONJUNKTIV:
            return None
        return SpeechFrame(main[0], (main[1], main[1] + 1), Tie.SENTENCE, False, finder.number)

    def _quote(self, finder: FrameFinder, words: MarkedWords) -> None:
        frame = finder.of_quote(words.item)
        carried = self._before(words.number)
        if not self._is_speech(words, frame, carried):
            return
        last = self.found[-1] if self.found else None
        if frame is not None and last is not None and last.candidate is not None:
            same = last.frame is not None and last.frame.sentence == words.number
            if same and last.frame and last.frame.cue == frame.cue and frame.cue is not None:
                self._extend(last.candidate, words)
                return
        if frame is None and carried is not None and self._goes_on(carried, words):
            return
        follows = carried is not None and (frame is None or frame.source is None)
        self._add(words, frame, follows)

    def _before(self, number: int) -> Utterance | None:
        """The utterance whose speaker may go on in a sentence."""
        if not self.found:
            return None
        last = self.found[-1]
        sentences = self.table.sentences
        gap = sentences[number].paragraph - sentences[last.sentence].paragraph
        return last if gap <= FAR else None

    def _is_speech(
        self, words: MarkedWords, frame: SpeechFrame | None, carried: Utterance | None
    ) -> bool:
        if not len(words) or words.announced:
            return False
        if words.after_noun and not (frame is not None and frame.naming):
            return False
        if frame is None:
            return self._speaks_alone(words, carried)
        if frame.tie in {Tie.BESIDE, Tie.COLON}:
            return True
        if frame.naming and frame.source is not None and self._is_anybody(frame.source):
            return False
        return not words.name_like or frame.naming or words.reported or words.opens_fragment

    def _speaks_alone(self, words: MarkedWords, carried: Utterance | None) -> bool:
        """Whether words that no frame of their sentence takes are somebody's."""
        if words.name_like:
            same = carried is not None and self._same_paragraph(carried, words)
            return words.reported and words.opens_fragment and same
        # names, titles and most terms begin with a capital in German
        fragment = not words.capital and len(words) >= FRAGMENT
        clause = words.utterance or (len(words) >= CLAUSE and words.clause)
        return fragment or clause or (carried is not None and words.reported)

    @staticmethod
    def _is_anybody(source: NounPhrase) -> bool:
        """“Fachleute nennen das …”, “nennen wir das …”: a term, and nobody's in particular."""
        bare = not source.determiner and source.name is None and source.several
        return source.pronoun == "wir" or bare

    def _same_paragraph(self, utterance: Utterance, words: MarkedWords) -> bool:
        sentence = self.table.sentences[utterance.sentence]
        return sentence.paragraph == words.sentence.paragraph

    # -- what is found --------------------------------------------------------------

    def _extend(self, candidate: AttributionCandidate, words: MarkedWords) -> None:
        candidate.quotes.append(words.quote)
        candidate.content.append(words.quoted.span)

    def _goes_on(self, last: Utterance, words: MarkedWords) -> bool:
        """Whether words are more of a quotation, which takes them: “…“, sagte sie. “…“"""
        candidate = last.candidate
        if candidate is None or last.sentence not in {words.number, words.number - 1}:
            return False
        following = candidate.quotes[-1] == words.quote - 1 and candidate.kind is Kind.DIRECT
        if not words.quoted.continues and not (
            following and words.utterance and self._same_paragraph(last, words)
        ):
            return False
        self._extend(candidate, words)
        last.sentence = words.number
        return True

    def _add(self, words: MarkedWords, frame: SpeechFrame | None, follows: bool) -> None:
        kind = Kind.DIRECT if words.utterance else Kind.PARTIAL
        tie = frame.tie if frame is not None and frame.source is not None else Tie.CARRIED
        confidence = CONFIDENCE[tie] if frame is not None or follows else UNATTRIBUTED
        candidate = AttributionCandidate(
            cue=self._tokens(words.number, frame.cue) if frame and frame.cue else None,
            source=self._source(words.number, frame),
            content=[words.quoted.span],
            quotes=[words.quote],
            kind=kind,
            confidence=confidence,
        )
        fragment = not words.utterance and not words.reported
        self.found.append(Utterance(words.number, frame, candidate, follows, fragment))

    def _tokens(self, number: int, items: tuple[int, int]) -> tuple[int, int]:
        tokens = self.table.sentences[number].tokens
        return tokens[items[0]], tokens[items[1] - 1] + 1

    def _source(self, number: int, frame: SpeechFrame | None) -> Source | None:
        if frame is None or frame.source is None:
            return None
        phrase = frame.source
        start, end = self._tokens(number, (phrase.start, phrase.end))
        return Source(start, end, self._tokens(number, (phrase.start, phrase.full_end)))
