"""German noun phrases: where one ends, what is a name in it and what a role.

Nouns are capitalised in German, so that a phrase can be read without a grammar: an article or
none, small words, and a run of capitals. In “die Lienzer Bürgermeisterin Elisabeth Blum” the name
begins at a known given name, or behind the last noun for a person.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from pipeline.quotes.languages.german import german_grammar as grammar
from pipeline.quotes.languages.german.german_people import (
    COURTESY,
    GIVEN_NAMES,
    TITLES,
    is_document_noun,
    is_organisation_noun,
    is_person_noun,
)
from pipeline.quotes.token_table import Sentence, TokenTable
from pipeline.text.word_sets import words

MOST_ADJECTIVES = 5
"""Small words between an article and its noun."""
LONGEST_RUN = 8
"""Capitalised words in a row that are read as one phrase."""
LONGEST_BRACKET = 8
"""Words in brackets behind a name: a party, an age, a place; more are a sentence of their own."""
ATTRIBUTES = frozenset({"der", "des", "von", "vom", "aus", "bei", "beim", "für"})
"""Words that tie another phrase to a noun: “ein Sprecher der Polizei”."""
ALL_TIES = ATTRIBUTES | {"in", "im", "am", "an"}
"""With those of places."""
ADJECTIVE_ENDS = ("e", "en", "er", "es", "em")
"""Endings of adjectives between a determiner and its noun."""
SINGULAR = words(
    """der das ein eine einer dieser dieses jener jenes jeder jede jedes kein keine sein ihr
    mein unser"""
)
"""Determiners of a single subject; “die” may be of one or of several."""


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A phrase that may be a source, in items of its sentence."""

    start: int
    end: int
    """Behind the bare phrase: without brackets and appositions."""
    full_end: int
    """Behind everything that belongs to it."""
    head: int
    """Item of the noun or of the last word of a name."""
    name: tuple[int, int] | None = None
    """Items of a name of at least one word, titles left out."""
    role: tuple[int, int] | None = None
    """Items of what is said beside the name."""
    determiner: str = ""
    pronoun: str = ""
    courtesy: str = ""
    """“herr” or “frau” before the name."""
    beside: NounPhrase | None = None
    """The phrase that “und” ties to it, where both speak together."""
    several: bool = False
    """Whether its verb is one of several."""

    @property
    def number(self) -> str:
        """“s” for one, “p” for several, “” where the phrase itself does not tell."""
        if self.beside is not None or self.pronoun == "wir":
            return "p"
        if self.pronoun in {"er", "ich"} or self.determiner in SINGULAR:
            return "s"
        full_name = self.name is not None and self.name[1] - self.name[0] > 1
        return "s" if self.courtesy or full_name else ""

    @property
    def definite(self) -> bool:
        """Whether the phrase speaks of somebody known, “die Ministerin”."""
        return bool(self.determiner) and self.determiner not in grammar.INDEFINITE


