"""Which of several printed speeches a passage is said to come from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest

from pipeline.records import Kind
from pipeline.shown_records import PrintedQuotation, PrintedSpeech
from pipeline.verify import CheckedDraft, explanation
from pipeline.verify.passage_verdicts import CheckedPassage, Verdict, judge
from tests.warehouse.examples import HOUR, MONDAY

ADA, EDDA = "Ada Cole", "Edda Kvist"
IDS = {ADA: 1, EDDA: 2}


def speech(
    *quotations: str, outlet: str, by: str = ADA, kind: Kind = Kind.DIRECT, after: int = 0
) -> PrintedSpeech:
    """What an outlet prints of a speaker, so many hours after the first."""
    at = MONDAY + after * HOUR
    return PrintedSpeech(
        url=f"https://{outlet.casefold()}.example/{after}",
        outlet=outlet,
        headline=None,
        published=at,
        speaker=by if by in IDS else None,
        speaker_id=IDS.get(by),
        mention=by,
        quotations=tuple(
            PrintedQuotation(at, kind, words, (words,), words)
            for at, words in enumerate(quotations)
        ),
        is_current=True,
        captured_at=at + timedelta(minutes=5),
        warc_file="file.warc.gz",
        warc_offset=0,
    )


def judged(
    passage: str, speeches: Iterable[PrintedSpeech], *, speaker: str | None = ADA
) -> CheckedPassage:
    """The verdict on a passage that a draft ascribes to somebody."""
    return judge(
        passage,
        speaker=speaker,
        paragraph=0,
        speaker_ids={IDS[speaker]} if speaker in IDS else (),
        speeches=speeches,
    )


def test_of_several_speeches_the_one_with_most_of_the_words_is_named() -> None:
    speeches = (
        speech("We will sell the ferry and the money will go to him.", outlet="Post"),
        speech("We will not sell the ferry and the money will never go to schools.", outlet="Echo"),
    )
    found = judged("We will sell the ferry and the money will go to schools.", speeches)
    assert found.verdict is Verdict.ALTERED
    assert found.match is not None
    assert found.match.speech.outlet == "Echo"


NOT_SOLD = "We will not sell the ferry to anybody."


def test_only_outlets_that_print_the_same_words_of_the_same_speaker_are_counted() -> None:
    speeches = (
        speech(NOT_SOLD, outlet="Post"),
        speech(NOT_SOLD.upper(), outlet="Echo", after=1),
        speech(NOT_SOLD.replace("not", "never"), outlet="Courier", after=2),
        speech(NOT_SOLD, outlet="Lantern", by=EDDA, after=3),
    )
    altered = judged("We will sell the ferry to anybody.", speeches)
    assert (altered.verdict, altered.outlets) == (Verdict.ALTERED, ("Post", "Echo"))
    exact = judged(NOT_SOLD, speeches)
    assert (exact.verdict, exact.outlets) == (Verdict.VERBATIM, ("Post", "Echo"))


def test_outlets_are_not_counted_together_where_they_name_other_speakers() -> None:
    speeches = (
        speech(NOT_SOLD, outlet="Post", by=EDDA),
        speech(NOT_SOLD, outlet="Echo", by="a clerk", after=1),
        speech(NOT_SOLD, outlet="Courier", by="A clerk", after=2),
    )
    others = judged(NOT_SOLD, speeches)
    assert (others.verdict, others.outlets) == (Verdict.OTHER_SPEAKER, ("Post",))
    anybodys = judged(NOT_SOLD, speeches[1:], speaker=None)
    assert (anybodys.verdict, anybodys.outlets) == (Verdict.VERBATIM, ("Echo", "Courier"))


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("passage", ["lower", "much lower"])
def test_a_word_or_two_show_nothing_as_words_of_somebody_else(kind: Kind, passage: str) -> None:
    speeches = [speech("that fares are much lower now", outlet="Post", by=EDDA, kind=kind)]
    assert judged(passage, speeches).verdict is Verdict.NOT_FOUND
    assert judged(passage, speeches, speaker=EDDA).verdict is not Verdict.NOT_FOUND


def test_a_cut_is_shown_as_it_was_printed() -> None:
    printed = speech("If it rains, you’ll be told “It’s raining,” and laughed at.", outlet="Post")
    cut = judged("You’ll be told ‘It’s raining’", [printed])
    assert explanation(cut, CheckedDraft((cut,), MONDAY, 1)) == (
        "Printed as words of Ada Cole (Post, 2026-03-02), within a longer sentence: "
        "“If it rains, [you’ll be told “It’s raining,”] and laughed at.”"
    )
