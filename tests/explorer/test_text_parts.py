"""What is made of texts for a page: marked paragraphs, differences between versions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.explorer.marked_text import marked_paragraphs
from pipeline.explorer.version_differences import ChangedParagraph, Unchanged, text_differences
from pipeline.records import Kind
from pipeline.warehouse.article_history import VersionQuotation

TEXT = "One two three.\n\nFour five six.\n\nSeven."


def quotation(*spans: tuple[int, int]) -> VersionQuotation:
    return VersionQuotation(1, 1, None, None, Kind.DIRECT, "words", spans, 0.9)


def marked(*quotations: VersionQuotation) -> list[list[tuple[str, int | None]]]:
    paragraphs, whole = marked_paragraphs(TEXT, quotations)
    assert whole
    return [[(piece.text, piece.quotation) for piece in one] for one in paragraphs]


def test_a_quotation_is_marked_in_every_paragraph_that_it_has_a_part_of() -> None:
    assert marked(quotation((8, 25))) == [
        [("One two ", None), ("three.", 0)],
        [("Four five", 0), (" six.", None)],
        [("Seven.", None)],
    ]


def test_within_a_longer_quotation_the_shorter_one_is_marked() -> None:
    assert marked(quotation((0, 14)), quotation((4, 7)))[0] == [
        ("One ", 0), ("two", 1), (" three.", 0),
    ]  # fmt: skip


def test_spans_that_are_not_of_the_text_are_left_out() -> None:
    assert marked(quotation((5, 5)), quotation((-1, 3)), quotation((30, 900)))[0] == [
        ("One two three.", None)
    ]


@given(st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=8))
def test_no_character_is_lost_or_doubled(spans: list[tuple[int, int]]) -> None:
    paragraphs, _whole = marked_paragraphs(TEXT, [quotation(span) for span in spans])
    assert "\n\n".join("".join(piece.text for piece in one) for one in paragraphs) == TEXT
    ends = [index for one in paragraphs for piece in one for index in piece.ends]
    assert len(ends) == len(set(ends))


def changes(before: list[str], after: list[str]) -> list[str]:
    parts = text_differences("\n\n".join(before), "\n\n".join(after)).parts
    return [
        part.change if isinstance(part, ChangedParagraph) else f"{part.number} same"
        for part in parts
    ]


A, B, C = "The council met on Monday.", "It kept the ferry.", "The quay needs repair, it said."


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([A, B, C], [A, B, C], ["3 same"]),
        ([A, B, C], [A, C], ["1 same", "removed", "1 same"]),
        ([A, C], [A, B, C], ["1 same", "added", "1 same"]),
        ([A, B], [A, "It sold the ferry."], ["1 same", "reworded"]),
        ([A, B], ["Nobody came.", B], ["added", "removed", "1 same"]),
        ([A, B, C], [B, A, C], ["added", "1 same", "removed", "1 same"]),
        ([A, B], [f"  {A}\n", B.replace(" ", "  ")], ["2 same"]),
        ([], [A], ["added"]),
        ([A], [], ["removed"]),
    ],
)
def test_what_an_edit_did_to_paragraphs(
    before: list[str], after: list[str], expected: list[str]
) -> None:
    assert changes(before, after) == expected


@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abc"), max_size=6))
def test_both_texts_can_be_read_off_their_differences(before: list[str], after: list[str]) -> None:
    old, new = 0, 0
    for part in text_differences("\n\n".join(before), "\n\n".join(after)).parts:
        if isinstance(part, Unchanged):
            assert before[old : old + part.number] == after[new : new + part.number]
            old, new = old + part.number, new + part.number
        else:
            if part.before:
                assert "".join(one.text for one in part.before) == before[old]
                old += 1
            if part.after:
                assert "".join(one.text for one in part.after) == after[new]
                new += 1
    assert (old, new) == (len(before), len(after))