class PhraseReader:
    """Reads phrases of one sentence."""

    def __init__(self, table: TokenTable, sentence: Sentence) -> None:
        self.table = table
        self.sentence = sentence
        self._phrases: dict[tuple[int, bool], NounPhrase | None] = {}

    def capital(self, item: int) -> bool:
        """Whether an item is a noun or name by its capital letter."""
        if not 0 <= item < len(self.sentence) or not self.sentence.capital[item]:
            return False
        return item > 0 or self.sentence.lower[item] not in grammar.SENTENCE_STARTERS

    def small(self, item: int) -> bool:
        """Whether an item is a word and not a noun, name or number."""
        word = self.sentence.word(item)
        return word[:1].isalpha() and not self.capital(item)

    def phrase(self, start: int, *, subject: bool = True) -> NounPhrase | None:
        """The phrase that starts at an item; `subject` leaves out what can be none by its case."""
        if (start, subject) not in self._phrases:
            self._phrases[start, subject] = self._phrase(start, subject)
        return self._phrases[start, subject]

    def _phrase(self, start: int, subject: bool) -> NounPhrase | None:
        word = self.sentence.word(start)
        if word in grammar.SUBJECT_PRONOUNS:
            end = start + 1
            return NounPhrase(start, end, end, start, pronoun=word)
        determiner = ""
        item = start
        if word in grammar.DETERMINERS:
            if subject and word in grammar.NEVER_SUBJECT:
                return None
            determiner, item = word, item + 1
        item = self._behind_adjectives(item, bool(determiner))
        known = self._known_name(item)
        run_end = known[1] if known else self._run_end(item)
        if run_end == item:
            return None
        found = self._named(start, item, run_end, determiner, known)
        return self._extended(found)

    def _known_name(self, first: int) -> tuple[int, int] | None:
        """The person's full name that stands in capitals from an item on, roles before it."""
        at = first
        while at < first + LONGEST_RUN and self.capital(at):
            behind = self.table.names.get(self.sentence.tokens[at])
            if behind is not None:
                end = at + 1
                while end < len(self.sentence) and self.sentence.tokens[end] < behind:
                    end += 1
                # by one word alone somebody is called where nothing goes on: “Anna von der Heide”
                return (at, end) if end > at + 1 or self._run_end(at) == end else None
            at += 1
        return None

    def _behind_adjectives(self, item: int, determined: bool) -> int:
        at = item
        while at < item + MOST_ADJECTIVES and at < len(self.sentence):
            word = self.sentence.word(at)
            if word[:1].isdigit():
                at += 2 if self.sentence.word(at + 1) in {"-", ".", "‑"} else 1
            elif self.capital(at) or not word[:1].isalpha():
                break
            elif (word.endswith(ADJECTIVE_ENDS) and word not in grammar.NO_ADJECTIVES) or (
                determined and word in grammar.ADVERBS
            ):
                at += 1
            else:
                break
        return at if self.capital(at) else item

    def _run_end(self, start: int) -> int:
        """Behind the capitalised words that start at an item, particles of names among them."""
        at = start
        while at < min(start + LONGEST_RUN, len(self.sentence)) and self.sentence.quotes[at] < 0:
            if self.capital(at):
                at += 1
                continue
            behind = at
            while self.sentence.word(behind) in grammar.PARTICLES_OF_NAMES and behind < at + 3:
                behind += 1
            is_name = at > start and self.sentence.word(at - 1) in GIVEN_NAMES
            if behind > at and is_name and self.capital(behind):
                at = behind
                continue
            break
        return at

    def _named(
        self,
        start: int,
        first: int,
        end: int,
        determiner: str,
        known: tuple[int, int] | None,
    ) -> NounPhrase:
        words = self.sentence.lower
        adjectives = first - start > bool(determiner)
        if known is not None:
            name_start = known[0]
        else:
            name_start = self._name_start(first, end, bool(determiner), adjectives)
        courtesy = next((words[i] for i in range(first, name_start) if words[i] in COURTESY), "")
        roles_end = name_start
        while roles_end > first and words[roles_end - 1] in TITLES:
            roles_end -= 1
        role = (first, roles_end) if first < roles_end else None
        if name_start == end:
            return NounPhrase(start, end, end, end - 1, None, None, determiner)
        if role is not None and start < first:
            role = (start + bool(determiner), role[1])
        return NounPhrase(
            start, end, end, end - 1, (name_start, end), role, determiner, courtesy=courtesy
        )

    def _name_start(self, first: int, end: int, determined: bool, adjectives: bool) -> int:
        """Where the name begins in a run of capitals; `end` if there is none."""
        words = self.sentence.lower
        for item in range(first, end - 1):
            if words[item].split("-")[0] in GIVEN_NAMES:
                return item
        for item in range(end - 1, first, -1):
            before = words[item - 1]
            if before in TITLES or is_person_noun(before) or "-" in before.strip("-"):
                return item
        last = words[end - 1]
        if determined or (adjectives and end - first == 1):
            return end
        if end - first == 1:
            common = is_person_noun(last) or is_document_noun(last) or is_organisation_noun(last)
            return end if common else first
        return first

    def _extended(self, found: NounPhrase) -> NounPhrase:
        bracket = self._behind_bracket(found.end)
        attributes = self.behind_attributes(bracket)
        if found.name is None and attributes > bracket:
            found = replace(found, end=attributes)
        found = replace(found, full_end=self._behind_bracket(attributes))
        return self._with_apposition(found)

    def _behind_bracket(self, item: int) -> int:
        if self.sentence.word(item) != "(":
            return item
        for at in range(item + 1, min(item + LONGEST_BRACKET, len(self.sentence))):
            if self.sentence.word(at) == ")":
                return at + 1
        return item

    def behind_attributes(self, item: int, ties: Collection[str] = ALL_TIES) -> int:
        """Behind phrases tied to the one before by some words: “der Polizei in Köln”."""
        for _ in range(3):
            word = self.sentence.word(item)
            if word not in ties:
                return item
            at = item + 1
            if self.sentence.word(at) in grammar.DETERMINERS:
                at += 1
            at = self._behind_adjectives(at, True)
            if self.sentence.word(at) in grammar.TIME_WORDS:
                return item
            end = self._run_end(at)
            if end == at:
                return item
            if self.sentence.word(end) == "und" and word == "für" and self.capital(end + 1):
                end = self._run_end(end + 1)
            item = end
        return item

    def _with_apposition(self, found: NounPhrase) -> NounPhrase:
        """With “, Leiterin des Instituts,” or “, Ada Blum,” behind it."""
        comma = found.full_end
        at = comma + 1
        if self.sentence.word(comma) not in {",", "–"} or (
            self.sentence.word(at) in grammar.NEVER_SUBJECT
        ):
            return found
        determined = self.sentence.word(at) in grammar.DETERMINERS
        first = self._behind_adjectives(at + determined, determined)
        known = self._known_name(first)
        end = known[1] if known else self._run_end(first)
        if end == first:
            return found
        inner = self._named(at, first, end, self.sentence.word(at) if determined else "", known)
        full = self._behind_bracket(end)
        attributes = self.behind_attributes(full)
        if self.sentence.word(attributes) == "und" and self.capital(attributes + 1):
            # “Gründerin und Leiterin des Instituts”
            attributes = self.behind_attributes(self._run_end(attributes + 1))
        full_name = inner.name is not None and inner.name[1] - inner.name[0] > 1
        if found.name is None and full_name and self._holds_person(found.start, found.end):
            role = (found.start + bool(found.determiner), found.full_end)
            end = self._behind_comma(full)
            return replace(found, name=inner.name, head=inner.head, role=role, full_end=end)
        if found.name is not None and self._holds_person(first, end):
            role = (at + determined, attributes)
            end = self._behind_comma(attributes)
            return replace(found, role=found.role or role, full_end=end)
        return found

    def _behind_comma(self, item: int) -> int:
        """Behind the comma that ends an apposition."""
        return item + 1 if self.sentence.word(item) == "," else item

    def _holds_person(self, start: int, end: int) -> bool:
        return any(is_person_noun(noun) for noun in self.sentence.lower[start:end])
