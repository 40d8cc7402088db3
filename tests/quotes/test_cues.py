"""Which words report, and what they report, on either side of them."""

from __future__ import annotations

import pytest

from pipeline.quotes import Attributor
from pipeline.records import Kind

LATE = "“The ferry is late,”"

CASES = [
    (f"{LATE} Ada Cole said.", "said", "Ada Cole"),
    (f"{LATE} said Ada Cole.", "said", "Ada Cole"),
    (f"{LATE} Ada Cole told reporters in Geneva on Monday.", "told", "Ada Cole"),
    (f"{LATE} wrote Ada Cole, the mayor, in a letter.", "wrote", "Ada Cole"),
    (f"{LATE} Ada Cole, the mayor, said.", "said", "Ada Cole"),
    (f"{LATE} according to Ada Cole.", "according to", "Ada Cole"),
    (f"{LATE} Ada Cole would say.", "would say", "Ada Cole"),
    (f"{LATE} Ada Cole used to say.", "used to say", "Ada Cole"),
    (f"{LATE} Ada Cole called across the quay.", "called", "Ada Cole"),
    (f"{LATE} as Ada Cole put it.", "put it", "Ada Cole"),
    ("Ada Cole said: “The ferry is late.”", "said:", "Ada Cole"),
    ("Ada Cole, asked about the timetable, said: “The ferry is late.”", "said:", "Ada Cole"),
    ("Ada Cole (Independent) said, “The ferry is late.”", "said", "Ada Cole"),
    ("In a statement, Ada Cole said: “The ferry is late.”", "said:", "Ada Cole"),
]


@pytest.mark.parametrize(("text", "cue", "speaker"), CASES, ids=[c[0] for c in CASES])
def test_cues(attributor: Attributor, text: str, cue: str, speaker: str) -> None:
    (found,) = [q for q in attributor.attributions(text) if q.segments]
    assert (found.cue, found.speaker, found.attribution.kind) == (cue, speaker, Kind.DIRECT)
    assert text[slice(*found.attribution.cue or (0, 0))] == cue


@pytest.mark.parametrize("cue", ["added", "continued", "concluded", "replied", "explained"])
def test_words_that_go_on(attributor: Attributor, cue: str) -> None:
    text = f"{LATE} Ada Cole said.\n\n“It will not sail today,” she {cue}. “Nor tomorrow.”"
    _, found = attributor.attributions(text)
    assert (found.cue, found.mention) == (cue, "she")
    assert found.segments == ("It will not sail today,", "Nor tomorrow.")


REPORTS = [
    ("Ada Cole said that the ferry was late.", "that the ferry was late"),
    ("Ada Cole said the ferry was late.", "the ferry was late"),
    ("The ferry was late, Ada Cole said.", "The ferry was late"),
    ("The ferry, Ada Cole said, was late.", "The ferry … was late"),
    ("According to Ada Cole, the ferry was late.", "the ferry was late"),
    ("The ferry was late, according to Ada Cole.", "The ferry was late"),
    ("Ada Cole told reporters on Monday that the ferry was late.", "that the ferry was late"),
    ("Ada Cole said about 20 ferries were late.", "about 20 ferries were late"),
    ("Ada Cole promised to mend the ferry.", "to mend the ferry"),
    (
        "After Ada Cole said that the ferry was late, the quay emptied.",
        "that the ferry was late",
    ),
]


@pytest.mark.parametrize(("text", "content"), REPORTS, ids=[r[0] for r in REPORTS])
def test_reports_without_marks(attributor: Attributor, text: str, content: str) -> None:
    (found,) = attributor.attributions(text)
    assert found.attribution.kind is Kind.INDIRECT
    assert (found.text, found.speaker, found.segments) == (content, "Ada Cole", ())


NO_REPORTS = [
    "Ada Cole’s claims and the report were read in the hall.",
    "Nobody said that the ferry was late.",
    "Ada Cole saw the ferry and held the rope.",
    "The order was called off and the bill was paid.",
]


@pytest.mark.parametrize("text", NO_REPORTS)
def test_no_reports(attributor: Attributor, text: str) -> None:
    assert attributor.attributions(text) == ()


def test_two_cues_of_one_sentence_share_their_source(attributor: Attributor) -> None:
    text = "Ada Cole said that the ferry was late, adding that it would not sail."
    found = attributor.attributions(text)
    assert [(q.cue, q.speaker, q.text) for q in found] == [
        ("said", "Ada Cole", "that the ferry was late"),
        ("adding", "Ada Cole", "that it would not sail"),
    ]


def test_without_indirect_speech_only_marks_count() -> None:
    text = "Ada Cole said that the ferry was late. “It will not sail,” she added."
    found = Attributor(indirect=False).attributions(text)
    assert [q.attribution.kind for q in found] == [Kind.DIRECT]
