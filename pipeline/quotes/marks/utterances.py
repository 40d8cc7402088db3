"""What a marked span is like: an utterance, a fragment, or a title or term."""

from __future__ import annotations

from pipeline.quotes.languages.english.english_grammar import (
    AUXILIARIES,
    DETERMINERS,
    FIRST_PERSON,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
)
from pipeline.quotes.languages.english.english_reporting import VERBS
from pipeline.quotes.languages.word_sets import words
from pipeline.quotes.reading import Marked, Reading

FINAL = frozenset(".?!…") | {"...", "--", "—", "–"}
SMALL_WORDS = PREPOSITIONS | words("the a an and or but nor vs de la le du der die das und is it")
CONTRACTED = ("'s", "'re", "'ve", "'ll", "'d", "'m", "n't")
CLAUSE_OPENERS = words("because if when and but so the a my our")
LONG_ENOUGH = 60
"""Words of a span that are looked at."""


def words_of(reading: Reading, marked: Marked) -> list[int]:
    """Tokens of the span that are words, at most LONG_ENOUGH."""
    found = []
    for token in range(marked.inner_start, marked.inner_end):
        if reading.is_word(token) and reading.lower[token] != "'s":
            found.append(token)
            if len(found) >= LONG_ENOUGH:
                break
    return found


def ends_like_sentence(reading: Reading, marked: Marked) -> bool:
    """Whether the words end with a full stop, a question mark or a dash inside the marks."""
    last = marked.inner_end - 1
    while last > marked.inner_start and reading.text[last] in {"’", "'", ")", "]", "”"}:
        last -= 1
    return reading.text[last] in FINAL or reading.text[last].endswith((".", "?", "!"))


def has_verb(reading: Reading, tokens: list[int]) -> bool:
    """Whether the words look like a clause: an auxiliary, a contraction, a known verb."""
    for token in tokens:
        lower = reading.lower[token]
        if lower in AUXILIARIES or lower.endswith(CONTRACTED) or lower in VERBS:
            return True
    # “gives the town a voice”: a verb in the third person opens the words
    first = reading.lower[tokens[0]] if len(tokens) > 2 else ""
    return first.endswith("s") and reading.lower[tokens[1]] in DETERMINERS | {"like", "to"}


def is_utterance(reading: Reading, marked: Marked) -> bool:
    """Whether the words are at least a clause, as somebody would say it."""
    spoken = words_of(reading, marked)
    if not spoken:
        return False
    capital = reading.is_capitalised(spoken[0])
    final = ends_like_sentence(reading, marked)
    if final and capital and reading.text[marked.inner_end - 1] in {"?", "!"}:
        return True
    if len(spoken) < 3:
        return False
    if capital and (final or len(spoken) >= 6) and not is_title_case(reading, spoken):
        return True
    return has_verb(reading, spoken) and _is_clause(reading, spoken, final=final)


def _is_clause(reading: Reading, spoken: list[int], *, final: bool) -> bool:
    """Whether words with a verb among them that begin small are a clause of their own."""
    first = reading.lower[spoken[0]]
    if first.split("'")[0] in SUBJECT_PRONOUNS | {"there", "this", "that"}:
        return True
    opens = first in CLAUSE_OPENERS
    speaks = any(reading.lower[t].split("'")[0] in FIRST_PERSON for t in spoken)
    if len(spoken) >= 6 and (final or speaks) and (opens or speaks):
        return True
    return len(spoken) >= 5 and opens and first != "a" and has_verb(reading, spoken[1:])


def is_title_case(reading: Reading, words: list[int]) -> bool:
    """Whether all words but the small ones are capitalised, as in titles of works."""
    if len(words) < 2:
        return False
    capitals = sum(1 for t in words if reading.is_capitalised(t) or reading.text[t].isdigit())
    small = sum(
        1 for t in words if not reading.is_capitalised(t) and reading.lower[t] in SMALL_WORDS
    )
    return capitals >= 2 and capitals + small == len(words)
