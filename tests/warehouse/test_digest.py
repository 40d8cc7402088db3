"""What the digest is told: newest quotations, and counts of all of a span of days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from pipeline.digest_records import SpeakerCount
from pipeline.warehouse import days_touched, digest_data, digest_days
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import DAY, MONDAY, RUN, agency, edited, ferry, load


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
    assert data.day_counts == ((date(2026, 3, 2), 5), (date(2026, 3, 3), 3))
    assert len(data.quotations) == 8


def test_a_span_of_days_counts_for_everything(loaded: Engine) -> None:
    data = digest_data(loaded, since=MONDAY + DAY, until=MONDAY + DAY)
    assert (data.since, data.until) == (MONDAY + DAY, MONDAY + DAY)
    assert {quotation.url for quotation in data.quotations} == {"https://courier.example/tuesday"}
    assert data.outlet_counts == (("Harbour Courier", 3),)
    assert data.day_counts == ((date(2026, 3, 3), 3),)
    assert [speaker.outlets for speaker in data.speakers] == [1, 1]


def test_an_edit_counts_as_it_reads_now(engine: Engine) -> None:
    load(engine, ferry(), edited())
    data = digest_data(engine, since=MONDAY, until=MONDAY)
    assert data.outlet_counts == (("Harbour Courier", 2),)


def test_of_too_many_every_speaker_is_shown_before_any_is_shown_twice(loaded: Engine) -> None:
    data = digest_data(loaded, since=None, until=None, limit=2)
    assert {quotation.speaker for quotation in data.quotations} == {
        speaker.speaker for speaker in data.speakers
    }
    assert data.outlet_counts == (("Harbour Courier", 6), ("Meridian Post", 2))


def test_statements_first_printed_before_the_span_are_known(loaded: Engine) -> None:
    monday = digest_data(loaded, since=MONDAY - DAY / 2, until=MONDAY)
    assert (monday.first_printed, monday.statements) == ({}, 4)
    tuesday = digest_data(loaded, since=MONDAY + DAY, until=MONDAY + DAY)
    assert tuesday.statements == 3
    assert len(tuesday.first_printed) == 3
    assert max(tuesday.first_printed.values()) == MONDAY


def test_an_edit_is_shown_on_the_day_on_which_it_was_seen(engine: Engine) -> None:
    load(engine, ferry(), edited())
    everything = digest_data(engine, since=None, until=None)
    changed = everything.changes
    assert changed
    seen = {change.seen_at for change in changed}
    assert seen == {edited().capture.fetched_at}
    (day,) = [day for day in digest_days(engine) if day.changes]
    assert (day.day, day.changes) == (edited().capture.fetched_at.date(), len(changed))
    assert digest_data(engine, since=None, until=min(seen) - DAY / 24).changes == ()


def test_days_with_their_numbers_and_most_quoted(loaded: Engine) -> None:
    assert [
        (day.day.isoformat(), day.quotations, day.speakers, day.most_quoted)
        for day in digest_days(loaded)
    ] == [
        ("2026-03-02", 5, 2, ("Ingrid Solberg", "Edda Kvist")),
        ("2026-03-03", 3, 2, ("Ingrid Solberg", "Edda Kvist")),
    ]


def test_a_run_touches_the_days_of_its_articles(new_warehouse: NewWarehouse) -> None:
    engine = new_warehouse()
    load(engine, ferry(), ferry(url="https://courier.example/tuesday", at=MONDAY + DAY))
    assert days_touched(engine, RUN) == {MONDAY.date(), (MONDAY + DAY).date()}


def test_an_empty_span_knows_the_newest_day(loaded: Engine) -> None:
    data = digest_data(loaded, since=MONDAY + 9 * DAY, until=None)
    assert (data.articles, data.withheld, data.newest_day) == (0, 0, date(2026, 3, 3))


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
