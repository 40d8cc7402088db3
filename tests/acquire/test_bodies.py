"""What an answer holds: too large, packed, empty, broken off, or a page."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from collections.abc import Iterator

import pytest

from pipeline.settings.environment import Settings, Source
from tests.acquire.site import PAGE, Request, Site, response
from tests.acquire.visits import announced, bytes_of, captured, rejected
from tests.newsroom import Newsroom
from tests.newsroom.bodies import large_page


def test_white_space_alone_is_an_empty_body(site: Site, source: Source, settings: Settings) -> None:
    site.pages["/a"] = response(body=b" \r\n\t ")
    assert rejected(source, settings, site.url("/a")).reason == "empty-body"


def test_a_page_that_is_too_large_is_parked_with_its_beginning(
    newsroom: Newsroom, outlets: dict[str, Source], settings: Settings
) -> None:
    url = newsroom.addresses["harbour-courier"] + "/harbour/2026/03/01/tide-log"
    rejection = rejected(outlets["harbour-courier"], settings, url)
    assert rejection.reason == "too-large"
    # the length is announced, so no more is read than came with the headers
    assert large_page().startswith(bytes_of(settings, rejection))


def test_an_endless_page_is_cut_at_the_limit(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages["/a"] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE * 3000
    limited = settings.model_copy(update={"max_page_bytes": 100_000})
    rejection = rejected(source, limited, site.url("/a"))
    assert rejection.reason == "too-large"
    assert bytes_of(settings, rejection)[:100_000] == (PAGE * 3000)[:100_000]


@pytest.mark.parametrize(
    ("status", "codings", "reason"),
    [
        (200, "gzip", "too-large"),
        (200, "gzip, gzip", "too-large"),
        (302, "gzip", "redirect-off-host"),
    ],
)
def test_a_decompression_bomb_is_not_unpacked(
    site: Site, settings: Settings, status: int, codings: str, reason: str
) -> None:
    source = Source(key="site", name="Site", feeds=(site.url("/feed.xml"),))
    bomb = gzip.compress(bytes(60_000_000))
    packed = bomb if codings == "gzip" else gzip.compress(bomb)
    fields = {"Content_Encoding": codings, "Location": "http://elsewhere.example/"}
    site.pages["/a"] = response(status, packed, **fields)
    tracemalloc.start()
    try:
        rejection = rejected(source, settings, site.url("/a"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert rejection.reason == reason
    assert peak < 30_000_000
    assert rejection.warc_file is not None


@pytest.mark.parametrize("coding", ["gzip", "deflate", "gzip, gzip", ", ".join(["gzip"] * 40)])
def test_a_body_that_is_not_in_its_coding_is_parked(
    site: Site, source: Source, settings: Settings, coding: str
) -> None:
    site.pages["/a"] = response(body=PAGE, Content_Encoding=coding)
    assert rejected(source, settings, site.url("/a")).reason == "bad-encoding"


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "BR", "gzip, br"])
def test_a_body_in_a_coding_that_was_not_asked_for_is_parked_with_its_bytes(
    site: Site, source: Source, settings: Settings, coding: str
) -> None:
    packed = gzip.compress(b"\x8b\x0c\x80 not what it says")
    site.pages["/a"] = response(body=packed, Content_Encoding=coding)
    rejection = rejected(source, settings, site.url("/a"))
    assert rejection.reason == "bad-encoding"
    assert rejection.warc_file is not None
    assert site.paths.count("/a") == 1


@pytest.mark.parametrize("coding", ["identity", "Identity", "", " , ", "utf-8", "none"])
def test_a_body_in_no_coding_is_a_page(
    site: Site, source: Source, settings: Settings, coding: str
) -> None:
    site.pages["/a"] = response(body=PAGE, Content_Encoding=coding)
    assert bytes_of(settings, captured(source, settings, site.url("/a"))) == PAGE


def test_a_feed_in_a_coding_that_was_not_asked_for_is_told(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages["/feed.xml"] = response(body=b"\x8b\x0c\x80", Content_Encoding="br")
    _, refused = announced(source, settings)
    assert [rejection.reason for rejection in refused] == ["bad-encoding"]


@pytest.mark.parametrize("rest", [b"", b"\0\0\0", gzip.compress(b"<p>More.</p>")])
def test_a_packed_body_that_ends_with_the_connection_is_unpacked(
    site: Site, source: Source, settings: Settings, rest: bytes
) -> None:
    head = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    site.pages["/a"] = head + gzip.compress(PAGE * 5000) + rest
    payload = bytes_of(settings, captured(source, settings, site.url("/a")))
    assert payload.removesuffix(b"<p>More.</p>") == PAGE * 5000


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("missing", [4, 12, 40])
def test_a_packed_body_that_stops_short_is_no_page_however_it_is_sent(
    site: Site, source: Source, settings: Settings, missing: int, chunked: bool
) -> None:
    packed = gzip.compress(PAGE * 50)[:-missing]
    if chunked:
        framed = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
        site.pages["/a"] = head + b"Transfer-Encoding: chunked\r\n\r\n" + framed
    else:
        site.pages["/a"] = response(body=packed, Content_Encoding="gzip")
    rejection = rejected(source, settings, site.url("/a"))
    assert rejection.reason == "connection-failed"
    assert "its gzip has no end" in rejection.detail
    assert (PAGE * 50).startswith(bytes_of(settings, rejection))


def test_an_answer_of_many_headers_is_a_page(
    site: Site, source: Source, settings: Settings
) -> None:
    headers = {f"X-{number}": str(number) for number in range(300)}
    site.pages["/a"] = response(body=PAGE, **headers)
    outcome = captured(source, settings, site.url("/a"))
    assert ("X-299", "299") in outcome.headers
    assert outcome.content_type == "text/html; charset=utf-8"
    assert bytes_of(settings, outcome) == PAGE


def test_a_body_in_more_chunks_than_any_server_sends_is_too_large(
    site: Site, source: Source, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.acquire.client.MAX_CHUNKS", 1_000)
    site.pages["/a"] = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"1\r\na\r\n" * 2_000
        + b"0\r\n\r\n"
    )
    rejection = rejected(source, settings, site.url("/a"))
    assert rejection.reason == "too-large"
    assert "1,000 chunks" in rejection.detail


def test_a_body_of_thousands_of_gzip_members_is_not_unpacked(
    site: Site, source: Source, settings: Settings
) -> None:
    packed = gzip.compress(b"") * 2_001 + gzip.compress(PAGE)
    site.pages["/a"] = response(body=packed, Content_Encoding="gzip")
    rejection = rejected(source, settings, site.url("/a"))
    assert rejection.reason == "bad-encoding"
    assert "2,000 members" in rejection.detail


def test_a_packed_body_in_chunks_is_unpacked(
    site: Site, source: Source, settings: Settings
) -> None:
    packed = gzip.compress(PAGE)
    chunks = b"".join(b"1;x=y\r\n%c\r\n" % byte for byte in packed)
    site.pages["/a"] = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\nTrailer: x\r\n\r\n"
    )
    assert bytes_of(settings, captured(source, settings, site.url("/a"))) == PAGE


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"<html>no HTTP at all</html>",
        b"\x16\x03\x01\0\x02\x02\0",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 30_000 + b"\r\n",
        b"HTTP/1.1 103 Early Hints\r\n\r\n" * 20_000 + b"HTTP/1.1 200 OK\r\n\r\n<p>",
        b"HTTP/1.1 200 OK\r\nA: " + b"x" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\n<html>",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n<html>",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<html>",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n<ht",
        b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE)[:-9],
        b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE * 999)[:90],
    ],
)
def test_an_answer_that_is_broken_or_breaks_off_is_tried_again_and_told(
    site: Site, source: Source, settings: Settings, sent: bytes
) -> None:
    site.pages["/a"] = sent
    assert rejected(source, settings, site.url("/a")).reason == "connection-failed"
    assert site.paths.count("/a") == 3


def test_an_answer_that_drips_is_cut_by_its_deadline(
    site: Site, source: Source, settings: Settings
) -> None:
    def drip(asked: Request) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>"
        for _ in range(200):
            time.sleep(0.05)
            yield b"."

    site.pages["/a"] = drip
    hasty = settings.model_copy(update={"page_timeout_seconds": 0.3})
    rejection = rejected(source, hasty, site.url("/a"))
    assert rejection.reason == "timeout"
    assert bytes_of(settings, rejection).startswith(b"<html>")
