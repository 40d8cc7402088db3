"""What the warehouse remembers of captures, also of those that gave no article."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine

from pipeline.records import KnownCapture
from pipeline.warehouse import archived_captures, known_captures
from tests.warehouse.examples import DAY, MONDAY, capture, ferry, load, refusal

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


def test_archived_captures_come_back_as_they_were_the_earliest_first(engine: Engine) -> None:
    captures = [
        capture(at=MONDAY + n * DAY, headers=(("A", "1"), ("a", "2"), ("Übrig", "é")))
        for n in range(3)
    ]
    load(engine, captures=[captures[2], captures[0], captures[1]])
    assert archived_captures(engine, None, None) == captures
    assert archived_captures(engine, MONDAY + DAY, None) == captures[1:]
    assert archived_captures(engine, None, MONDAY + DAY) == captures[:2]
    assert archived_captures(engine, MONDAY + DAY, MONDAY + DAY) == captures[1:2]


def test_a_capture_is_as_it_was_first_loaded(engine: Engine) -> None:
    load(engine, captures=[capture()])
    load(engine, captures=[capture(headers=(("A", "1"),))])
    assert archived_captures(engine, None, None) == [capture()]
