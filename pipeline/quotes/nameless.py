"""Persons whom the article brings in without a name: “one mother”, “a young man”, “my teacher”."""

from __future__ import annotations

from pipeline.quotes.entities import Entities, Entity
from pipeline.quotes.findings import Mention
from pipeline.quotes.lexicon.grammar import POSSESSIVES, PREPOSITIONS
from pipeline.quotes.lexicon.people import FEMALE_WORDS, KIN, MALE_WORDS, PERSON_NOUNS
from pipeline.quotes.reading import Reading, Sentence
from pipeline.records import PERSON

BRINGS_IN = frozenset({"a", "an", "one", "another"})
"""Words with which a person is brought into a text."""
FIRST_PERSON = frozenset({"my", "our"})
THIRD_PERSON = frozenset({"his", "her", "their", "its"})
MAX_PHRASE = 8
"""Words of such a phrase."""


def nameless_persons(reading: Reading, entities: Entities) -> list[tuple[Mention, Entity]]:
    """Every phrase outside marks that brings in a person without a name, in text order.

    The same words mean the same person. A phrase with a name beside it is a description.
    """
    found: list[tuple[Mention, Entity]] = []
    known: dict[str, Entity] = {}
    for number, sentence in enumerate(reading.sentences):
        subject = True
        for item in range(len(sentence)):
            end = _phrase_end(sentence, item)
            if end is None:
                subject = subject and not sentence.lower[item][:1].isalnum()
                continue
            start_token, end_token = sentence.tokens[item], sentence.tokens[end - 1] + 1
            if not _has_name_beside(entities, start_token, end_token):
                governed = sentence.word(item - 1) in PREPOSITIONS
                if sentence.lower[item] in THIRD_PERSON and (governed or not subject):
                    # “knew her daughter”: whoever is hers is rather not the one spoken of
                    continue
                words = tuple(reading.text[start_token:end_token])
                entity = known.setdefault(" ".join(words).lower(), _entity(words))
                mention = Mention(start_token, end_token, start_token, words, number, False)
                mention.subject = subject and not governed
                entity.mentions.append(mention)
                found.append((mention, entity))
            subject = False
    return found


def _phrase_end(sentence: Sentence, item: int) -> int | None:
    """Behind the last item of a phrase that begins at an item and is about a person."""
    first = sentence.lower[item]
    if first not in BRINGS_IN and first not in POSSESSIVES:
        return None
    nouns = PERSON_NOUNS if first in BRINGS_IN or first in FIRST_PERSON else KIN
    for end in range(item + 1, min(item + MAX_PHRASE, len(sentence))):
        word = sentence.lower[end]
        if word in nouns and sentence.word(end + 1) not in PERSON_NOUNS | {"'s"}:
            return end + 1
        if (
            not (word[:1].isalnum() or word == "-")
            or sentence.quotes[end] >= 0
            or word in PREPOSITIONS
        ):
            return None
    return None


def _has_name_beside(entities: Entities, start: int, end: int) -> bool:
    """Whether a name follows the phrase, after a comma or none: “a friend, Ada Cole”."""
    inside = entities.mention_at(start, end)
    if any(not entities.mentions[index].adjective for index in inside):
        return True
    return any(
        entities.mentions[i].full_start <= end + 1 for i in entities.mention_at(end, end + 5)
    )


def _entity(words: tuple[str, ...]) -> Entity:
    head = words[-1].lower()
    gender = "m" if head in MALE_WORDS else "f" if head in FEMALE_WORDS else None
    return Entity(words, gender=gender, kind=PERSON, nameless=True)
