"""Who is meant by a German phrase: a name, a description, an organisation, a pronoun.

A name leads to its fullest form in the article, “er”, “sie” and “die Ministerin” to the person of
that gender or role who spoke or was named last, a phrase without a name stays. Where nothing of
this is plain, nobody is meant.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.quotes.attribution_candidates import Speaker
from pipeline.quotes.languages.german import german_grammar as grammar
from pipeline.quotes.languages.german.german_frames import Tie
from pipeline.quotes.languages.german.german_names import PARTIES, ArticleNames, Named
from pipeline.quotes.languages.german.german_people import (
    is_document_noun,
    is_organisation_noun,
    is_person_noun,
    noun_gender,
)
from pipeline.quotes.languages.german.german_phrases import ATTRIBUTES, NounPhrase, PhraseReader
from pipeline.quotes.languages.german.german_reporting import VERBS
from pipeline.quotes.token_table import Sentence, TokenTable
from pipeline.records import AUTHOR, ORGANISATION, PERSON, Span
from pipeline.text.word_sets import words

BY_NAME, BY_FAMILY, BY_NOUN, BY_PRONOUN, AS_PRINTED = 0.97, 0.95, 0.8, 0.85, 0.85
"""How sure a speaker is by what leads to them; see docs/quotations.md."""
REMEMBERED = 40
"""Speakers before a phrase that it may mean."""
JOINT = " and "
"""Joins names of several in a speaker, in every language the same."""
ANY_ORGANISATION = words(
    """organisation unternehmen behörde verband verein partei gericht institut stiftung firma
    konzern ministerium gewerkschaft initiative fraktion hersteller amt bank gesellschaft"""
)
"""Nouns by which German speaks again of an organisation that it has named."""


@dataclass(slots=True)
class Spoken:
    """Somebody who speaks, or is spoken of, in a sentence."""

    speaker: Speaker
    gender: str
    paragraph: int
    entry: Named | None = None
    head: str = ""
    token: int = 0
    """Where the phrase stood."""
    is_named: bool = True
    """Whether a sentence says that they speak, and is not only about them."""


class PhraseSpeakers:
    """Finds out who is meant by phrases, in text order; `spoken` is who spoke before."""

    def __init__(self, table: TokenTable, names: ArticleNames) -> None:
        self.table = table
        self.names = names
        self.spoken: list[Spoken] = []
        self.tie = Tie.CARRIED
        """How close the phrase that is being read is to marked words."""

    def of(self, phrase: NounPhrase, sentence: Sentence, tie: Tie) -> Spoken | None:
        """Who is meant by a phrase of a sentence, `tie` close to marked words; None if unclear."""
        self.tie = tie
        return self._of(phrase, sentence)

    def last(self) -> Spoken | None:
        """Who spoke last."""
        return self.spoken[-1] if self.spoken else None

    def _of(self, phrase: NounPhrase, sentence: Sentence) -> Spoken | None:
        token = sentence.tokens[phrase.start]
        if phrase.beside is not None:
            return self._together(phrase, phrase.beside, sentence)
        if phrase.pronoun:
            return self._pronoun(phrase, sentence, token)
        if phrase.name is not None:
            return self._named(phrase, phrase.name, sentence, token)
        if phrase.end - phrase.start == 1 and not phrase.several:
            # no noun is a subject without an article, so that “sagte Koch” names somebody
            entry = self.names.of_words([sentence.lower[phrase.head]], token)
            if entry is not None and entry.person:
                return self._of_entry(entry, BY_FAMILY, sentence, (phrase.start, phrase.end))
        return self._by_noun(phrase, sentence, token)

    def _by_noun(self, phrase: NounPhrase, sentence: Sentence, token: int) -> Spoken | None:
        head = sentence.lower[phrase.head]
        noun = next(iter(self._nouns(phrase, sentence)), head)
        if is_document_noun(noun):
            return self._owner(phrase, sentence)
        if is_person_noun(noun):
            return self._described(phrase, sentence, noun, token)
        for word in (noun, head):
            if word in self.names.by_short or (word == noun and is_organisation_noun(word)):
                return self._organisation(phrase, sentence, word)
        beside = self.tie is Tie.BESIDE and phrase.determiner
        return self._thing(phrase, sentence, head) if beside else None

    def _thing(self, phrase: NounPhrase, sentence: Sentence, head: str) -> Spoken:
        """What stands right beside marks and their verb speaks, whatever it is called."""
        start = phrase.start + (phrase.definite and not phrase.several)
        text = self.names.text_of(sentence, (start, phrase.end))
        return self._as_printed(text, sentence, (phrase.start, phrase.end), head=head)

    def _together(self, first: NounPhrase, second: NounPhrase, sentence: Sentence) -> Spoken | None:
        """Both of “Ada Blum und Jan Dorn”."""
        one = self._of(replace(first, beside=None), sentence)
        other = self._of(second, sentence)
        if one is None or other is None:
            return None
        return self._as_printed(
            one.speaker.name + JOINT + other.speaker.name,
            sentence,
            (first.start, second.end),
            certainty=min(one.speaker.certainty, other.speaker.certainty),
        )

    def _nouns(self, phrase: NounPhrase, sentence: Sentence) -> list[str]:
        return [
            sentence.lower[at]
            for at in range(phrase.start, phrase.end)
            if sentence.capital[at] and (at > phrase.start or not phrase.determiner)
        ]

    def _named(
        self, phrase: NounPhrase, name: tuple[int, int], sentence: Sentence, token: int
    ) -> Spoken | None:
        start, end = name
        words = sentence.lower[start:end]
        entry = self.names.of_words(words, token)
        if entry is None and not phrase.role:
            # “sieht Blum Vorteile”: the subject and its object beside each other
            entry = self.names.of_words(words[:1], token)
        if entry is not None:
            certainty = BY_NAME if end - start > 1 else BY_FAMILY
            return self._of_entry(entry, certainty, sentence, name)
        text = self.names.text_of(sentence, name)
        if end - start == 1 and not (phrase.role or phrase.courtesy):
            return self._single(text, sentence, name)
        kind = PERSON if phrase.role or phrase.courtesy else None
        role = self.names.text_of(sentence, phrase.role) if phrase.role else None
        gender = "" if not phrase.courtesy else ("m" if phrase.courtesy[0] == "h" else "f")
        return self._as_printed(text, sentence, name, role=role, kind=kind, gender=gender)

    def _single(self, text: str, sentence: Sentence, items: tuple[int, int]) -> Spoken | None:
        """One capitalised word without an article: a family name, or an organisation's."""
        shouted = text.isupper() and len(text) > 1
        if not shouted and (self.tie < Tie.CLAUSE or not self._is_name(sentence, items[0])):
            return None
        return self._as_printed(text, sentence, items, head=text.lower())

    def _is_name(self, sentence: Sentence, item: int) -> bool:
        """Whether nothing in the article shows that a capitalised word is a common noun."""
        word = sentence.lower[item]
        verb = sentence.word(1) in VERBS and sentence.word(1) not in grammar.AUXILIARIES
        first = item == 0 and not verb and self.names.by_form.get(word, 0) < 2
        plural = any(sentence.word(at).endswith("en") for at in (item - 1, item + 1))
        return not self.names.is_common(word) and not first and not plural

    def _of_entry(
        self, entry: Named, certainty: float, sentence: Sentence, items: tuple[int, int]
    ) -> Spoken:
        """Somebody whom the article names, mentioned by some items."""
        speaker = Speaker(
            name=entry.name,
            certainty=certainty,
            role=entry.role,
            aliases=tuple(sorted(form for form in entry.forms if form != entry.name)),
            kind=PERSON if entry.person else ORGANISATION,
            mention=self._chars(sentence, items),
        )
        return Spoken(speaker, entry.gender, sentence.paragraph, entry)

    def _as_printed(
        self,
        text: str,
        sentence: Sentence,
        items: tuple[int, int],
        *,
        certainty: float = AS_PRINTED,
        role: str | None = None,
        kind: str | None = None,
        gender: str = "",
        head: str = "",
    ) -> Spoken:
        """Somebody who is called by what stands there, mentioned by some items."""
        speaker = Speaker(text, certainty, role, (), kind, self._chars(sentence, items))
        return Spoken(speaker, gender, sentence.paragraph, head=head)

    def _again(
        self, spoken: Spoken, certainty: float, sentence: Sentence, items: tuple[int, int]
    ) -> Spoken:
        """Somebody who spoke before, mentioned by some items."""
        mention = self._chars(sentence, items)
        speaker = replace(spoken.speaker, certainty=certainty, mention=mention)
        return replace(spoken, speaker=speaker, paragraph=sentence.paragraph)

    def _described(
        self, phrase: NounPhrase, sentence: Sentence, noun: str, token: int
    ) -> Spoken | None:
        """“die Ministerin”: the person of that role; “ein Sprecher der Polizei”: himself."""
        items = (phrase.start, phrase.end)
        if phrase.definite:
            entry = None if phrase.several else self._of_role(noun, token, sentence)
            if entry is not None:
                return self._of_entry(entry, BY_NOUN, sentence, items)
            for spoken in reversed(self.spoken[-REMEMBERED:]):
                if spoken.head == noun:
                    return self._again(spoken, spoken.speaker.certainty, sentence, items)
        text = self.names.text_of(sentence, (phrase.start, phrase.full_end))
        if phrase.start == 0:
            text = text[:1].lower() + text[1:] if phrase.determiner else text
        return self._as_printed(text, sentence, items, gender=noun_gender(noun), head=noun)

    def _of_role(self, noun: str, token: int, sentence: Sentence) -> Named | None:
        party = PARTIES.get(noun.split("-", maxsplit=1)[0], "") if "-" in noun else ""
        everybody = self.names.persons()
        fitting = [
            p
            for p in everybody
            if any(noun in role.lower().split() for role in p.roles) or (party and p.party == party)
        ]
        if fitting:
            return max(fitting, key=lambda p: p.last_before(token))
        gender = noun_gender(noun)
        if len(everybody) == 1 and everybody[0].gender in {gender, ""} | (
            {"m", "f"} if not gender else set()
        ):
            return everybody[0]
        last = self.last()
        if last is not None and last.entry is not None and last.entry.person:
            near = sentence.paragraph - last.paragraph <= 1
            same_party = not party or last.entry.party in {party, ""}
            if near and same_party and (not gender or last.gender in {gender, ""}):
                return last.entry
        return None

    def _organisation(self, phrase: NounPhrase, sentence: Sentence, noun: str) -> Spoken | None:
        items = (phrase.start, phrase.end)
        short = self.names.by_short.get(noun)
        if short is not None:
            return self._of_entry(short, BY_FAMILY, sentence, items)
        if phrase.definite and noun in ANY_ORGANISATION and phrase.end - phrase.start == 2:
            for spoken in reversed(self.spoken[-REMEMBERED:]):
                if spoken.speaker.kind == ORGANISATION or (
                    spoken.speaker.kind is None and spoken.entry is None
                ):
                    return self._again(spoken, spoken.speaker.certainty, sentence, items)
        start = phrase.start + bool(phrase.determiner)
        text = self.names.text_of(sentence, (start, phrase.end))
        if phrase.determiner == "des":
            text = text.removesuffix("s")
        return self._as_printed(text, sentence, items, kind=ORGANISATION, head=noun)

    def _owner(self, phrase: NounPhrase, sentence: Sentence) -> Spoken | None:
        """“eine Mitteilung der Polizei”: the police."""
        reader = PhraseReader(self.table, sentence)
        for at in range(phrase.start + 1, phrase.full_end):
            if sentence.lower[at] in ATTRIBUTES:
                start = at + 1 if sentence.lower[at] in {"von", "vom", "aus", "bei", "beim"} else at
                owner = reader.phrase(start, subject=False)
                if owner is not None and owner.start > phrase.start:
                    return self._of(owner, sentence)
        return None

    # -- pronouns -------------------------------------------------------------------

    def _pronoun(self, phrase: NounPhrase, sentence: Sentence, token: int) -> Spoken | None:
        mention = (phrase.start, phrase.end)
        if phrase.pronoun == "ich":
            return self._as_printed(AUTHOR, sentence, mention)
        if phrase.pronoun == "wir" or phrase.several:
            return None
        gender = "m" if phrase.pronoun == "er" else "f"
        last = self.last()
        newer = self._named_since(last, gender, token, sentence)
        if newer is not None:
            return self._of_entry(newer, BY_PRONOUN, sentence, mention)
        fits = last is not None and last.gender in {gender, ""} and last.speaker.name != AUTHOR
        if last is not None and fits and sentence.paragraph - last.paragraph <= 1:
            return self._again(last, BY_PRONOUN, sentence, mention)
        fitting = [
            p
            for p in self.names.persons()
            if p.gender in {gender, ""} and p.last_before(token) >= 0
        ]
        nearest = max(fitting, key=lambda p: p.last_before(token), default=None)
        return self._of_entry(nearest, BY_PRONOUN, sentence, mention) if nearest else None

    def _named_since(
        self, last: Spoken | None, gender: str, token: int, sentence: Sentence
    ) -> Named | None:
        """Somebody of this gender named in the paragraph after the last speaker."""
        paragraph = self.table.paragraph_start[sentence.paragraph]
        since = max(paragraph, last.token if last is not None else 0)
        fitting = [
            p for p in self.names.persons() if p.gender == gender and p.last_before(token) > since
        ]
        return max(fitting, key=lambda p: p.last_before(token), default=None)

    def _chars(self, sentence: Sentence, items: tuple[int, int]) -> Span:
        first, last = sentence.tokens[items[0]], sentence.tokens[items[1] - 1]
        return self.table.start[first], self.table.end[last]
