"""Who printed a statement first, also where a page states only the day."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Engine, text

from pipeline.article.metadata.times import read_time
from pipeline.records import AttributedPage
from pipeline.warehouse import open_warehouse, printed_near, rebuild_marts, upgrade
from pipeline.warehouse.statement_spreads import printed_statement
from tests.contents import contents
from tests.warehouse.conftest import NewAddress, NewWarehouse
from tests.warehouse.examples import OUTLETS, Said, begin, load, page
from tests.warehouse.sql_results import rows, violations

WORDS = "We will not sell the ferry to anyone at all"
DAY, CLOCK, EVENING, NEXT = "2026-03-05", "2026-03-05 06:00", "2026-03-05 20:30", "2026-03-06 01:00"


def printed(outlet: str, published: str | None, seen: str) -> AttributedPage:
    """An article that has the words, with the time that its page states, and when it was seen."""
    at, stated = read_time(seen), read_time(published)
    assert at
    return page(
        f"“{WORDS},” said Ada Lund.",
        quotes=[Said(f"“{WORDS},”", "Ada Lund")],
        url=f"https://{outlet}.example/ferry",
        outlet=outlet,
        at=at.time,
        published=stated.time if stated else None,
    )


CASES = [
    pytest.param(
        [("post", CLOCK, CLOCK), ("courier", DAY, EVENING)], id="a day alone seen in the evening"
    ),
    pytest.param(
        [("courier", DAY, CLOCK), ("post", EVENING, EVENING)], id="a day alone seen in the morning"
    ),
    pytest.param(
        [("post", EVENING, NEXT), ("courier", DAY, NEXT)], id="a day alone seen a day later"
    ),
    pytest.param(
        [("post", EVENING, NEXT), ("courier", DAY, "2026-03-06 02:00"), ("echo", NEXT, NEXT)],
        id="a day alone is before the next day",
    ),
    pytest.param(
        [("courier", "2026-03-06", NEXT), ("post", "2026-03-06 02:00", "2026-03-06 02:00")],
        id="two days",
    ),
    pytest.param(
        [("courier", DAY, "2026-03-04 22:00"), ("post", CLOCK, CLOCK)],
        id="a day alone seen before that day began",
    ),
    pytest.param([("post", None, CLOCK), ("courier", DAY, EVENING)], id="no day at all"),
]
"""Outlets in the order in which they printed the words: what each states, and when it was seen."""


@pytest.mark.parametrize("prints", CASES)
def test_who_was_first_is_one_answer_everywhere(
    new_warehouse: NewWarehouse, prints: list[tuple[str, str | None, str]]
) -> None:
    engine, backwards = new_warehouse(), new_warehouse()
    pages = [printed(*one) for one in prints]
    load(engine, *pages)
    for one in reversed(pages):
        load(backwards, one)
    assert contents(engine) == contents(backwards)
    assert violations(engine) == []
    names = [OUTLETS[outlet] for outlet, _published, _seen in prints]
    published = pages[0].article.published or pages[0].capture.fetched_at
    query = "SELECT statement_id, first_outlet, first_appeared_at FROM statements_by_spread"
    ((statement, outlet, appeared),) = rows(engine, query)
    assert outlet == names[0]
    assert datetime.fromisoformat(str(appeared)) == published.replace(tzinfo=None)
    shown = printed_statement(engine, int(str(statement)), limit=10)
    assert shown is not None
    assert [one.outlet for one in shown.prints] == names
    (near,) = printed_near(engine, [(WORDS, "Ada Lund")]).passages
    assert [one.outlet for one in near.speeches] == names


def test_a_check_finds_a_statement_with_another_first_print(engine: Engine) -> None:
    load(engine, printed("post", CLOCK, CLOCK), printed("courier", DAY, EVENING))
    other = (
        "UPDATE statement_spread SET first_quotation_id = (SELECT max(quotation_id) FROM "
        "current_quotation WHERE quotation_id <> first_quotation_id)"
    )
    earlier = "UPDATE statement_spread SET first_appeared_at = :midnight"
    midnight = read_time(DAY)
    assert midnight
    for change, values in ((other, {}), (earlier, {"midnight": midnight.time})):
        with engine.begin() as connection:
            connection.execute(text(change), values)
        assert violations(engine) == ["mart_table_statement_spread"]
        rebuild_marts(engine)
        assert violations(engine) == []


def test_an_upgrade_finds_anew_who_was_first(new_address: NewAddress) -> None:
    engine = open_warehouse(new_address())
    upgrade(engine)
    begin(engine)
    load(engine, printed("post", CLOCK, CLOCK), printed("courier", DAY, EVENING))
    before = contents(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_speaker_name_letters"))
        connection.execute(text("ALTER TABLE speaker_name DROP COLUMN letters"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0014'"))
        connection.execute(
            text(
                "UPDATE statement_spread SET first_quotation_id = (SELECT max(quotation_id) "
                "FROM current_quotation WHERE quotation_id <> first_quotation_id)"
            )
        )
    assert contents(engine) != before
    upgrade(engine)
    assert contents(engine) == before
