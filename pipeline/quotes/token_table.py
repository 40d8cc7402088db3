"""What the components know of a text, and where on the Doc they leave it.

A `TokenTable` holds the tokens of a Doc as plain lists, because rules look at a
token many times and a spaCy Token is made anew at every look.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from pipeline.quotes.attribution_candidates import TokenSpan
from pipeline.quotes.languages.english.english_grammar import SENTENCE_STARTERS
from pipeline.quotes.token_spans import touched
from pipeline.quotes.turns.text_markup import TextMarkup
from pipeline.records import Span
from pipeline.text.folding import straight_apostrophes, unbroken_words

QUOTE = "“”"
"""Stands for a whole quoted span among the words of a sentence."""


@dataclass(slots=True)
class QuotedSpan:
    """Words between a pair of marks, in token indices."""

    start: int
    """First token, the opening mark if there is one."""
    end: int
    """Behind the last token, the closing mark if there is one."""
    inner_start: int
    inner_end: int
    closed: bool = True
    continues: bool = False
    """Whether it goes on from the quoted span before it, across a paragraph break."""

    @property
    def span(self) -> TokenSpan:
        """Its tokens, marks included."""
        return self.start, self.end


@dataclass(slots=True)
class Sentence:
    """A sentence of the writer: its words outside marks, each quoted span as one item."""

    paragraph: int
    start: int
    end: int
    """Token range."""
    tokens: list[int] = field(default_factory=list)
    """Token index of every item; of a quoted span its first token."""
    quotes: list[int] = field(default_factory=list)
    """For every item the index of its quoted span, or -1."""
    lower: list[str] = field(default_factory=list)
    """Lower-case form of every item, QUOTE for a quoted span."""
    capital: list[bool] = field(default_factory=list)
    """Whether an item begins with a capital letter."""

    def __len__(self) -> int:
        return len(self.tokens)

    def word(self, index: int) -> str:
        """Lower-case form of an item, "" outside the sentence."""
        return self.lower[index] if 0 <= index < len(self.lower) else ""


@dataclass(slots=True)
class TokenTable:
    """The tokens of a Doc and what the components found."""

    text: list[str]
    """The tokens as readers see them: without soft hyphens."""
    lower: list[str]
    start: list[int]
    """Character offsets."""
    end: list[int]
    paragraph: list[int]
    """Paragraph of every token."""
    paragraph_start: list[int]
    """First token of every paragraph."""
    markup: TextMarkup = field(default_factory=TextMarkup)
    """What HTML says of the text; nothing for a text that comes alone."""
    quoted_spans: list[QuotedSpan] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    names: dict[int, int] = field(default_factory=dict)
    """First token of every person's name, and the one behind the last; German finds them."""
    bodies: dict[int, int] = field(default_factory=dict)
    """The same of bodies' names."""

    def is_capitalised(self, token: int) -> bool:
        """Whether the token begins with a capital letter."""
        return self.text[token][:1].isupper()

    def is_telling_capital(self, token: int) -> bool:
        """Whether a capital letter here cannot be there just because a sentence begins."""
        return self.is_capitalised(token) and self.lower[token] not in SENTENCE_STARTERS

    def is_word(self, token: int) -> bool:
        """Whether the token is a word or number, not punctuation or space."""
        text = self.text[token]
        return text[:1].isalnum() or text[:1] in "@#" or text[-1:].isalnum()

    def tokens_at(self, chars: Span) -> TokenSpan:
        """The tokens that a span of characters touches, at least one."""
        first, behind = touched(self.start, self.end, chars)
        return first, max(first + 1, behind)

    def sentence_at(self, token: int) -> int:
        """Number of the sentence that a token stands in."""
        return max(0, bisect_right(self.sentences, token, key=lambda one: one.start) - 1)

    def chars(self, start: int, end: int) -> tuple[int, int]:
        """The characters of a range of tokens."""
        return self.start[start], self.end[end - 1]

    def quoted_chars(self) -> Iterator[tuple[int, int]]:
        """First character and the one behind the last of every quoted span, marks included."""
        for quoted in self.quoted_spans:
            yield self.chars(*quoted.span)

    def trimmed(self, start: int, end: int) -> TokenSpan:
        """The tokens without white space at either end; an empty span for nothing else."""
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        return start, end

    def words_in(self, start: int, end: int) -> int:
        """Number of words among the tokens."""
        return sum(1 for token in range(start, end) if self.is_word(token))


def token_table(doc: Doc) -> TokenTable:
    """The token table of `doc`, made at the first call and kept on `doc._.verbatim_token_table`."""
    if doc._.verbatim_token_table is None:
        doc._.verbatim_token_table = _read(doc)
    table: TokenTable = doc._.verbatim_token_table
    return table


def _read(doc: Doc) -> TokenTable:
    text = [unbroken_words(token.text) for token in doc]
    start = [token.idx for token in doc]
    end = [at + len(token) for at, token in zip(start, doc, strict=True)]
    breaks = _paragraph_breaks(text)
    paragraph, paragraph_start, number = [], [], -1
    fresh = True
    for index, word in enumerate(text):
        if fresh and not word.isspace():
            number += 1
            paragraph_start.append(index)
            fresh = False
        paragraph.append(max(number, 0))
        if index in breaks:
            fresh = True
    return TokenTable(
        text=text,
        lower=[straight_apostrophes(word.lower()) for word in text],
        start=start,
        end=end,
        paragraph=paragraph,
        paragraph_start=paragraph_start or [0],
    )


def _paragraph_breaks(text: list[str]) -> set[int]:
    """Indices of white-space tokens that end a paragraph.

    Blank lines do; single line breaks only in a text that has no blank line.
    """
    spaces = [
        (i, word.replace("\r\n", "\n").replace("\r", "\n"))
        for i, word in enumerate(text)
        if word.isspace()
    ]
    blank = {i for i, word in spaces if word.count("\n") > 1 or "\u2029" in word}
    return blank or {i for i, word in spaces if "\n" in word or "\u2028" in word}
