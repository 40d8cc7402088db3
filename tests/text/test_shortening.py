"""Text made fit to be shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.safe_text import visible
from pipeline.text.shortening import shorten


def test_invisible_characters_go_and_white_space_is_collapsed() -> None:
    assert visible("a\x00b\u202ec\u2066d\ufeff \t\n\x85 e\ud800\U000e0041") == "abcd e"


def test_joiners_that_words_and_emoji_need_stay() -> None:
    assert visible("می\u200cخواهم 👩\u200d🚀") == "می\u200cخواهم 👩\u200d🚀"


def test_short_text_stays_whole() -> None:
    assert shorten("one two three", 13) == "one two three"


def test_long_text_is_cut_between_words() -> None:
    assert shorten("one two three four", 14) == "one two three…"
    assert shorten("one two, three", 10) == "one two…"


def test_text_without_spaces_is_cut_anywhere() -> None:
    assert shorten("a" * 100_000, 10) == "a" * 9 + "…"


@given(st.text(max_size=200), st.integers(min_value=2, max_value=60))
def test_the_bound_holds_and_the_result_can_be_written(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert short.encode("utf-8").decode("utf-8") == short
