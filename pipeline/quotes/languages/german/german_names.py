"""The persons and organisations that a German article names, and what it calls them."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from pipeline.quotes.languages.german import german_grammar as grammar
from pipeline.quotes.languages.german.german_people import (
    GIVEN_NAMES,
    is_document_noun,
    is_organisation_noun,
    is_person_noun,
    name_gender,
    noun_gender,
)
from pipeline.quotes.languages.german.german_phrases import NounPhrase, PhraseReader
from pipeline.quotes.token_table import Sentence, TokenTable
from pipeline.text.word_sets import words

PARTIES = {
    name: name.removesuffix("n") if name in {"grünen", "linken"} else name
    for name in words(
        """cdu csu spd fdp afd grüne grünen linke linken bsw union piraten övp spö fpö neos svp sp
        glp evp mitte ssw volt"""
    )
}
"""What stands in brackets behind a politician, and is not a short form of the name -> one form."""
MOST_PERSONS, MOST_OF_A_FAMILY = 200, 20
"""More than any article names; who comes behind is not looked for, so that work stays linear."""


@dataclass(slots=True)
class Named:
    """Somebody or some organisation with a name."""

    name: str
    """Fullest form, titles left out."""
    person: bool
    gender: str = ""
    """“m”, “f” or “” where nothing tells."""
    party: str = ""
    roles: list[str] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)
    at: list[int] = field(default_factory=list)
    """First tokens of the mentions, ascending."""

    @property
    def role(self) -> str | None:
        """The fullest of the roles."""
        return max(self.roles, key=len, default=None)

    def last_before(self, token: int) -> int:
        """First token of the last mention before a token, or -1."""
        position = bisect_right(self.at, token)
        return self.at[position - 1] if position else -1


class ArticleNames:
    """All names of one article."""

    def __init__(self, table: TokenTable) -> None:
        self.table = table
        self.by_name: dict[str, Named] = {}
        self.by_family: dict[str, list[Named]] = defaultdict(list)
        self.by_short: dict[str, Named] = {}
        """Abbreviation, lower case -> the organisation."""
        self.doubtful: list[tuple[Sentence, NounPhrase, tuple[int, int]]] = []
        """Capitals in a row of which nothing beside them says that they are a person's."""
        self.alone: set[str] = set()
        """Capitalised words that stand somewhere without an article and another capital beside."""
        for sentence in table.sentences:
            self._read(sentence)
        self.determined: dict[str, int] = defaultdict(int)
        """How often a capitalised word stands behind an article."""
        self.by_form: dict[str, int] = defaultdict(int)
        for sentence in table.sentences:
            self._count(sentence)
        self._add_repeated()

    def count_mentions(self) -> None:
        """Find all mentions, once no name is added any more."""
        for sentence in self.table.sentences:
            self._mentions(sentence)

    # -- collecting -----------------------------------------------------------------

    def _read(self, sentence: Sentence) -> None:
        phrases = PhraseReader(self.table, sentence)
        item, size = 0, len(sentence)
        while item < size:
            if not phrases.capital(item) and sentence.lower[item] not in grammar.DETERMINERS:
                item += 1
                continue
            phrase = phrases.phrase(item, subject=False)
            if phrase is None:
                item += 1
                continue
            self._take(sentence, phrase)
            item = max(phrase.end, item + 1)

    def _take(self, sentence: Sentence, phrase: NounPhrase) -> None:
        self._short_form(sentence, phrase)
        if phrase.name is None:
            return
        words = sentence.lower[slice(*phrase.name)]
        if len(words) < 2:
            return
        if not self._is_person_name(sentence, phrase, phrase.name[0]):
            if not phrase.determiner and not any(
                is_organisation_noun(w) or is_document_noun(w) or is_person_noun(w) for w in words
            ):
                self.doubtful.append((sentence, phrase, phrase.name))
            return
        self.add(sentence, phrase, phrase.name)

    def _is_person_name(self, sentence: Sentence, phrase: NounPhrase, start: int) -> bool:
        """Whether a name that starts at an item is a person's, by itself or by what is beside."""
        role = sentence.lower[slice(*phrase.role)] if phrase.role else []
        return (
            bool(phrase.courtesy)
            or sentence.lower[start].split("-")[0] in GIVEN_NAMES
            or any(map(is_person_noun, role))
        )

    def add(self, sentence: Sentence, phrase: NounPhrase, name: tuple[int, int]) -> None:
        """Take in a full name in a phrase, with what the phrase says besides."""
        text = self.text_of(sentence, name)
        entry = self.by_name.get(text.lower())
        if entry is None:
            entry = Named(text, person=True, gender=name_gender(sentence.lower[name[0]]))
            self.by_name[text.lower()] = entry
            family = self.by_family[text.lower().split()[-1]]
            if len(family) < MOST_OF_A_FAMILY:
                family.append(entry)
        self._describe(sentence, phrase, name[1], entry)

    def _describe(self, sentence: Sentence, phrase: NounPhrase, end: int, entry: Named) -> None:
        """Keep what a phrase says besides the name, which ends at `end`: role, party, gender."""
        if phrase.role is not None:
            role = self.text_of(sentence, phrase.role)
            nouns = sentence.lower[slice(*phrase.role)]
            if any(is_person_noun(noun) for noun in nouns):
                entry.roles.append(role)
                stated = [noun_gender(noun) for noun in nouns if noun_gender(noun)]
                if "f" in stated or (stated and not entry.gender):
                    entry.gender = entry.gender or ("f" if "f" in stated else stated[0])
        if phrase.courtesy:
            entry.gender = "m" if phrase.courtesy.startswith("herr") else "f"
        if phrase.role is not None:
            first = sentence.word(phrase.role[0]).split("-")[0]
            entry.party = PARTIES.get(first, entry.party)
        if sentence.word(end) == "(" and sentence.word(end + 1) in PARTIES:
            entry.party = PARTIES[sentence.word(end + 1)]

    def _short_form(self, sentence: Sentence, phrase: NounPhrase) -> None:
        """“Bundesamt für Naturschutz (BfN)”: the organisation that an abbreviation stands for."""
        at = phrase.end
        while sentence.word(at) != "(" and at < phrase.full_end:
            at += 1
        if sentence.word(at) != "(" or sentence.word(at + 2) != ")":
            return
        token = sentence.tokens[at + 1]
        short = self.table.text[token]
        if sum(letter.isupper() for letter in short) < 2 or short.lower() in PARTIES:
            return
        start = phrase.start + bool(phrase.determiner)
        first = next(
            (i for i in range(start, at) if sentence.lower[i][:1] == short[0].lower()), None
        )
        if first is None:
            return
        begin = start if phrase.name is None else phrase.name[0]
        text = self.text_of(sentence, (min(begin, first), at))
        entry = self.by_short.setdefault(short.lower(), Named(text, person=False))
        entry.forms.add(short)

    def _count(self, sentence: Sentence) -> None:
        for item, capital in enumerate(sentence.capital):
            if not capital:
                continue
            word = sentence.lower[item]
            self.by_form[word] += 1
            if sentence.word(item - 1) in grammar.DETERMINERS:
                self.determined[word] += 1
            elif sum(sentence.capital[max(item - 1, 0) : item + 2]) == 1:
                self.alone.add(word)

    def is_common(self, word: str) -> bool:
        """Whether a capitalised word stands behind an article too often for a name.

        Now and then a name does as well: “der Blum einlud”.
        """
        return self.determined.get(word, 0) * 3 > self.by_form.get(word, 0)

    def _add_repeated(self) -> None:
        """Two capitals in a row, the second of which stands alone elsewhere: a full name."""
        for sentence, phrase, name in self.doubtful:
            words = sentence.lower[slice(*name)]
            # the first stands alone as well in “hat Kenia Einfluss”, a given name does not
            repeated = words[-1] in self.alone and words[0] not in self.alone
            if repeated and not any(self.is_common(word) for word in words):
                self.add(sentence, phrase, name)

    def _mentions(self, sentence: Sentence) -> None:
        for item, token in enumerate(sentence.tokens):
            if not sentence.capital[item]:
                continue
            word = sentence.lower[item]
            for entry in self._with_family(word):
                entry.at.append(token)
                entry.forms.add(self.table.text[token])

    def _with_family(self, word: str) -> list[Named]:
        found = self.by_family.get(word)
        if found is None and word.endswith("s"):
            found = self.by_family.get(word[:-1])
        return found or []

    # -- looking up -----------------------------------------------------------------

    def of_words(self, words: list[str], token: int) -> Named | None:
        """The entry of a name's words; of persons of one family the one named last."""
        if len(words) == 1 and (short := self.by_short.get(words[0])):
            return short
        family = self._with_family(words[-1])
        if len(words) > 1:
            given = words[0]
            family = [e for e in family if given in e.name.lower().split()]
        return max(family, key=lambda e: (e.last_before(token), len(e.name)), default=None)

    def persons(self) -> list[Named]:
        """Those with a full name, at most MOST_PERSONS."""
        return list(itertools.islice(self.by_name.values(), MOST_PERSONS))

    def text_of(self, sentence: Sentence, items: tuple[int, int]) -> str:
        """The words of some items as the article has them."""
        start, end = items
        tokens = sentence.tokens
        table = self.table
        parts = []
        for item in range(start, end):
            token = tokens[item]
            last = item and table.end[tokens[item - 1]]
            if item > start and table.start[token] > last:
                parts.append(" ")
            parts.append(table.text[token])
        return "".join(parts)
