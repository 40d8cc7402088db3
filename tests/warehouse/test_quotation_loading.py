"""Quotations, the statements that they repeat, the speakers who made them."""

from __future__ import annotations

from sqlalchemy import Engine

from pipeline.warehouse import stats
from tests.warehouse.examples import (
    Said,
    agency,
    ferry,
    load,
    page,
)
from tests.warehouse.sql_results import rows, violations


def test_the_same_words_in_two_outlets_are_one_statement(engine: Engine) -> None:
    load(engine, ferry(), agency())
    spread = (
        "SELECT words, count(*) FROM quotation JOIN wording ON wording.id = wording_id "
        "GROUP BY statement_id, words HAVING count(*) > 1"
    )
    assert rows(engine, spread) == [("we will not sell the ferry", 2)]
    assert stats(engine)["statement"] == 4
    assert stats(engine)["quotation"] == 5


def test_the_same_words_of_two_speakers_are_two_statements(engine: Engine) -> None:
    words = "“We will not sell the ferry,”"
    load(
        engine,
        page(
            f"{words} said Ingrid Solberg.",
            quotes=[Said(words, "Ingrid Solberg")],
            url="https://a.example/1",
        ),
        page(
            f"{words} said Edda Kvist.",
            quotes=[Said(words, "Edda Kvist")],
            url="https://a.example/2",
        ),
        page(
            f"{words} said officials.", quotes=[Said(words, "officials")], url="https://a.example/3"
        ),
        page(
            f"{words} said union men.", quotes=[Said(words, "union men")], url="https://a.example/4"
        ),
        page(f"{words} it said.", quotes=[Said(words, None)], url="https://a.example/5"),
    )
    assert stats(engine)["statement"] == 5
    assert stats(engine)["speaker"] == 2


def test_a_speaker_has_every_form_of_the_name_and_shows_the_plainest(engine: Engine) -> None:
    load(engine, agency())
    assert rows(engine, "SELECT name FROM speaker") == [("INGRID SOLBERG",)]
    load(engine, ferry())
    assert rows(engine, "SELECT name FROM speaker ORDER BY name") == [
        ("Edda Kvist",),
        ("Ingrid Solberg",),
    ]
    aliases = (
        "SELECT alias, sum(speaker_alias.quotations) FROM speaker_alias "
        "JOIN speaker_name ON speaker_name.id = name_id JOIN speaker ON speaker.id = speaker_id "
        "WHERE speaker.name = 'Ingrid Solberg' GROUP BY alias"
    )
    assert dict(rows(engine, aliases)) == {
        "INGRID SOLBERG": 1,
        "Ingrid Solberg": 2,
        "Mayor Solberg": 1,
        "Solberg": 2,
    }


def test_two_speakers_may_share_their_words_in_one_place(engine: Engine) -> None:
    words = "“We will not sell the ferry,”"
    both = [Said(words, "Edda Kvist"), Said(words, "Ingrid Solberg")]
    load(engine, page(f"{words} Kvist and Solberg said.", quotes=both))
    assert rows(engine, "SELECT speaker_text, ordinal FROM quotation ORDER BY ordinal") == [
        ("Edda Kvist", 0),
        ("Ingrid Solberg", 1),
    ]


def test_a_quotation_that_is_found_twice_is_one(engine: Engine) -> None:
    words = "“We will not sell the ferry,”"
    load(engine, page(f"{words} Kvist said.", quotes=[Said(words, "Edda Kvist")] * 2))
    assert rows(engine, "SELECT ordinal FROM quotation") == [(0,)]


def test_words_in_several_parts_are_one_quotation(engine: Engine) -> None:
    parts = ("“We will not sell", "the ferry”")
    load(
        engine,
        page(
            "“We will not sell,” said Edda Kvist, “the ferry”.", quotes=[Said(parts, "Edda Kvist")]
        ),
    )
    assert rows(engine, "SELECT text, start_offset, end_offset FROM quotation") == [
        ("“We will not sell … the ferry”", 0, 17)
    ]
    assert violations(engine) == []


def test_a_quotation_is_in_the_paragraph_of_its_offset(engine: Engine) -> None:
    """A block with a blank line of its own is one paragraph, however the attributor counts."""
    words = "“It is ours,”"
    load(
        engine,
        page(
            "First.\n\nStill first.",
            f"{words} Edda Kvist said.",
            quotes=[Said(words, "Edda Kvist")],
        ),
    )
    assert rows(engine, "SELECT paragraph FROM quotation") == [(1,)]
    assert violations(engine) == []
