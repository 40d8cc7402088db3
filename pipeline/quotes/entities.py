"""The persons and bodies of an article: every mention of a name tied to one of them."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from pipeline.quotes.findings import Mention, TokenSpan
from pipeline.quotes.lexicon.grammar import AUXILIARIES
from pipeline.quotes.lexicon.people import (
    BODY_WORDS,
    CLUB_WORDS,
    EASTERN_FAMILY_NAMES,
    FEMALE_WORDS,
    GIVEN_NAMES,
    HONORIFICS,
    MALE_WORDS,
    PARTICLES,
    PERSON_NOUNS,
    ROLE_NOUNS,
    TITLES,
    gender_of_name,
    is_role,
)
from pipeline.quotes.lexicon.reporting import is_reporting_verb
from pipeline.quotes.reading import Reading
from pipeline.records import BODY, PERSON

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
SMALL = frozenset({"of", "the", "and", "for", "&", "in", "on"})
ALSO_ADJECTIVES = frozenset(
    {"major", "general", "private", "principal", "chief", "former", "model"}
)
GENDER_OF_PRONOUN = dict.fromkeys(("he", "him", "his", "himself"), "m") | dict.fromkeys(
    ("she", "her", "hers", "herself"), "f"
)


def _plain(word: str) -> str:
    return word.lower().rstrip(".").replace("’", "'")


@dataclass(eq=False)
class Entity:
    """A person or body that the article names."""

    words: tuple[str, ...]
    """The fullest form of the name."""
    mentions: list[Mention] = field(default_factory=list)
    gender: str | None = None
    """ "m", "f" or None where the article does not show it."""
    kind: str | None = None
    """PERSON, BODY or None."""
    descriptions: list[TokenSpan] = field(default_factory=list)
    role: TokenSpan | None = None
    """The fullest of the descriptions; one that is no more than “Dr” is none."""
    heads: set[str] = field(default_factory=set)
    """Role nouns by which the article describes it."""
    nameless: bool = False
    """Whether it is somebody without a name; the words are what the article calls them."""

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Every form of the name in the text, once all mentions are known."""
        return tuple(dict.fromkeys(" ".join(mention.words) for mention in self.mentions))

    # The following are true of a text whose mentions are all known, and asked for at many words.

    @cached_property
    def stands_in_marks(self) -> bool:
        """Whether it stands only between marks: a song, a film, a slogan."""
        return all(mention.in_marks or mention.quoted for mention in self.mentions)

    @cached_property
    def is_ever_subject(self) -> bool:
        """Whether it opens a sentence anywhere."""
        return any(mention.subject for mention in self.mentions)

    @cached_property
    def is_only_a_place(self) -> bool:
        """Whether a preposition of place stands before every mention."""
        return all(mention.place for mention in self.mentions)

    @property
    def name(self) -> str:
        """The name as a string."""
        return " ".join(self.words).replace(" - ", "-")


