"""Links that open a page at given words."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.publish import is_web_address, link_to_words

PAGE = "https://courier.example/ferry"


def directive(link: str) -> str:
    """What the link asks the browser to find."""
    return link.partition("#:~:text=")[2]


def test_a_short_text_is_asked_for_as_a_whole_without_its_marks() -> None:
    link = link_to_words(PAGE, "“We will not sell the ferry,”")
    assert link == PAGE + "#:~:text=We%20will%20not%20sell%20the%20ferry"


def test_signs_of_the_directive_are_encoded() -> None:
    link = link_to_words(PAGE, "a so-called deal, boats & crew, 100% of it")
    assert directive(link) == "a%20so%2Dcalled%20deal%2C%20boats%20%26%20crew%2C%20100%25%20of%20it"


def test_a_long_text_is_asked_for_by_its_ends() -> None:
    words = [f"word{number}" for number in range(40)]
    start, end = directive(link_to_words(PAGE, " ".join(words))).split(",")
    assert unquote(start).split() == words[:5]
    assert unquote(end).split() == words[-5:]


def test_parts_with_a_cue_between_them_are_spanned() -> None:
    link = link_to_words(PAGE, "“I read it,” … “and found no figure.”")
    assert directive(link) == "I%20read%20it,and%20found%20no%20figure"


def test_paragraphs_are_spanned_because_a_match_stays_within_one() -> None:
    link = link_to_words(PAGE, "“Three engines.\n\n“One crew.”")
    assert directive(link) == "Three%20engines,One%20crew"


def test_a_single_word_is_told_from_its_namesakes_by_the_words_before() -> None:
    context = "Reckless or not, she called the plan “reckless” and left."
    link = link_to_words(PAGE, "“reckless”", context=context)
    assert [unquote(part) for part in directive(link).split(",")] == ["the plan “-", "reckless"]


def test_a_single_word_that_opens_its_paragraph_is_told_by_the_words_after() -> None:
    link = link_to_words(PAGE, "“Never,”", context="“Never,” she said.")
    assert directive(link) == "Never,-%2C%E2%80%9D%20she%20said."


def test_neighbours_come_from_the_marked_occurrence() -> None:
    context = "The plan was late. Nobody then called it a “plan” any more."
    link = link_to_words(PAGE, "“plan”", context=context)
    assert unquote(directive(link)) == "it a “-,plan"


def test_a_context_that_lacks_the_words_is_left_aside() -> None:
    assert directive(link_to_words(PAGE, "“plan”", context="Something else.")) == "plan"


def test_a_fragment_of_the_page_is_kept_and_an_older_directive_replaced() -> None:
    assert link_to_words(PAGE + "#live-3", "yes") == PAGE + "#live-3:~:text=yes"
    assert link_to_words(PAGE + "#:~:text=no", "yes") == PAGE + "#:~:text=yes"


def test_combining_marks_at_the_ends_of_words_are_kept() -> None:
    assert unquote(directive(link_to_words(PAGE, "नाव आएगी"))) == "नाव आएगी"


def test_writing_without_spaces_gives_a_short_link_that_ends_at_punctuation() -> None:
    text = "「" + "来年までに新しい船を買うことはできません、" * 30 + "」"
    start, end = directive(link_to_words(PAGE, text)).split(",")
    assert len(unquote(start)) <= 80
    assert unquote(start).endswith("ません")
    assert len(unquote(end)) <= 80


@pytest.mark.parametrize("text", ["", "   ", "“…”", "—", "\u202e\u200b"])
def test_a_text_without_words_gives_the_page_itself(text: str) -> None:
    assert link_to_words(PAGE, text) == PAGE


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)//https://courier.example/",
        "java\nscript:alert(1)",
        " https://courier.example/",
        "https://courier.example/a b",
        "https://courier.example/\u202egpj.exe",
        "https://courier.example@evil.example/",
        "https://courier.example\\@evil.example/",
        "https:///nohost",
        "https://[::1",
        "https://courier.example:port/",
        "data:text/html,x",
        "file:///etc/hosts",
        "//courier.example/",
        "/relative",
        "https://courier.example/" + "a" * 9000,
        "",
    ],
)
def test_what_is_no_web_address_gets_no_directive(url: str) -> None:
    assert not is_web_address(url)
    assert link_to_words(url, "some words") == url


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8801/a?b=c&d", "HTTPS://courier.example/ä", "https://[::1]:8801/"]
)
def test_web_addresses(url: str) -> None:
    assert is_web_address(url)


def test_a_text_of_a_hundred_thousand_characters_gives_a_short_link() -> None:
    assert len(link_to_words(PAGE, "a " * 50_000)) < 200
    assert len(link_to_words(PAGE, "a" * 100_000)) < 300
    assert len(link_to_words(PAGE, "\n" * 50_000 + "“" * 50_000)) < 200


@given(st.text(), st.text())
def test_any_text_gives_a_web_address_with_one_directive(text: str, context: str) -> None:
    link = link_to_words(PAGE, text, context=context)
    assert is_web_address(link)
    assert link.isascii()
    assert link.count(":~:") <= 1
    assert directive(link).count(",") <= 2
    assert "&" not in directive(link)
    assert urlsplit(link)._replace(fragment="").geturl() == PAGE
