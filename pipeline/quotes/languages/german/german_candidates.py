"""Who may speak in a German article: everybody whom it names, and who is only described.

A candidate stands for a person or body through the whole article. Which candidate a source means,
or that it means none of them, is chosen by `german_choice`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import IntEnum
from itertools import islice

from pipeline.quotes.attribution_candidates import Speaker
from pipeline.quotes.languages.german.german_frames import SpeechFrame, Tie
from pipeline.quotes.languages.german.german_names import OF_BODIES, ArticleNames, Named
from pipeline.quotes.languages.german.german_people import (
    is_document_noun,
    is_organisation_noun,
    is_person_noun,
    name_gender,
    noun_gender,
)
from pipeline.quotes.languages.german.german_phrases import ATTRIBUTES, NounPhrase, PhraseReader
from pipeline.quotes.token_table import Sentence, TokenTable
from pipeline.records import AUTHOR, ORGANISATION, PERSON, Span

JOINT = " and "
"""Joins names of several in a speaker, in every language the same."""
MOST_DESCRIBED = 500
"""Without a full name, more than any article has; those behind do not speak, so that work stays
linear."""


class Form(IntEnum):
    """By what the article knows a candidate; the order is part of the trained trees."""

    NOBODY = 0
    WRITER = 1
    PERSON = 2
    """By a full name."""
    BODY = 3
    """A body by its name."""
    NAME = 4
    """By capitals of which nothing else is known: a family name, a body's name."""
    DESCRIPTION = 5
    """By a noun: “die Polizei”, “ein Anwohner”."""
    JOINT = 6
    """Several who speak together."""


@dataclass(slots=True)
class GermanCandidate:
    """Somebody who may speak."""

    form: Form
    name: str
    gender: str = ""
    entry: Named | None = None
    """What the article says of somebody with a name."""
    head: str = ""
    """The noun of a description, in lower case."""
    introduced: str = ""
    """The determiner of the first mention of a description."""
    at: list[int] = field(default_factory=list)
    """First tokens of the mentions, ascending."""

    def speaker(self, certainty: float, mention: Span | None) -> Speaker | None:
        """The candidate as speaker, mentioned by some characters; None for nobody."""
        if self.form is Form.NOBODY:
            return None
        if self.entry is None:
            body = self.form is Form.DESCRIPTION and is_organisation_noun(self.head)
            kind = ORGANISATION if body else None
            return Speaker(self.name, certainty, kind=kind, mention=mention)
        forms = sorted(form for form in self.entry.forms if form != self.name)
        kind = PERSON if self.entry.person else ORGANISATION
        return Speaker(self.name, certainty, self.entry.role, tuple(forms), kind, mention)


