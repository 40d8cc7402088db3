"""Pages that name one canonical address: forms of one article, and different ones."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from pipeline.records import AttributedPage
from pipeline.warehouse import LoadCounts, stats
from tests.contents import contents
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import (
    DAY,
    FERRY,
    FERRY_QUOTES,
    HOUR,
    MONDAY,
    Said,
    capture,
    ferry,
    load,
    page,
)
from tests.warehouse.sql_results import rows, violations

FERRY_URL = "https://courier.example/ferry"
OTHER = (
    "The bakers of the old town raise the price of rye bread from next week on.",
    "“Flour has become dearer three times this winter,” Marit Oen said.",
)


def from_address(made: AttributedPage, address: str) -> AttributedPage:
    """The page as captured from another address than the one it names."""
    its = made.capture
    return replace(
        made, capture=capture(address, outlet=its.source, at=its.fetched_at, body=made.article.text)
    )


def bread(address: str, at: int = 1) -> AttributedPage:
    """Another article, which names the ferry's address as its own."""
    said = Said("“Flour has become dearer three times this winter,”", "Marit Oen")
    return from_address(page(*OTHER, quotes=[said], at=MONDAY + at * DAY), address)


def urls(engine: Engine) -> list[str]:
    return [url for (url,) in rows(engine, "SELECT url FROM article ORDER BY url")]


def test_another_text_under_a_canonical_address_is_an_article_of_its_own(engine: Engine) -> None:
    load(engine, ferry())
    address = "https://courier.example/bread"
    assert load(engine, bread(address)).articles_added == 1
    assert urls(engine) == [address, FERRY_URL]
    assert rows(engine, "SELECT count(*) FROM article_version WHERE is_current") == [(2,)]
    ((doubts,),) = rows(
        engine,
        "SELECT v.doubts FROM article_version v JOIN article a ON a.id = v.article_id "
        f"WHERE a.url = '{address}'",
    )
    assert "another page with another text has it" in str(doubts)
    assert load(engine, bread(address)) == LoadCounts()
    assert violations(engine) == []


def test_forms_of_one_article_stay_one(engine: Engine) -> None:
    load(engine, ferry())
    mobile = page(*FERRY[1:], quotes=FERRY_QUOTES[:1], at=MONDAY + HOUR)
    load(engine, from_address(mobile, "https://m.courier.example/ferry"))
    assert urls(engine) == [FERRY_URL]
    assert stats(engine)["article_version"] == 2


def test_a_text_written_anew_under_one_address_is_an_edit(engine: Engine) -> None:
    load(engine, ferry())
    load(engine, bread(FERRY_URL))
    assert urls(engine) == [FERRY_URL]
    assert stats(engine)["article_version"] == 2


@pytest.mark.parametrize(
    "pages",
    [
        [ferry(), bread("https://courier.example/bread")],
        [
            from_address(ferry(), "https://courier.example/news/ferry"),
            bread("https://courier.example/bread"),
            bread("https://courier.example/bread", at=2),
        ],
    ],
    ids=["captured-from-the-address", "captured-first"],
)
def test_the_order_of_loading_makes_no_difference(
    new_warehouse: NewWarehouse, pages: list[AttributedPage]
) -> None:
    together = new_warehouse()
    load(together, *pages)
    wanted = contents(together)
    for order in itertools.permutations(pages):
        engine = new_warehouse()
        for made in order:
            load(engine, made)
        assert contents(engine) == wanted
        assert violations(engine) == []
