"""Where the noun phrase of a source begins and ends, without a parser.

English news names its source in few shapes: right before the verb ("the mayor
said", "Ada Cole, the mayor, said"), right behind it (“…,” said Ada Cole, the
mayor), or earlier in the sentence (“, adding that”, “and said”). Each function
walks a bounded number of items from the verb and stops at words that cannot be
inside a noun phrase.
"""

from __future__ import annotations

from pipeline.quotes.findings import Source
from pipeline.quotes.languages.english.english_grammar import (
    ADVERBS,
    AUXILIARIES,
    COORDINATORS,
    DETERMINERS,
    PREPOSITIONS,
    SENTENCE_STARTERS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    TIME_WORDS,
)
from pipeline.quotes.languages.english.english_people import ROLE_NOUNS
from pipeline.quotes.languages.english.english_reporting import is_finite
from pipeline.quotes.languages.word_sets import words
from pipeline.quotes.reading import QUOTE, Reading, Sentence

REACH = 45
"""Items a source may lie from its verb, appositions included."""
STOPS = frozenset({",", ";", ":", "—", "–", "--", "(", ")", "...", "…", ".", "!", "?", "[", "]"})
DASHES = frozenset({"—", "–", "--", "-"})
OBJECT_PRONOUNS = words("him her them us me himself herself themselves itself")
HABITS = words("used like likes liked love loves loved")
"""Verbs that may stand before “to say”."""
NO_SUBJECT = words("nobody none there here what how why where when which that whose yes no not")


def is_adverbial(sentence: Sentence, item: int) -> bool:
    """Whether a word may stand between a subject and its verb; Molly and Kelly may not."""
    word = sentence.lower[item]
    if word in ADVERBS:
        return True
    return word.endswith("ly") and len(word) > 4 and not (item and sentence.capital[item])


def is_verb(sentence: Sentence, item: int) -> bool:
    word = sentence.lower[item]
    if word in AUXILIARIES and word != "'s":
        return True
    return is_finite(word)


def capitalised(reading: Reading, sentence: Sentence, item: int) -> bool:
    """Whether the item is a capitalised word that may belong to a name."""
    token = sentence.tokens[item]
    if sentence.quotes[item] >= 0 or not reading.is_capitalised(token):
        return False
    return item > 0 or reading.lower[token] not in SENTENCE_STARTERS


def starts_phrase(reading: Reading, sentence: Sentence, item: int) -> bool:
    """Whether a noun phrase may begin at the item."""
    word = sentence.word(item)
    if not word or word in STOPS or word == QUOTE:
        return False
    return (
        word in DETERMINERS
        or word in SUBJECT_PRONOUNS
        or word in {"one", "another", "others"}
        or reading.is_capitalised(sentence.tokens[item])
        or word in ROLE_NOUNS
        or word.isdigit()
    )


def make_source(sentence: Sentence, start: int, end: int, full_start: int, full_end: int) -> Source:
    def behind(item: int) -> int:
        return sentence.tokens[item - 1] + 1

    return Source(
        sentence.tokens[start], behind(end), sentence.tokens[full_start], behind(full_end)
    )


def before(reading: Reading, sentence: Sentence, verb: int) -> tuple[Source, int] | None:
    """The subject before the verb at item `verb`, and the item where it begins."""
    item = _skip_adverbials(sentence, verb - 1)
    floor = max(verb - REACH, 0)
    if item < floor:
        return None
    word = sentence.lower[item]
    if word in {"who", "which"}:
        return _antecedent(reading, sentence, item, floor)
    if word in {",", *DASHES, ")"}:
        return _over_apposition(reading, sentence, item, floor)
    found = _phrase_ending_at(reading, sentence, item, floor)
    if found is None:
        return None
    start, end = found
    return make_source(sentence, start, end, start, end), start


