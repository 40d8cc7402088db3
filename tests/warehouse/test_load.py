"""Loading: again, in another order, in batches that fail."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from pipeline.records import Article, AttributedPage, Block, Label
from pipeline.warehouse import LoadCounts, WarehouseError, load_pages, stats
from pipeline.warehouse.tables import VOCABULARIES, article, statement
from tests.contents import contents
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import (
    EXTRACTION,
    FERRY,
    MONDAY,
    RUN,
    agency,
    capture,
    ferry,
    load,
    refusal,
    shuffled,
)
from tests.warehouse.sql_results import rows, violations


def test_what_is_loaded_is_there(engine: Engine) -> None:
    counts = load(engine, ferry())
    assert counts == LoadCounts(articles_added=1, versions_added=1, quotations_added=3)
    assert rows(engine, "SELECT text, kind, ordinal FROM quotation ORDER BY start_offset") == [
        ("“We will not sell the ferry,”", "direct", 0),
        ("“It is ours,”", "direct", 0),
        ("that the quay needed repair", "indirect", 0),
    ]
    assert rows(engine, "SELECT text FROM article_version") == [("\n\n".join(FERRY),)]
    assert rows(engine, "SELECT label, paragraph FROM block ORDER BY position") == [
        ("headline", None), ("paragraph", 0), ("paragraph", 1), ("paragraph", 2),
        ("newsletter", None), ("related", None),
    ]  # fmt: skip
    assert rows(engine, "SELECT name FROM outlet") == [("Harbour Courier",)]
    assert violations(engine) == []


def test_loading_twice_changes_nothing(engine: Engine) -> None:
    everything = shuffled(1)
    refused = capture("https://post.example/all")
    load(engine, *everything, captures=[refused], rejections=[refusal(refused)])
    before = contents(engine)
    ids = rows(engine, "SELECT id, start_offset FROM quotation ORDER BY id")
    again = load(engine, *everything, captures=[refused], rejections=[refusal(refused)])
    assert again == LoadCounts()
    assert contents(engine) == before
    assert rows(engine, "SELECT id, start_offset FROM quotation ORDER BY id") == ids


@pytest.mark.parametrize("seed", range(1, 4))
def test_order_and_batches_make_no_difference(new_warehouse: NewWarehouse, seed: int) -> None:
    at_once, one_by_one = new_warehouse(), new_warehouse()
    load(at_once, *shuffled(0))
    pages = shuffled(seed)
    for position in range(0, len(pages), seed):
        load(one_by_one, *pages[position : position + seed])
        assert violations(one_by_one) == []
    assert contents(one_by_one) == contents(at_once)


def test_a_run_that_was_never_begun_loads_nothing(engine: Engine) -> None:
    with pytest.raises(WarehouseError, match="there is no run elsewhere"):
        load(engine, ferry(), run="elsewhere")
    assert stats(engine)["capture"] == 0


def test_an_outlet_takes_the_name_that_it_is_given_last(engine: Engine) -> None:
    for outlets, name in (({}, "post"), ({"post": "The Post"}, "The Post"), ({}, "The Post")):
        load_pages(engine, RUN, [agency()], (), extraction=EXTRACTION, outlets=outlets)
        assert rows(engine, "SELECT key, name FROM outlet") == [("post", name)]


def test_nothing_is_loaded_of_a_batch_that_fails(engine: Engine) -> None:
    """A quotation that names no place in numbers is a defect: it fails, and nothing stays."""
    made = ferry()
    broken = replace(
        made.quotations[0],
        attribution=replace(made.quotations[0].attribution, content=((0, 2**70),)),
    )
    with pytest.raises(Exception, match=r"(?i)out of range|too large"):
        load(engine, agency(), replace(made, quotations=(broken,)))
    there = {table for table, number in stats(engine).items() if number}
    assert there == {"run", *(table.name for table in VOCABULARIES)}


def test_an_article_without_an_address_has_that_of_its_capture(engine: Engine) -> None:
    bare = Article(
        None, None, (), None, None, None, None, None, (Block(Label.PARAGRAPH, "p", "Text.", "p"),)
    )
    load(engine, AttributedPage(capture("https://post.example/bare", outlet="post"), bare))
    with engine.connect() as connection:
        stored = connection.execute(select(article)).one()
    assert (stored.url, stored.published_or_first_seen_at) == ("https://post.example/bare", MONDAY)
    assert rows(engine, f"SELECT count(*) FROM {statement.name}") == [(0,)]
