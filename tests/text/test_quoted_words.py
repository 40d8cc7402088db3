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


@pytest.mark.parametrize(
    ("spelt", "digits"),
    [
        ("thirty years", "30 years"),
        ("twenty-two years", "22 years"),
        ("Ninety nine per cent", "99%"),
        ("Two hundred jobs", "200 jobs"),
        ("a hundred jobs", "100 jobs"),
        ("two hundred and fifty-one jobs", "251 jobs"),
        ("twelve hundred jobs", "1,200 jobs"),
        ("seventy thousand", "70,000"),
        ("Ninety thousand lunches", "90 000 lunches"),
        ("two thousand three hundred and six", "2306"),
        ("three hundred and twelve thousand", "312,000"),
        ("two million three hundred thousand and one", "2,300,001"),
        ("€3.5 million", "€3,500,000"),
        ("five million", "5 million"),
        ("a ten-thousand-crown fine", "a 10,000-crown fine"),
        ("a seventy-five-year-old man", "a 75-year-old man"),
    ],
)
def test_a_number_in_words_is_the_number_in_digits(spelt: str, digits: str) -> None:
    assert keys(spelt) == keys(digits)


@pytest.mark.parametrize(
    ("passage", "number"),
    [
        ("Of the twenty, two came", "22"),
        ("He is twenty. Two came", "22"),
        ("One hundred. And fifty came", "150"),
        ("ten and twenty", "30"),
        ("twenty ten", "30"),
        ("twenty thirty", "50"),
        ("one two", "3"),
        ("twenty [two] came", "22"),
        ("90 5 of them", "95"),
        ("in 2026 million people", "2026000000"),
    ],
)
def test_numbers_that_only_stand_side_by_side_are_not_one(passage: str, number: str) -> None:
    assert number not in keys(passage)


def test_a_number_in_words_is_shown_as_it_was_written() -> None:
    passage = "in twenty-two years, one hundred and five thousand, came"
    assert [word.text for word in quoted_words(passage)] == [
        "in", "twenty-two", "years", "one hundred and five thousand", "came",
    ]  # fmt: skip
    assert as_written(quoted_words(passage)) == passage


def test_numbers_without_end_are_read() -> None:
    assert keys("9" * 10_000 + " million")[-1] == "million"
    assert len(keys("million " * 1000 + "hundred thousand " * 1000)) == 3000


def keys(passage: str) -> list[str]:
    """The words as they are compared."""
    return [word.key for word in quoted_words(passage)]
