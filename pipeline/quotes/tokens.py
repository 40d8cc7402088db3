"""The tokenizer: words, numbers and single marks of punctuation, in linear time.

spaCy's own English tokenizer tries affix patterns again and again on every
run of characters without a space, which a page of a million quotation marks
turns into quadratic work, and it cuts "don’t" in two, which rules on words do
not want. This one is a single pass of one pattern without nested repetition;
the Doc that it makes has exactly the text that it was given.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from pipeline.quotes.languages.quotation_language import QuotationLanguage

TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<double>''|``)                                  # typewriter double marks
    | (?P<dots>\.{2,}|-{2,})
    | (?P<initials>(?:[^\W\d_]\.){2,})                   # U.S., p.m.
    | (?P<number>\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s|m|bn|k|%)?(?!\w))
    | (?P<word>[@\#]?\w+(?:[-‐‑\xad]\w+)*)              # with soft hyphens
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
"""The kinds of tokens, tried in this order at every position."""
APOSTROPHES = "'’"
"""Signs that join or part words, depending on what stands around them."""
LOOKS_LIKE_ELISION = frozenset({"s", "t", "re", "ve", "ll", "d", "m", "n", "all", "am", "clock"})
"""What may stand behind an apostrophe inside a word: “don’t”, “o’clock”."""
SURROGATE = re.compile("[\ud800-\udfff]")
"""Halves of a character, which spaCy cannot hold."""


def pieces(text: str, abbreviations: frozenset[str]) -> list[str]:
    """`text` cut into tokens and runs of white space; joined they are `text` again.

    `abbreviations` are the words, in lower case, whose full stop belongs to them.
    """
    found: list[str] = []
    for match in TOKEN.finditer(text):
        piece, kind = match.group(), match.lastgroup
        before = found[-1] if found else ""
        if kind in {"word", "number", "initials"} and len(found) > 1 and before in APOSTROPHES:
            if _joins(found[-2], piece):
                if piece.lower() == "s":
                    found[-1] += piece
                else:
                    found[-2:] = [found[-2] + before + piece]
                continue
        elif piece == "." and _takes_stop(before, text, match.end(), abbreviations):
            found[-1] += piece
            continue
        found.append(piece)
    return found


def _joins(left: str, right: str) -> bool:
    """Whether an apostrophe between these two is inside a word: don’t, O’Brien, Anna’s."""
    if not left[-1:].isalnum() and not left.endswith("."):
        return False
    if right.lower() in LOOKS_LIKE_ELISION:
        return True
    # O’Brien, d’Arc, but not the closing mark in ‘one’two
    return len(left) <= 2 and right[:1].isalpha()


def _takes_stop(before: str, text: str, end: int, abbreviations: frozenset[str]) -> bool:
    """Whether a full stop after `before` is part of an abbreviation or an initial."""
    if len(before) == 1 and before.isalpha() and before.isupper() and before != "I":
        return text[end : end + 1] in {" ", "\u00a0"}
    return before.lower() in abbreviations


class LinearTokenizer:
    """Text -> Doc, see the module's docstring. Lone surrogates become U+FFFD, one for one."""

    def __init__(self, vocab: Vocab, abbreviations: frozenset[str]) -> None:
        self.vocab = vocab
        self.abbreviations = abbreviations

    def __call__(self, text: str) -> Doc:
        """The Doc of `text`; every offset in it is one of `text`."""
        words: list[str] = []
        spaces: list[bool] = []
        for piece in pieces(SURROGATE.sub("\ufffd", text), self.abbreviations):
            rest = piece
            if piece[0] == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
                rest = piece[1:]
            if rest:
                words.append(rest)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


def make_tokenizer(language: QuotationLanguage) -> Callable[[Language], LinearTokenizer]:
    """Factory for a pipeline's configuration; `language` is the one that it reads."""

    def make(nlp: Language) -> LinearTokenizer:
        return LinearTokenizer(nlp.vocab, language.abbreviations)

    return make


registry.tokenizers.register("verbatim.linear_tokenizer.v1", func=make_tokenizer)
