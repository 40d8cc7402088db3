"""Pages with what databases stumble over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from pipeline.records import AttributedPage
from pipeline.warehouse import LoadCounts, stats
from tests.contents import contents
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import (
    DAY,
    MONDAY,
    Said,
    agency,
    ferry,
    load,
    page,
)
from tests.warehouse.sql_results import rows, violations


def hostile() -> dict[str, AttributedPage]:
    """Pages with what databases stumble over, by what it is."""
    words = "“It\x00 is \ud800 ours,”"
    long = "long " * 250_000
    name = "Ferrymaster " * 90_000
    return {
        "unstorable": page(
            f"{words} said Edda\x00 Kvist.",
            quotes=[Said(words, "Edda\x00 Kvist", "har\udfffbour", ("Kv\x00ist",), mention="\x00")],
            url="https://courier.example/\x00\ud800",
            headline="Zero \x00 and half a pair \udc00",
        ),
        "megabytes": page(
            f"“{long}” said {name}.",
            quotes=[Said(f"“{long}”", name, long, (name, "N" * 201))],
            headline=long,
            url="https://courier.example/long",
        ),
        "long word": page(
            "“" + "x" * 1_000_000 + "”",
            quotes=[Said("“" + "x" * 1_000_000 + "”", "ﷺ" * 200)],
            url="https://courier.example/word",
        ),
        "astral": page(
            "🚢🚢 “𝔄e\u0301 ﬃ” 日本語",
            quotes=[Said("“𝔄e\u0301 ﬃ”", "日本語")],
            url="https://courier.example/astral",
        ),
        "empty": page("", "", url="https://courier.example/empty", headline=None),
        "no blocks": page(url="https://courier.example/none", headline=None),
        "marks only": page("“…”", quotes=[Said("“…”", "…")], url="https://courier.example/marks"),
        "first year": page(
            "Old.", url="https://courier.example/old", published=datetime.min.replace(tzinfo=UTC)
        ),
        "last year": page(
            "New.", url="https://courier.example/new", published=datetime.max.replace(tzinfo=UTC)
        ),
    }


@pytest.mark.parametrize("what", hostile())
def test_a_hostile_page_is_held_like_any_other(engine: Engine, what: str) -> None:
    counts = load(engine, hostile()[what], agency())
    assert counts.articles_added == 2
    again = load(engine, hostile()[what], agency())
    assert replace(again, parked=()) == LoadCounts()
    assert again.parked == counts.parked
    assert violations(engine) == []


def test_hostile_pages_are_alike_in_any_order(new_warehouse: NewWarehouse) -> None:
    pages = [made for what, made in hostile().items() if what not in {"megabytes", "long word"}]
    first, second = new_warehouse(), new_warehouse()
    load(first, *pages)
    for made in reversed(pages):
        load(second, made)
    assert contents(first) == contents(second)


def test_offsets_hold_where_characters_were_replaced(engine: Engine) -> None:
    load(engine, hostile()["unstorable"])
    assert rows(engine, "SELECT text FROM quotation") == [("“It\ufffd is \ufffd ours,”",)]
    assert rows(engine, "SELECT name FROM speaker") == [("Edda\ufffd Kvist",)]


def test_a_canonical_address_that_is_too_long_gives_way_to_the_one_that_answered(
    engine: Engine,
) -> None:
    made = ferry()
    load(
        engine, replace(made, article=replace(made.article, url="https://a.example/" + "é" * 2000))
    )
    assert rows(engine, "SELECT url FROM article") == [("https://courier.example/ferry",)]


def test_one_address_of_two_outlets_is_two_articles(engine: Engine) -> None:
    """A page may name any canonical URL; it cannot write over another outlet's article."""
    load(engine, ferry())
    forged = page(
        "“Sold.”", quotes=[Said("“Sold.”", "Ingrid Solberg")], outlet="post", at=MONDAY + DAY
    )
    load(engine, forged)
    assert stats(engine)["article"] == 2
    assert rows(engine, "SELECT count(*) FROM article_version WHERE is_current") == [(2,)]
