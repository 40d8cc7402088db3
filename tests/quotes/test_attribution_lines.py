"""Words with a name beside them and no verb."""

from __future__ import annotations

import pytest

from pipeline.article import extract_page
from pipeline.quotes import Attributor
from pipeline.records import Kind

OPENING = "The mill in Port Ellery turned again on Friday after eight years of silence."
BESIDE = {
    "a hyphen and a title": ("“It will turn for years.” -Councillor Hilda Brandt", "Hilda Brandt"),
    "a dash and a role": ("“We shall grind all night.” – Lukas Weil, miller", "Lukas Weil"),
    "a long dash, single marks": ("‘My father would have wept.’ — Mr Josef Amsel", "Josef Amsel"),
    "straight marks": ('"Nobody believed in it but us." -- Vera Lund', "Vera Lund"),
    "brackets": ("“It smells of bread again.” (Greta Sommer, baker)", "Greta Sommer"),
    "in front, with a colon": ("Emil Haas, trader: “I sell flour again.”", "Emil Haas"),
    "in front, with a dash": ("Anna Lorenz – “Twelve years is a long time.”", "Anna Lorenz"),
    "the line below": ("“I was there when it stopped.”\n\n— Jonas Rieker", "Jonas Rieker"),
    "the line below, with a role": (
        "“I was there when it stopped.”\n\nJonas Rieker, ferryman",
        "Jonas Rieker",
    ),
    "the desk": ("From the desk of Nils Falk, mayor.\n\n“The mill is ours.”", "Nils Falk"),
    "a message": ("A message from Dr Nils Falk\n\n“Bring your own flour.”", "Nils Falk"),
    "a statement": ("Statement by Petra Vogt, engineer:\n\n“The wheel is safe.”", "Petra Vogt"),
}


@pytest.mark.parametrize(("lines", "speaker"), BESIDE.values(), ids=BESIDE)
def test_the_name_beside_words_is_their_speaker(
    attributor: Attributor, lines: str, speaker: str
) -> None:
    found = [q for q in attributor.attributions(f"{OPENING}\n\n{lines}") if q.segments]
    assert [q.speaker for q in found] == [speaker]


LINES = ["Hilda Brandt, miller", "Lukas Weil, baker", "Vera Lund, ferrywoman"]
WORDS = ["“I hear it at night.”", "“My bread is better for it.”", "“I was there when it stopped.”"]


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize("end", ["", "The mill is open on Sundays."])
def test_names_that_alternate_with_words_are_all_above_or_all_below(
    attributor: Attributor, end: str, *, above: bool
) -> None:
    pairs = zip(LINES, WORDS, strict=True) if above else zip(WORDS, LINES, strict=True)
    text = "\n\n".join([OPENING, *(part for pair in pairs for part in pair), end])
    found = [q for q in attributor.attributions(text) if q.segments]
    assert [q.speaker for q in found] == ["Hilda Brandt", "Lukas Weil", "Vera Lund"]


@pytest.mark.parametrize(
    "line",
    [
        "“The Long Wheel” — Maren Gale",
        "She read “Salt” – Monday, as always – and slept.",
        "“A Winter at the Mill” (Harbour Press)",
    ],
)
def test_titles_beside_names_are_nobodys_words(attributor: Attributor, line: str) -> None:
    found = attributor.attributions(f"{OPENING}\n\n{line}")
    assert not [q for q in found if q.attribution.kind is Kind.DIRECT]


