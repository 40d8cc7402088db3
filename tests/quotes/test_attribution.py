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
    (
        "two sentences behind an attribution",
        "“The ferry is late,” Ada Cole said. “It will not sail today.” “Nor tomorrow.”",
        [
            (
                Kind.DIRECT,
                ["The ferry is late,", "It will not sail today.", "Nor tomorrow."],
                "Ada Cole",
            )
        ],
    ),
    (
        "a colon at the end of a paragraph",
        "Ada Cole told us what she thinks of it:\n\n“The ferry is late and nobody says why.”",
        [(Kind.DIRECT, ["The ferry is late and nobody says why."], "Ada Cole")],
    ),
    (
        "a report of what somebody said between marks",
        "“The ferry is late again,” Ada Cole said, according to the Harbour Courier.",
        [(Kind.DIRECT, ["The ferry is late again,"], "Ada Cole")],
    ),
    (
        "the same with the verb in front",
        "“We have won the tender,” said Ada Cole, according to the Harbour Courier.",
        [(Kind.DIRECT, ["We have won the tender,"], "Ada Cole")],
    ),
    (
        "the same with more of the words behind it",
        "“The ferry is late,” Ada Cole told Bo Lund, according to the Herald. “It is a scandal.”",
        [(Kind.DIRECT, ["The ferry is late,", "It is a scandal."], "Ada Cole")],
    ),
    (
        "the same with the comma behind the mark",
        "“We shall not pay any more”, Ada Cole told the council, according to people in the room.",
        [(Kind.DIRECT, ["We shall not pay any more"], "Ada Cole")],
    ),
    (
        "the same with what somebody is",
        "“We shall not pay any more”, Ada Cole, the clerk, wrote in an email, the Herald said.",
        [(Kind.DIRECT, ["We shall not pay any more"], "Ada Cole")],
    ),
    (
        "the same with the words behind a colon",
        "According to a transcript, Ada Cole told the council: “It was a joke that went wrong.”",
        [(Kind.DIRECT, ["It was a joke that went wrong."], "Ada Cole")],
    ),
    (
        "words beside a verb of saying and near another cue",
        "Bo Lund denies that it is late. “The ferry is late again,” Ada Cole said.",
        [
            (Kind.INDIRECT, [], "Bo Lund"),
            (Kind.DIRECT, ["The ferry is late again,"], "Ada Cole"),
        ],
    ),
    (
        "somebody is quoted within words",
        "The tide turned. “My father says the sea forgives nobody,” Ada Cole said.",
        [(Kind.DIRECT, ["My father says the sea forgives nobody,"], "Ada Cole")],
    ),
    (
        "who goes on speaking in a paragraph of marks alone",
        "“The ferry is late,” Ada Cole said of the crossing that many hope for.\n\n"
        "“It will be late again, and then we shall all walk to the mainland.”",
        [
            (Kind.DIRECT, ["The ferry is late,"], "Ada Cole"),
            (
                Kind.DIRECT,
                ["It will be late again, and then we shall all walk to the mainland."],
                "Ada Cole",
            ),
        ],
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


@pytest.mark.parametrize(
    ("text", "language", "cue"),
    [
        (
            "Har\xadbour master Ada Blum\xadberg runs the port.\n\n"
            "“The fer\xadry does not sail,” Blum\xadberg sa\xadid on Monday.",
            "en",
            "said",
        ),
        (
            "Ada Blum\xadberg lei\xadtet den Hafen.\n\n"
            "„Die Fäh\xadre fährt nicht“, sag\xadte Blum\xadberg.",
            "de",
            "sagte",
        ),
    ],
    ids=["English", "German"],
)
def test_soft_hyphens_part_no_words(
    attributor: Attributor, text: str, language: str, cue: str
) -> None:
    (found,) = attributor.attributions(text, language=language)
    assert (found.speaker, found.mention, found.cue) == ("Ada Blumberg", "Blumberg", cue)
    # the words themselves stay as the text has them, where its offsets find them
    assert found.segments[0] in text
