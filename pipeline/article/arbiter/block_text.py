"""What the words of a block, and the names of its elements, are made of."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.article.class_name_tokens import MAX_REMEMBERED_NAMES

SEEN_CHARACTERS = 80
"""At the start of a block, looked at one by one: what a line is shows there."""
READ_CHARACTERS = 110
"""At the start, where a line says what it is."""
READ_TAIL_CHARACTERS = 45
"""Words are read at both ends of a block; the middle of a paragraph says nothing of its kind."""
HEAD_WORDS = 8
"""First words that are tokens, as a line says there what it is."""
TAIL_WORDS = 4
"""Last words that are tokens: fewer, as they say less."""
WHOLE_WORDS = 4
"""A block of so few words is a token as a whole, too."""
COUNTED_CHARACTERS = 1_000
"""Letters and signs are counted in so much of a block: a long paragraph is one by then."""

_DIGIT = re.compile(r"\d")
"""Counted."""
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-ÞА-Я]")
"""Counted: Latin and Cyrillic, the scripts of most labelled pages that have capitals."""
_MARK = re.compile(r"[“”„\"«»‘’「」]")
"""Quotation marks of all the languages of the labelled pages."""
_SENTENCE = re.compile(r"[.!?。！？…][\"'”’»“)\]」]{0,4}(?:\s|$)")
"""The end of a sentence, with marks behind it."""
_LINE_SIGN = re.compile(r"[|@©»›→]|https?:|www\.")
"""Signs that lines beside a text have, and its sentences have not."""
_WORD = re.compile(r"[^\W\d_]+|\d+|[|©@»›→…]")
"""What is a token: words, numbers, and signs that say something of a line."""
_OPENING = frozenset("“\"„«‘'「")
"""Marks with which a quotation begins."""
_CLOSING = frozenset(".!?。！？…\"'”’»“)]」")
"""Signs with which a sentence ends."""

TEXT_COLUMNS = (
    *("characters", "words", "word_length", "digits", "capitals", "commas", "sentences", "marks"),
    *("ends_sentence", "ends_colon", "asks", "ends_word", "starts_upper", "starts_lower"),
    *("starts_quotation", "starts_sign", "line_sign"),
)
"""What the block's text is like."""


def text_numbers(text: str) -> tuple[float, ...]:
    """TEXT_COLUMNS of a text that is not empty."""
    start = text[:SEEN_CHARACTERS]
    size = len(start)
    words = text.count(" ") + 1
    first, last = text[0], text[-1]
    return (
        len(text),
        words,
        len(text) / words,
        len(_DIGIT.findall(start)) / size,
        len(_CAPITAL.findall(start)) / size,
        text.count(",") / words,
        len(_SENTENCE.findall(text[:COUNTED_CHARACTERS])),
        len(_MARK.findall(start)),
        last in _CLOSING,
        last == ":",
        last in "?？",
        last.isalnum(),
        first.isupper(),
        first.islower(),
        first in _OPENING,
        not first.isalnum(),
        _LINE_SIGN.search(start) is not None,
    )


def text_tokens(text: str) -> tuple[str, ...]:
    """The words of a block: those at its start and end, the first ("^…"), the last ("…$").

    Numbers are "0". A short line is a token as a whole ("=…"), too.
    """
    found = _words(text[:READ_CHARACTERS])
    if not found:
        return ()
    head = found[:HEAD_WORDS]
    if len(text) > READ_CHARACTERS:
        tail = _words(text[-READ_TAIL_CHARACTERS:])[-TAIL_WORDS:]
    else:
        tail = found[HEAD_WORDS:]
    tokens = [f"^{head[0]}", f"{(tail or head)[-1]}$", *head, *tail]
    if len(head) > 1:
        tokens.append(f"^{head[0]} {head[1]}")
    if len(found) <= WHOLE_WORDS:
        tokens.append("=" + " ".join(found))
    # in one order: sums of weights in another differ in the last digit, and trees may turn on it
    return tuple(dict.fromkeys(tokens))


def _words(text: str) -> list[str]:
    return ["0" if word[0].isdigit() else word for word in _WORD.findall(text.lower())]


@lru_cache(MAX_REMEMBERED_NAMES)
def name_tokens(class_names: str) -> tuple[str, ...]:
    """The words of an element's names, each once."""
    return tuple(dict.fromkeys(class_names.replace("|", " ").split()))
