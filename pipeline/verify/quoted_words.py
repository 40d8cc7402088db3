"""The words of a passage as they are compared: what outlets write in different ways is the same.

Case, accents, marks, dashes, hyphens, the shape of numbers ("90,000", "ten", "5%") are a matter of
an outlet's style, so they make no difference. Everything else does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.records import Kind
from pipeline.shown_records import PrintedQuotation
from pipeline.text.number_words import DIGITS

MAX_WORDS = 250
"""Of a passage that is compared at once: the time grows with the square of them. A longer quotation
is rare, and checked in parts."""

_SENTENCE = re.compile(r"[^.!?]+[.!?]*|[.!?]+")
_PIECE = re.compile(
    r"""
      (?P<ellipsis>\[\s*(?:…|\.\s?\.\s?\.)\s*\]|\(\s*(?:…|\.\s?\.\s?\.)\s*\)|…|\.\s?\.\s?\.)
    | (?P<thousands>\d{1,3}(?:[.,'’\ \u00a0\u2009\u202f]\d{3})+(?![\w]))
    | (?P<number>\d+(?:\.\d+)?(?!\w))
    | (?P<word>\w+(?:['’ʼ`]\w+)*)
    | (?P<sign>[%\[\]()])
    | (?P<end>[.!?])
    """,
    re.VERBOSE,
)
_NOT_DIGIT = re.compile(r"\D")
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ`", "'"))


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


def quoted_words(passage: str) -> list[QuotedWord]:
    """The words of a passage in order."""
    return _joined_percent(_words(passage))


def parts_of(passage: str) -> Iterator[str]:
    """A passage in parts of at most MAX_WORDS words, each of whole sentences if they fit.

    Only a long speech has more than one. A passage without words has no part.
    """
    part: list[str] = []
    for match in _SENTENCE.finditer(passage):
        sentence = match.group().split()
        while sentence:
            if part and len(part) + len(sentence) > MAX_WORDS:
                yield " ".join(part)
                part = []
            part += sentence[:MAX_WORDS]
            sentence = sentence[MAX_WORDS:]
    if any(quoted_words(word) for word in part):
        yield " ".join(part)


def printed_words(quotations: Iterable[PrintedQuotation]) -> list[QuotedWord]:
    """The words of quotations in the order in which an article prints them.

    A fragment in marks is a whole, as a sentence is: nobody can quote more of it. A sentence that
    was interrupted goes on with a small letter ("I think," she said, "that ...").
    """
    words: list[QuotedWord] = []
    for index, quotation in enumerate(quotations):
        fragments = quotation.kind in {Kind.PARTIAL, Kind.MIXED}
        own: list[QuotedWord] = []
        for segment in quotation.segments or (quotation.text,):
            added = quoted_words(segment)
            if own and added and (fragments or not added[0].text[0].islower()):
                own[-1] = replace(own[-1], ends_sentence=True)
            own += added
        if own:
            own[-1] = replace(own[-1], ends_sentence=True)
            words += (replace(word, quotation=index) for word in own)
    return words


def _words(passage: str) -> Iterator[QuotedWord]:
    waiting: QuotedWord | None = None
    ellipsis = bracket = False
    for match in _PIECE.finditer(passage):
        piece, kind = match.group(), match.lastgroup
        if kind == "end":
            if waiting:
                waiting = replace(waiting, ends_sentence=True)
        elif kind == "ellipsis":
            ellipsis = True
        elif piece in "[]()":
            bracket = piece == "[" or (bracket and piece != "]")
        else:
            if waiting:
                yield waiting
            key = _NOT_DIGIT.sub("", piece) if kind == "thousands" else _key(piece)
            waiting = QuotedWord(piece, key, after_ellipsis=ellipsis, in_brackets=bracket)
            ellipsis = False
    if waiting:
        yield waiting


def _key(piece: str) -> str:
    if piece == "%":
        return "percent"
    decomposed = unicodedata.normalize("NFKD", piece.translate(_APOSTROPHES)).casefold()
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return DIGITS.get(plain, plain)


def _joined_percent(words: Iterable[QuotedWord]) -> list[QuotedWord]:
    """The words with "per cent" as one, as most outlets write it."""
    joined: list[QuotedWord] = []
    for word in words:
        before = joined[-1] if joined else None
        if before and before.key == "per" and word.key == "cent":
            text = f"{before.text} {word.text}"
            joined[-1] = replace(before, text=text, key="percent", ends_sentence=word.ends_sentence)
        else:
            joined.append(word)
    return joined
