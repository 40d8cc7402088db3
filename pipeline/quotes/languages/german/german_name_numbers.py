"""What is known of capitals in a row that may be a name in a German article, as numbers.

German capitalises every noun, so a name is told by what stands beside it, by whether the article
repeats a part of it alone, and by how often an article or a possessive stands before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.quotes.languages.german import german_grammar as grammar
from pipeline.quotes.languages.german.german_people import (
    GIVEN_NAMES,
    TITLES,
    is_document_noun,
    is_organisation_noun,
    is_person_noun,
)
from pipeline.quotes.languages.german.german_reporting import VERBS
from pipeline.quotes.token_table import QUOTE, Sentence, TokenTable

MOST_CAPITALS = 5
"""Of a name, particles aside."""
LONGEST_RUN = 9
"""Capitals in a row of which names are looked for; longer ones are headings."""
MOST_PARTICLES = 3
"""Small words in a row inside a name: “von und zu”, “van den”."""
ABSTRACT_ENDS = ("ung", "keit", "heit", "schaft", "tion", "tät", "ion", "nis", "tum")
"""Endings of common nouns that no name has."""
ADJECTIVE_ENDS = ("isch", "ische", "ischen", "ischer", "er", "en", "ste")
"""Endings of the adjectives that begin a body's name, or a sentence."""
COLUMNS = (
    "capitals", "particles", "opens-run", "ends-run", "run", "run-before", "run-behind",
    "opens-sentence", "class-before", "class-behind", "class-before-that", "class-behind-that",
    "given", "given-behind", "title",
    *(f"{place}-{kind}" for place in ("first", "last", "word-before", "word-behind") for kind in
      ("person", "body", "document", "alone", "determined", "times", "share-determined", "at-verb",
       "letters", "hyphen", "capitals", "abstract", "adjective", "given", "vowel")),
    "last-in-s", "pair", "verb-before", "verb-behind", "time", "starter", "sentence",
)  # fmt: skip
"""All numbers of a possible name; the order is part of the trained trees."""


@dataclass(frozen=True, slots=True)
class PossibleName:
    """Capitals in a row that may be a name."""

    sentence: int
    start: int
    end: int
    """Items."""
    numbers: tuple[float, ...]