class Entities:
    """All entities of a text; see the module's docstring."""

    def __init__(
        self,
        reading: Reading,
        mentions: list[Mention],
        outside: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> None:
        """`outside` has full names that stand beside the text, by family name."""
        self.reading = reading
        self.mentions = mentions
        self.outside = outside
        self.all: list[Entity] = []
        self.of_mention: list[Entity] = []
        self._by_ends: dict[tuple[str, str], Entity] = {}
        self._by_name: dict[tuple[str, ...], Entity] = {}
        self._by_part: dict[str, list[Entity]] = defaultdict(list)
        self._by_tail: dict[tuple[str, ...], Entity] = {}
        """Last words of a body's name -> the body."""
        self._by_family_name: dict[tuple[str, ...], Entity] = {}
        """Last words, two or more, of a person's name -> the person."""
        self._by_club: dict[str, list[Entity]] = defaultdict(list)
        """First word -> companies and clubs that may be called by it alone."""
        self._by_initials: dict[str, Entity] = {}
        self._full_mentions: Counter[int] = Counter()
        """Entity (by identity) -> how often the text names it in full."""
        self._titled: set[int] = set()
        self._starts = [m.start for m in mentions]
        self._cluster()
        self._describe()

    def mention_at(self, start: int, end: int) -> list[int]:
        """Indices of the mentions that lie within the tokens."""
        first = bisect_right(self._starts, start - 1)
        found = []
        while first < len(self.mentions) and self.mentions[first].start < end:
            if self.mentions[first].end <= end:
                found.append(first)
            first += 1
        return found

    # -- clustering -------------------------------------------------------------

    def _cluster(self) -> None:
        for mention in sorted(self.mentions, key=lambda m: -len(m.words)):
            if len(mention.words) > 1:
                entity = self._full(mention)
                self._full_mentions[id(entity)] += 1
                if mention.title or (mention.role and self.heads(mention.role) & PERSON_NOUNS):
                    self._titled.add(id(entity))
        last_seen: dict[int, int] = {}
        for position, mention in enumerate(self.mentions):
            entity = (
                self._full(mention) if len(mention.words) > 1 else self._single(mention, last_seen)
            )
            entity.mentions.append(mention)
            self.of_mention.append(entity)
            last_seen[id(entity)] = position

    def _full(self, mention: Mention) -> Entity:
        plain = tuple(_plain(w) for w in mention.words)
        exact = self._by_name.get(plain)
        if exact is not None:
            return exact
        core = plain[:-1] if plain[-1] in SUFFIXES and len(plain) > 2 else plain
        body = _is_body(plain)
        ends = (core[0], core[-1])
        # “Eriksson Ek” is “Joel Eriksson Ek”, “Trade Commission” the “Federal Trade Commission”
        entity = self._by_tail.get(plain) if body else self._by_ends.get(ends)
        if entity is None and not body:
            entity = self._by_family_name.get(plain)
        if entity is None:
            entity = Entity(mention.words, kind=BODY if body else None)
            self.all.append(entity)
            if not body:
                self._by_ends[ends] = entity
                for nickname in (word[1:-1] for word in core[1:-1] if not word[0].isalnum()):
                    # “Bobby Scott” is “Robert "Bobby" Scott”
                    self._by_ends[nickname, core[-1]] = entity
                for part in {core[0], core[-1]}:
                    self._by_part[part].append(entity)
            initials = "".join(w[0] for w in mention.words if w.lower() not in SMALL).lower()
            self._by_initials.setdefault(initials, entity)
            small = "".join(w[0] for w in mention.words).lower()
            self._by_initials.setdefault(small, entity)
        elif len(mention.words) > len(entity.words):
            entity.words = mention.words
        self._by_name[plain] = entity
        tails = self._by_tail if body else self._by_family_name
        for cut in range(1, len(plain) - 1):
            tails.setdefault(plain[cut:], entity)
        if body or core[-1] in CLUB_WORDS:
            self._by_club[core[0]].append(entity)
        return entity

    def _is_known_person(self, entity: Entity) -> bool:
        given = _plain(entity.words[0])
        return given in GIVEN_NAMES or id(entity) in self._titled

    def _single(self, mention: Mention, last_seen: dict[int, int]) -> Entity:
        plain = _plain(mention.words[0])
        raw = mention.words[0]
        if raw.isupper() and 2 <= len(raw) <= 6:
            known = self._by_initials.get(plain)
            if known is not None and len(known.words) == len(plain):
                return known
        candidates = self._by_part.get(plain, [])
        gender = _title_gender(mention)
        if gender:
            sure = [e for e in candidates if _given_gender(e) == gender]
            fitting = [e for e in candidates if _given_gender(e) in {gender, None}]
            candidates = sure or fitting or candidates
        candidates = [e for e in candidates if _surname(e) == plain] or [
            e
            for e in candidates
            if self._is_known_person(e) or _plain(e.words[0]) in EASTERN_FAMILY_NAMES
        ]
        if candidates:
            seen = [e for e in candidates if id(e) in last_seen]
            return max(
                seen or candidates, key=lambda e: (self._full_mentions[id(e)], len(e.mentions))
            )
        entity = self._by_name.get((plain,)) or self._club(plain)
        if entity is None:
            entity = Entity(self.outside.get(plain, mention.words))
            self.all.append(entity)
            self._by_name[(plain,)] = entity
        return entity

    def _club(self, plain: str) -> Entity | None:
        """The one company or club whose name begins with the word and goes on as such names do."""
        known = [
            e
            for e in self._by_club.get(plain, [])
            if all(_plain(word) in CLUB_WORDS for word in e.words[1:])
        ]
        return known[0] if len(known) == 1 else None

    # -- what is known of them --------------------------------------------------

    def _describe(self) -> None:
        shown = self._genders_shown()
        for entity in self.all:
            for mention in entity.mentions:
                spans = ([mention.role] if mention.role else []) + mention.beside
                for span in spans:
                    entity.descriptions.append(span)
                    entity.heads |= self.heads(span)
                if mention.title:
                    entity.heads.add(mention.title)
            clauses = [mention.clause for mention in entity.mentions if mention.clause]
            entity.role = self._fullest(entity.descriptions) or next(iter(clauses), None)
            entity.gender = self._gender(entity) or shown.get(id(entity))
            if entity.kind is None:
                entity.kind = self._kind(entity)

    def _genders_shown(self) -> dict[int, str]:
        """The gender that pronouns show of persons whose name does not: id -> "m" or "f".

        A pronoun counts that follows the only name of its sentence. A name of one word may be
        a place's, so it takes two of them.
        """
        in_sentence: dict[int, list[int]] = defaultdict(list)
        for index, mention in enumerate(self.mentions):
            if not (mention.quoted or mention.in_marks or mention.adjective or mention.place):
                in_sentence[mention.sentence].append(index)
        votes: dict[int, Counter[str]] = defaultdict(Counter)
        for number, indices in in_sentence.items():
            entities = {id(self.of_mention[index]) for index in indices}
            first = self.mentions[indices[0]]
            if len(entities) != 1 or self.of_mention[indices[0]].kind == BODY:
                continue
            sentence = self.reading.sentences[number]
            said = {
                GENDER_OF_PRONOUN[word]
                for token, word in zip(sentence.tokens, sentence.lower, strict=True)
                if token >= first.end and word in GENDER_OF_PRONOUN
            }
            if len(said) == 1:
                votes[entities.pop()].update(said)
        words = {id(entity): len(entity.words) for entity in self.all}
        shown = {}
        for entity, counted in votes.items():
            (gender, most), *others = counted.most_common()
            if most >= 3 - min(words[entity], 2) and not others:
                shown[entity] = gender
        return shown

    def _fullest(self, descriptions: list[TokenSpan]) -> TokenSpan | None:
        reading = self.reading
        telling = [
            (first, behind)
            for first, behind in descriptions
            if any(_plain(reading.text[i]) not in HONORIFICS for i in range(first, behind))
        ]
        return max(
            telling,
            key=lambda span: reading.end[span[1] - 1] - reading.start[span[0]],
            default=None,
        )

    def heads(self, span: TokenSpan) -> set[str]:
        """What a description says that somebody is: “founder and director of …”."""
        found: set[str] = set()
        last = ""
        for token in range(*span):
            word = self.reading.lower[token].rstrip(".")
            if word in {"for", "at", "who", "with", "in", "which", "where", "of", "on"} and last:
                break
            if word in {"and", ",", "/", "&"} and last:
                found.add(last)
            elif is_role(word) and not self._is_adjective(token, span[1]):
                last = word
        return found | {last, last.rsplit("-", 1)[-1]} - {""}

    def _is_adjective(self, token: int, end: int) -> bool:
        """Whether a title word only says of what kind something is: “a major platform”."""
        return (
            self.reading.lower[token] in ALSO_ADJECTIVES
            and token + 1 < end
            and self.reading.text[token + 1][:1].islower()
            and self.reading.lower[token + 1] not in {"of", "for", "at", "in", "and", "who"}
        )

    def _gender(self, entity: Entity) -> str | None:
        for mention in entity.mentions:
            gender = _title_gender(mention)
            if gender:
                return gender
        # a widow is a woman, whatever her name
        words: set[str] = set(entity.heads)
        male, female = bool(words & MALE_WORDS), bool(words & FEMALE_WORDS)
        if male != female:
            return "m" if male else "f"
        return _given_gender(entity)

    def _is_thing(self, mention: Mention) -> bool:
        """Whether “which” goes on about it: “Tern Productions, which was sold”."""
        behind = self.reading.lower[mention.end : mention.end + 2]
        return behind[:1] == ["which"] or behind == [",", "which"]

    def _has_article(self, mention: Mention) -> bool:
        """Whether “the” stands before the bare name, and no noun behind it: “the Courier said”."""
        reading, start, end = self.reading, mention.start, mention.end
        if mention.full_start != start or not start or reading.lower[start - 1] != "the":
            return False
        following = reading.lower[end] if end < len(reading.text) else "."
        return (
            not following[:1].isalpha() or following in AUXILIARIES or is_reporting_verb(following)
        )

    def _kind(self, entity: Entity) -> str | None:
        """Whether a name is a person's or a body's, by the first sign of either; None if none."""
        plain = [_plain(w) for w in entity.words]
        mentions = entity.mentions
        named = plain[0] in GIVEN_NAMES
        acronym = len(plain) == 1 and entity.words[0].isupper() and len(plain[0]) > 1
        by_family_name = len(plain) > 1 and any(
            m.subject and len(m.words) == 1 and _plain(m.words[0]) == plain[-1] for m in mentions
        )
        signs = (
            (PERSON, named or entity.gender or any(m.title for m in mentions)),
            (BODY, any(self._has_article(m) or self._is_thing(m) for m in mentions)),
            (PERSON, any(m.personal for m in mentions)),
            (BODY, acronym or any(word in BODY_WORDS for word in plain)),
            (PERSON, entity.heads & PERSON_NOUNS),
            (BODY, any(m.place for m in mentions)),
            (PERSON, by_family_name),
            (BODY, entity.heads),
        )
        return next((kind for kind, holds in signs if holds), None)


def _is_body(plain: tuple[str, ...]) -> bool:
    return (
        plain[-1] in BODY_WORDS
        or any(w in {"of", "for", "&"} for w in plain)
        or (
            plain[0] not in GIVEN_NAMES
            and any(w in BODY_WORDS - {"house", "guard", "church"} for w in plain[:-1])
        )
    )


def _surname(entity: Entity) -> str:
    words = [_plain(w) for w in entity.words]
    return words[-2] if len(words) > 2 and words[-1] in SUFFIXES else words[-1]


def _given_gender(entity: Entity) -> str | None:
    if entity.kind == BODY:
        return None
    first = _plain(entity.words[0])
    return gender_of_name(first.split("-")[0]) if first not in PARTICLES else None


def _title_gender(mention: Mention) -> str | None:
    if mention.title in MALE_WORDS & (TITLES | ROLE_NOUNS):
        return "m"
    if mention.title in FEMALE_WORDS & (TITLES | ROLE_NOUNS):
        return "f"
    return None
