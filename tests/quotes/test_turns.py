"""Turns of transcripts and interviews: whose they are is read off labels and elements."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from pipeline.quotes import Attributor
from pipeline.records import AUTHOR, Article, Block, Kind, Label, Setting, SetWords

INTRO = "Bela Korda has carved puppets for fifty years. We met Korda in his workshop."
LABELLED = {
    "letters": (
        f"{INTRO}\n\nQ: When did you begin?\n\nA: I was six. It was a fox.\n\n"
        "Q: Do you have it?\n\nA: My sister has. She keeps it.",
        [AUTHOR, "Bela Korda", AUTHOR, "Bela Korda"],
    ),
    "letters with stops, once each": (
        f"{INTRO}\n\nQ. Who taught you to carve?\n\nA. My aunt did, with a kitchen knife.",
        [AUTHOR, "Bela Korda"],
    ),
    "words instead of letters": (
        f"{INTRO}\n\nQuestion: Who bought the first one?\n\nAnswer: I gave it away.",
        [AUTHOR, "Bela Korda"],
    ),
    "capitals and offices": (
        "Dame Alma Reyes presided over the inquiry; the fire chief, Tomas Weld, came first. "
        "Counsel was Ines Ortega. The chair is Alma Reyes.\n\n"
        "THE CHAIR: You may go on.\n\nMS ORTEGA: Where were you when the bell rang?\n\n"
        "MR WELD (by video link): In the yard. I saw smoke.\n\nTHE CHAIR: Thank you.",
        ["Alma Reyes", "Ines Ortega", "Tomas Weld", "Alma Reyes"],
    ),
    "full names, then family names": (
        "Three neighbours met on one stage to talk of the beach.\n\n"
        "Ruth Adler: The map is old, and I can prove it.\n\n"
        "Max Quint: I bought what the map says.\n\n"
        "Adler: And where do we swim?\n\nQuint: At the bath, like me.",
        ["Ruth Adler", "Max Quint", "Ruth Adler", "Max Quint"],
    ),
    "letters between names": (
        "Tomas Weld, the fire chief, was heard. Counsel for the port is Ines Ortega.\n\n"
        "MR WELD: I was in the yard.\n\nMS ORTEGA: Did you hear the bell?\n\n"
        "A. I did.\n\nQ. What did you do?\n\nA. I called the engine.",
        ["Tomas Weld", "Ines Ortega", "Tomas Weld", "Ines Ortega", "Tomas Weld"],
    ),
    "names with roles": (
        "The debate at the school lasted an hour.\n\n"
        "Vera Lund, teacher: Who mends the roof?\n\nOtto Bry, mayor: We do, in spring.\n\n"
        "Vera Lund, teacher: I heard that last year.\n\nOtto Bry, mayor: So did I.",
        ["Vera Lund", "Otto Bry", "Vera Lund", "Otto Bry"],
    ),
    "labels above the words": (
        "Ruth Adler and Max Quint talked in the harbour office.\n\n"
        "Ruth Adler:\n\nDo you swim?\n\nMax Quint:\n\nI sail.\n\nRuth Adler:\n\nI thought so.",
        ["Ruth Adler", "Max Quint", "Ruth Adler"],
    ),
    "capitals with a stop, as in minutes": (
        "Mr Amos Cole and Mrs Dora Hale spoke on the bill.\n\n"
        "Mr. COLE. I ask for a vote.\n\nMrs. HALE. You have had one.\n\n"
        "Mr. COLE. I ask for another.",
        ["Amos Cole", "Dora Hale", "Amos Cole"],
    ),
}


def spoken(attributor: Attributor, text: str) -> list[str | None]:
    """The speakers of what is said whole, in text order."""
    found = attributor.attributions(text)
    return [q.speaker for q in found if q.attribution.kind is Kind.DIRECT]


@pytest.mark.parametrize(("text", "speakers"), LABELLED.values(), ids=LABELLED)
def test_a_label_tells_who_speaks(
    attributor: Attributor, text: str, speakers: list[str | None]
) -> None:
    assert spoken(attributor, text) == speakers


@pytest.mark.parametrize(
    "text",
    [
        "The kettle is back.\n\nPros: It is quiet.\n\nCons: It is dear.\n\nPros: It is red.",
        "How to get there.\n\nMonday: By boat.\n\nTuesday: On foot.\n\nMonday: You may rest.",
        "Port Ellery has a new pier.\n\nUpdate: It is open.\n\nCorrection: It is not yet.",
        "Best Kettle: Holds four cups.\n\nBest Kettle: Holds six.\n\nSmall Pot: Holds one.",
    ],
)
def test_lists_of_facts_are_no_turns(attributor: Attributor, text: str) -> None:
    assert spoken(attributor, text) == []


def test_a_turn_goes_on_to_the_next_label(attributor: Attributor) -> None:
    text = (
        f"{INTRO}\n\nQ: When did you begin?\n\nA: I was six.\n\nIt was winter, and I had a knife."
        "\n\n(He laughs.)\n\nQ: And then?\n\nA: Then I was seven."
    )
    first = next(q for q in attributor.attributions(text) if q.speaker == "Bela Korda")
    assert first.text == "I was six. … It was winter, and I had a knife."


def test_whoever_is_quoted_in_a_turn_keeps_the_words(attributor: Attributor) -> None:
    text = (
        f"{INTRO}\n\nQ: Were you praised?\n\nA: I was not. My aunt Rosa Korda said, "
        "“That fox looks like a boot.”\n\nQ: Did you mind?\n\nA: I did."
    )
    found = [q for q in attributor.attributions(text) if q.segments]
    assert [q.text for q in found] == ["“That fox looks like a boot.”"]
    assert found[0].speaker != "Bela Korda"


def test_what_is_read_off_is_sure(attributor: Attributor) -> None:
    text, _ = LABELLED["capitals and offices"]
    turns = [q for q in attributor.attributions(text) if q.attribution.kind is Kind.DIRECT]
    assert min(q.attribution.confidence for q in turns) > 0.9


def page(paragraphs: Iterable[tuple[str, Label, int]], *, headline: str | None = None) -> Article:
    """An article of paragraphs, each with its label and how many characters of it are bold."""
    blocks = [
        Block(
            label,
            "rule",
            text,
            "p",
            settings=(SetWords(Setting.STRESSED, 0, bold),) if bold else (),
        )
        for text, label, bold in paragraphs
    ]
    top = (Block(Label.HEADLINE, "rule", headline, "h1"),) if headline else ()
    return Article(
        url=None,
        headline=headline,
        authors=("Tom Beck",),
        published=None,
        modified=None,
        language="en",
        section=None,
        outlet=None,
        blocks=(*top, *blocks),
    )


MET = "Irma Vale has tuned every piano in the valley. Tom Beck met Irma Vale in the chapel."
ASKED = ["Why don’t you own a piano?", "What is the worst one you have met?"]
ANSWERED = ["I hear them all day, and at night I want the kettle.", "Mine had a hen in it."]


@pytest.mark.parametrize("how", ["bold", "heading", "plain", "in one paragraph"])
def test_questions_and_answers_of_an_interview(attributor: Attributor, how: str) -> None:
    paragraphs = [(MET, Label.PARAGRAPH, 0)]
    for question, answer in zip(ASKED, ANSWERED, strict=True):
        if how == "in one paragraph":
            paragraphs.append((f"{question} {answer}", Label.PARAGRAPH, len(question)))
            continue
        label = Label.HEADING if how == "heading" else Label.PARAGRAPH
        paragraphs.append((question, label, len(question) if how == "bold" else 0))
        paragraphs.append((answer, Label.PARAGRAPH, 0))
    found = attributor.quotations(page(paragraphs))
    said = [(q.text, q.speaker) for q in found if q.attribution.kind is Kind.DIRECT]
    assert said == [
        (text, speaker)
        for question, answer in zip(ASKED, ANSWERED, strict=True)
        for text, speaker in ((question, AUTHOR), (answer, "Irma Vale"))
    ]


def test_a_question_in_plain_type_may_quote_a_term(attributor: Attributor) -> None:
    asked = ["People call your kettles “pointless”. Do you mind?", *ASKED[1:]]
    lines = [MET, *(line for pair in zip(asked, ANSWERED, strict=True) for line in pair)]
    found = attributor.attributions("\n\n".join(lines))
    said = [q.text for q in found if q.attribution.kind is Kind.DIRECT]
    assert said == lines[1:]


def test_headings_that_ask_the_reader_make_no_interview(attributor: Attributor) -> None:
    paragraphs = [
        ("The city sells a new ticket from Monday.", Label.PARAGRAPH, 0),
        ("How do you buy it?", Label.HEADING, 0),
        ("Passengers pay at the machine or on board.", Label.PARAGRAPH, 0),
        ("Where is it valid?", Label.HEADING, 0),
        ("It is valid on trams and on ferries.", Label.PARAGRAPH, 0),
    ]
    found = attributor.quotations(page(paragraphs))
    assert not [q for q in found if q.attribution.kind is Kind.DIRECT]


@pytest.mark.parametrize(
    "headline",
    ["Irma Vale on silence and hens", "The tuner Irma Vale says that silence has a pitch"],
)
def test_the_headline_tells_who_is_interviewed(attributor: Attributor, headline: str) -> None:
    paragraphs = [("She does not own a piano. Tom Beck asked her why.", Label.PARAGRAPH, 0)]
    for question, answer in zip(ASKED, ANSWERED, strict=True):
        paragraphs += [(question, Label.PARAGRAPH, len(question)), (answer, Label.PARAGRAPH, 0)]
    found = attributor.quotations(page(paragraphs, headline=headline))
    answers = [q for q in found if q.text in ANSWERED]
    assert [q.speaker for q in answers] == ["Irma Vale", "Irma Vale"]


def test_a_name_in_bold_needs_no_colon(attributor: Attributor) -> None:
    turns = ["ASKE – I need two minutes.", "DAHL – You have one.", "ASKE – Do I?", "DAHL – Now."]
    lines = [("Jon Aske spoke for the boats; Linnea Dahl was in the chair.", Label.PARAGRAPH, 0)]
    lines += [(turn, Label.PARAGRAPH, 4) for turn in turns]
    found = attributor.quotations(page(lines))
    said = [(q.speaker, q.text) for q in found if q.attribution.kind is Kind.DIRECT]
    assert said[:2] == [("Jon Aske", "I need two minutes."), ("Linnea Dahl", "You have one.")]
    assert [speaker for speaker, _ in said[2:]] == ["Jon Aske", "Linnea Dahl"]


def test_whoever_wrote_the_page_asks(attributor: Attributor) -> None:
    text = [
        "Irma Vale has tuned every piano in the valley.",
        "Tom Beck: Do you play?",
        "Irma Vale: I do not.",
        "Beck: Did you ever?",
        "Vale: Once, and I was sorry.",
    ]
    found = attributor.quotations(page((line, Label.PARAGRAPH, 0) for line in text))
    said = [q.speaker for q in found if q.attribution.kind is Kind.DIRECT]
    assert said == [AUTHOR, "Irma Vale", AUTHOR, "Irma Vale"]
