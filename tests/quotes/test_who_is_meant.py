"""Whom pronouns, descriptions and parts of names mean."""

from __future__ import annotations

import pytest

from pipeline.quotes import Attributor
from pipeline.records import Article, Block, Label

LATE = "“The ferry is late and nobody minds,”"
NONE: tuple[str, ...] = ()

CASES = {
    "a name that ends like an adverb": (
        f"{LATE} said harbour master Ada Lovely.\n\n{LATE} Lovely said.",
        ["Ada Lovely", "Ada Lovely"],
    ),
    "a given name that ends like an adverb": (
        f"{LATE} said Deputy Mayor Nealy Cox.",
        ["Nealy Cox"],
    ),
    "an apposition with commas of its own": (
        f"{LATE} Ada Cole, a fellow of the Tern Institute in Sundal, Northmark, and a co-author "
        "of the study, said in a statement.",
        ["Ada Cole"],
    ),
    "a state and party behind the name": (
        f"{LATE} Council Leader Ada Cole, R-Ky., said Tuesday.",
        ["Ada Cole"],
    ),
    "a family name of two words": (
        f"Joel Eriksson Ek runs the ferry. It leaves at eight.\n\n{LATE} Eriksson Ek said.",
        ["Joel Eriksson Ek"],
    ),
    "a family name in front": (
        f"The envoy Liu Xiaoming spoke to the council on Monday.\n\n{LATE} Liu said.",
        ["Liu Xiaoming"],
    ),
    "a family name that is a title": (
        f"The analyst Ken Doctor counts the boats.\n\n{LATE} Doctor said.",
        ["Ken Doctor"],
    ),
    "a given name that is a title": (f"{LATE} said Gov. Earl Ray Tomlin.", ["Earl Ray Tomlin"]),
    "a nickname in marks": (
        f"Rep. Robert C. “Bobby” Cole left the harbour at noon.\n\n{LATE} Cole said.",
        ["Robert C. “Bobby” Cole"],
    ),
    "the name by which a nickname goes": (
        f"Robert C. “Bobby” Cole left the harbour at noon. It rained.\n\n{LATE} Bobby Cole said.",
        ["Robert C. “Bobby” Cole"],
    ),
    "a club by its first word": (
        f"The ferry took Sundal Rovers home. It was quiet.\n\nSundal said: {LATE[:-2]}.”",
        ["Sundal Rovers"],
    ),
    "a title in marks is nobody": (
        "Bram Cole led the choir.\n\nAfter a song of the sea, “Black Water,” Cole spoke to the "
        f"crowd. {LATE} he said.",
        ["Bram Cole"],
    ),
    "a pronoun means a name of its gender": (
        "Anna Marrin lost her boat in the storm. She asked for help.\n\nThe harbour belongs to "
        f"Peter Enge, who came to the quay. {LATE} she said.",
        ["Anna Marrin"],
    ),
    "a widow is a woman whatever her name": (
        f"{LATE} said fisherman’s widow Robin Cole.\n\nShe continued, “It was never on time.”",
        ["Robin Cole", "Robin Cole"],
    ),
    "somebody without a name": (
        f"The Courier spoke to one mother, who knew that her son used the ferry. {LATE} she said.",
        ["one mother"],
    ),
    "who stands for the phrase before": (
        f"The complaint came from a young man who said that {LATE[1:-2]}.",
        ["a young man"],
    ),
    "an age": (
        "Ada Cole won the race on Monday. Cole trains in Sundal.\n\n"
        f"The 56-year-old said: {LATE[:-2]}.”",
        ["Ada Cole"],
    ),
    "two things that somebody is": (
        "Simo Cole toured the coast. Cole plays alone.\n\n"
        f"The singer and guitarist said: {LATE[:-2]}.”",
        ["Simo Cole"],
    ),
    "a ministry with whose it is": (
        f"Norway’s Ministry of Trade spoke on Monday.\n\n{LATE} the Ministry of Trade said.",
        ["Norway’s Ministry of Trade"],
    ),
    "a councillor is not another councillor": (
        f"{LATE} a Northmark councillor said.\n\n{LATE} a Sundal councillor said.\n\n{LATE} an "
        "Ostby councillor said.",
        ["a Northmark councillor", "a Sundal councillor", "an Ostby councillor"],
    ),
    "whoever is named behind a comma": (
        f"{LATE} added the valley’s beekeeper, Ada Cole, who had come by boat.",
        ["Ada Cole"],
    ),
    "the name behind a description": (
        f"Another student, Bea Holt, waited for hours. {LATE} she said.\n\n{LATE} Holt said.",
        ["Bea Holt", "Bea Holt"],
    ),
    "a heading is not a part of a name": (
        f"Best boat: Ada Cole\n\nAda sailed it for a year. {LATE} says Ada Cole.",
        ["Ada Cole"],
    ),
}


@pytest.mark.parametrize(("text", "speakers"), CASES.values(), ids=CASES)
def test_the_speaker_is_the_one_meant(
    attributor: Attributor, text: str, speakers: list[str]
) -> None:
    found = attributor.attributions(text)
    said = [q for q in found if q.segments or "nobody minds" in q.text]
    assert [quotation.speaker for quotation in said] == speakers


@pytest.mark.parametrize(
    ("label", "text"),
    [
        (Label.HEADLINE, "Ada Cole opens the harbour"),
        (Label.HEADLINE, "Ada Cole Opens The Harbour"),
        (Label.CAPTION, "The mayor, Ada Cole, on the quay."),
        (Label.CAPTION, "Ada M. Cole on the quay."),
    ],
)
def test_a_name_in_full_only_beside_the_text(
    attributor: Attributor, label: Label, text: str
) -> None:
    (found,) = attributor.quotations(article(f"{LATE} Cole said.", (label, text)))
    assert found.speaker == ("Ada M. Cole" if "M." in text else "Ada Cole")
    assert found.mention == "Cole"


@pytest.mark.parametrize(
    "beside",
    [
        [(Label.CAPTION, "Ada Cole on the quay."), (Label.CAPTION, "Bram Cole in a boat.")],
        [(Label.RELATED, "Ada Cole opens the harbour")],
        [(Label.CAPTION, "The Cole family on the quay.")],
    ],
)
def test_nobody_is_guessed_from_beside_the_text(
    attributor: Attributor, beside: list[tuple[Label, str]]
) -> None:
    (found,) = attributor.quotations(article(f"{LATE} Cole said.", *beside))
    assert found.speaker == "Cole"


def article(text: str, *beside: tuple[Label, str]) -> Article:
    """An article of one paragraph, with blocks beside it."""
    blocks = [Block(label, "rule", words, "p") for label, words in beside]
    return Article(
        url=None,
        headline=None,
        authors=NONE,
        published=None,
        modified=None,
        language="en",
        section=None,
        outlet=None,
        blocks=(*blocks, Block(Label.PARAGRAPH, "paragraph", text, "p")),
    )
