"""Which words stand between marks, whatever marks the writer uses."""

from __future__ import annotations

import pytest

from pipeline.quotes import Attributor

ONE_SPEAKER = [
    ("curly", "“The ferry is late,” Ada Cole said."),
    ("straight", '"The ferry is late," Ada Cole said.'),
    ("typewriter", "``The ferry is late,'' Ada Cole said."),
    ("single curly", "‘The ferry is late,’ Ada Cole said."),
    ("single straight", "'The ferry is late,' Ada Cole said."),
    ("German", "„The ferry is late,“ Ada Cole said."),
    ("guillemets", "«The ferry is late,» Ada Cole said."),
    ("guillemets turned round", "»The ferry is late,« Ada Cole said."),
    ("curly opened, straight closed", '“The ferry is late," Ada Cole said.'),
    ("spaced guillemets", "« The ferry is late, » Ada Cole said."),
]


@pytest.mark.parametrize("text", [t for _, t in ONE_SPEAKER], ids=[n for n, _ in ONE_SPEAKER])
def test_every_kind_of_mark(attributor: Attributor, text: str) -> None:
    (found,) = attributor.attributions(text)
    assert found.segments == ("The ferry is late,",)
    assert found.speaker == "Ada Cole"


NESTED = [
    (
        "“He told me, ‘The ferry is late,’ and left,” Ada Cole said.",
        "He told me, ‘The ferry is late,’ and left,",
    ),
    (
        "‘He told me, “The ferry is late,” and left,’ Ada Cole said.",
        "He told me, “The ferry is late,” and left,",
    ),
    (
        "\"He told me, 'The ferry is late,' and left,\" Ada Cole said.",
        "He told me, 'The ferry is late,' and left,",
    ),
    (
        "‘The voice said, “Your call is important,”’ Ada Cole said.",
        "The voice said, “Your call is important,”",
    ),
    (
        "'He told me, \"The ferry is late,\" and left,' Ada Cole said.",
        'He told me, "The ferry is late," and left,',
    ),
    (
        "'\"The ferry is late\" was all that he said to me,' Ada Cole said.",
        '"The ferry is late" was all that he said to me,',
    ),
    (
        "Ada Cole said: 'The voice told me, \"Your call is important.\"'",
        'The voice told me, "Your call is important."',
    ),
]


@pytest.mark.parametrize(("text", "words"), NESTED)
def test_nested_marks_belong_to_the_outer_words(
    attributor: Attributor, text: str, words: str
) -> None:
    (found,) = attributor.attributions(text)
    assert found.segments == (words,)
    assert found.speaker == "Ada Cole"


RETOLD = [
    "Tomas Reyes said, “Answer the question.” I thought that was a good start.",
    "Tomas Reyes told us, “The ferry has gone.” So we walked.",
    "I said to him, “Tomas, they will come back.” And one day they did not.",
]


@pytest.mark.parametrize("words", RETOLD)
def test_words_that_a_speaker_retells_are_no_quotation_beside_theirs(
    attributor: Attributor, words: str
) -> None:
    text = (
        "The aunt of the ferryman, Ada Cole, talked for two hours. "
        f"‘{words}’\n\nThe harbour office did not answer."
    )
    (found,) = attributor.attributions(text)
    assert (found.segments, found.speaker) == ((words,), "Ada Cole")


APOSTROPHES = [
    "‘It’s the islanders’ ferry and they don’t like it,’ Ada Cole said.",
    "'It's the islanders' ferry and they don't like it,' Ada Cole said.",
    "“It’s the islanders’ ferry and they don’t like it,” Ada Cole said.",
]


@pytest.mark.parametrize("text", APOSTROPHES)
def test_apostrophes_close_nothing(attributor: Attributor, text: str) -> None:
    (found,) = attributor.attributions(text)
    (segment,) = found.segments
    assert segment.endswith("don’t like it,") or segment.endswith("don't like it,")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ada Cole said that the crew were 'left to rot on the quay' all night.", "left to rot on"),
        ("Ada Cole called it a 'farce and a disgrace' on Monday.", "farce and a disgrace"),
        (
            "Ada Cole said: 'Our drivers' pay is late' and left the room.",
            "Our drivers' pay is late",
        ),
        ("Ada Cole said they 'lived on rock 'n' roll and bread' then.", "lived on rock 'n' roll"),
        ("Ada Cole said they ‘lived on rock ’n’ roll and bread’ then.", "lived on rock ’n’ roll"),
    ],
)
def test_a_straight_single_mark_closes_within_a_sentence(
    attributor: Attributor, text: str, words: str
) -> None:
    (found,) = [q for q in attributor.attributions(text) if q.segments]
    (segment,) = found.segments
    assert segment.startswith(words)
    assert segment[-1].isalpha()


