"""What could not be processed: parked, told apart, taken back by a retry."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Engine, select

from pipeline.records import Rejection
from pipeline.warehouse import LoadCounts, record_refusals, stats
from pipeline.warehouse.tables import article, rejected
from tests.contents import contents
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import (
    DAY,
    MONDAY,
    OUTLETS,
    RUN,
    agency,
    begin,
    capture,
    ferry,
    load,
    page,
    refusal,
)
from tests.warehouse.sql_results import rows, violations


def test_rejections_are_parked_with_their_place(engine: Engine) -> None:
    unread = capture("https://courier.example/all")
    unasked = Rejection(
        "fetch", "https://courier.example/gone", "http-404", "it is gone", "courier"
    )
    counts = load(engine, captures=[unread], rejections=[unasked, refusal(unread)])
    assert counts == LoadCounts(rejections_added=2)
    with engine.connect() as connection:
        parked = connection.execute(select(rejected).order_by(rejected.c.stage)).all()
    assert [
        (row.stage, row.reference, row.reason, row.detail, row.warc_offset) for row in parked
    ] == [
        ("extract", unread.url_asked, "listing", "a page of links", unread.warc_offset),
        ("fetch", "https://courier.example/gone", "http-404", "it is gone", None),
    ]
    assert stats(engine)["capture"] == 1


def test_a_page_that_a_retry_can_read_is_no_longer_parked(engine: Engine) -> None:
    first = ferry()
    load(engine, captures=[first.capture], rejections=[refusal(first.capture, "extractor-failed")])
    load(engine, first)
    assert stats(engine)["rejected"] == 0
    assert stats(engine)["article"] == 1


def test_what_the_last_try_of_a_run_did_not_find_is_no_longer_refused(engine: Engine) -> None:
    """Another run's refusals, and those of other stages, stay."""
    begin(engine, "later")
    unread = capture("https://courier.example/all")
    load(engine, captures=[unread], rejections=[refusal(unread)])
    feed = Rejection("discover", "https://courier.example/feed", "http-404", "gone", "courier")
    failed = Rejection("fetch", "echo", "source-failed", "no database", "echo")
    gone = Rejection("fetch", "https://courier.example/gone", "http-404", "it is gone", "courier")
    for found in ([feed, failed, gone], [gone, gone, replace(feed, detail="gone again")]):
        for run in (RUN, "later"):
            record_refusals(engine, run, found, outlets=OUTLETS)
    record_refusals(engine, RUN, [gone], outlets=OUTLETS)
    query = "SELECT run.key, stage, detail FROM rejected JOIN run ON run.id = run_id ORDER BY 1, 2"
    assert rows(engine, query) == [
        ("later", "discover", "gone again"),
        ("later", "fetch", "it is gone"),
        (RUN, "extract", "a page of links"),
        (RUN, "fetch", "it is gone"),
    ]
    assert violations(engine) == []


def test_captures_of_one_page_are_refused_each(new_warehouse: NewWarehouse) -> None:
    """In whichever batches they come, as when the archive is processed again."""
    captures = [capture("https://post.example/all", at=MONDAY + n * DAY) for n in range(3)]
    at_once, apart = new_warehouse(), new_warehouse()
    load(at_once, captures=captures, rejections=[refusal(c) for c in captures])
    for one in (*captures, captures[0]):
        load(apart, captures=[one], rejections=[refusal(one)])
    assert stats(apart)["rejected"] == 3
    assert contents(apart) == contents(at_once)


def test_a_time_that_cannot_be_is_left_out_and_told(engine: Engine) -> None:
    load(engine, ferry(published=MONDAY + 9 * DAY))
    assert rows(engine, "SELECT published_at FROM article_version") == [(None,)]
    ((reason, detail),) = rows(engine, "SELECT reason, detail FROM rejected")
    assert reason == "published-implausible"
    assert "2026-03-11" in str(detail)


def test_a_page_the_warehouse_cannot_hold_is_parked_and_the_rest_goes_on(engine: Engine) -> None:
    endless = page("Text.", url="https://courier.example/" + "a" * 5000)
    counts = load(engine, endless, ferry())
    assert [one.reason for one in counts.parked] == ["url-too-long"]
    assert replace(counts, parked=()) == LoadCounts(
        articles_added=1, versions_added=1, quotations_added=3, rejections_added=1
    )
    ((reason, place),) = rows(engine, "SELECT reason, warc_file FROM rejected")
    assert (reason, place) == ("url-too-long", endless.capture.warc_file)
    assert stats(engine)["capture"] == 2


def test_an_extraction_that_fails_leaves_the_older_one_whole(engine: Engine) -> None:
    first = ferry()
    load(engine, first)
    before = contents(engine)["quotation"]
    begin(engine, "later")
    failed = refusal(first.capture, "extractor-failed")
    load(engine, captures=[first.capture], rejections=[failed], run="later")
    assert contents(engine)["quotation"] == before


def test_an_extraction_that_finds_no_article_takes_it_away(new_warehouse: NewWarehouse) -> None:
    first = ferry()
    engine, never = new_warehouse(), new_warehouse()
    for warehouse in (engine, never):
        load(warehouse, agency())
    load(engine, first)
    for warehouse in (engine, never):
        load(warehouse, captures=[first.capture], rejections=[refusal(first.capture)])
    assert contents(engine) == contents(never)


def test_a_refused_capture_is_not_when_an_article_was_seen(engine: Engine) -> None:
    later = ferry(at=MONDAY + DAY)
    load(engine, ferry(), later)
    load(engine, captures=[later.capture], rejections=[refusal(later.capture)])
    with engine.connect() as connection:
        assert connection.execute(select(article.c.last_seen_at)).scalar_one() == MONDAY
    assert violations(engine) == []
