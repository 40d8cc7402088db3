"""Names of months in the languages of the world."""

from __future__ import annotations

import pytest

from pipeline.text.calendar_names import month_number


@pytest.mark.parametrize(
    ("word", "language", "number"),
    [
        ("March", "en", 3),
        ("Sept.", "en", 9),
        ("dec", None, 12),
        ("März", "de", 3),
        ("Mrz.", "de", 3),
        ("Jänner", "de", 1),
        ("Marz", "de", 3),
        ("March", "de", 3),
        ("février", "fr", 2),
        ("fevr", "fr", 2),
        ("setiembre", "es", 9),
        ("set", "it", 9),
        ("stycznia", "pl", 1),
        ("styczniu", "pl", 1),
        ("września", "pl", 9),
        ("фев", "ru", 2),
        ("МАРТА", "ru", 3),
        ("листоп", "uk", 11),
        ("tammikuussa", "fi", 1),
        ("březnu", "cs", 3),
        ("במרץ", "he", 3),
        ("Ağustos", "tr", 8),
        ("mars", "xx", None),
        ("mars", "not a language", None),
    ],
)
def test_a_month_is_known_by_its_name(word: str, language: str | None, number: int | None) -> None:
    assert month_number(word, language) == number


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("Jungen", "de"),
        ("mayor", "en"),
        ("junior", "en"),
        ("ju", "en"),
        ("j", "fr"),
        ("jui", "fr"),
        ("januar", "en"),
        ("Monday", "en"),
        ("", "en"),
        ("12", "ja"),
        ("march" * 1000, "en"),
    ],
)
def test_other_words_are_not_months(word: str, language: str) -> None:
    assert month_number(word, language) is None
