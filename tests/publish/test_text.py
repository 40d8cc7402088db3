"""Text made fit to be shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pipeline.publish.text import plain, shorten, shorten_to_width


def test_invisible_characters_go_and_white_space_is_collapsed() -> None:
    assert plain("a\x00b\u202ec\u2066d\ufeff \t\n\x85 e\ud800\U000e0041") == "abcd e"


def test_joiners_that_words_and_emoji_need_stay() -> None:
    assert plain("می\u200cخواهم 👩\u200d🚀") == "می\u200cخواهم 👩\u200d🚀"


def test_short_text_stays_whole() -> None:
    assert shorten("one two three", 13) == "one two three"


def test_long_text_is_cut_between_words() -> None:
    assert shorten("one two three four", 14) == "one two three…"
    assert shorten("one two, three", 10) == "one two…"


def test_text_without_spaces_is_cut_anywhere() -> None:
    assert shorten("a" * 100_000, 10) == "a" * 9 + "…"


def test_wide_characters_count_double() -> None:
    assert shorten_to_width("新a\u0301", 3) == "新a\u0301"
    assert shorten_to_width("新しい船が来年までに来る", 9) == "新しい船…"


@given(st.text(max_size=200), st.integers(min_value=2, max_value=60))
def test_the_bound_holds_and_the_result_can_be_written(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert cell_len(shorten_to_width(text, limit)) <= limit
    assert short.encode("utf-8").decode("utf-8") == short
