"""German clauses: which words are verbs of speech, and what their subject is.

The finite verb is the second part of a main clause and the last of a subordinate one. What stands
before it in a main clause is its subject, if it can be one by its case and kind; else the subject
stands right behind it.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.quotes.languages.german import grammar
from pipeline.quotes.languages.german.people import is_body_noun, is_person_noun
from pipeline.quotes.languages.german.phrases import NounPhrase, PhraseReader
from pipeline.quotes.languages.german.reporting import VERBS
from pipeline.quotes.reading import QUOTE, Reading, Sentence

FAR = 40
"""Words of a clause that are looked at, from its verb to its particle or participle."""
HARD_BREAKS = frozenset({":", ";", QUOTE, "–", "—", "!", "?"})
MOST_BETWEEN = 12
"""Small words and phrases between a verb and the subject behind it."""
MODALS = frozenset(
    """will wollen wollte wollten kann können konnte konnten könne könnte könnten muss müssen
    musste mussten müsse müsste soll sollen sollte sollten solle darf dürfen durfte dürfe möchte
    möchten mag würde würden werde wird werden""".split()
)


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    """A verb of speech in a sentence."""

    item: int
    """Item of the verb that says what is done."""
    finite: int
    """Item of the finite verb: the same, or its auxiliary."""
    base: str


class ClauseReader:
    """Reads the clauses of one sentence."""

    def __init__(self, reading: Reading, sentence: Sentence) -> None:
        self.sentence = sentence
        self.phrases = PhraseReader(reading, sentence)
        self._starts: dict[int, NounPhrase | None] = {}

    def speech_verbs(self) -> list[SpeechVerb]:
        """The verbs of speech, in order."""
        found: list[SpeechVerb] = []
        for item, word in enumerate(self.sentence.lower):
            if word in VERBS and (item == 0 or not self.sentence.capital[item]):
                verb = self._speech_verb(item, word)
                if verb is not None and not self._negated(verb):
                    found.append(verb)
        return found

    def _speech_verb(self, item: int, word: str) -> SpeechVerb | None:
        for form in VERBS[word]:
            if form.particle:
                if self._particle_behind(item, form.particle):
                    return SpeechVerb(item, item, form.base)
            elif form.participle:
                finite = self._auxiliary(item)
                if finite is not None:
                    return SpeechVerb(item, finite, form.base)
            elif form.infinitive:
                modal = self._modal_before(item)
                before = self.sentence.word(item - 1)
                if before == "zu" or modal is not None or word.endswith("zu" + form.base[-4:]):
                    continue
                return SpeechVerb(item, item, form.base)
            else:
                return SpeechVerb(item, item, form.base)
        return None

    def _particle_behind(self, item: int, particle: str) -> bool:
        """Whether a separable verb's particle ends its clause."""
        for at in range(item + 1, min(item + FAR, len(self.sentence))):
            word = self.sentence.lower[at]
            if word == particle and not self.sentence.capital[at]:
                behind = self.sentence.word(at + 1)
                if not behind[:1].isalnum() or behind in grammar.COORDINATORS:
                    return True
            if word in {";", "!", "?"}:
                return False
        return False

    def _auxiliary(self, item: int) -> int | None:
        """The auxiliary of a participle: “hat … gesagt”, “gesagt habe”; None for a passive."""
        behind = self.sentence.word(item + 1)
        if behind in grammar.HAVE and behind[:1] == "h":
            return item + 1
        if behind in {"worden", "wird", "wurde", "wurden", "werden", "werde"}:
            return None
        for at in range(item - 1, max(item - FAR, -1), -1):
            word = self.sentence.lower[at]
            if word in grammar.HAVE and not self.sentence.capital[at]:
                return at if word[:1] == "h" else None
            if word in {":", ";"}:
                return None
        return None

    def _modal_before(self, item: int) -> int | None:
        for at in range(item - 1, max(item - FAR // 2, -1), -1):
            word = self.sentence.lower[at]
            if word in MODALS:
                return at
            if word in HARD_BREAKS or word == ",":
                return None
        return None

    def _negated(self, verb: SpeechVerb) -> bool:
        """“sagte nicht, ob …”, “niemand sagte”: nothing is reported."""
        behind = self.sentence.word(verb.item + 1)
        return behind in {"nicht", "niemand"} and self.sentence.word(verb.item + 2) in {",", "."}

    # -- subjects -------------------------------------------------------------------

    def subject(self, finite: int) -> NounPhrase | None:
        """The subject of the finite verb at an item."""
        before = self._first_constituent(finite)
        behind = self.behind(finite + 1)
        if before is None:
            return behind or self._right_before(finite)
        if behind is not None and self._outranks(behind, before):
            return behind
        return before

    def _outranks(self, behind: NounPhrase, before: NounPhrase) -> bool:
        """“Die Pläne kritisierte sie”: the object stands first."""
        if before.pronoun or before.name or self.is_speaker(before):
            return False
        return bool(behind.pronoun or behind.name or self.is_speaker(behind))

    def is_speaker(self, phrase: NounPhrase) -> bool:
        """Whether a phrase without a name can be somebody who speaks."""
        head = self.head_word(phrase)
        return is_person_noun(head) or is_body_noun(head)

    def head_word(self, phrase: NounPhrase) -> str:
        """The noun of a phrase, lower case."""
        return self.sentence.word(phrase.head)

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
            while self.sentence.word(at) in grammar.COORDINATORS | {"doch", "auch"}:
                at += 1
            first = self.phrases.phrase(at) if at < finite else None
            self._starts[start] = first
        if first is None or first.full_end > finite:
            return None
        return first if self._reaches(first.full_end, finite) else None

    def _reaches(self, at: int, finite: int) -> bool:
        """Whether only what belongs to a phrase stands between it and the verb."""
        commas = 0
        for item in range(at, finite):
            word = self.sentence.lower[item]
            if word == ",":
                commas += 1
            elif commas % 2 == 0 and item == at and self.phrases.small(item):
                if word not in grammar.PREPOSITIONS | grammar.ADVERBS | {"der", "des"}:
                    return False
            elif commas % 2 == 0 and word in grammar.AUXILIARIES | grammar.COORDINATORS:
                return False
        return commas % 2 == 0

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
                end = self._behind_preposition(at)
                if end == at:
                    return None
                at = end
                continue
            return self.phrases.phrase(at)
        return None

    def _behind_preposition(self, item: int) -> int:
        """Behind “am Montag”, “in einem Interview mit der Zeitung”; `item` if nothing fits."""
        phrase = self.phrases.phrase(item + 1, subject=False)
        if phrase is not None:
            return phrase.end
        at = item + 1
        while at < item + 5 and at < len(self.sentence):
            if self.phrases.capital(at) or self.sentence.word(at)[:1].isdigit():
                while self.phrases.capital(at) or self.sentence.word(at)[:1].isdigit() or (
                    self.sentence.word(at) == "."
                ):
                    at += 1
                return at
            at += 1
        return item

    def _right_before(self, finite: int) -> NounPhrase | None:
        """The longest phrase that ends right before the verb: “wie Ada Blum sagte”."""
        for start in range(max(finite - LONGEST_BEFORE, 0), finite):
            if self.sentence.word(start - 1) in grammar.PREPOSITIONS | grammar.DETERMINERS:
                continue
            if start and self.phrases.capital(start - 1) and self.phrases.capital(start):
                continue
            phrase = self.phrases.phrase(start)
            if phrase is not None and finite in {phrase.end, phrase.full_end, phrase.full_end + 1}:
                return phrase
        return None

    def main_subject(self, before: int) -> tuple[NounPhrase, int] | None:
        """The subject of the first clause and its verb, before an item."""
        for at in range(min(before, len(self.sentence))):
            word = self.sentence.lower[at]
            if self._looks_finite(at, word):
                subject = self.subject(at)
                if subject is not None and subject.full_end <= before + 1:
                    return subject, at
        return None

    def _looks_finite(self, item: int, word: str) -> bool:
        if self.sentence.capital[item] or not word[:1].isalpha():
            return False
        if word in grammar.AUXILIARIES or word in grammar.KONJUNKTIV:
            return True
        if word in VERBS:
            return any(not form.participle and not form.infinitive for form in VERBS[word])
        closed = (
            grammar.PREPOSITIONS
            | grammar.ADVERBS
            | grammar.DETERMINERS
            | grammar.PRONOUNS
            | grammar.SUBORDINATORS
            | grammar.COORDINATORS
        )
        return word not in closed and word.endswith(("te", "ten", "t", "ete"))


LONGEST_BEFORE = 10
"""Words right before a verb among which its subject may begin."""