class NameNumbers:
    """Counts an article's capitals once, and makes the numbers of all possible names."""

    def __init__(self, table: TokenTable) -> None:
        self.table = table
        self.alone: Counter[str] = Counter()
        self.determined: Counter[str] = Counter()
        self.times: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.at_verb: Counter[str] = Counter()
        self.upper: Counter[str] = Counter()
        """Most capital letters of a word: “IHK”."""
        self._words: dict[str, list[float]] = {}
        for sentence in table.sentences:
            self._count(sentence)

    def _count(self, sentence: Sentence) -> None:
        for item, capital in enumerate(sentence.capital):
            if not capital:
                continue
            word = sentence.lower[item]
            self.times[word] += 1
            letters = self.table.text[sentence.tokens[item]]
            self.upper[word] = max(self.upper[word], sum(one.isupper() for one in letters))
            if sentence.word(item - 1) in grammar.DETERMINERS:
                self.determined[word] += 1
            elif item and sum(sentence.capital[item - 1 : item + 2]) == 1:
                self.alone[word] += 1
            self.at_verb[word] += not VERBS.keys().isdisjoint(
                (sentence.word(item - 1), sentence.word(item + 1))
            )
            if item + 1 < len(sentence) and sentence.capital[item + 1]:
                self.pairs[word, sentence.lower[item + 1]] += 1

    def possible_names(self) -> Iterator[PossibleName]:
        """All possible names outside of marks."""
        for number, sentence in enumerate(self.table.sentences):
            for start, end in _runs(sentence):
                capitals = [item for item in range(start, end) if sentence.capital[item]]
                capitals = capitals[:LONGEST_RUN]
                for at, first in enumerate(capitals):
                    for last in capitals[at : at + MOST_CAPITALS]:
                        numbers = self._numbers(number, sentence, (start, end), (first, last + 1))
                        yield PossibleName(number, first, last + 1, tuple(numbers))

    def _numbers(
        self, number: int, sentence: Sentence, run: tuple[int, int], name: tuple[int, int]
    ) -> list[float]:
        start, end = name
        words = [sentence.lower[item] for item in range(start, end) if sentence.capital[item]]
        return [
            len(words),
            end - start - len(words),
            start == run[0],
            end == run[1],
            run[1] - run[0],
            start - run[0],
            run[1] - end,
            start == 0,
            _word_class(sentence, start - 1),
            _word_class(sentence, end),
            _word_class(sentence, start - 2),
            _word_class(sentence, end + 1),
            words[0].split("-")[0] in GIVEN_NAMES,
            sum(word in GIVEN_NAMES for word in words[1:]),
            not TITLES.isdisjoint(words),
            *self._of_word(words[0]),
            *self._of_word(words[-1]),
            *self._beside(sentence, start - 1),
            *self._beside(sentence, end),
            words[-1].endswith("s"),
            self.pairs[words[0], words[-1]],
            sentence.word(start - 1) in VERBS,
            sentence.word(end) in VERBS,
            not grammar.TIME_WORDS.isdisjoint(words),
            start == 0 and words[0] in grammar.SENTENCE_STARTERS,
            number,
        ]

    def _beside(self, sentence: Sentence, item: int) -> list[float]:
        capital = 0 <= item < len(sentence) and sentence.capital[item]
        return self._of_word(sentence.lower[item] if capital else "")

    def _of_word(self, word: str) -> list[float]:
        if word not in self._words:
            self._words[word] = self._numbers_of_word(word)
        return self._words[word]

    def _numbers_of_word(self, word: str) -> list[float]:
        times = max(self.times[word], 1)
        alone = self.alone[word]
        if word.endswith("s"):
            alone = max(alone, self.alone[word[:-1]])
        return [
            is_person_noun(word),
            is_organisation_noun(word),
            is_document_noun(word),
            alone,
            self.determined[word],
            times,
            self.determined[word] / times,
            self.at_verb[word],
            len(word),
            "-" in word,
            self.upper[word],
            word.endswith(ABSTRACT_ENDS),
            word.endswith(ADJECTIVE_ENDS),
            word.split("-", maxsplit=1)[0] in GIVEN_NAMES,
            "aeiouyäöü".find(word[-1:]),
        ]


def numbers_of(names: list[PossibleName]) -> NDArray[np.float32]:
    """The numbers of possible names: (names, COLUMNS)."""
    return np.array([name.numbers for name in names], np.float32).reshape(-1, len(COLUMNS))


def _runs(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Capitals in a row, particles of names among them."""

    def capital(item: int) -> bool:
        return (
            item < len(sentence)
            and sentence.capital[item]
            and sentence.quotes[item] < 0
            and sentence.lower[item][:1].isalpha()
        )

    start = 0
    while start < len(sentence):
        if not capital(start):
            start += 1
            continue
        end = start + 1
        while end < len(sentence):
            behind = end
            while behind < end + MOST_PARTICLES and (
                sentence.word(behind) in grammar.PARTICLES_OF_NAMES and not capital(behind)
            ):
                behind += 1
            if not capital(behind):
                break
            end = behind + 1
        yield start, end
        start = end


def _word_class(sentence: Sentence, item: int) -> int:
    """What kind of word stands at an item: 0 for none, else 1 to 18."""
    word = sentence.word(item)
    if not word:
        return 0
    if word == QUOTE:
        return 1
    if sentence.capital[item]:
        kinds = (word in TITLES, is_person_noun(word), is_organisation_noun(word), "-" in word)
        return next((2 + number for number, kind in enumerate(kinds) if kind), 6)
    classes = (
        VERBS.keys(),
        grammar.DETERMINERS,
        grammar.PREPOSITIONS,
        {","},
        {"("},
        {":", "."},
        grammar.COORDINATORS,
        grammar.AUXILIARIES,
    )
    for number, words in enumerate(classes, 7):
        if word in words:
            return number
    if word[:1].isdigit():
        return 15
    return 16 if word in grammar.ADVERBS else 17 if word.endswith(("e", "en", "er")) else 18
