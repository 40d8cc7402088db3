"""Who says something in a German sentence, and by which words.

What shows it is the position of the marked words, which German fixes. Behind them and a comma
stands the verb with its subject (“…“, sagte Blum), “so Blum” or “wie Blum sagte”; before them and a
colon a clause whose subject speaks; in the middle of a sentence they belong to its verb of speech,
or to “laut Blum”, “nach Angaben der Polizei”, “der Polizei zufolge”, “heißt es in einem Bericht”.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from operator import itemgetter

from pipeline.quotes.languages.german import german_grammar as grammar
from pipeline.quotes.languages.german.german_clauses import ClauseReader
from pipeline.quotes.languages.german.german_phrases import NounPhrase
from pipeline.quotes.languages.german.german_reporting import NAMING
from pipeline.quotes.token_table import QUOTE, TokenTable
from pipeline.text.word_sets import words

ACCORDING = words(
    """angaben worten aussage aussagen einschätzung ansicht meinung auffassung darstellung
    überzeugung informationen erkenntnissen berechnungen schätzungen schätzung bericht berichten
    mitteilung aussendung eigenen"""
)
"""Nouns of “nach Angaben von”, “den Worten des … zufolge”."""
SAYS = words("heißt hieß heisst hiess")
"""“heißt es”: what a paper or an organisation says."""
NO_VERBS = grammar.CLOSED | grammar.RELATIVES
"""Small words that are surely no verb behind marks."""


class Tie(IntEnum):
    """How close a source is to marked words; the higher the surer."""

    CARRIED = 0
    SENTENCE = 1
    CLAUSE = 2
    PHRASE = 3
    COLON = 4
    BESIDE = 5


@dataclass(frozen=True, slots=True)
class SpeechFrame:
    """A source with the words that make it one."""

    source: NounPhrase | None
    """None where the sentence leaves it out: “und fügte hinzu”."""
    cue: tuple[int, int] | None
    """Items."""
    tie: Tie
    naming: bool = False
    """Whether the verb gives somebody's word for a thing, be it one word."""
    sentence: int = 0


