"""What the digest opens with: statements that spread, speakers who were not quoted lately."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Engine

from pipeline.digest_records import DigestData
from pipeline.records import AttributedPage
from pipeline.warehouse import digest_data
from pipeline.warehouse.digest_news import LEAST_DAYS_KNOWN, MAX_NEW_SPEAKERS, MAX_SPREAD
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import DAY, HOUR, MONDAY, Said, load, page

LATER = MONDAY + 60 * DAY


def said(
    words: str,
    speaker: str | None = "Ingrid Solberg",
    *,
    outlet: str = "courier",
    at: datetime = LATER,
    confidence: float = 0.9,
    place: int = 1,
) -> AttributedPage:
    """An article with one quotation."""
    return page(
        f"“{words},” said {speaker}.",
        quotes=[Said(f"“{words},”", speaker, confidence=confidence)],
        url=f"https://{outlet}.example/{at:%Y-%m-%d-%H}-{place}",
        outlet=outlet,
        at=at,
    )


def day_of(engine: Engine) -> DigestData:
    """The digest of the day LATER."""
    start = LATER.replace(hour=0, minute=0)
    return digest_data(engine, since=start, until=start + DAY - HOUR / 3600)


def days_before(number: int) -> list[AttributedPage]:
    """Articles of so many days before LATER."""
    return [said("As ever", "Bo Falk", at=LATER - (1 + one) * DAY) for one in range(number)]


def test_what_the_most_outlets_print_comes_first_with_where_it_was_first(engine: Engine) -> None:
    load(
        engine,
        said("We will not sell the old ferry", at=LATER - DAY),
        said("We will not sell the old ferry", outlet="post"),
        said("We will not sell the old ferry", outlet="echo", at=LATER + HOUR),
        said("The harbour wall has to be mended", "Edda Kvist", outlet="echo"),
        said("The harbour wall has to be mended", "Edda Kvist", at=LATER + HOUR),
        said("The harbour wall has to be mended", "Edda Kvist", outlet="post", at=LATER + HOUR),
        said("Only one outlet has these words", place=2),
        said("Only one outlet has these words", place=3),
    )
    assert [
        (one.first.speaker, one.outlets, one.outlets_within, one.first.outlet, one.first.published)
        for one in day_of(engine).spread
    ] == [
        ("Edda Kvist", 3, 3, "L’Écho du Port", LATER),
        ("Ingrid Solberg", 3, 2, "Harbour Courier", LATER - DAY),
    ]


def test_what_was_printed_later_does_not_count(engine: Engine) -> None:
    words = "We will not sell the old ferry"
    load(engine, said(words), said(words, outlet="post", at=LATER + DAY))
    assert day_of(engine).spread == ()
    (spread,) = digest_data(engine, since=LATER + DAY, until=None).spread
    assert (spread.outlets, spread.outlets_within) == (2, 1)


def test_what_is_less_certain_has_not_spread(engine: Engine) -> None:
    words = "We will not sell the old ferry"
    load(engine, said(words), said(words, outlet="post", confidence=0.3))
    assert day_of(engine).spread == ()


def test_statements_that_spread_are_bounded_and_the_order_of_loading_does_not_show(
    new_warehouse: NewWarehouse,
) -> None:
    pages = [
        said(f"The tender number {place} is not worth its price", outlet=outlet, place=place)
        for place in range(MAX_SPREAD + 4)
        for outlet in ("courier", "post")
    ]
    shown = []
    for order in (pages, pages[::-1]):
        engine = new_warehouse()
        load(engine, *order)
        shown.append([one.first.text for one in day_of(engine).spread])
    assert shown[0] == shown[1]
    assert len(shown[0]) == MAX_SPREAD


def test_a_speaker_not_quoted_for_a_month_is_told_with_the_day_before(engine: Engine) -> None:
    load(
        engine,
        *days_before(LEAST_DAYS_KNOWN),
        said("A year ago it was otherwise", at=LATER - 31 * DAY),
        said("Not so long ago", "Edda Kvist", at=LATER - 30 * DAY),
        said("We will not sell the old ferry"),
        said("The harbour wall has to be mended", "Edda Kvist", place=2),
        said("I am new on this council", "Tomas Reyes", place=3),
        said("This is heard badly", "Karl Doubt", place=4, confidence=0.2),
        said("A spokesman without a name", None, place=5),
    )
    new = day_of(engine).new_speakers
    assert new
    assert {one.count.speaker: one.last_quoted for one in new.speakers} == {
        "Ingrid Solberg": (LATER - 31 * DAY).date(),
        "Tomas Reyes": None,
    }
    assert (new.total, new.days_known) == (2, LEAST_DAYS_KNOWN + 1)


def test_the_most_quoted_new_speakers_are_shown_and_all_are_counted(engine: Engine) -> None:
    letters = "ABCDEFGHIJKLMNOP"
    load(
        engine,
        *days_before(LEAST_DAYS_KNOWN),
        *(
            said(f"I am new here {place}", f"Vera {letter}berg", place=place)
            for place, letter in enumerate(letters)
        ),
        said("I say more than others do", "Vera Pberg", place=90),
    )
    new = day_of(engine).new_speakers
    assert new
    assert new.speakers[0].count.speaker == "Vera Pberg"
    assert (len(new.speakers), new.total) == (MAX_NEW_SPEAKERS, len(letters))


@pytest.mark.parametrize("known", [0, LEAST_DAYS_KNOWN - 1])
def test_of_a_month_that_is_not_known_nobody_is_called_new(engine: Engine, known: int) -> None:
    load(engine, *days_before(known), said("We will not sell the old ferry"))
    assert day_of(engine).new_speakers is None
    assert digest_data(engine, since=None, until=None).new_speakers is None