class ArticleCandidates:
    """All candidates of one article."""

    def __init__(
        self, table: TokenTable, names: ArticleNames, frames: Iterable[SpeechFrame]
    ) -> None:
        """`frames` are all that the article's sentences have."""
        self.table = table
        self.names = names
        self.nobody = GermanCandidate(Form.NOBODY, "")
        self.writer = GermanCandidate(Form.WRITER, AUTHOR)
        self._of_entry = {
            id(entry): GermanCandidate(form, entry.name, entry.gender, entry, at=entry.at)
            for form, entries in (
                (Form.PERSON, names.persons()),
                (Form.BODY, names.all_bodies()),
            )
            for entry in entries
        }
        self._by_text: dict[str, GermanCandidate] = {}
        self._by_head: dict[str, list[GermanCandidate]] = defaultdict(list)
        for sentence, phrase in names.described:
            self.of(phrase, sentence, Tie.SENTENCE)
        for sentence, item in names.called:
            only = NounPhrase(item, item + 1, item + 1, item, name=(item, item + 1))
            self.of(only, sentence, Tie.SENTENCE)
        for frame in frames:
            if frame.source is not None:
                self.of(frame.source, table.sentences[frame.sentence], frame.tie)
        described = islice(self._by_text.values(), MOST_DESCRIBED)
        self.everybody = [*self._of_entry.values(), *described]

    def of(self, phrase: NounPhrase, sentence: Sentence, tie: Tie) -> GermanCandidate | None:
        """Whom a phrase, so close to marked words, says by itself; None for a pronoun."""
        if phrase.beside is not None:
            return self._together(phrase, phrase.beside, sentence, tie)
        if phrase.pronoun:
            return self.writer if phrase.pronoun == "ich" else None
        token = sentence.tokens[phrase.start]
        body = self._body(phrase, sentence) if phrase.name is None else None
        if body is not None:
            return body
        if phrase.name is not None:
            return self._named(phrase, phrase.name, sentence, tie)
        if phrase.end - phrase.start == 1 and not phrase.several:
            # no noun is a subject without an article, so that “sagte Koch” names somebody
            entry = self.names.of_words([sentence.lower[phrase.head]], token)
            if entry is not None and entry.person:
                return self._of_entry.get(id(entry))
        return self._described(phrase, sentence, tie)

    def _together(
        self, first: NounPhrase, second: NounPhrase, sentence: Sentence, tie: Tie
    ) -> GermanCandidate | None:
        """Both of “Ada Blum und Jan Dorn”."""
        alone = self.of(replace(first, beside=None, full_end=first.end), sentence, tie)
        other = self.of(second, sentence, tie)
        if alone is None or other is None:
            return None
        return self._by_words(Form.JOINT, alone.name + JOINT + other.name, sentence, first)

    def _body(self, phrase: NounPhrase, sentence: Sentence) -> GermanCandidate | None:
        """The body whose name a phrase is, without persons and documents before it."""
        for at in range(phrase.start, phrase.end):
            entry = self.names.body_at.get(sentence.tokens[at])
            if entry is not None:
                return self._of_entry.get(id(entry))
            noun = sentence.lower[at]
            if sentence.capital[at] and (is_person_noun(noun) or is_document_noun(noun)):
                return None
        return None

    def _named(
        self, phrase: NounPhrase, name: tuple[int, int], sentence: Sentence, tie: Tie
    ) -> GermanCandidate | None:
        token = sentence.tokens[phrase.start]
        words = sentence.lower[slice(*name)]
        entry = self.names.of_words(words, token)
        if entry is None and not phrase.role:
            # “sieht Blum Vorteile”: the subject and its object beside each other
            entry = self.names.of_words(words[:1], token)
        if entry is not None:
            return self._of_entry.get(id(entry))
        body = self.names.body_at.get(sentence.tokens[name[0]])
        if body is not None:
            return self._of_entry.get(id(body))
        close = tie > Tie.SENTENCE
        if not close and sentence.tokens[name[0]] not in self.table.names:
            return None
        text = self.names.text_of(sentence, name)
        gender = name_gender(words[0]) if len(words) > 1 else ""
        if phrase.courtesy:
            gender = "m" if phrase.courtesy.startswith("herr") else "f"
        return self._by_words(Form.NAME, text, sentence, phrase, gender=gender)

    def _described(
        self, phrase: NounPhrase, sentence: Sentence, tie: Tie
    ) -> GermanCandidate | None:
        nouns = [
            sentence.lower[at]
            for at in range(phrase.start, phrase.end)
            if sentence.capital[at] and (at > phrase.start or not phrase.determiner)
        ]
        noun = nouns[0] if nouns else sentence.lower[phrase.head]
        if is_document_noun(noun):
            return self._owner(phrase, sentence, tie)
        if is_person_noun(noun):
            text = self.names.text_of(sentence, (phrase.start, phrase.full_end))
            if phrase.start == 0 and phrase.determiner:
                text = text[:1].lower() + text[1:]
            gender = noun_gender(noun)
            return self._by_words(
                Form.DESCRIPTION, text, sentence, phrase, gender=gender, head=noun
            )
        # what stands right beside marks and their verb speaks, whatever it is called
        if is_organisation_noun(noun) or (tie is Tie.BESIDE and phrase.determiner):
            start = phrase.start + (bool(phrase.determiner) and phrase.definite)
            token = sentence.tokens[phrase.start]
            short = phrase.definite and phrase.full_end - phrase.start == 2
            entry = self.names.with_head(noun, token) if short else None
            known = self._of_entry.get(id(entry))
            if known is not None:
                return _mentioned(known, token)
            reader = PhraseReader(self.table, sentence)
            end = reader.behind_attributes(phrase.head + 1, OF_BODIES)
            text = self.names.text_of(sentence, (start, end))
            if phrase.determiner == "des":
                text = text.removesuffix("s")
            return self._by_words(Form.DESCRIPTION, text, sentence, phrase, head=noun)
        return None

    def _owner(self, phrase: NounPhrase, sentence: Sentence, tie: Tie) -> GermanCandidate | None:
        """“eine Mitteilung der Polizei”: the police."""
        reader = PhraseReader(self.table, sentence)
        for at in range(phrase.start + 1, phrase.full_end):
            if sentence.lower[at] in ATTRIBUTES:
                start = at + 1 if sentence.lower[at] in {"von", "vom", "aus", "bei", "beim"} else at
                owner = reader.phrase(start, subject=False)
                if owner is not None and owner.start > phrase.start:
                    return self.of(owner, sentence, tie)
        return None

    def _by_words(
        self,
        form: Form,
        text: str,
        sentence: Sentence,
        phrase: NounPhrase,
        *,
        gender: str = "",
        head: str = "",
    ) -> GermanCandidate:
        """The candidate that is called so; each mention of it is kept once."""
        found = self._by_text.get(text.lower())
        if found is None and head and phrase.definite and phrase.full_end - phrase.start == 2:
            # “ein älterer Bergmann” and then “der Bergmann”
            token = sentence.tokens[phrase.start]
            before = (one for one in reversed(self._by_head[head]) if one.at[0] < token)
            found = next(before, None)
        if found is None:
            found = self._by_text[text.lower()] = GermanCandidate(
                form, text, gender, head=head, introduced=phrase.determiner
            )
            if head:
                self._by_head[head].append(found)
        return _mentioned(found, sentence.tokens[phrase.start])


def _mentioned(candidate: GermanCandidate, token: int) -> GermanCandidate:
    """A candidate with a mention at a token, which counts once."""
    at = bisect_left(candidate.at, token)
    if candidate.at[at : at + 1] != [token]:
        candidate.at.insert(at, token)
    return candidate
