"""Edits, and other extractions of the same captures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import IntegrityError

from pipeline.records import AttributedPage
from pipeline.warehouse import LoadCounts, stats
from pipeline.warehouse.tables import article, article_version, block, quotation
from tests.contents import contents
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import (
    DAY,
    FERRY,
    FERRY_QUOTES,
    HOUR,
    MONDAY,
    Said,
    edited,
    ferry,
    judged,
    load,
    page,
    refusal,
)
from tests.warehouse.sql_results import rows, violations


def better(original: AttributedPage) -> AttributedPage:
    """The page as a later extraction reads it: a paragraph less, another speaker, a new kind."""
    return page(
        *FERRY[1:],
        quotes=[
            Said(FERRY_QUOTES[0].words, "Ingrid Maria Solberg", aliases=("Solberg",)),
            Said(FERRY_QUOTES[2].words, "Edda Kvist", kind=FERRY_QUOTES[2].kind, confidence=0.8),
        ],
        at=original.capture.fetched_at,
    )


def test_an_edit_makes_a_version(engine: Engine) -> None:
    load(engine, ferry())
    assert load(engine, edited()).versions_added == 1
    assert stats(engine)["article"] == 1
    current = select(quotation.c.text).join(article_version).where(article_version.c.is_current)
    with engine.connect() as connection:
        assert set(connection.scalars(current)) == {
            "“We may sell the ferry,”",
            "that the quay needed repair",
        }
        seen = connection.execute(select(article)).one()
    assert (seen.first_seen_at, seen.last_seen_at) == (MONDAY, MONDAY + 3 * HOUR)
    assert stats(engine)["quotation"] == 5


def test_a_page_seen_again_unchanged_makes_no_version(engine: Engine) -> None:
    load(engine, ferry())
    counts = load(engine, ferry(at=MONDAY + DAY))
    assert counts == LoadCounts()
    assert rows(engine, "SELECT count(*) FROM version_capture") == [(2,)]
    with engine.connect() as connection:
        version = connection.execute(select(article_version)).one()
    assert (version.first_seen_at, version.last_seen_at) == (MONDAY, MONDAY + DAY)


def test_an_edit_that_is_taken_back_makes_the_first_version_current(engine: Engine) -> None:
    load(engine, ferry(), edited(), ferry(at=MONDAY + 6 * HOUR))
    with engine.connect() as connection:
        version = connection.execute(
            select(article_version).where(article_version.c.is_current)
        ).one()
    assert version.text == "\n\n".join(FERRY)
    assert stats(engine)["article_version"] == 2


def test_another_extraction_replaces_what_the_one_before_read(new_warehouse: NewWarehouse) -> None:
    """As if only the newer one had ever been loaded."""
    first = ferry()
    newer = replace(better(first), capture=first.capture)
    engine = new_warehouse()
    load(engine, first)
    counts = load(engine, newer, extraction="2+rules")
    assert (counts.versions_added, counts.versions_removed) == (1, 1)
    only = new_warehouse()
    load(only, newer, extraction="2+rules")
    assert contents(engine) == contents(only)
    assert rows(engine, "SELECT DISTINCT extraction FROM quotation") == [("2+rules",)]
    assert rows(engine, "SELECT name FROM speaker ORDER BY name") == [
        ("Edda Kvist",),
        ("Ingrid Maria Solberg",),
    ]


def test_another_reading_of_the_same_text_keeps_version_and_quotation(engine: Engine) -> None:
    first = ferry()
    load(engine, first)
    before = rows(engine, "SELECT id, version_id FROM quotation ORDER BY id")
    surer = replace(
        first,
        quotations=tuple(
            replace(q, attribution=replace(q.attribution, confidence=1.0)) for q in first.quotations
        ),
    )
    counts = load(engine, surer, extraction="2+rules")
    assert counts == LoadCounts(quotations_changed=3)
    assert rows(engine, "SELECT id, version_id FROM quotation ORDER BY id") == before


def test_blocks_have_the_probability_that_the_arbiter_gave_last(engine: Engine) -> None:
    query = (
        "SELECT label, rule, probability FROM block "
        "WHERE label IN ('headline', 'newsletter', 'related') ORDER BY position"
    )
    first = ferry()
    load(engine, first)
    assert {probability for _, _, probability in rows(engine, query)} == {None}
    asked = judged(first, newsletter=("newsletter-words", 0.0), related=("link-list", 0.1 + 0.2))
    load(engine, asked, extraction="2+rules")
    judgements: list[tuple[object, ...]] = [
        ("headline", "heading-1", None),
        ("newsletter", "newsletter-words", 0.0),
        ("related", "link-list", 0.1 + 0.2),
    ]
    assert rows(engine, query) == judgements
    assert load(engine, asked, extraction="2+rules") == LoadCounts()
    assert rows(engine, query) == judgements
    load(engine, first, extraction="3+rules")
    assert {probability for _, _, probability in rows(engine, query)} == {None}


@pytest.mark.parametrize("probability", [-0.01, 1.01])
def test_a_number_that_is_no_probability_is_not_stored(engine: Engine, probability: float) -> None:
    load(engine, ferry())
    with pytest.raises(IntegrityError, match="ck_block_probability"), engine.begin() as connection:
        connection.execute(update(block).values(probability=probability))
    assert rows(engine, "SELECT DISTINCT probability FROM block") == [(None,)]


def test_a_capture_read_as_another_article_leaves_the_first_as_the_others_show_it(
    engine: Engine,
) -> None:
    later = ferry(at=MONDAY + DAY)
    load(engine, ferry(), later)
    moved = replace(later.article, url="https://courier.example/moved")
    load(engine, replace(later, article=moved), extraction="2+rules")
    with engine.connect() as connection:
        seen = connection.execute(select(article).order_by(article.c.url)).all()
    assert [(row.url, row.last_seen_at) for row in seen] == [
        ("https://courier.example/ferry", MONDAY),
        ("https://courier.example/moved", MONDAY + DAY),
    ]
    assert violations(engine) == []


FACTS = """
    SELECT article_version.text, headline, capture.fetched_at, article_version.extraction
    FROM article_version JOIN capture ON capture.id = article_version.capture_id
    ORDER BY article_version.text, capture.fetched_at
