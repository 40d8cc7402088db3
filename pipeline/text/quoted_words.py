"""The words of a passage as they are compared: what outlets write in different ways is the same.

Case, accents, marks, dashes, hyphens, the shape of numbers ("90,000", "ten", "5%") are a matter of
an outlet's style, so they make no difference. Everything else does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from pipeline.text.number_words import NUMBERS, may_end_number, one_number
from pipeline.text.safe_text import visible

MAX_WORDS = 250
"""Of a passage that is compared at once: the time grows with the square of them. A longer quotation
is rare, and checked in parts."""

_PIECE = re.compile(
    r"""
      (?P<ellipsis>\[\s*(?:…|\.\s?\.\s?\.)\s*\]|\(\s*(?:…|\.\s?\.\s?\.)\s*\)|…|\.\s?\.\s?\.)
    | (?P<thousands>\d{1,3}(?:[.,'’\ \u00a0\u2009\u202f]\d{3})+(?![\w]))
    | (?P<number>\d+[.,]\d+\w*|\d+(?!\w)|(?<!\w)[.,]\d+\w*)
    | (?P<unit>[$€£¥₹‰]|(?<![\w)\]%])[-−–](?=[$€£¥₹]?\d))
    | (?P<word>\w+(?:['’ʼ`]\w+)*)
    | (?P<sign>[%\[\]()])
    | (?P<end>[.!?])
    """,
    re.VERBOSE,
)
_CLOSING = re.compile(r".*\s", re.DOTALL)
"""What stands between two words up to its last space; without a space all belongs to the first."""
_NOT_DIGIT = re.compile(r"\D")
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ`", "'"))
_OTHER_CASE = re.compile(r"\[(\w)\](?=\w)")
"""A letter in brackets that begins a word: its case alone is the writer's."""
_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "messrs", "dr", "prof", "st", "sen", "rep", "gov", "gen", "col", "maj",
     "lt", "sgt", "capt", "rev", "hon", "vs", "mt", "hr", "fr", "nr", "bzw", "ca"}
)  # fmt: skip
"""That stand before a name or a number, so that no sentence ends with their full stop."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_HYPHENS = ("", "-", "\u2010", "\u2011")
"""What stands between the words of one number: nothing but a space, or a hyphen, also one that does
not break at the end of a line."""
_SIGNS = {"%": "percent", "-": "minus", "−": "minus", "–": "minus"}
"""Signs that are read as words."""


@dataclass(frozen=True, slots=True)
class QuotedWord:
    """A word between quotation marks."""

    text: str
    """As it is written."""
    key: str
    """Equal for words that differ in style alone."""
    ends_sentence: bool = False
    """Whether a full stop, an exclamation mark or a question mark stands behind it."""
    after_ellipsis: bool = False
    """Whether an ellipsis stands before it."""
    in_brackets: bool = False
    """Whether it stands in square brackets, as what a writer adds for the reader."""
    quotation: int = 0
    """Index of the printed quotation that it belongs to."""
    opening: str = ""
    """The marks that stand in front of it; of the first word, all that does."""
    closing: str = ""
    """What stands behind it, up to the marks in front of the next word."""


def quoted_words(passage: str) -> list[QuotedWord]:
    """The words of a passage in order."""
    return _with_joined(_words(passage))


def as_written(words: Sequence[QuotedWord]) -> str:
    """Words that follow each other, with all marks that stand around them."""
    return " ".join("".join(one.opening + one.text + one.closing for one in words).split())


def between_marks(words: Sequence[QuotedWord]) -> str:
    """Words that follow each other, without the marks in front of the first and behind the last."""
    if not words:
        return ""
    bare = [replace(words[0], opening=""), *words[1:]]
    bare[-1] = replace(bare[-1], closing="")
    return as_written(bare)


def parts_of(passage: str) -> Iterator[str]:
    """A passage in parts of at most MAX_WORDS words, each of whole sentences if they fit.

    Only a long speech has more than one; any other passage is given as it is. A passage without
    words has no part.
    """
    words = quoted_words(passage)
    if 0 < len(words) <= MAX_WORDS:
        yield passage
        return
    while words:
        ends = [at for at, word in enumerate(words[:MAX_WORDS], 1) if word.ends_sentence]
        end = len(words) if len(words) <= MAX_WORDS else (ends or [MAX_WORDS])[-1]
        yield as_written(words[:end])
        words = words[end:]


def _words(passage: str) -> Iterator[QuotedWord]:
    waiting: partial[QuotedWord] | None = None
    text = key = ""
    ends = ellipsis = bracket = False
    plain = _plain(passage)
    behind = 0
    for match in _PIECE.finditer(plain):
        piece, kind = match.group(), match.lastgroup
        if kind == "end":
            follows = plain[match.end() : match.end() + 2]
            ends = ends or piece != "." or not _abbreviates(text, key, follows)
        elif kind == "ellipsis":
            ellipsis = True
        elif piece in "[]()":
            bracket = piece == "[" or (bracket and piece != "]")
        else:
            opening = plain[behind : match.start()]
            if waiting:
                closing = _CLOSING.match(opening)
                end = closing.end() if closing else len(opening)
                yield waiting(ends_sentence=ends, closing=opening[:end])
                opening = opening[end:]
            text = piece
            key = _NOT_DIGIT.sub("", piece) if kind == "thousands" else _key(piece, kind)
            waiting = partial(
                QuotedWord,
                text,
                key,
                after_ellipsis=ellipsis,
                in_brackets=bracket,
                opening=opening,
            )
            ends = ellipsis = False
            behind = match.end()
    if waiting:
        yield waiting(ends_sentence=ends, closing=plain[behind:])


def _abbreviates(text: str, key: str, behind: str) -> bool:
    """Whether the full stop after a word is that of an abbreviation; `behind` follows it."""
    is_initial = len(text) == 1 and text.isupper() and text != "I"
    goes_on = behind.strip()[:1].islower() or behind[:1].isalnum()
    return goes_on or is_initial or key in _ABBREVIATIONS


def _plain(passage: str) -> str:
    """A passage without what is not seen, and with "[W]e" for what it stands for."""
    composed = unicodedata.normalize("NFC", passage)
    return _OTHER_CASE.sub(r"\1", visible(composed))


def _key(piece: str, kind: str | None) -> str:
    if piece in _SIGNS:
        return _SIGNS[piece]
    if kind == "number":
        # a decimal comma is a decimal point elsewhere, and nothing before it is a zero
        number = piece.replace(",", ".").casefold()
        return f"0{number}" if number.startswith(".") else number
    if piece.isascii():
        # most words are, and have nothing to be taken apart
        plain = piece.casefold().replace("`", "'")
        return NUMBERS.get(plain, plain)
    # names are written without the umlaut as well; of other words it makes others: konnte, könnte
    spelt = piece.translate(_UMLAUTS) if piece[0].islower() else piece
    decomposed = unicodedata.normalize("NFKD", spelt.translate(_APOSTROPHES)).casefold()
    # the signs of a few ligatures come apart into several words
    plain = "".join(
        sign for sign in decomposed if not unicodedata.combining(sign) and not sign.isspace()
    )
    return NUMBERS.get(plain, plain)


def _with_joined(words: Iterable[QuotedWord]) -> list[QuotedWord]:
    """The words with "per cent" as one, as most outlets write it, and the words of a number."""
    joined: list[QuotedWord] = []
    for word in words:
        joined.append(word)
        if word.key != "cent" and not may_end_number(word.key):
            continue
        # three with "and" between two words of a number
        for several in (2, 3):
            if len(joined) >= several and (key := _key_of_one(joined[-several:])):
                joined[-several:] = [_joined(joined[-several:], key)]
    return joined


def _key_of_one(words: Sequence[QuotedWord]) -> str | None:
    """The key of the one word that words stand for; None if they are several."""
    keys = [word.key for word in words]
    in_words = not any(sign.isdigit() for word in words for sign in word.text)
    key = "percent" if keys == ["per", "cent"] else one_number(keys, in_words=in_words)
    if key and any(
        one.closing.strip() not in _HYPHENS or two.opening for one, two in pairwise(words)
    ):
        return None
    return key


def _joined(words: Sequence[QuotedWord], key: str) -> QuotedWord:
    """Words that follow each other, as one word."""
    last = words[-1]
    return replace(
        words[0],
        text=between_marks(words),
        key=key,
        ends_sentence=last.ends_sentence,
        closing=last.closing,
    )
