"""What stands between a cue and its content: the person told, when and where."""

from __future__ import annotations

from pipeline.quotes.languages.english.english_grammar import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    TIME_WORDS,
)
from pipeline.quotes.languages.english.english_reporting import ADDRESSEE_VERBS, PROMISES
from pipeline.quotes.languages.english.noun_phrases import is_adverbial
from pipeline.quotes.reading import QUOTE, Reading, Sentence

APPROXIMATE = frozenset({"about", "around", "over", "under", "between"})
QUESTION_WORDS = frozenset({"whether", "if", "why", "how", "what", "who", "when", "where", "which"})


def skip_to_content(reading: Reading, sentence: Sentence, item: int, base: str) -> int:
    """The item where the content after a cue may begin: addressee and adverbials left out.

    “told reporters in Geneva on Monday that”: stops at “that”.
    """
    limit = min(len(sentence), item + 30)
    if base in ADDRESSEE_VERBS:
        item = _skip_addressee(reading, sentence, item, limit)
    while item < limit:
        word = sentence.lower[item]
        if word == "to" and base in PROMISES:
            return item
        if word == "(" and ")" in sentence.lower[item : item + 8]:
            item = sentence.lower.index(")", item) + 1
        elif (
            is_adverbial(sentence, item) and sentence.word(item + 1) not in {"the", "a"}
        ) or word in TIME_WORDS:
            item += 1
        elif word in APPROXIMATE and sentence.word(item + 1)[:1].isdigit():
            return item
        elif word in PREPOSITIONS - {"like", "than", "as", "except"}:
            end = _adverbial_end(reading, sentence, item, limit)
            if end is None:
                return item
            item = end
        else:
            return item
    return item


def _skip_addressee(reading: Reading, sentence: Sentence, item: int, limit: int) -> int:
    if item >= limit:
        return item
    word = sentence.word(item)
    if word in {"that", QUOTE, ":", ",", "."} | QUESTION_WORDS:
        return item
    if word in {"him", "her", "them", "us", "me", "you", "reporters", "journalists", "it"}:
        return item + 1
    end = item + 1
    named = reading.is_capitalised(sentence.tokens[item]) or word == "the"
    while end < limit and sentence.lower[end] not in {
        "that",
        QUOTE,
        ":",
        ",",
        ".",
        ";",
        "in",
        "on",
        "at",
        "during",
        "to",
        "after",
        "before",
    }:
        here = sentence.lower[end]
        if here in SUBJECT_PRONOUNS | QUESTION_WORDS or (
            here in DETERMINERS - {"the"} and end > item + 1
        ):
            break
        if (
            named
            and not reading.is_capitalised(sentence.tokens[end])
            and here not in {"of", "and", "&", "the", "'s"}
            and end > item + 1
        ) and here not in PREPOSITIONS:
            break
        end += 1
    return end


def _adverbial_end(reading: Reading, sentence: Sentence, item: int, limit: int) -> int | None:
    """Behind a prepositional phrase after a cue, or None if it is part of the content."""
    end = item + 1
    while end < limit:
        word = sentence.lower[end]
        if word in {"that", QUOTE, ":", ",", ".", ";", "—", "–"}:
            return end
        if word in SUBJECT_PRONOUNS or word in AUXILIARIES:
            # a clause has begun: the phrase ends before its subject
            start = end - (0 if word in SUBJECT_PRONOUNS else 1)
            back = start
            while (
                back > item + 1
                and sentence.lower[back - 1] not in TIME_WORDS
                and sentence.lower[back] not in DETERMINERS
            ):
                back -= 1
            return max(back, item + 1) if back > item + 1 else (start if start > item + 1 else None)
        if sentence.lower[end - 1] in TIME_WORDS and word not in TIME_WORDS and not word.isdigit():
            return end
        end += 1
    return end
