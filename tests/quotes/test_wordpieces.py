"""How the model reads a text: words with their offsets, shapes, windows."""

from __future__ import annotations

import pytest
from tokenizers import Tokenizer

from pipeline.quotes.network.attribution_model import SHIPPED, TOKENIZER
from pipeline.quotes.network.wordpieces import (
    CASE_STEP,
    CASES,
    INSIDE_WORD,
    MAX_PARAGRAPH,
    Words,
    case_of,
    make_tokenizer,
    pieces_of,
    read_words,
    windows,
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return make_tokenizer((SHIPPED / TOKENIZER).read_bytes())


def texts_of(words: Words, text: str) -> list[str]:
    return [text[start:end] for start, end in zip(words.start, words.end, strict=True)]


def first_shapes(words: Words) -> list[int]:
    return [words.shapes[at] for at in words.first_piece[:-1]]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\n\n", "\u2028"])
def test_words_are_those_of_the_text_whatever_its_line_ends(
    tokenizer: Tokenizer, line_end: str
) -> None:
    text = f"“Ferries 🚢 are late,” said Zoë.{line_end}İnci agreed: 𝕏 won’t do."
    words = read_words(text, tokenizer)
    assert texts_of(words, text) == [
        *("“", "Ferries", "🚢", "are", "late", ",", "”", "said", "Zoë", "."),
        *("İnci", "agreed", ":", "𝕏", "won", "’", "t", "do", "."),
    ]
    assert words.paragraph == [0] * 10 + [1] * 9


def test_a_long_word_is_one_word_of_many_pieces(tokenizer: Tokenizer) -> None:
    words = read_words("the harbourmastership ended", tokenizer)
    assert len(words) == 3
    assert words.first_piece[-1] == len(words.pieces) > 3
    assert set(words.shapes[words.first_piece[1] + 1 : words.first_piece[2]]) == {INSIDE_WORD}


def test_shapes_tell_case_space_and_first_words(tokenizer: Tokenizer) -> None:
    words = read_words("He said: “NOW.”\nMcAdam left", tokenizer)
    title, lower, upper, mixed, none = (
        CASE_STEP * CASES.index(case) for case in ("title", "lower", "upper", "mixed", "none")
    )
    spaced, first = 2, 3
    assert first_shapes(words) == [
        *(title + first, lower + spaced, none, none + spaced, upper, none, none),
        *(mixed + first, lower + spaced),
    ]


@pytest.mark.parametrize(
    ("word", "case"),
    [
        *(("the", "lower"), ("I", "title"), ("Ada", "title"), ("UN", "upper")),
        *(("McAdam", "mixed"), ("1984", "digit"), ("?", "none")),
    ],
)
def test_case_of(word: str, case: str) -> None:
    assert CASES[case_of(word)] == case


def test_windows_hold_every_word_once_and_whole_paragraphs(tokenizer: Tokenizer) -> None:
    text = "\n\n".join(f"Paragraph {n} says that the ferry is late again." for n in range(60))
    words = read_words(text, tokenizer)
    found = windows(words, text, limit=64)
    assert [at for window in found for at in range(*window)] == list(range(len(words)))
    for window in found:
        ids, shapes, firsts = pieces_of(words, window)
        assert len(ids) == len(shapes) <= 64
        assert len(firsts) == window.end - window.start
        assert (
            window.start == 0 or words.paragraph[window.start - 1] < words.paragraph[window.start]
        )


def test_windows_are_about_equally_long(tokenizer: Tokenizer) -> None:
    text = "\n".join("the ferry is late" for _ in range(33))
    words = read_words(text, tokenizer)
    sizes = [end - start for start, end in windows(words, text, limit=128)]
    assert len(sizes) == 2
    assert min(sizes) >= 40


def test_a_paragraph_longer_than_a_window_is_cut_behind_a_sentence(tokenizer: Tokenizer) -> None:
    text = "The ferry is late. " * 40
    words = read_words(text, tokenizer)
    found = windows(words, text, limit=64)
    assert len(found) > 3
    assert all(text[words.end[window.end - 1] - 1] == "." for window in found)


@pytest.mark.parametrize("text", ["", " \n\t", "\r\n\r\n", "\u200b"])
def test_nothing_to_read_gives_no_windows(tokenizer: Tokenizer, text: str) -> None:
    words = read_words(text, tokenizer)
    assert len(windows(words, text, limit=64)) == min(1, len(words))


def test_a_line_without_end_or_space_is_read_in_parts(tokenizer: Tokenizer) -> None:
    text = "x" * (3 * MAX_PARAGRAPH)
    words = read_words(text, tokenizer)
    assert words.start[0] == 0
    assert words.end[-1] == len(text)
    assert all(len(pieces_of(words, window)[0]) <= 64 for window in windows(words, text, 64))
