"""How words are reported, and which words in marks are nobody's."""

from __future__ import annotations

import pytest

from pipeline.quotes import Attributor
from pipeline.records import Kind

KINDS = [
    ("“The ferry is late,” Ada Cole said.", Kind.DIRECT, "“The ferry is late,”"),
    ("Ada Cole called the ferry “a slow disaster”.", Kind.PARTIAL, "the ferry “a slow disaster”"),
    (
        "Ada Cole spoke of “a slow disaster” for the town.",
        Kind.PARTIAL,
        "“a slow disaster” for the town",
    ),
    ("Ada Cole dismissed the plan as “a farce”.", Kind.PARTIAL, "the plan as “a farce”"),
    (
        "Ada Cole said the ferry “will never sail again” for the town.",
        Kind.MIXED,
        "the ferry “will never sail again” for the town",
    ),
    (
        "Ada Cole said that the ferry was “a slow disaster” for the town.",
        Kind.MIXED,
        "that the ferry was “a slow disaster” for the town",
    ),
    (
        "The ferry was “a slow disaster” for the town, Ada Cole said.",
        Kind.MIXED,
        "The ferry was “a slow disaster” for the town",
    ),
    (
        "The ferry, Ada Cole said, was “a slow disaster” and would be sold.",
        Kind.MIXED,
        "The ferry … was “a slow disaster” and would be sold",
    ),
    ("Ada Cole said that the ferry was late.", Kind.INDIRECT, "that the ferry was late"),
]


@pytest.mark.parametrize(("text", "kind", "content"), KINDS, ids=[k[0] for k in KINDS])
def test_kinds(attributor: Attributor, text: str, kind: Kind, content: str) -> None:
    (found,) = attributor.attributions(text)
    assert (found.attribution.kind, found.text) == (kind, content)
    assert found.speaker == "Ada Cole"


NO_QUOTATIONS = {
    "title of a work": "She played in “The Glass Harbour” for nine years.",
    "title announced": "The film, titled “The Glass Harbour”, won a prize.",
    "nickname": "Peter “Buster” Dale kept goal for the town.",
    "name of a thing": "The boat is known as “Old Faithful” on the quay.",
    "scare quotes": "The so-called “experts” of the forum made three mistakes.",
    "term": "The word “late” has many meanings here.",
    "term of the town": "What the town calls “the Wednesday” was a storm.",
    "sign": "The door is marked “Staff only”.",
    "single marks": "The ‘Harbour Gulls’ account has 400 followers.",
}


@pytest.mark.parametrize("text", NO_QUOTATIONS.values(), ids=NO_QUOTATIONS.keys())
def test_words_that_nobody_is_said_to_have_said(attributor: Attributor, text: str) -> None:
    marked = [q for q in attributor.attributions(text) if q.segments]
    assert marked == []


def test_a_title_inside_a_report_is_no_fragment(attributor: Attributor) -> None:
    text = "Ada Cole said that she had played in “The Glass Harbour” for nine years."
    (found,) = attributor.attributions(text)
    assert (found.attribution.kind, found.segments) == (Kind.INDIRECT, ())


def test_confidence_falls_with_the_tie(attributor: Attributor) -> None:
    beside, alone = attributor.attributions(
        "“The ferry is late,” Ada Cole said.\n\nThe crowd left.\n\n“It will not sail today.”"
    )
    assert beside.attribution.confidence > 0.9 > alone.attribution.confidence
