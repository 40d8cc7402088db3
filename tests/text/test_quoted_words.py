"""The words of a passage, and the marks around them."""

from __future__ import annotations

import pytest

from pipeline.text.quoted_words import as_written, quoted_words


@pytest.mark.parametrize(
    "passage",
    [
        "… “If it’s raining,” he said—at 2 a.m. or 2.30 p.m. – ‘Sure’, in the west?",
        "It rose by .5 per cent [...] to $3.5 million (of [which] 90 000 are ours).",
    ],
)
def test_words_with_their_marks_are_the_passage(passage: str) -> None:
    words = quoted_words(passage)
    assert as_written(words) == passage
    assert all(word.text.strip() == word.text for word in words)


def test_a_mark_belongs_to_the_word_that_it_touches() -> None:
    words = quoted_words("It’s raining, “you’ll hear”.")
    assert [(word.opening, word.text, word.closing.strip()) for word in words] == [
        ("", "It’s", ""),
        ("", "raining", ","),
        ("“", "you’ll", ""),
        ("", "hear", "”."),
    ]
