"""What the digest is told: newest quotations, and counts of all of a span of days."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from pipeline.shown_records import SpeakerCount
from pipeline.warehouse import digest_data
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import DAY, MONDAY, agency, edited, ferry, load


@pytest.fixture(scope="module")
def loaded(made_warehouse: NewWarehouse) -> Engine:
    """A warehouse, only to be read: the same words in two outlets, in one the day after too."""
    tuesday = ferry(url="https://courier.example/tuesday", at=MONDAY + DAY)
    engine = made_warehouse()
    load(engine, ferry(), agency(), tuesday)
    return engine


def test_a_speakers_quotations_are_counted_as_printed(
    loaded: Engine,
) -> None:
    data = digest_data(loaded, since=None, until=None)
    assert tuple(replace(count, speaker_id=None) for count in data.speakers) == (
        SpeakerCount("Ingrid Solberg", "mayor", quotations=5, outlets=2, statements=2),
        SpeakerCount("Edda Kvist", "harbour master", quotations=2, outlets=1, statements=1),
    )


def test_outlets_and_days_count_what_is_printed(loaded: Engine) -> None:
    data = digest_data(loaded, since=None, until=None)
    assert data.outlet_counts == (("Harbour Courier", 6), ("Meridian Post", 2))
    assert data.day_counts == (("2026-03-02", 5), ("2026-03-03", 3))
    assert len(data.quotations) == 8


def test_a_span_of_days_counts_for_everything(loaded: Engine) -> None:
    data = digest_data(loaded, since=MONDAY + DAY, until=MONDAY + DAY)
    assert (data.since, data.until) == (MONDAY + DAY, MONDAY + DAY)
    assert {quotation.url for quotation in data.quotations} == {"https://courier.example/tuesday"}
    assert data.outlet_counts == (("Harbour Courier", 3),)
    assert data.day_counts == (("2026-03-03", 3),)
    assert [speaker.outlets for speaker in data.speakers] == [1, 1]


def test_the_limit_is_of_quotations_not_of_counts(loaded: Engine) -> None:
    data = digest_data(loaded, since=None, until=None, limit=2)
    assert [quotation.url for quotation in data.quotations] == [
        "https://courier.example/tuesday"
    ] * 2
    assert data.outlet_counts == (("Harbour Courier", 6), ("Meridian Post", 2))


def test_an_edit_counts_as_it_reads_now(engine: Engine) -> None:
    load(engine, ferry(), edited())
    data = digest_data(engine, since=MONDAY, until=MONDAY)
    assert data.outlet_counts == (("Harbour Courier", 2),)


def test_the_days_of_a_run_of_nothing_are_empty(loaded: Engine) -> None:
    data = digest_data(loaded, since=MONDAY + 9 * DAY, until=None)
    assert (data.quotations, data.speakers, data.outlet_counts, data.day_counts) == ((), (), (), ())


def test_the_order_of_loading_does_not_show(new_warehouse: NewWarehouse) -> None:
    def shown(*numbers: int) -> list[object]:
        pages = [ferry(), agency(), ferry(url="https://echo.example/bac", outlet="echo")]
        engine = new_warehouse()
        for number in numbers:
            load(engine, pages[number])
        data = digest_data(engine, since=None, until=None)
        told = [(q.url, q.text, q.speaker) for q in data.quotations]
        speakers = [replace(count, speaker_id=None) for count in data.speakers]
        return [told, speakers, data.outlet_counts, data.day_counts]

    assert shown(0, 1, 2) == shown(2, 1, 0)
