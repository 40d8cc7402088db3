"""The subject of a sentence, for verbs and marks that have no source beside them."""

from __future__ import annotations

from pipeline.quotes.findings import Source
from pipeline.quotes.languages.english.english_grammar import (
    COORDINATORS,
    DETERMINERS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME_WORDS,
)
from pipeline.quotes.languages.english.english_inflection import PARTICIPLE
from pipeline.quotes.languages.english.english_people import ROLE_NOUNS
from pipeline.quotes.languages.english.english_reporting import VERBS
from pipeline.quotes.languages.english.noun_phrases import (
    STOPS,
    capitalised,
    is_adverbial,
    is_verb,
    make_source,
    starts_phrase,
)
from pipeline.quotes.reading import QUOTE, Reading, Sentence

NO_VERB = ("", "", frozenset[str]())


def main_subject(reading: Reading, sentence: Sentence, limit: int) -> Source | None:
    """The likely subject of the sentence: its first noun phrase outside leading adverbials."""
    limit = min(limit, len(sentence))
    opening = item = _after_label(sentence, limit)
    while item < limit:
        word = sentence.lower[item]
        if word in COORDINATORS or is_adverbial(sentence, item) or word in STOPS or word == QUOTE:
            item += 1
        elif word in PREPOSITIONS | SUBORDINATORS or VERBS.get(word, NO_VERB)[1] == PARTICIPLE:
            comma = _next_comma(sentence, item, limit)
            if comma is None:
                return _first_name(reading, sentence, opening, limit)
            item = comma + 1
        elif word in TIME_WORDS or word in {"late", "early"}:
            item += 1
        elif starts_phrase(reading, sentence, item):
            break
        else:
            return _first_name(reading, sentence, opening, limit)
    if item >= limit:
        return _first_name(reading, sentence, opening, limit)
    end = _subject_end(reading, sentence, item, limit)
    return make_source(sentence, item, end, item, end)


def _after_label(sentence: Sentence, limit: int) -> int:
    """Behind a label that opens the sentence: “The facts: …”."""
    for item in range(1, min(5, limit)):
        if sentence.lower[item] == ":" and item + 2 < limit and sentence.lower[item + 1] != QUOTE:
            return item + 1
    return 0


def _next_comma(sentence: Sentence, item: int, limit: int) -> int | None:
    for comma in range(item, limit):
        if sentence.lower[comma] == ",":
            return comma
    return None


def _first_name(reading: Reading, sentence: Sentence, item: int, limit: int) -> Source | None:
    """The first name of the sentence that is no part of an adverbial, as the best guess left."""
    while item < limit:
        if not capitalised(reading, sentence, item) or sentence.lower[item] in TIME_WORDS:
            item += 1
            continue
        end = item + 1
        while end < limit and capitalised(reading, sentence, end):
            end += 1
        owner = sentence.word(end) == "'s"
        if not owner and sentence.word(item - 1) not in PREPOSITIONS | DETERMINERS:
            return make_source(sentence, item, end, item, end)
        item = end
    return None


def _subject_end(reading: Reading, sentence: Sentence, start: int, limit: int) -> int:
    if sentence.lower[start] in SUBJECT_PRONOUNS | {"another", "others"}:
        return start + 1
    end = start + 1
    named = capitalised(reading, sentence, start)
    while end < limit:
        word = sentence.lower[end]
        if word in STOPS or word == QUOTE or is_verb(sentence, end):
            break
        if word in SUBORDINATORS | COORDINATORS | {"who", "which"}:
            break
        if capitalised(reading, sentence, end) or word == "'s":
            named = True
        elif named and word not in ROLE_NOUNS and word not in {"of", "for"}:
            # behind a name comes the verb
            break
        elif (
            word in PREPOSITIONS - {"of", "for"}
            or word.endswith("ed")
            or is_adverbial(sentence, end)
            or (
                sentence.lower[end - 1] in ROLE_NOUNS
                and word not in ROLE_NOUNS
                and word not in {"of", "for"}
            )
        ):
            break
        end += 1
    return end
