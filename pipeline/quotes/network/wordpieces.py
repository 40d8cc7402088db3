"""Text as the attribution model reads it: words, word pieces, shapes, windows.

Words are split at white space, every punctuation mark is a word of its own
(the basic tokenizer of BERT); a word is one word piece or more. The encoder
knows no letter case and no white space, so every word has a shape that says
both. Training and run time read texts by this module alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from pipeline.quotes.token_spans import touched
from pipeline.records import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CASES = ("none", "lower", "title", "upper", "mixed", "digit")
"""Letter cases of a word; the order is part of the trained network."""
CASE_STEP = 4
"""Shapes of one case: with and without white space before, first of a paragraph or not."""
INSIDE_WORD = len(CASES) * CASE_STEP
"""Shape of a word piece that is not the first of its word."""
SHAPES = INSIDE_WORD + 1
"""Number of shapes."""
PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029]+")
"""A line, whatever ends it."""
SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Halves of a character, which the tokenizer cannot take."""
MAX_PARAGRAPH = 20_000
"""Characters encoded at once, so that memory stays bounded."""
MOST_PIECES_OF_A_CHARACTER = 3
"""A Hangul syllable is split into its letters, at most three; other characters give one or none."""
SENTENCE_END = frozenset('.?!”"')
"""Signs behind which a window that must cut a paragraph cuts it."""


class Window(NamedTuple):
    """Words that the model reads at once: the first, and the one behind the last."""

    start: int
    end: int


@dataclass(slots=True)
class Words:
    """The words of a text with their pieces; offsets are characters of the text as given."""

    start: list[int]
    end: list[int]
    paragraph: list[int]
    """Number of the line that every word stands in."""
    first_piece: list[int]
    """Index of the first piece of every word, and behind them the number of pieces."""
    pieces: list[int]
    """Ids of the vocabulary."""
    shapes: list[int]
    """Shape of every piece."""

    def __len__(self) -> int:
        return len(self.start)

    def touched_by(self, chars: Span) -> tuple[int, int] | None:
        """The words that a span of characters touches: first, one behind the last; or None."""
        first, last = touched(self.start, self.end, chars)
        return (first, last) if last > first else None


def make_tokenizer(description: bytes) -> Tokenizer:
    """The word-piece tokenizer of a `tokenizer.json`, without truncation or padding."""
    from tokenizers import Tokenizer  # noqa: PLC0415 - without the network it is not needed

    tokenizer = Tokenizer.from_buffer(description)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def readable_length(text: str, tokenizer: Tokenizer, most_pieces: int) -> int:
    """How many characters of `text`, from its start, have at most `most_pieces` word pieces.

    They end with a line, or within it where one line alone has more. The time it takes depends on
    `most_pieces`, not on the length of the text.
    """
    if len(text) * MOST_PIECES_OF_A_CHARACTER <= most_pieces:
        return len(text)
    left = most_pieces
    for start, end in _lines(text):
        encoding = tokenizer.encode(
            SURROGATE.sub("\ufffd", text[start:end]), add_special_tokens=False
        )
        if len(encoding.ids) > left:
            whole = left == most_pieces
            return start + (encoding.offsets[left][0] if whole else 0)
        left -= len(encoding.ids)
    return len(text)


def read_words(text: str, tokenizer: Tokenizer) -> Words:
    """The words of `text`; line ends of every kind part paragraphs."""
    words = Words([], [], [], [], [], [])
    lines = list(_lines(text))
    encodings = tokenizer.encode_batch(
        [SURROGATE.sub("\ufffd", text[start:end]) for start, end in lines],
        add_special_tokens=False,
    )
    for number, ((start, _), encoding) in enumerate(zip(lines, encodings, strict=True)):
        last_word = None
        for piece, (piece_start, piece_end), word in zip(
            encoding.ids, encoding.offsets, encoding.word_ids, strict=True
        ):
            if word == last_word:
                words.end[-1] = start + piece_end
            else:
                words.first_piece.append(len(words.pieces))
                words.start.append(start + piece_start)
                words.end.append(start + piece_end)
                words.paragraph.append(number)
            words.pieces.append(piece)
            last_word = word
    words.first_piece.append(len(words.pieces))
    words.shapes = _shapes(words, text)
    return words