def _skip_adverbials(sentence: Sentence, item: int) -> int:
    """The last item before `item` that is no adverb, auxiliary or "on Monday"."""
    while item >= 0:
        word = sentence.lower[item]
        if is_adverbial(sentence, item) or word in {
            "has",
            "had",
            "have",
            "having",
            "did",
            "will",
            "would",
            "also",
            "'ve",
            "'d",
        }:
            item -= 1
        elif word == "to" and sentence.word(item - 1) in HABITS:
            item -= 2
        elif word in TIME_WORDS and item >= 1:
            back = item - 1
            while back > 0 and (
                sentence.lower[back] in TIME_WORDS
                or sentence.lower[back].isdigit()
                or sentence.lower[back] in {"late", "early", "this", "last"}
            ):
                back -= 1
            if sentence.lower[back] in {"on", "in", "at", "late", "early"}:
                item = back - 1
            elif back == item - 1 and sentence.lower[back] not in DETERMINERS:
                item = back
            else:
                return item
        else:
            return item
    return item


def _antecedent(
    reading: Reading, sentence: Sentence, relative: int, floor: int
) -> tuple[Source, int] | None:
    item = relative - 1
    if item >= floor and sentence.lower[item] in {",", *DASHES}:
        item -= 1
    if item < floor:
        return None
    found = _phrase_ending_at(reading, sentence, item, floor)
    if found is None:
        return None
    found = _nearest_noun(reading, sentence, *found), found[1]
    source = make_source(sentence, *found, *found)
    source.full_start = sentence.tokens[relative]
    source.full_end = sentence.tokens[relative] + 1
    source.relative = True
    return source, relative


def _nearest_noun(reading: Reading, sentence: Sentence, start: int, end: int) -> int:
    """Where the phrase before “who” begins if a verb opens it: “sent to us by a person who”."""
    opens = starts_phrase(reading, sentence, start)
    for item in range(end - 1, start, -1):
        before_it = sentence.lower[item - 1]
        if before_it in {"by", "with", "from"} or (before_it == "to" and not opens):
            return item
    return start


def _over_apposition(
    reading: Reading, sentence: Sentence, closing: int, floor: int
) -> tuple[Source, int] | None:
    """“Ada Cole, the mayor of Port Ellery, said”: the phrase before the opening comma."""
    opener = "(" if sentence.lower[closing] == ")" else sentence.lower[closing]
    item = closing - 1
    while item > floor:
        word = sentence.lower[item]
        if word == opener:
            found = _phrase_ending_at(reading, sentence, item - 1, floor)
            if found is not None and _is_subject(reading, sentence, *found):
                start, end = found
                wider = _name_before(reading, sentence, start, floor)
                if wider is not None:
                    start, end = wider
                return make_source(sentence, start, end, start, closing), start
        item -= 1
    return None


def _name_before(
    reading: Reading, sentence: Sentence, start: int, floor: int
) -> tuple[int, int] | None:
    """A name in front of “, the mayor” where the phrase found was only the apposition."""
    if sentence.lower[start] not in DETERMINERS or start - 2 < floor:
        return None
    if sentence.lower[start - 1] != ",":
        return None
    found = _phrase_ending_at(reading, sentence, start - 2, floor)
    if found is None or not all(capitalised(reading, sentence, i) for i in range(*found)):
        return None
    opens = found[0] == 0 or sentence.lower[found[0] - 1] in STOPS | COORDINATORS | SUBORDINATORS
    return found if opens else None


