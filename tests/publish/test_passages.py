"""Quoted words in their paragraph."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.publish.passages import MAX_CONTEXT, MAX_QUOTED, passage


def marked(text: str, context: str, *segments: str) -> list[str]:
    """Paragraphs of the passage with [brackets] around what is quoted."""
    return [
        "".join(f"[{stretch.text}]" if stretch.quoted else stretch.text for stretch in paragraph)
        for paragraph in passage(text, segments, context)
    ]


def test_the_words_are_marked_where_they_stand() -> None:
    assert marked("“No,”", "Asked twice, “No,” she said.") == ["Asked twice, [“No,”] she said."]


def test_both_parts_of_an_interrupted_quotation_are_marked() -> None:
    context = "“I read it,” said Reyes, “and found nothing.”"
    assert marked("“I read it,” … “and found nothing.”", context) == [
        "[“I read it,”] said Reyes, [“and found nothing.”]"
    ]


def test_an_ellipsis_of_the_article_does_not_divide_a_quotation() -> None:
    context = "He said: “Wait … I have more.”"
    assert marked("“Wait … I have more.”", context) == ["He said: [“Wait … I have more.”]"]


def test_parts_divided_by_a_written_ellipsis_are_one_stretch() -> None:
    assert marked("“Wait” … “more” … “gone”", "“Wait” … “more” he said") == [
        "[“Wait” … “more”] he said",
        "[“gone”]",
    ]


def test_later_paragraphs_of_a_quotation_follow_its_context() -> None:
    text = "“Three engines.\n\n“One crew.”"
    assert marked(text, "She sighed. “Three engines.") == [
        "She sighed. [“Three engines.]",
        "[“One crew.”]",
    ]


def test_the_second_occurrence_is_found_when_the_first_is_taken() -> None:
    assert marked("“No” … “No”", "“No” and “No” and “No”") == ["[“No”] and [“No”] and “No”"]


def test_segments_are_marked_when_the_text_itself_is_not_found() -> None:
    assert marked("the words, reshaped", "He spoke of “old ropes” at length.", "old ropes") == [
        "He spoke of “[old ropes]” at length."
    ]


def test_words_that_are_nowhere_stand_alone_above_the_context() -> None:
    assert marked("“Gone”", "Other words.") == ["[“Gone”]", "Other words."]
    assert marked("“Gone”", "") == ["[“Gone”]"]
    assert marked("", "Other words.") == ["Other words."]
    assert marked("", "") == []


def test_a_long_context_is_cut_around_the_words() -> None:
    context = "before " * 2000 + "“here” " + "after " * 2000
    (shown,) = marked("“here”", context)
    assert shown.startswith("…before ")
    assert "[“here”]" in shown
    assert shown.endswith(" after…")
    assert len(shown) <= MAX_CONTEXT + 20


def test_a_quotation_of_a_hundred_thousand_characters_is_cut_with_an_ellipsis() -> None:
    text = "word " * 20_000
    for context in (text, "“" + text, "Other words.", ""):
        shown = "".join(marked(text, context))
        assert len(shown) <= MAX_CONTEXT + MAX_QUOTED + 20
        assert "…" in shown


def test_a_quotation_of_many_parts_is_bounded() -> None:
    shown = "".join(marked(" … ".join(["part"] * 5000), "part and part"))
    assert len(shown) <= MAX_CONTEXT + MAX_QUOTED + 500


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_a_text_within_its_context_is_marked_and_nothing_is_lost(
    before: str, text: str, after: str
) -> None:
    paragraphs = passage(text, (), before + text + after)
    assert all(stretch.text for paragraph in paragraphs for stretch in paragraph)
    assert sum(len(s.text) for paragraph in paragraphs for s in paragraph) <= 300