PAGE = (
    "<!DOCTYPE html><html lang='en'><head><title>Voices from the mill</title></head><body><main>"
    "<article><h1>Voices from the mill</h1><p>{opening} The whole street came to look at it, and "
    "nobody went home before the evening.</p>{part}<p>The council says that the work has cost four "
    "hundred thousand and that no more will be spent on it this year.</p></article></main></body>"
    "</html>"
)
ELEMENTS = {
    "a list": (
        "<ul><li>“I never left the street.” — Ida Moss, baker</li>"
        "<li>Karl Brenner: “It is the old sound, only louder.”</li></ul>",
        ["Ida Moss", "Karl Brenner"],
    ),
    "a table": (
        "<table><tr><th>Who</th><th>Words</th></tr>"
        "<tr><td>Ida Moss, Liberals</td><td>“Too late and too dear.”</td></tr>"
        "<tr><td>Karl Brenner, Greens</td><td>“A fine wheel, finely made.”</td></tr></table>",
        ["Ida Moss", "Karl Brenner"],
    ),
    "a table the other way round": (
        "<table><tr><th>Words</th><th>Who</th></tr>"
        "<tr><td>“Too late and too dear.”</td><td>Ida Moss, Liberals</td></tr>"
        "<tr><td>“A fine wheel, finely made.”</td><td>Karl Brenner, Greens</td></tr></table>",
        ["Ida Moss", "Karl Brenner"],
    ),
    "a footer": (
        "<blockquote><p>A street without a mill sleeps badly, and so did we for eight years.</p>"
        "<footer>— <cite>Ida Moss</cite>, baker</footer></blockquote>",
        ["Ida Moss"],
    ),
    "a cite behind marks": (
        "<blockquote><p>“A street without a mill sleeps badly, and so did we.” "
        "<cite>Karl Brenner</cite></p></blockquote>",
        ["Karl Brenner"],
    ),
    "a dash in a block quotation": (
        "<blockquote>The wheel is older than the town hall. It will outlast the town hall.<br>"
        "— Marta Koller</blockquote>",
        ["Marta Koller"],
    ),
    "a caption of a figure": (
        "<figure><blockquote><p>The wheel is older than the town hall, and it has been mended "
        "more often.</p></blockquote><figcaption>Rudi Stein, carpenter</figcaption></figure>",
        ["Rudi Stein"],
    ),
    "headings above the words": (
        "<h3>Sofie Krag, farmer</h3><p>“My field lies beside the wheel, and I hear it all day.”</p>"
        "<h3>Peder Holm, engineer</h3><p>“It is the safest wheel that I have ever drawn.”</p>",
        ["Sofie Krag", "Peder Holm"],
    ),
    "a description list": (
        "<dl><dt>Ida Moss</dt><dd>I was born above the mill. Do you hear it?</dd>"
        "<dt>Rudi Stein</dt><dd>I hear it, and I mended it.</dd>"
        "<dt>Ida Moss</dt><dd>Then you may have the first loaf.</dd></dl>",
        ["Ida Moss", "Rudi Stein", "Ida Moss"],
    ),
}


@pytest.mark.parametrize(("part", "speakers"), ELEMENTS.values(), ids=ELEMENTS)
def test_elements_tell_whose_words_are(
    attributor: Attributor, part: str, speakers: list[str]
) -> None:
    article = extract_page(PAGE.format(opening=OPENING, part=part).encode())
    found = attributor.quotations(article)
    assert [q.speaker for q in found if q.attribution.kind is Kind.DIRECT] == speakers


def test_a_pull_quote_is_not_counted_again(attributor: Attributor) -> None:
    words = "The wheel is older than the town hall and it shows"
    part = f"<p>“{words},” said Ida Moss, who bakes.</p><blockquote><p>“{words}.”</p></blockquote>"
    article = extract_page(PAGE.format(opening=OPENING, part=part).encode())
    found = [q for q in attributor.quotations(article) if q.segments]
    assert [q.speaker for q in found] == ["Ida Moss"]


@pytest.mark.parametrize(
    ("apart", "times"),
    [
        ("“It has stood here since before my mother was born.”", 1),
        ("“It has stood here”", 2),
    ],
)
def test_a_heading_that_quotes_is_no_pull_quote(
    attributor: Attributor, apart: str, times: int
) -> None:
    said = "“It has stood here since before my mother was born,” said Ida Moss, who bakes."
    found = attributor.attributions(f"{OPENING}\n\n{said}\n\n{apart}")
    assert len([q for q in found if "has stood here" in q.text and q.segments]) <= times