"""


def test_another_extraction_of_an_older_capture_changes_no_facts(engine: Engine) -> None:
    """What the newest capture says is not what an older one said, whoever reads that one again."""
    old, new = ferry(headline="Old headline"), ferry(at=MONDAY + DAY, headline="New headline")
    load(engine, old, new)
    before = rows(engine, FACTS)
    assert [row[1] for row in before] == ["New headline"]
    assert load(engine, old, extraction="2+rules") == LoadCounts()
    assert rows(engine, FACTS) == before
    load(engine, new, extraction="2+rules")
    assert [row[1::2] for row in rows(engine, FACTS)] == [("New headline", "2+rules")]
    assert rows(engine, "SELECT DISTINCT extraction FROM quotation") == [("2+rules",)]
    assert violations(engine) == []


@pytest.mark.parametrize("batches", [[(0, 1)], [(1,), (0,)], [(1,), (0, 1)], [(0, 1), (1,), (0,)]])
def test_facts_follow_the_newest_capture_that_still_shows_a_text(
    new_warehouse: NewWarehouse, batches: list[tuple[int, ...]]
) -> None:
    """A later extraction reads another text out of the capture that the facts were from."""
    old, new = ferry(headline="Old headline"), ferry(at=MONDAY + DAY, headline="New headline")
    again = [old, replace(better(new), capture=new.capture)]
    engine, only = new_warehouse(), new_warehouse()
    load(engine, old, new)
    for batch in batches:
        load(engine, *(again[at] for at in batch), extraction="2+rules")
    load(only, *again, extraction="2+rules")
    assert contents(engine) == contents(only)
    assert violations(engine) == []


def test_facts_of_a_capture_that_is_no_article_any_more_go(new_warehouse: NewWarehouse) -> None:
    old, new = ferry(headline="Old headline"), ferry(at=MONDAY + DAY, headline="New headline")
    engine, only = new_warehouse(), new_warehouse()
    load(engine, old, new)
    for warehouse in (engine, only):
        load(
            warehouse,
            old,
            captures=[new.capture],
            rejections=[refusal(new.capture)],
            extraction="2+rules",
        )
    assert contents(engine) == contents(only)


def test_a_newest_capture_that_cannot_be_read_again_keeps_its_facts(engine: Engine) -> None:
    old, new = ferry(headline="Old headline"), ferry(at=MONDAY + DAY, headline="New headline")
    load(engine, old, new)
    before = rows(engine, FACTS)
    lost = refusal(new.capture, "archive-unreadable")
    load(engine, old, captures=[new.capture], rejections=[lost], extraction="2+rules")
    assert rows(engine, FACTS) == before
