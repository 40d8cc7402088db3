"""What the warehouse remembers of captures, also of those that gave no article."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Engine

from pipeline.records import KnownCapture
from pipeline.warehouse import archived_captures, known_captures
from tests.warehouse.examples import (
    DAY,
    HOUR,
    MONDAY,
    capture,
    edited,
    ferry,
    load,
    refusal,
)

SECTIONS = "https://courier.example/sections"


def test_the_last_capture_of_every_page_of_a_source_is_known(engine: Engine) -> None:
    headers = (("ETag", '"b"'), ("Last-Modified", "Tue, 03 Mar 2026 09:30:00 GMT"), ("X-A", "b"))
    last = capture(at=MONDAY + DAY, body="later", headers=headers)
    load(engine, captures=[last, capture(), capture("https://post.example/a", outlet="post")])
    assert known_captures(engine, "courier") == {
        "https://courier.example/ferry": KnownCapture(
            payload_digest=last.payload_digest,
            fetched_at=MONDAY + DAY,
            etag='"b"',
            last_modified="Tue, 03 Mar 2026 09:30:00 GMT",
            first_fetched_at=MONDAY,
            url_answered="https://courier.example/ferry",
        )
    }
    assert known_captures(engine, "nobody") == {}


def test_a_capture_of_a_clock_that_was_far_ahead_is_not_the_last(engine: Engine) -> None:
    ahead = capture(at=datetime.now(UTC) + 200 * DAY, body="earlier")
    load(engine, captures=[ahead])
    assert known_captures(engine, "courier")[ahead.url_asked].fetched_at == ahead.fetched_at
    load(engine, captures=[capture()])
    known = known_captures(engine, "courier")[ahead.url_asked]
    assert (known.fetched_at, known.payload_digest) == (MONDAY, capture().payload_digest)


def test_a_refused_capture_is_known_too(engine: Engine) -> None:
    """A page of links is not asked for again and again because it is no article."""
    refused = capture(SECTIONS)
    load(engine, ferry(), captures=[refused], rejections=[refusal(refused)])
    assert known_captures(engine, "courier").keys() == {SECTIONS, "https://courier.example/ferry"}


def test_an_import_says_nothing_of_when_a_page_was_visited(engine: Engine) -> None:
    """A page of an old crawl is new to the next visit, and watched from then on."""
    imported = [
        replace(capture(at=MONDAY + days * DAY, body=f"{days}"), imported_from="crawl.warc.gz")
        for days in (-10, 3)
    ]
    load(engine, captures=imported)
    assert known_captures(engine, "courier") == {}
    visited = capture(at=MONDAY + DAY)
    load(engine, captures=[visited])
    (known,) = known_captures(engine, "courier").values()
    assert known.payload_digest == visited.payload_digest
    assert (known.first_fetched_at, known.fetched_at) == (MONDAY + DAY, MONDAY + DAY)


def test_archived_captures_come_back_as_they_were_the_earliest_first(engine: Engine) -> None:
    captures = [
        capture(at=MONDAY + n * DAY, headers=(("A", "1"), ("a", "2"), ("Übrig", "é")))
        for n in range(3)
    ]
    load(engine, captures=[captures[2], captures[0], captures[1]])
    groups = [(one,) for one in captures]
    assert archived_captures(engine, None, None) == groups
    assert archived_captures(engine, MONDAY + DAY, None) == groups[1:]
    assert archived_captures(engine, None, MONDAY + DAY) == groups[:2]
    assert archived_captures(engine, MONDAY + DAY, MONDAY + DAY) == groups[1:2]


def test_archived_captures_of_one_text_come_together(engine: Engine) -> None:
    """What is read again of a text is then what its article is shown with."""
    same = [ferry(at=MONDAY + n * DAY) for n in (0, 2, 4)]
    other = edited(at=MONDAY + 3 * DAY)
    unread = capture("https://post.example/a", outlet="post", at=MONDAY + HOUR)
    load(engine, *same, other, captures=[unread])
    first, second, last = (one.capture for one in same)
    together = [(first, second, last), (unread,), (other.capture,)]
    assert archived_captures(engine, None, None) == together
    assert archived_captures(engine, None, MONDAY + DAY) == [(first, second, last), (unread,)]
    assert archived_captures(engine, MONDAY + 2 * DAY, MONDAY + 3 * DAY) == [
        (first, second, last),
        (other.capture,),
    ]
    assert archived_captures(engine, MONDAY + 5 * DAY, None) == []


def test_a_capture_is_as_it_was_first_loaded(engine: Engine) -> None:
    load(engine, captures=[capture()])
    load(engine, captures=[capture(headers=(("A", "1"),))])
    assert archived_captures(engine, None, None) == [(capture(),)]