def blocks_of(words: Words, text: str) -> list[int]:
    """Number of the block of every word: empty lines part blocks, a line end may be a wrap."""
    blocks: list[int] = []
    for at, paragraph in enumerate(words.paragraph):
        block = blocks[-1] if blocks else 0
        if at and paragraph != words.paragraph[at - 1]:
            gap = text[words.end[at - 1] : words.start[at]]
            block += len(gap.splitlines()) > 1
        blocks.append(block)
    return blocks


def _shapes(words: Words, text: str) -> list[int]:
    """The shape of every piece."""
    shapes = [INSIDE_WORD] * len(words.pieces)
    paragraph = -1
    for index, (start, end) in enumerate(zip(words.start, words.end, strict=True)):
        first = words.paragraph[index] != paragraph
        spaced = first or text[start - 1].isspace()
        paragraph = words.paragraph[index]
        shape = CASE_STEP * case_of(text[start:end]) + 2 * spaced + first
        shapes[words.first_piece[index]] = shape
    return shapes


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in PARAGRAPH.finditer(text):
        start = match.start()
        while match.end() - start > MAX_PARAGRAPH:
            end = text.rfind(" ", start, start + MAX_PARAGRAPH)
            end = end if end > start else start + MAX_PARAGRAPH
            yield start, end
            start = end
        yield start, match.end()


def case_of(word: str) -> int:
    """Index in CASES of the letter case of a word."""
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    if word[:1].isupper() and word[1:].islower():
        return 2
    if word.isdigit():
        return 5
    return 4 if word.lower() != word.upper() else 0


def windows(words: Words, text: str, limit: int, first_limit: int | None = None) -> list[Window]:
    """Windows of at most `limit` pieces that together hold every word once.

    Whole paragraphs go together; one that is longer is cut, behind the end of a
    sentence where there is one in the second half of the room. Windows are
    about equally long, so that none is left with little context, unless
    `first_limit` says how many pieces the first one holds (for training, which
    wants other windows every time).
    """
    parts = list(_parts(words, text, limit))
    sizes = [words.first_piece[end] - words.first_piece[start] for start, end in parts]
    left = sum(sizes)
    made: list[Window] = []
    held = 0
    aim = float(first_limit) if first_limit is not None else _share(left, limit)
    for part, size in zip(parts, sizes, strict=True):
        # the paragraph that crosses the aim goes where the greater part of it lies
        if made and held + size <= limit and held + size / 2 <= aim:
            made[-1] = Window(made[-1].start, part.end)
            held += size
            continue
        left -= held
        if made:
            aim = float(limit) if first_limit is not None else _share(left, limit)
        made.append(part)
        held = size
    return made


def _share(pieces: int, limit: int) -> float:
    """Pieces a window holds if as few as will do share them equally."""
    return pieces / max(1, -(-pieces // limit))


def _parts(words: Words, text: str, limit: int) -> Iterator[Window]:
    """Paragraphs, cut where they are longer than a window."""
    for _, group in groupby(range(len(words)), key=words.paragraph.__getitem__):
        members = list(group)
        start, end = members[0], members[-1] + 1
        while words.first_piece[end] - words.first_piece[start] > limit:
            cut = start + 1
            while words.first_piece[cut + 1] - words.first_piece[start] <= limit:
                cut += 1
            ends = (
                at
                for at in range(cut, (start + cut) // 2, -1)
                if text[words.end[at - 1] - 1] in SENTENCE_END
                and text[words.end[at - 1] : words.end[at - 1] + 1].isspace()
            )
            cut = next(ends, cut)
            yield Window(start, cut)
            start = cut
        yield Window(start, end)


def pieces_of(words: Words, window: Window) -> tuple[list[int], list[int], list[int]]:
    """Ids and shapes of a window's pieces, and the position of every word's first piece."""
    start, end = words.first_piece[window.start], words.first_piece[window.end]
    firsts = [at - start for at in words.first_piece[window.start : window.end]]
    return words.pieces[start:end], words.shapes[start:end], firsts