def test_the_apostrophe_of_a_possessive_closes_nothing(attributor: Attributor) -> None:
    text = "Ada Cole said the pilots' boat and the sailors' home were 'never safe' that winter."
    (found,) = [q for q in attributor.attributions(text) if q.segments]
    assert found.segments == ("never safe",)


def test_measures_and_years_open_nothing(attributor: Attributor) -> None:
    text = 'The 6\' plank and the 12" pipe date from the \'90s. Ada Cole said, "They are old."'
    assert [q.segments for q in attributor.attributions(text)] == [("They are old.",)]


def test_several_paragraphs_are_one_quotation(attributor: Attributor) -> None:
    text = (
        "“The ferry is late,” Ada Cole said. “It has been late all week.\n\n"
        "“I have asked for another.\n\n"
        "“There is none.”\n\n"
        "The county did not answer."
    )
    (found,) = attributor.attributions(text)
    assert found.segments == (
        "The ferry is late,",
        "It has been late all week.",
        "I have asked for another.",
        "There is none.",
    )


def test_several_paragraphs_whose_last_names_the_speaker(attributor: Attributor) -> None:
    text = (
        "The hall was full.\n\n"
        "“The ferry is late. It has been late all week.\n\n"
        "“I have asked for another,” Ada Cole told the council."
    )
    (found,) = attributor.attributions(text)
    assert len(found.segments) == 2
    assert (found.speaker, found.cue, found.paragraph) == ("Ada Cole", "told", 1)


def test_marks_that_never_close_end_with_their_paragraph(attributor: Attributor) -> None:
    text = "Ada Cole said: “The ferry is late today.\n\nThe county was not asked. It rained."
    (found,) = attributor.attributions(text)
    assert found.segments == ("The ferry is late today.",)


def test_a_missing_closing_mark_lets_the_attribution_out(attributor: Attributor) -> None:
    text = "“The ferry is late today, Ada Cole said.\n\nIt rained."
    (found,) = attributor.attributions(text)
    assert found.segments == ("The ferry is late today,",)
    assert found.speaker == "Ada Cole"


def test_a_missing_opening_mark_takes_the_sentence(attributor: Attributor) -> None:
    text = "It rained. The ferry is late today,” Ada Cole said."
    (found,) = attributor.attributions(text)
    assert found.segments == ("The ferry is late today,",)


def test_words_of_unbalanced_marks_are_less_sure(attributor: Attributor) -> None:
    (sure,) = attributor.attributions("“The ferry is late today,” Ada Cole said.")
    (unsure,) = attributor.attributions("“The ferry is late today, Ada Cole said.")
    assert unsure.attribution.confidence < sure.attribution.confidence


@pytest.mark.parametrize(
    ("text", "segment", "speaker"),
    [
        ("“Shall we shut the quay? asked Ada Cole, the clerk.", "Shall we shut the quay?", "Cole"),
        ('"We shall not pay, said Bo Dale. It rained.', "We shall not pay,", "Dale"),
        ("“Row harder! shouted the coxswain.\n\n“No,” said Bo Dale.", "Row harder!", None),
        (
            "“The quay is shut, Cora Hale said.\n\n“Why?” asked Bo Dale.",
            "The quay is shut,",
            "Hale",
        ),
        ("“Well, yes, we did, replied Ada Cole. “We did.”", "Well, yes, we did,", "Cole"),
    ],
)
def test_a_forgotten_closing_mark_gives_nobody_anothers_words(
    attributor: Attributor, text: str, segment: str, speaker: str | None
) -> None:
    first, *others = attributor.attributions(text)
    assert first.segments[0] == segment
    assert speaker is None or (first.speaker or "").endswith(speaker)
    assert not any(segment in other.segments for other in others)
