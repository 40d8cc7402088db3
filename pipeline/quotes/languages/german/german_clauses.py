"""German clauses: which words are verbs of speech, and what their subject is.

The finite verb is the second part of a main clause and the last of a subordinate one. What stands
before it in a main clause is its subject, if it can be one by its case and kind; else the subject
stands right behind it.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.quotes.languages.german import german_grammar as grammar
from pipeline.quotes.languages.german.german_people import is_organisation_noun, is_person_noun
from pipeline.quotes.languages.german.german_phrases import NounPhrase, PhraseReader
from pipeline.quotes.languages.german.german_reporting import VERBS
from pipeline.quotes.token_table import QUOTE, Sentence, TokenTable

FAR = 40
"""Words of a clause that are looked at, from its verb to its particle or its beginning."""
HARD_BREAKS = frozenset({":", ";", QUOTE, "–", "—", "!", "?"})
"""What no clause goes on behind."""
ELLIPTICAL = frozenset({"und", "oder", "aber", "sondern", "sowie"})
"""Words right before a verb whose subject is the one of the verb before."""
MOST_BETWEEN = 12
"""Small words and phrases between a verb and the subject behind it."""


class ClauseReader:
    """Reads the clauses of one sentence."""

    def __init__(self, table: TokenTable, sentence: Sentence) -> None:
        self.sentence = sentence
        self.phrases = PhraseReader(table, sentence)
        self._starts: dict[int, NounPhrase | None] = {}
        self._subjects: dict[int, NounPhrase | None] = {}
        self._openers: dict[int, int | None] = {}
        self._read_until = 0
        """Item before which every finite verb has its subject."""

    def speech_verbs(self) -> list[int]:
        """The items of the verbs of speech, in order."""
        return [
            item
            for item, word in enumerate(self.sentence.lower)
            if word in VERBS
            and word not in grammar.DETERMINERS
            and (item == 0 or not self.sentence.capital[item])
            and self._has_particle(item, VERBS[word])
        ]

    def _has_particle(self, item: int, particles: set[str]) -> bool:
        """Whether a separable verb has its particle behind it."""
        behind = self.sentence.lower[item + 1 : item + FAR]
        return "" in particles or not particles.isdisjoint(behind)

    # -- subjects -------------------------------------------------------------------

    def subject(self, finite: int) -> NounPhrase | None:
        """The subject of the finite verb at an item; both agree in number."""
        # from left to right, because “und sagte” asks for the subject of the verb before
        while self._read_until < finite:
            at = self._read_until
            self._read_until += 1
            if self._looks_finite(at, self.sentence.lower[at]):
                self._subjects[at] = self._agreeing_subject(at)
        if finite not in self._subjects:
            self._subjects[finite] = self._agreeing_subject(finite)
        return self._subjects[finite]

    def _agreeing_subject(self, finite: int) -> NounPhrase | None:
        found = self._subject(finite)
        return self.agreeing(found, finite) if found is not None else None

    def agreeing(self, phrase: NounPhrase, finite: int) -> NounPhrase | None:
        """A phrase as subject of a verb: with what “und” ties to it; None for another number.

        The third person of several ends in -n in every German verb, that of one in none.
        """
        word = self.sentence.word(finite)
        several = word.endswith("n")
        phrase = replace(phrase, several=several)
        if several and self.sentence.word(phrase.full_end) == "und":
            other = self.phrases.phrase(phrase.full_end + 1)
            if other is not None:
                return replace(phrase, beside=other, full_end=other.full_end)
        number = phrase.number
        if phrase.pronoun == "ich" or not number:
            return phrase
        return phrase if several == (number == "p") else None

    def _subject(self, finite: int) -> NounPhrase | None:
        if self.sentence.word(finite - 1) in ELLIPTICAL:
            # “Blum lobte den Plan und betonte, …”
            main = self.main_subject(finite - 1, last=True)
            if main is not None:
                return main[0]
        opener = self._opener(finite)
        if opener is not None:
            return self._subordinate_subject(opener, finite)
        before = self._first_constituent(finite)
        behind = self.behind(finite + 1)
        if before is None:
            return behind or self._right_before(finite)
        if behind is not None and self._outranks(behind, before):
            return behind
        return before

    def _outranks(self, behind: NounPhrase, before: NounPhrase) -> bool:
        """“Die Pläne kritisierte sie”: the object stands first.

        “er”, “ich” and “wir” are subjects wherever they stand, “sie” may be an object.
        """
        if behind.pronoun and behind.pronoun != "sie":
            return True
        full_name = before.name is not None and before.name[1] - before.name[0] > 1
        if before.pronoun or full_name or self._is_speaker(before):
            return False
        if before.name is not None:
            return bool(behind.pronoun) and before.end - before.start == 1 and before.start > 0
        return bool(behind.pronoun or behind.name or self._is_speaker(behind))

    def _subordinate_subject(self, opener: int, finite: int) -> NounPhrase | None:
        """“dass Blum sagte”: behind what opens the clause; “Blum, die sagte”: before it."""
        at = opener + 1
        while self.sentence.word(at) in {"sich", "es", "ihm", "auch"}:
            at += 1
        inner = self.phrases.phrase(at) if at < finite else None
        if inner is not None and inner.end <= finite:
            return inner
        if self.sentence.word(opener) not in grammar.RELATIVES:
            return None
        for start in range(max(opener - 1 - LONGEST_BEFORE, 0), opener - 1):
            if start and self.phrases.capital(start - 1):
                continue
            phrase = self.phrases.phrase(start)
            if phrase is not None and opener - 1 in {phrase.end, phrase.full_end}:
                return phrase
        return None

    def _is_speaker(self, phrase: NounPhrase) -> bool:
        """Whether a phrase without a name can be somebody who speaks."""
        head = self.sentence.word(phrase.head)
        return is_person_noun(head) or is_organisation_noun(head)

    def _clause_start(self, finite: int) -> int:
        for at in range(finite - 1, max(finite - FAR, -1), -1):
            if self.sentence.lower[at] in HARD_BREAKS:
                start = at + 1
                while self.sentence.word(start) in {",", "–"}:
                    start += 1
                return start
        return max(finite - FAR, 0)

    def _first_constituent(self, finite: int) -> NounPhrase | None:
        """The phrase that a clause begins with, if it reaches to the verb."""
        start = self._clause_start(finite)
        if start in self._starts:
            first = self._starts[start]
        else:
            at = start
            while self.sentence.word(at) in grammar.OPENERS:
                at += 1
            first = self.phrases.phrase(at) if at < finite else None
            self._starts[start] = first
        if first is not None and self.sentence.word(first.full_end) == "und":
            other = self.phrases.phrase(first.full_end + 1)
            if other is not None and self.sentence.word(finite).endswith("n"):
                first = replace(first, beside=other, full_end=other.full_end)
        if first is None or first.full_end > finite:
            return None
        return first if self._reaches(first.full_end, finite) else None

    def _reaches(self, at: int, finite: int) -> bool:
        """Whether only what belongs to a phrase stands between it and the verb."""
        goes_on = not self.phrases.small(at) or self.sentence.word(at) in grammar.AFTER_A_PHRASE
        return at == finite or (goes_on and self.sentence.lower[at:finite].count(",") % 2 == 0)

    def behind(self, item: int) -> NounPhrase | None:
        """The subject behind a verb: adverbs, “sich” and phrases of time may stand between."""
        at, last = item, min(item + MOST_BETWEEN, len(self.sentence))
        while at < last:
            word = self.sentence.lower[at]
            if word in {"sich", "es", "uns", "mir", "ihm", "ihr"} or (
                word in grammar.ADVERBS and not self.phrases.capital(at)
            ):
                # “ihr Anwalt”: hers, not to her
                possessive = word in grammar.POSSESSIVES and self.phrases.capital(at + 1)
                if not possessive:
                    at += 1
                    continue
            if word in grammar.PREPOSITIONS:
                # “am Montag”, “in einem Interview mit der Zeitung”
                placing = self.phrases.phrase(at + 1, subject=False)
                at = placing.end if placing is not None else at + 2
                continue
            return self.phrases.phrase(at)
        return None

    def _right_before(self, finite: int) -> NounPhrase | None:
        """The longest phrase that ends right before the verb: “wie Ada Blum sagte”."""
        for start in range(max(finite - LONGEST_BEFORE, 0), finite):
            if self.sentence.word(start - 1) in grammar.BEFORE_A_NOUN:
                continue
            if start and self.phrases.capital(start - 1) and self.phrases.capital(start):
                continue
            phrase = self.phrases.phrase(start)
            if phrase is not None and finite in {phrase.end, phrase.full_end, phrase.full_end + 1}:
                return phrase
        return None

    def main_subject(self, before: int, *, last: bool = False) -> tuple[NounPhrase, int] | None:
        """The subject of the first main clause, or the last one, before an item; and its verb."""
        positions = range(max(before - FAR, 0), min(before, len(self.sentence)))
        for at in reversed(positions) if last else positions:
            word = self.sentence.lower[at]
            if self._looks_finite(at, word) and self._opener(at) is None:
                subject = self.subject(at)
                if subject is not None and subject.full_end <= before + 1:
                    return subject, at
        return None

    def _opener(self, verb: int) -> int | None:
        """What `_find_opener` finds, looked for once."""
        if verb not in self._openers:
            self._openers[verb] = self._find_opener(verb)
        return self._openers[verb]

    def _find_opener(self, verb: int) -> int | None:
        """The “dass”, “während” or “die” that opens the clause which a verb ends, if one does."""
        behind = self.sentence.word(verb + 1)
        if behind[:1].isalpha():
            return None
        for at in range(verb - 1, max(verb - FAR // 2, -1), -1):
            word = self.sentence.lower[at]
            opens = at == 0 or self.sentence.word(at - 1) == ","
            relative = at > 0 and word in grammar.RELATIVES
            if opens and (word in grammar.SUBORDINATORS or relative):
                return at
            if word in HARD_BREAKS or (word == "," and at < verb - 1):
                return None
        return None

    def _looks_finite(self, item: int, word: str) -> bool:
        if self.sentence.capital[item] or not word[:1].isalpha():
            return False
        if word in grammar.AUXILIARIES or word in grammar.KONJUNKTIV:
            return True
        return word in VERBS or (word not in grammar.CLOSED and word.endswith(("te", "ten", "t")))


LONGEST_BEFORE = 10
"""Words right before a verb among which its subject may begin."""
