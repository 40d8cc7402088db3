"""Searching: by words, names, dates; words that are syntax elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, text

from pipeline import warehouse
from pipeline.records import Kind
from pipeline.shown_records import FoundQuotation
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import (
    DAY,
    FERRY,
    HOUR,
    MONDAY,
    Said,
    agency,
    edited,
    ferry,
    load,
    page,
)
from tests.warehouse.sql_results import rows

SOLD, OURS = "“We will not sell the ferry,”", "“It is ours,”"


@pytest.fixture(scope="module")
def loaded(made_warehouse: NewWarehouse) -> Engine:
    """A warehouse, only to be read, with an article of the Courier and one of the Post."""
    engine = made_warehouse()
    load(engine, ferry(), agency())
    return engine


def search(engine: Engine, words: str, **options: Any) -> list[FoundQuotation]:
    """The quotations that are found."""
    return list(warehouse.search(engine, words, **options).quotations)


def texts(found: list[FoundQuotation]) -> list[str]:
    return [quotation.text for quotation in found]


def test_a_found_quotation_says_all_about_itself(loaded: Engine) -> None:
    (found,) = search(loaded, "ours")
    assert found.speaker_id is not None
    assert search(loaded, "", statement=found.statement_id) == [found]
    assert found == FoundQuotation(
        quotation_id=found.quotation_id,
        speaker="Ingrid Solberg",
        role="mayor",
        kind=Kind.DIRECT,
        text=OURS,
        segments=("It is ours",),
        outlet="Harbour Courier",
        headline="Council keeps the ferry",
        url="https://courier.example/ferry",
        published=MONDAY,
        context=FERRY[1],
        confidence=0.9,
        speaker_id=found.speaker_id,
        statement_id=found.statement_id,
        article_id=found.article_id,
    )


@pytest.mark.parametrize(
    "words", ["ferry", "FERRY", "férry", "sell the ferry", "ferry sell", "“not,” ferry!"]
)
def test_all_words_must_be_there_however_written(loaded: Engine, words: str) -> None:
    assert texts(search(loaded, words)) == [SOLD, "“We will not sell the ferry”"]


@pytest.mark.parametrize("words", ["ferry ours", "ferr", "steamer", "!", "…", "“”"])
def test_what_nobody_said_is_not_found(loaded: Engine, words: str) -> None:
    assert search(loaded, words) == []


@pytest.mark.parametrize(
    "words",
    [
        "' OR 1=1 --", '" OR 1=1 --', "'); DROP TABLE quotation; --",
        "*", "ferry*", "ferry -ours", "NEAR(ferry, ours)", "ferry OR quay", "ferry NOT zeppelin",
        "words: ferry", "^zeppelin", "{words} : x", "zeppelin & ferry", "!(zeppelin)",
        "zeppelin:*", "%", "_", "\\", "\x00", "\ud800", ":name", "%s", "𞤀𞤁",
        "zeppelin" * 100_000, "x" * 3000, "zeppelin " * 100_000,
    ],
)  # fmt: skip
def test_hostile_words_are_words(loaded: Engine, words: str) -> None:
    expected = [] if words != "ferry*" else [SOLD, "“We will not sell the ferry”"]
    assert texts(search(loaded, words)) == expected
    assert rows(loaded, "SELECT count(*) FROM quotation") == [(5,)]


def test_a_word_that_no_index_takes_is_left_out(loaded: Engine) -> None:
    assert len(search(loaded, "ferry " + "x" * 3000)) == 2


def test_of_a_question_longer_than_any_its_beginning_is_read(loaded: Engine) -> None:
    assert len(search(loaded, "ferry " * 5_000 + "zeppelin")) == 2
    assert len(search(loaded, "", speaker="Solberg" + " " * 3_000 + "Zeppelin")) == 3


@pytest.mark.parametrize("value", ["' OR 1=1 --", "%", "\x00", "\ud800", "x" * 10_000, ""])
def test_hostile_names_find_nobody(loaded: Engine, value: str) -> None:
    assert search(loaded, "", speaker=value) == []
    assert search(loaded, "", outlet=value) == []


def test_no_words_find_everything(loaded: Engine) -> None:
    assert len(search(loaded, "")) == 5
    assert len(search(loaded, "  ", limit=2)) == 2


@pytest.mark.parametrize("name", ["Solberg", "ingrid solberg", "Mayor Solberg", "INGRID  SOLBERG"])
def test_a_speaker_is_found_by_any_form_of_the_name(loaded: Engine, name: str) -> None:
    found = search(loaded, "", speaker=name)
    assert len(found) == 3
    assert {quotation.speaker for quotation in found} == {"Ingrid Solberg"}


def test_a_source_without_a_name_is_shown_in_the_articles_words(loaded: Engine) -> None:
    (found,) = search(loaded, "it was time")
    assert found.speaker == "officials"
    assert search(loaded, "", speaker="officials") == []


@pytest.mark.parametrize("name", ["post", "Meridian Post", "MERIDIAN POST"])
def test_an_outlet_is_found_by_name_or_key(loaded: Engine, name: str) -> None:
    assert {quotation.outlet for quotation in search(loaded, "", outlet=name)} == {"Meridian Post"}


@pytest.mark.parametrize("name", ["L’Écho du Port", "l'écho du port", "L'ECHO DU PORT"])
def test_an_outlets_name_is_compared_alike_on_both_databases(engine: Engine, name: str) -> None:
    load(engine, ferry(url="https://echo.example/bac", outlet="echo"))
    assert len(search(engine, "", outlet=name)) == 3


def test_both_ends_of_a_span_of_time_belong_to_it(loaded: Engine) -> None:
    # the Post dates its article an hour before the Courier's was seen
    assert len(search(loaded, "", since=MONDAY)) == 3
    assert len(search(loaded, "", until=MONDAY)) == 5
    assert len(search(loaded, "", until=MONDAY - HOUR)) == 2
    assert len(search(loaded, "", since=MONDAY - HOUR, until=MONDAY - HOUR)) == 2
    assert search(loaded, "", since=MONDAY + DAY) == []


def test_kinds_can_be_asked_for(loaded: Engine) -> None:
    assert len(search(loaded, "", kind=Kind.INDIRECT)) == 2
    assert search(loaded, "ferry", kind=Kind.INDIRECT) == []


def test_only_what_articles_say_now_is_found(engine: Engine) -> None:
    load(engine, ferry(), agency())
    load(engine, edited())
    assert search(engine, "ours") == []
    assert texts(search(engine, "may sell")) == ["“We may sell the ferry,”"]


def test_words_of_statements_that_went_are_not_found(engine: Engine) -> None:
    load(engine, ferry(), agency())
    made = ferry()
    load(engine, page(*FERRY, quotes=[Said(OURS, "Edda Kvist")]), extraction="2+rules")
    assert texts(search(engine, "ours")) == [OURS]
    assert search(engine, "ours")[0].speaker == "Edda Kvist"
    assert search(engine, "quay") == []
    load(engine, made, extraction="3+rules")
    assert len(search(engine, "quay")) == 1


def test_newest_come_first(engine: Engine) -> None:
    load(engine, ferry(), agency())
    load(engine, ferry(url="https://courier.example/new", at=MONDAY + DAY))
    assert [found.published for found in search(engine, "ferry")] == [
        MONDAY + DAY,
        MONDAY,
        MONDAY - HOUR,
    ]


def test_the_index_of_words_is_whole_after_changes(engine: Engine) -> None:
    """SQLite compares the index with the table; a difference raises."""
    load(engine, ferry(), agency())
    load(engine, edited(), ferry(at=MONDAY + DAY), extraction="2+rules")
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            connection.execute(
                text("INSERT INTO search_wording (search_wording) VALUES ('integrity-check')")
            )
    assert len(search(engine, "ferry")) == 2