class FrameFinder:
    """Finds the frames of one sentence."""

    def __init__(self, table: TokenTable, number: int) -> None:
        self.sentence = table.sentences[number]
        self.number = number
        self.clauses = ClauseReader(table, self.sentence)
        self.phrases = self.clauses.phrases
        self.verbs = self.clauses.speech_verbs()
        self._frames: list[SpeechFrame] | None = None

    # -- one quoted span ------------------------------------------------------------

    def of_quote(self, item: int) -> SpeechFrame | None:
        """The frame that the quoted span at an item belongs to, if the sentence has one."""
        return self._behind_quote(item) or self._before_colon(item) or self._around(item)

    def _behind_quote(self, item: int) -> SpeechFrame | None:
        at = item + 1
        while self.sentence.word(at) in {",", "–", "—", "-"}:
            at += 1
        word = self.sentence.word(at)
        if not self.phrases.small(at) or not word.isalpha():
            return None
        if word in {"so", "wie"}:
            return self._so_or_how(at)
        is_verb = word not in NO_VERBS and not self._says(at)
        return self._inverted(at) if is_verb and at > item + 1 else None

    def _inverted(self, at: int) -> SpeechFrame | None:
        """“…“, sagte Blum: what stands behind marks and a comma is a verb, whichever it is."""
        source = self.clauses.behind(at + 1)
        source = self.clauses.agreeing(source, at) if source is not None else None
        if source is None:
            return None
        return self._frame(source, (at, at + 1), Tie.BESIDE)

    def _says(self, item: int) -> bool:
        """Whether “heißt es” stands here."""
        return self.sentence.word(item) in SAYS and self.sentence.word(item + 1) == "es"

    @cached_property
    def said(self) -> list[int]:
        """The verbs of “heißt es” and “es hieß”."""
        return [
            at
            for at, word in enumerate(self.sentence.lower)
            if word in SAYS and "es" in {self.sentence.word(at - 1), self.sentence.word(at + 1)}
        ]

    def _it_says(self, item: int) -> SpeechFrame:
        """“heißt es in einer Mitteilung der Polizei”, “hieß es von der Polizei”."""
        at = item + 2
        while at < len(self.sentence) and at < item + 10:
            word = self.sentence.word(at)
            if word in {"in", "im", "aus", "bei", "beim", "von", "vom", "seitens"}:
                source = self.phrases.phrase(at + 1, subject=False)
                if source is not None:
                    return self._frame(source, (item, item + 2), Tie.PHRASE)
            if word in {",", "."}:
                break
            at += 1
        return self._frame(None, (item, item + 2), Tie.PHRASE)

    def _so_or_how(self, item: int) -> SpeechFrame | None:
        """“so Ada Blum”, “wie Ada Blum am Montag sagte”."""
        if self.sentence.word(item) == "so":
            source = self.phrases.phrase(item + 1)
            return self._frame(source, (item, item + 1), Tie.BESIDE) if source else None
        source = self.phrases.phrase(item + 1)
        if source is None:
            return None
        verb = next((verb for verb in self.verbs if verb > item), None)
        return self._frame(source, (verb, verb + 1), Tie.BESIDE) if verb is not None else None

    def _before_colon(self, item: int) -> SpeechFrame | None:
        colon = item - 1
        if self.sentence.word(colon) != ":":
            return None
        for verb, source in reversed(self._before(colon)):
            if source.start < colon:
                return self._frame(source, (verb, verb + 1), Tie.COLON)
        for at in self.said[:1]:
            if at < colon:
                return self._in_which(at)
        for frame in self._phrases()[:1]:
            if frame.cue and frame.cue[0] < colon:
                return self._frame(frame.source, frame.cue, Tie.COLON)
        return self._introduced(colon)

    def _introduced(self, colon: int) -> SpeechFrame:
        """By a clause without a verb of speech: “Ein Mann hebt die Hand: “…””, “Blum: “…””."""
        concerned = self.for_whom()
        if concerned is not None:
            return self._frame(concerned, None, Tie.COLON)
        subject = self.clauses.main_subject(colon)
        if subject is not None:
            phrase, verb = subject
            return self._frame(phrase, (verb, verb + 1), Tie.COLON)
        label = self.phrases.phrase(self._behind_last_stop(colon))
        return self._frame(label, None, Tie.COLON)

    def for_whom(self) -> NounPhrase | None:
        """“Für Ada Blum ist klar: “…””: whose view a sentence gives."""
        if self.sentence.word(0) != "für":
            return None
        phrase = self.phrases.phrase(1, subject=False)
        return phrase if phrase is not None and phrase.name is not None else None

    def _in_which(self, item: int) -> SpeechFrame:
        """“ein Schreiben der Direktion, in dem es hieß: “…””."""
        for at in range(item - 1, max(item - 8, 0), -1):
            if self.sentence.word(at) == "," and at > 0:
                for start in range(max(at - 8, 0), at):
                    phrase = self.phrases.phrase(start, subject=False)
                    if phrase is not None and phrase.end == at:
                        return self._frame(phrase, (item, item + 1), Tie.PHRASE)
        return self._it_says(item)

    def _behind_last_stop(self, item: int) -> int:
        for at in range(item - 1, -1, -1):
            if self.sentence.lower[at] in {":", ";", QUOTE}:
                return at + 1
        return 0

    def _around(self, item: int) -> SpeechFrame | None:
        """A frame of the sentence in whose middle the span stands."""
        for frame in self._phrases():
            return frame
        for verb, source in self._before(item)[-1:] or self.subjects[:1]:
            naming = self.sentence.word(verb) in NAMING
            return self._frame(source, (verb, verb + 1), Tie.CLAUSE, naming=naming)
        return None

    def _before(self, item: int) -> list[tuple[int, NounPhrase]]:
        """The verbs of speech before an item that have a subject, with it."""
        return self.subjects[: bisect_left(self.subjects, item, key=itemgetter(0))]

    @cached_property
    def subjects(self) -> list[tuple[int, NounPhrase]]:
        """The verbs of speech that have a subject, and it; each is looked for once."""
        return [
            (verb, source) for verb in self.verbs if (source := self._source_of(verb)) is not None
        ]

    def _source_of(self, verb: int) -> NounPhrase | None:
        source = self.clauses.subject(verb)
        if source is not None:
            return source
        # “Blum widersprach und sprach von …”: the subject of the clause before
        main = self.clauses.main_subject(verb)
        return main[0] if main is not None else None

    # -- the whole sentence ---------------------------------------------------------

    def spoken(self) -> SpeechFrame | None:
        """Who speaks in a sentence, marks or not: speech goes on with them."""
        for frame in self._phrases():
            return frame
        for verb, source in self.subjects[-1:]:
            return self._frame(source, (verb, verb + 1), Tie.CLAUSE)
        return None

    def _phrases(self) -> list[SpeechFrame]:
        """Sources by a preposition: “laut X”, “nach Angaben von X”, “X zufolge”."""
        if self._frames is None:
            self._frames = []
            for item, word in enumerate(self.sentence.lower):
                if word in {"laut", "lt.", "nach", "zufolge"} or (
                    word == "so" and self.sentence.word(item - 1) == ","
                ):
                    frame = self._according(item)
                    if frame is not None:
                        self._frames.append(frame)
                elif self._says(item):
                    self._frames.append(self._it_says(item))
        return self._frames

    def _according(self, item: int) -> SpeechFrame | None:
        word = self.sentence.word(item)
        if word in {"laut", "lt."}:
            source = self.phrases.phrase(item + 1, subject=False)
            return self._frame(source, (item, item + 1), Tie.PHRASE) if source else None
        if word == "so":
            source = self.phrases.phrase(item + 1)
            closes = source is not None and self.sentence.word(source.full_end) in {",", ".", ""}
            return self._frame(source, (item, item + 1), Tie.PHRASE) if closes else None
        if word == "zufolge":
            return self._following(item)
        return self._in_words_of(item)

    def _in_words_of(self, item: int) -> SpeechFrame | None:
        """“nach Angaben der Polizei”, “nach den Worten von Ada Blum”."""
        at = item + 1
        while self.sentence.word(at) in {"den", "der", "ersten", "eigenen", "bisherigen"}:
            at += 1
        if self.sentence.word(at) not in ACCORDING:
            return None
        start = at + 2 if self.sentence.word(at + 1) in {"von", "vom"} else at + 1
        source = self.phrases.phrase(start, subject=False)
        return self._frame(source, (item, at + 1), Tie.PHRASE) if source else None

    def _following(self, item: int) -> SpeechFrame | None:
        """“der Polizei zufolge”, “Angaben der Polizei zufolge”."""
        for start in range(max(item - 10, 0), item):
            if self.sentence.word(start) in ACCORDING:
                inner = self.phrases.phrase(start + 1, subject=False)
                if inner is not None and inner.full_end == item:
                    return self._frame(inner, (start, item + 1), Tie.PHRASE)
            phrase = self.phrases.phrase(start, subject=False)
            if phrase is not None and item in {phrase.end, phrase.full_end}:
                return self._frame(phrase, (item, item + 1), Tie.PHRASE)
        return None

    def _frame(
        self,
        source: NounPhrase | None,
        cue: tuple[int, int] | None,
        tie: Tie,
        *,
        naming: bool = False,
    ) -> SpeechFrame:
        return SpeechFrame(source, cue, tie, naming, self.number)
