"""The source behind a verb or "according to", with its apposition."""

from __future__ import annotations

from pipeline.quotes.findings import Source
from pipeline.quotes.languages.english.english_grammar import (
    COORDINATORS,
    DETERMINERS,
    POSSESSIVES,
    PREPOSITIONS,
    RELATIVES,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME_WORDS,
)
from pipeline.quotes.languages.english.english_people import ROLE_NOUNS, is_role
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

OBJECTS = frozenset({"her", "him", "them", "us", "me"})
LONGEST_DESCRIPTION = 6
NOT_DESCRIBING = DETERMINERS | PREPOSITIONS | COORDINATORS | SUBORDINATORS | TIME_WORDS
INSIDE_NAMES = frozenset({"of", "for", "at", "from", "with", "in"})


def after(
    reading: Reading, sentence: Sentence, verb: int, *, described: bool = False
) -> tuple[Source, int] | None:
    """The source behind a verb (“…,” said Ada Cole, the mayor), and the item behind it."""
    start = verb + 1
    if not starts_phrase(reading, sentence, start) and not (
        described and _describes(reading, sentence, start)
    ):
        return None
    if sentence.lower[start] in OBJECTS and sentence.word(start + 1) in STOPS | {QUOTE, ""}:
        return None
    end = phrase_end(reading, sentence, start)
    if end <= start:
        return None
    full_end = _name_end(reading, sentence, start, end)
    if full_end == end:
        full_end = _apposition_end(reading, sentence, end)
    return make_source(sentence, start, end, start, full_end), full_end


def _describes(reading: Reading, sentence: Sentence, start: int) -> bool:
    """“says clinical psychologist Ada Cole”: a few plain words, then a name."""
    for item in range(start, min(start + LONGEST_DESCRIPTION, len(sentence) - 1)):
        word = sentence.lower[item]
        if not word[:1].isalpha() or word in NOT_DESCRIBING or is_adverbial(sentence, item):
            return False
        if capitalised(reading, sentence, item + 1):
            return True
    return False


def phrase_end(reading: Reading, sentence: Sentence, start: int) -> int:
    """Behind the last item of the noun phrase that begins at `start`."""
    if sentence.lower[start] in SUBJECT_PRONOUNS | {"another", "others"}:
        return start + 1
    item = start + 1
    limit = min(len(sentence), start + 25)
    while item < limit:
        word = sentence.lower[item]
        if word in STOPS or word == QUOTE:
            break
        if word in SUBORDINATORS | {"who", "which", "but", "so", "yet"} or is_adverbial(
            sentence, item
        ):
            break
        if word == "and" and not _joins(reading, sentence, item):
            break
        if is_verb(sentence, item) or (word in VERBS and VERBS[word][1] == "participle"):
            break
        if word in TIME_WORDS and capitalised(reading, sentence, item):
            break
        if word in PREPOSITIONS - INSIDE_NAMES and not capitalised(reading, sentence, item):
            break
        if word in {"in", "at", "with", "from", "for"} and _is_adverbial_phrase(
            reading, sentence, item, start
        ):
            break
        item += 1
    return item


def _joins(reading: Reading, sentence: Sentence, item: int) -> bool:
    """Whether "and" is inside the phrase: two names, or two descriptions of one name."""
    if capitalised(reading, sentence, item - 1):
        return item + 1 < len(sentence) and capitalised(reading, sentence, item + 1)
    return is_role(sentence.lower[item - 1]) and _describes(reading, sentence, item + 1)


def _is_adverbial_phrase(reading: Reading, sentence: Sentence, item: int, start: int) -> bool:
    """Whether a preposition after a source opens an adverbial and not a part of its name."""
    following = sentence.word(item + 1)
    if following in {"a", "an", "his", "her", "their", "its"} or following in TIME_WORDS:
        return True
    if following.isdigit():
        return True
    # after a bare name, “in Geneva” says where it was said
    return sentence.lower[item] in {"in", "at", "with"} and all(
        capitalised(reading, sentence, i) for i in range(start, item)
    )


def _name_end(reading: Reading, sentence: Sentence, start: int, end: int) -> int:
    """Behind a name that says who the description before it is: “said its chair, Ada Cole, …”."""
    described = any(is_role(sentence.lower[i]) for i in range(start, end)) and not (
        capitalised(reading, sentence, end - 1)
    )
    if not described or sentence.word(end) != ",":
        return end
    item = end + 1
    while item < min(len(sentence), end + 7) and capitalised(reading, sentence, item):
        item += 1
    named = item > end + 1 and sentence.word(item) in STOPS | {QUOTE, ""}
    return item if named else end


def _apposition_end(reading: Reading, sentence: Sentence, end: int) -> int:
    """Behind the apposition after an inverted source, or `end` if there is none."""
    if sentence.word(end) not in {",", "("}:
        return end
    item = end + 1
    if sentence.word(item).isdigit():
        if sentence.word(item + 1) != ",":
            return (
                item + 1 if item + 1 >= len(sentence) or sentence.word(item + 1) in STOPS else end
            )
        item += 2
    head = [sentence.word(i) for i in range(item, min(item + 9, len(sentence)))]
    opens = (
        sentence.word(item) in DETERMINERS
        or any(word in ROLE_NOUNS for word in head)
        or sentence.word(item) == "who"
    )
    if not opens or sentence.word(item) in POSSESSIVES | COORDINATORS:
        return end
    limit, relative = min(len(sentence), item + 30), False
    while item < limit and sentence.lower[item] not in {".", ";", ":", "—", "–", "!", "?"}:
        if sentence.lower[item] == QUOTE:
            break
        relative = relative or sentence.lower[item] in RELATIVES
        if is_verb(sentence, item) and not relative:
            # a clause of its own: what follows the comma was no apposition
            return end
        if sentence.lower[item] == "," and sentence.word(item + 1) in VERBS:
            break
        if sentence.lower[item] == "," and sentence.word(item + 1) in COORDINATORS | SUBORDINATORS:
            break
        item += 1
    if sentence.word(item) == QUOTE and sentence.lower[item - 1] != ",":
        return end
    while item > end and sentence.lower[item - 1] in {","}:
        item -= 1
    return item