def _is_subject(reading: Reading, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a phrase before a comma can be the subject that an apposition interrupts."""
    first = sentence.lower[start]
    if first in PREPOSITIONS or first in NO_SUBJECT:
        return False
    if first in ROLE_NOUNS and not reading.is_capitalised(sentence.tokens[start]):
        return False
    if (
        end - start == 1
        and first in TIME_WORDS | SENTENCE_STARTERS
        and first not in SUBJECT_PRONOUNS
    ):
        return False
    before_it = sentence.word(start - 1)
    return (
        before_it == ""
        or before_it in STOPS
        or before_it in COORDINATORS | SUBORDINATORS
        or before_it == QUOTE
    )


def _phrase_ending_at(
    reading: Reading, sentence: Sentence, last: int, floor: int
) -> tuple[int, int] | None:
    """The noun phrase whose last item is `last`, as items (start, end)."""
    if last < 0 or sentence.lower[last] in STOPS or sentence.quotes[last] >= 0:
        return None
    if sentence.lower[last] in SUBJECT_PRONOUNS:
        return last, last + 1
    start = last + 1
    contracted = sentence.lower[last].endswith(("'m", "'re", "'ve", "'ll", "'d"))
    while (
        not contracted and start > floor and not _bounds_phrase(reading, sentence, start - 1, last)
    ):
        start -= 1
    end = last + 1
    boundary = sentence.word(start - 1)
    if (
        boundary in {"who", "that"}
        and start - 1 > floor
        and not starts_phrase(reading, sentence, start)
    ):
        antecedent = _phrase_ending_at(reading, sentence, start - 2, floor)
        if antecedent is not None and boundary == "who":
            return antecedent[0], end
    start = _trim_front(reading, sentence, start, end)
    if start >= end:
        return None
    if sentence.lower[start] in NO_SUBJECT and end - start == 1:
        return None
    return start, end


def _bounds_phrase(reading: Reading, sentence: Sentence, item: int, last: int) -> bool:
    """Whether the item cannot be part of the noun phrase that ends with the item `last`."""
    word = sentence.lower[item]
    if word in COORDINATORS:
        return not _joins_names(reading, sentence, item)
    return (
        word in STOPS
        or word == QUOTE
        or word in SUBORDINATORS | {"who", "which", "whom"}
        or is_verb(sentence, item)
        or (word in OBJECT_PRONOUNS and word != "her")
        or (word in SUBJECT_PRONOUNS and item < last)
    )


def _joins_names(reading: Reading, sentence: Sentence, item: int) -> bool:
    if sentence.lower[item] != "and" or item == 0 or item + 1 >= len(sentence):
        return False
    left, right = item - 1, item + 1
    if not (capitalised(reading, sentence, left) and capitalised(reading, sentence, right)):
        return False
    while left > 0 and capitalised(reading, sentence, left - 1):
        left -= 1
    opener = sentence.word(left - 1)
    return (
        opener == ""
        or opener in STOPS
        or opener in COORDINATORS
        or opener == QUOTE
        or opener in SUBORDINATORS
    )


def _trim_front(reading: Reading, sentence: Sentence, start: int, end: int) -> int:
    """Leave out adverbials before the subject: “on Monday”, “then”, “in Geneva”."""
    while start < end:
        word = sentence.lower[start]
        if is_adverbial(sentence, start) or word in {"like", "asked", "speaking"}:
            start += 1
            continue
        if word in TIME_WORDS and end - start > 1 and not capitalised(reading, sentence, start):
            start += 1
            continue
        if word in PREPOSITIONS:
            return _after_preposition(reading, sentence, start, end)
        if word.endswith("ing") and sentence.word(start + 1) == "the" and end - start > 2:
            # “… -- meddling the congressman said is …”
            start += 1
        break
    return start


def _after_preposition(reading: Reading, sentence: Sentence, start: int, end: int) -> int:
    """The subject after a prepositional phrase that no comma sets off."""
    item = start + 1
    while item < end and (
        sentence.lower[item] in TIME_WORDS
        or sentence.lower[item].isdigit()
        or sentence.lower[item] in {"the", "late", "early", "last", "this"}
    ):
        item += 1
    if item > start + 1 and item < end and sentence.lower[item - 1] not in {"the"}:
        return item
    if sentence.lower[end - 1] in SUBJECT_PRONOUNS:
        return end - 1
    for opening in range(end - 1, start + 1, -1):
        if sentence.lower[opening] in {"a", "an"} and (
            sentence.lower[opening - 1] not in PREPOSITIONS
        ):
            return opening
    first = end
    while first > start + 1 and capitalised(reading, sentence, first - 1):
        first -= 1
    return first
