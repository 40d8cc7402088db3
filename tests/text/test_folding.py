"""When two texts have the same words."""

from __future__ import annotations

import pytest

from pipeline.text.folding import folded_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“It’s ours!”", "it s ours"),
        ("Café—Straße,  N°5", "cafe strasse n 5"),
        ("日本語。", "日本語"),
        ("… — “”", ""),
        ("\x00\ud800a", "a"),
        ("Bürger\u00admeis\u00adte\u00adrin", "burgermeisterin"),
        ("\ufeffQuay\u2060side", "quayside"),
        ("नदी में नाव", "नद म नव"),
    ],
)
def test_words_are_plain(text: str, words: str) -> None:
    assert folded_words(text) == words
