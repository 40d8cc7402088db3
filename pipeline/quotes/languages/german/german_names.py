"""The persons and organisations that a German article names, and what it calls them."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from pipeline.quotes.languages.german import german_grammar as grammar
from pipeline.quotes.languages.german.german_people import (
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
OF_BODIES = frozenset({"für", "der", "des"})
"""Words that go on in a body's name."""
MOST_PERSONS, MOST_OF_A_FAMILY = 200, 20
"""More than any article names; who comes behind is not looked for, so that work stays linear."""
MOST_KEYS_OF_BODIES = 120
"""Of 60 bodies, which each have two: their name, and the first word of it. All are looked at for
each “der Verband”."""


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
        """Lower case -> a person with a full name."""
        self.by_part: dict[str, list[Named]] = defaultdict(list)
        """Family name, and given name -> those who are called so."""
        self.by_short: dict[str, Named] = {}
        """Abbreviation -> the body."""
        self.bodies: dict[str, Named] = {}
        """Name, and its first word -> the body."""
        self.body_at: dict[int, Named] = {}
        """First token of a mention -> the body."""
        self.described: list[tuple[Sentence, NounPhrase]] = []
        """The phrases without a name whose noun is one for persons or bodies."""
        self.called: list[tuple[Sentence, int]] = []
        """Where somebody is called by one word, and nobody with a full name is."""
        for sentence in table.sentences:
            self._full_names(sentence)
        for sentence in table.sentences:
            self._read(sentence)
        for sentence in table.sentences:
            self._mentions(sentence)

    # -- collecting -----------------------------------------------------------------

    def _full_names(self, sentence: Sentence) -> None:
        for item, token in enumerate(sentence.tokens):
            behind = self.table.names.get(token, 0)
            if behind > token + 1:
                end = next(
                    (at for at in range(item, len(sentence)) if sentence.tokens[at] >= behind),
                    len(sentence),
                )
                self._entry(sentence, (item, end))

    def _entry(self, sentence: Sentence, name: tuple[int, int]) -> Named:
        """The person with a full name, who is taken in where it is new."""
        text = self.text_of(sentence, name)
        entry = self.by_name.get(text.lower()) or self.by_name.get(text.lower().removesuffix("s"))
        if entry is None:
            entry = Named(text, person=True, gender=name_gender(sentence.lower[name[0]]))
            self.by_name[text.lower()] = entry
            for part in {text.lower().split()[0], text.lower().split()[-1]}:
                if len(self.by_part[part]) < MOST_OF_A_FAMILY:
                    self.by_part[part].append(entry)
        return entry

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
            end = max(phrase.end, item + 1)
            inside = range(item + 1, min(end, size)) if phrase.name is None else ()
            # “der Hof von Ada Blum”: a phrase without a name may hold another that has one
            item = next((at for at in inside if sentence.tokens[at] in self.table.names), end)

    def _take(self, sentence: Sentence, phrase: NounPhrase) -> None:
        self._short_form(sentence, phrase)
        if phrase.name is None:
            words = sentence.lower[phrase.start : phrase.end]
            if any(is_person_noun(word) or is_organisation_noun(word) for word in words):
                self.described.append((sentence, phrase))
        elif phrase.name[1] - phrase.name[0] > 1 and (
            sentence.tokens[phrase.name[0]] in self.table.names
        ):
            entry = self._entry(sentence, phrase.name)
            self._describe(sentence, phrase, phrase.name[1], entry)

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

    def _mentions(self, sentence: Sentence) -> None:
        for item, token in enumerate(sentence.tokens):
            if not sentence.capital[item]:
                continue
            word = sentence.lower[item]
            end = self.table.bodies.get(token)
            if end is not None:
                self._body(sentence, item, end)
            elif word in self.by_short:
                self.by_short[word].at.append(token)
                self.body_at[token] = self.by_short[word]
            alone = self.table.names.get(token) == token + 1
            known = self._with_part(word)
            if alone and not known:
                self.called.append((sentence, item))
            for entry in known:
                if alone or entry.name.lower().split()[-1] in {word, word.removesuffix("s")}:
                    entry.at.append(token)
                    entry.forms.add(self.table.text[token])

    def _body(self, sentence: Sentence, item: int, behind: int) -> None:
        """Take in a mention of a body, whose name ends before a token."""
        end = item + 1
        while end < len(sentence) and sentence.tokens[end] < behind:
            end += 1
        determined = sentence.word(item - 1) in grammar.DETERMINERS
        if sentence.word(end) in OF_BODIES:
            # “Bundesamt für Seeschifffahrt und Hydrographie”
            end = PhraseReader(self.table, sentence).behind_attributes(end, OF_BODIES)
        text = self.text_of(sentence, (item, end))
        key, first = text.lower(), sentence.lower[item]
        entry = self.by_short.get(key) or self.bodies.get(key)
        entry = entry or self.bodies.get(key.removesuffix("s"))
        if entry is None and determined and end == item + 1:
            entry = self.with_head(key, sentence.tokens[item])
        if entry is None:
            if len(self.bodies) >= MOST_KEYS_OF_BODIES:
                return
            entry = self.bodies.setdefault(first, Named(text, person=False))
            self.bodies[key] = entry
        if len(text) > len(entry.name):
            entry.name = text
        entry.forms.add(text)
        entry.at.append(sentence.tokens[item])
        self.body_at[sentence.tokens[item]] = entry

    def _with_part(self, word: str) -> list[Named]:
        return self.by_part.get(word) or self.by_part.get(word.removesuffix("s")) or []

    # -- looking up -----------------------------------------------------------------

    def of_words(self, words: list[str], token: int) -> Named | None:
        """The entry of a name's words; of persons of one family the one named last."""
        if len(words) == 1 and (short := self.by_short.get(words[0])):
            return short
        family = self._with_part(words[-1])
        if len(words) > 1:
            given = words[0]
            family = [e for e in family if given in e.name.lower().split()]
        return max(family, key=lambda e: (e.last_before(token), len(e.name)), default=None)

    def with_head(self, noun: str, token: int) -> Named | None:
        """“der Verband”: the body named last one of whose words ends so."""
        fitting = (
            one
            for one in self.bodies.values()
            if one.last_before(token - 1) >= 0
            and any(
                word.endswith((noun, noun.removesuffix("s"))) for word in one.name.lower().split()
            )
        )
        return max(fitting, key=lambda one: one.last_before(token), default=None)

    def all_bodies(self) -> list[Named]:
        """Those with a name, at most MOST_PERSONS."""
        every = {id(one): one for one in (*self.by_short.values(), *self.bodies.values())}
        return list(every.values())[:MOST_PERSONS]

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
