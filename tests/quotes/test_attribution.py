"""Which words are whose, on sentences of our own; one case a shape of sentence."""

from __future__ import annotations

import pytest

from pipeline.quotes import Attributor
from pipeline.records import Kind

CASES = [
    (
        "verb after its source",
        "“The ferry is late,” Ada Cole said.",
        [(Kind.DIRECT, ["The ferry is late,"], "Ada Cole")],
    ),
    (
        "verb before its source",
        "“The ferry is late,” said Ada Cole, head of the harbour office.",
        [(Kind.DIRECT, ["The ferry is late,"], "Ada Cole")],
    ),
    (
        "split quotation is one",
        "“The ferry is late,” Ada Cole said. “It will not sail today.”",
        [(Kind.DIRECT, ["The ferry is late,", "It will not sail today."], "Ada Cole")],
    ),
    (
        "split within the sentence",
        "“The ferry,” Ada Cole said, “will not sail today.”",
        [(Kind.DIRECT, ["The ferry,", "will not sail today."], "Ada Cole")],
    ),
    (
        "cue with a colon",
        "Ada Cole said: “The ferry will not sail today.”",
        [(Kind.DIRECT, ["The ferry will not sail today."], "Ada Cole")],
    ),
    (
        "fragment in the writer's sentence",
        "Ada Cole called the contract a “slow disaster” for the islands.",
        [(Kind.PARTIAL, ["slow disaster"], "Ada Cole")],
    ),
    (
        "reported with a fragment",
        "Ada Cole said that the contract was “a slow disaster” for the islands.",
        [(Kind.MIXED, ["a slow disaster"], "Ada Cole")],
    ),
    (
        "reported without marks",
        "Ada Cole said that the contract had been signed.",
        [(Kind.INDIRECT, [], "Ada Cole")],
    ),
    (
        "according to",
        "According to Ada Cole, the contract was signed in May.",
        [(Kind.INDIRECT, [], "Ada Cole")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_words_go_to_their_speaker(
    attributor: Attributor, text: str, expected: list[tuple[Kind, list[str], str | None]]
) -> None:
    found = [
        (q.attribution.kind, list(q.segments), q.speaker) for q in attributor.attributions(text)
    ]
    assert found == expected
