"""Whole drafts against a warehouse: what is said of their quotations."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from pipeline.quotes import Attributor
from pipeline.records import Kind
from pipeline.verify import (
    CheckedPassage,
    UnreadableDraft,
    Verdict,
    check_draft,
    link_to_printed,
)
from tests.warehouse.examples import HOUR, MONDAY, Said, agency, edited, ferry, load, page

RAIN = "We waited for three hours in the rain because nobody had told us about the new timetable."
FARES = "The fares will not rise before the winter, and children will travel without a ticket."


def test_a_draft_longer_than_is_read_at_once_is_not_checked_in_part(
    engine: Engine, attributor: Attributor
) -> None:
    with pytest.raises(UnreadableDraft, match="check it in parts"):
        check_draft("“It is late,” Ada Cole said. " * 5_000, attributor, engine)


@pytest.fixture
def printed(engine: Engine) -> Engine:
    """A warehouse with three articles, one of which was edited."""
    load(engine, ferry(), edited(), agency())
    paragraphs = (
        f"“{RAIN}” said Ada Cole, a nurse.",
        "Edda Kvist said that the harbour office would answer every letter within a week.",
        f"“{FARES}” said Edda Kvist, the harbour master.",
        "“A disgrace” is what Ada Cole called the waiting room.",
        "“The tea is cold,” said a clerk at the counter of the waiting room.",
    )
    quotes = (
        Said(f"“{RAIN}”", "Ada Cole", "nurse"),
        Said("that the harbour office would answer every letter within a week", "Edda Kvist",
             kind=Kind.INDIRECT),
        Said(f"“{FARES}”", "Edda Kvist", "harbour master"),
        Said("“A disgrace”", "Ada Cole", kind=Kind.PARTIAL),
        Said("“The tea is cold,”", "a clerk", mention="a clerk"),
    )  # fmt: skip
    url = "https://echo.example/pluie"
    load(engine, page(*paragraphs, quotes=quotes, url=url, outlet="echo", at=MONDAY + HOUR))
    return engine


def checked(engine: Engine, attributor: Attributor, words: str, speaker: str) -> CheckedPassage:
    """What is said of one quotation in a draft of our own."""
    draft = f"The ferry was late again on Tuesday.\n\n“{words},” said {speaker} on Tuesday.\n"
    (passage,) = check_draft(draft, attributor, engine).passages
    return passage


@pytest.mark.parametrize(
    ("words", "speaker", "verdict"),
    [
        (RAIN.rstrip("."), "Ada Cole", Verdict.VERBATIM),
        ("The fares will not rise before the winter", "Edda Kvist", Verdict.CUT),
        ("A disgrace", "Ada Cole", Verdict.VERBATIM),
        ("A disgrace", "Edda Kvist", Verdict.NOT_FOUND),
        (FARES.replace("not ", "").rstrip("."), "Edda Kvist", Verdict.ALTERED),
        (RAIN.replace("three", "five").rstrip("."), "Ada Cole", Verdict.ALTERED),
        (RAIN.rstrip("."), "Edda Kvist", Verdict.OTHER_SPEAKER),
        ("The harbour office would answer every letter within a week", "Edda Kvist",
         Verdict.PARAPHRASE_ONLY),
        ("My grandmother taught me to mend nets when I was a boy", "Ada Cole", Verdict.NOT_FOUND),
        ("The tea is cold", "a clerk", Verdict.VERBATIM),
        ("The tea is cold", "Ada Cole", Verdict.OTHER_SPEAKER),
    ],
)  # fmt: skip
def test_each_verdict(
    printed: Engine, attributor: Attributor, words: str, speaker: str, verdict: Verdict
) -> None:
    assert checked(printed, attributor, words, speaker).verdict is verdict


def test_what_several_outlets_print_is_named_with_the_first(
    printed: Engine, attributor: Attributor
) -> None:
    passage = checked(printed, attributor, "We will not sell the ferry", "Ingrid Solberg")
    assert passage.verdict is Verdict.VERBATIM
    assert passage.outlets == ("Meridian Post", "Harbour Courier")
    assert passage.match is not None
    assert passage.match.speech.url == "https://post.example/ferry"


def test_an_outlet_that_states_only_the_day_is_not_the_first_of_it(
    engine: Engine, attributor: Attributor
) -> None:
    said = Said(f"“{RAIN}”", "Ada Cole")
    midnight = MONDAY.replace(hour=0, minute=0)
    for outlet, published, hours in (("echo", midnight, 3), ("post", MONDAY, 1)):
        rain = page(
            f"“{RAIN}” said Ada Cole.",
            quotes=[said],
            url=f"https://{outlet}.example/rain",
            outlet=outlet,
            at=MONDAY + hours * HOUR,
            published=published,
        )
        load(engine, rain)
    passage = checked(engine, attributor, RAIN.rstrip("."), "Ada Cole")
    assert passage.outlets == ("Meridian Post", "L’Écho du Port")


def test_words_that_an_edit_took_out_are_found_and_said_to_be_gone(
    engine: Engine, attributor: Attributor
) -> None:
    load(engine, ferry(), edited())
    passage = checked(engine, attributor, "We will not sell the ferry", "Ingrid Solberg")
    assert passage.verdict is Verdict.VERBATIM
    assert passage.match is not None
    assert not passage.match.speech.is_current
    # no link leads to words that the page has no more
    assert link_to_printed(passage.match) == passage.match.speech.url


def test_a_cut_that_leaves_out_a_negation_is_not_fine(
    printed: Engine, attributor: Attributor
) -> None:
    cut = checked(printed, attributor, "rise before the winter", "Edda Kvist")
    assert (cut.verdict, cut.is_fine) == (Verdict.CUT, False)
    harmless = checked(printed, attributor, "children will travel without", "Edda Kvist")
    assert harmless.verdict is Verdict.CUT
    fine = checked(printed, attributor, "We waited for three hours in the rain", "Ada Cole")
    assert (fine.verdict, fine.is_fine) == (Verdict.CUT, True)


def test_what_was_looked_through_is_said(printed: Engine, attributor: Attributor) -> None:
    found = check_draft("“Nobody said this here,” said Bo.", attributor, printed)
    assert (found.since, found.outlets) == (MONDAY - HOUR, 3)


def test_an_empty_warehouse_has_nothing(engine: Engine, attributor: Attributor) -> None:
    found = check_draft("“Nobody said this here,” said Ada Cole.", attributor, engine)
    assert [passage.verdict for passage in found.passages] == [Verdict.NOT_FOUND]
    assert found.since is None


def test_what_a_draft_reports_without_marks_is_not_checked(
    printed: Engine, attributor: Attributor
) -> None:
    draft = "Ada Cole said that she had waited for hours. The council did not answer."
    assert check_draft(draft, attributor, printed).passages == ()
