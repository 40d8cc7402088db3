"""Revisits: a known page is asked for when it is time, and captured anew only if it changed."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipeline.acquire import ArchiveError, read_payload
from pipeline.records import Capture, KnownCapture, Unchanged
from pipeline.settings.environment import Settings, Source
from tests.acquire.site import Request, Site, article, response
from tests.acquire.visits import bytes_of, captured, visit
from tests.newsroom import Newsroom

FERRY = "/2026/03/02/ferry-contract.html"
QUARRY = "/a/c90b44-quarry-inquiry"


def remembered(
    capture: Capture, *, hours_ago: float = 24, first_days_ago: float = 1
) -> KnownCapture:
    """What the warehouse would know of a capture that was made a while ago."""
    headers = {name.lower(): value for name, value in capture.headers}
    return KnownCapture(
        capture.payload_digest,
        capture.fetched_at - timedelta(hours=hours_ago),
        headers.get("etag"),
        headers.get("last-modified"),
        capture.fetched_at - timedelta(days=first_days_ago),
        capture.url_answered,
    )


def revisit_records(settings: Settings) -> list[dict[str, str]]:
    """The headers of all revisit records in the archive."""
    found = []
    for path in sorted(settings.archive_folder.rglob("*.warc.gz")):
        with path.open("rb") as file:
            found += [
                dict(record.rec_headers.headers)
                for record in ArchiveIterator(file, check_digests="raise")
                if record.rec_type == "revisit"
            ]
    return found


def test_a_page_that_did_not_change_is_not_sent_again(
    newsroom: Newsroom, outlets: dict[str, Source], settings: Settings
) -> None:
    source, url = outlets["civic-wire"], newsroom.addresses["civic-wire"] + FERRY
    known = remembered(captured(source, settings, url))
    assert known.etag
    assert known.last_modified
    outcomes = visit(source, settings, url, known={url: known})
    assert outcomes == [Unchanged(url, "civic-wire", "not-modified")]
    asked = newsroom.requests[-1]
    assert asked.status == 304
    assert asked.headers["if-none-match"] == known.etag
    assert asked.headers["if-modified-since"] == known.last_modified
    (record,) = revisit_records(settings)
    assert record["WARC-Profile"].endswith("/revisit/server-not-modified")
    assert record["WARC-Refers-To-Target-URI"] == record["WARC-Target-URI"] == url
    assert datetime.fromisoformat(record["WARC-Refers-To-Date"]) == known.fetched_at


@pytest.mark.parametrize(
    "headers",
    [
        {"Content_Length": "5000"},
        {"Transfer_Encoding": "chunked"},
        {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"},
        {"Content_Encoding": "br"},
    ],
)
def test_not_modified_has_no_body_whatever_its_headers_say(
    site: Site, source: Source, settings: Settings, headers: dict[str, str]
) -> None:
    """They may be those of the page."""
    site.pages["/a"] = response(body="<!DOCTYPE html><p>Ferry late</p>", ETag='"1"')
    known = remembered(captured(source, settings, site.url("/a")))
    site.pages["/a"] = response(304, **headers)
    if "Transfer_Encoding" in headers:
        site.pages["/a"] = response(304, **headers).replace(b"Content-Length: 0\r\n", b"")
    outcomes = visit(source, settings, site.url("/a"), known={site.url("/a"): known})
    assert outcomes == [Unchanged(site.url("/a"), "site", "not-modified")]
    assert site.paths.count("/a") == 2


@pytest.mark.parametrize("left_out", ["etag", "last_modified"])
def test_one_of_the_two_conditions_is_enough(
    newsroom: Newsroom, outlets: dict[str, Source], settings: Settings, left_out: str
) -> None:
    source, url = outlets["civic-wire"], newsroom.addresses["civic-wire"] + FERRY
    known = remembered(captured(source, settings, url))
    known = KnownCapture(
        known.payload_digest,
        known.fetched_at,
        None if left_out == "etag" else known.etag,
        None if left_out == "last_modified" else known.last_modified,
        known.first_fetched_at,
        known.url_answered,
    )
    outcomes = visit(source, settings, url, known={url: known})
    assert outcomes == [Unchanged(url, "civic-wire", "not-modified")]


def test_an_edited_page_is_captured_anew(
    newsroom: Newsroom, outlets: dict[str, Source], settings: Settings
) -> None:
    source, url = outlets["northern-ledger"], newsroom.addresses["northern-ledger"] + QUARRY
    first = captured(source, settings, url)
    newsroom.edition = 2
    (second,) = visit(source, settings, url, known={url: remembered(first)})
    assert isinstance(second, Capture)
    assert bytes_of(settings, second) != bytes_of(settings, first)
    assert second.payload_digest != first.payload_digest


def test_a_page_sent_again_is_known_by_its_bytes(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages["/a"] = article("Ferry late")
    known = remembered(captured(source, settings, site.url("/a")))
    outcomes = visit(source, settings, site.url("/a"), known={site.url("/a"): known})
    assert outcomes == [Unchanged(site.url("/a"), "site", "same-bytes")]
    assert "if-none-match" not in site.asked[-1].headers
    (record,) = revisit_records(settings)
    assert record["WARC-Profile"].endswith(":revisit:same-decoded-body")


@pytest.mark.parametrize("status", [200, 304])
def test_the_revisit_of_a_redirected_page_refers_to_the_record_of_its_bytes(
    site: Site, source: Source, settings: Settings, status: int
) -> None:
    page = b"<!DOCTYPE html><html><body><p>Tides at noon.</p></body></html>"

    def answer(asked: Request) -> bytes:
        if asked.before and status == 304:
            return response(304, ETag='"a"')
        # packed anew, so that other bytes are sent for the same page
        packed = gzip.compress(page, mtime=asked.before)
        return response(body=packed, Content_Encoding="gzip", ETag='"a"')

    site.pages |= {"/short": response(301, Location="/long"), "/long": answer}
    url = site.url("/short")
    first = captured(source, settings, url)
    known = remembered(first, hours_ago=0)
    at_once = settings.model_copy(update={"revisit_hours": 0.0})
    visit(source, at_once, url, known={url: known}, refetch=status == 200)
    (record,) = revisit_records(settings)
    assert record["WARC-Target-URI"] == record["WARC-Refers-To-Target-URI"] == site.url("/long")
    assert datetime.fromisoformat(record["WARC-Refers-To-Date"]) == first.fetched_at
    # its payload is that of the other record, whose digest is not known here
    assert "WARC-Payload-Digest" not in record
    kind = "same-decoded-body" if status == 200 else "server-not-modified"
    assert record["WARC-Profile"].endswith(kind)


def test_a_revisit_record_has_no_page_and_the_first_capture_keeps_it(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages["/a"] = article("Ferry late")
    first = captured(source, settings, site.url("/a"))
    visit(source, settings, site.url("/a"), known={site.url("/a"): remembered(first)})
    (path,) = settings.archive_folder.rglob("*-00001.warc.gz")
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        offsets = [records.get_record_offset() for r in records if r.rec_type == "revisit"]
    name = path.relative_to(settings.archive_folder).as_posix()
    with pytest.raises(ArchiveError, match="revisit record, which has no page"):
        read_payload(settings.archive_folder, name, offsets[0])
    assert b"Ferry late" in bytes_of(settings, first)


@pytest.mark.parametrize(
    ("ages", "reason"),
    [((1, 1), "recent"), ((1, 30), "recent"), ((19.9, 1), "recent"), ((24, 30), "settled")],
)
def test_a_page_is_left_alone_when_it_is_recent_or_settled(
    site: Site,
    source: Source,
    settings: Settings,
    ages: tuple[float, float],
    reason: str,
) -> None:
    site.pages["/a"] = article("Ferry late")
    capture = captured(source, settings, site.url("/a"))
    site.asked.clear()
    known = remembered(capture, hours_ago=ages[0], first_days_ago=ages[1])
    outcomes = visit(source, settings, site.url("/a"), known={site.url("/a"): known})
    assert outcomes == [Unchanged(site.url("/a"), "site", reason)]
    assert site.asked == []


def test_a_capture_of_a_clock_that_was_far_ahead_does_not_count_as_recent(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages["/a"] = article("Ferry late")
    capture = captured(source, settings, site.url("/a"))
    known = remembered(capture, hours_ago=-200 * 24, first_days_ago=-200)
    outcomes = visit(source, settings, site.url("/a"), known={site.url("/a"): known})
    assert outcomes == [Unchanged(site.url("/a"), "site", "same-bytes")]


@pytest.mark.parametrize(("hours_ago", "first_days_ago"), [(1, 1), (24, 30)])
def test_refetch_asks_whatever_the_age_and_without_conditions(
    newsroom: Newsroom,
    outlets: dict[str, Source],
    settings: Settings,
    hours_ago: float,
    first_days_ago: float,
) -> None:
    source, url = outlets["northern-ledger"], newsroom.addresses["northern-ledger"] + QUARRY
    known = remembered(
        captured(source, settings, url), hours_ago=hours_ago, first_days_ago=first_days_ago
    )
    same = visit(source, settings, url, known={url: known}, refetch=True)
    assert same == [Unchanged(url, "northern-ledger", "same-bytes")]
    newsroom.edition = 2
    (changed,) = visit(source, settings, url, known={url: known}, refetch=True)
    assert isinstance(changed, Capture)
    for request in newsroom.requests:
        assert not {"if-none-match", "if-modified-since"} & request.headers.keys()


def test_a_known_page_that_is_gone_is_rejected(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages["/a"] = article("Ferry late")
    known = remembered(captured(source, settings, site.url("/a")))
    site.pages["/a"] = response(410, "withdrawn")
    (outcome,) = visit(source, settings, site.url("/a"), known={site.url("/a"): known})
    assert getattr(outcome, "reason", None) == "http-410"


@pytest.mark.parametrize("etag", ['"a\x01b"', '"\xe9\xff"', '"' + "x" * 60_000 + '"', "\t W/x"])
def test_an_odd_etag_does_not_keep_a_page_from_being_visited(
    site: Site, source: Source, settings: Settings, etag: str
) -> None:
    def picky(asked: Request) -> bytes:
        if sum(map(len, asked.headers.values())) > 8_000:
            return response(431, "too much")
        head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: " + etag
        return f"{head}\r\n\r\n<html><body>{asked.before}</body></html>".encode("latin-1")

    site.pages["/a"] = picky
    known = remembered(captured(source, settings, site.url("/a")))
    (outcome,) = visit(source, settings, site.url("/a"), known={site.url("/a"): known})
    assert isinstance(outcome, Capture), outcome


def test_a_candidate_with_line_breaks_in_it_stays_one_line_in_the_archive(
    site: Site, source: Source, settings: Settings, tmp_path: Path
) -> None:
    site.pages["/a"] = article("Ferry late")
    known = remembered(captured(source, settings, site.url("/a")))
    odd = site.url("/a") + "#\r\nWARC-Type: response"
    assert visit(source, settings, odd, known={odd: known}) == [
        Unchanged(odd, "site", "same-bytes")
    ]
    (record,) = revisit_records(settings)
    assert record["WARC-Type"] == "revisit"
    assert record["WARC-Target-URI"] == site.url("/a")
