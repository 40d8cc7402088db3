"""Fetching: what each kind of answer ends in, and that its bytes are kept as they came."""

from __future__ import annotations

import hashlib
import socket
from contextlib import closing

import pytest

from pipeline.acquire import read_payload
from pipeline.acquire.urls import canonical_url
from pipeline.records import Capture, Rejection
from pipeline.settings.environment import Settings, Source
from tests.acquire.site import PAGE, Request, Site, article, response
from tests.acquire.visits import announced, bytes_of, captured, rejected, visit
from tests.newsroom import Newsroom


@pytest.fixture
def quick(settings: Settings) -> Settings:
    """Settings that do not wait long for a page that stalls."""
    return settings.model_copy(update={"read_timeout_seconds": 0.5})


def test_every_page_of_the_news_site_ends_as_its_outlet_says(
    newsroom: Newsroom, outlets: dict[str, Source], quick: Settings
) -> None:
    told_by_extract = {"gallery", "video", "listing", "live-ticker", "paywall"}
    for outlet in newsroom.outlets:
        source = outlets[outlet.key]
        candidates, _ = announced(source, quick)
        outcomes = {
            (o.url_asked if isinstance(o, Capture) else o.reference): o
            for o in visit(source, quick, *candidates)
            if isinstance(o, Capture | Rejection)
        }
        assert outcomes.keys() == candidates.keys()
        for page in outlet.pages:
            if not page.announced:
                continue
            link = newsroom.localize(page.announced_as or outlet.address + page.path)
            outcome = outcomes.pop(canonical_url(link))
            if page.parked and page.parked not in told_by_extract:
                assert isinstance(outcome, Rejection)
                assert (outcome.stage, outcome.reason) == ("fetch", page.parked)
            else:
                assert isinstance(outcome, Capture), outcome
                assert outcome.source == outlet.key
                file = outlet.file(str(page.page), 1, "html")
                assert file is not None
                served = newsroom.localize(file.read_text(encoding="utf-8")).encode(page.encoding)
                assert bytes_of(quick, outcome) == served
        assert not outcomes


def test_a_capture_says_what_was_answered(
    newsroom: Newsroom, outlets: dict[str, Source], settings: Settings
) -> None:
    asked = newsroom.addresses["civic-wire"] + "/sea/cod-quota.html"
    capture = captured(outlets["civic-wire"], settings, asked)
    assert capture.url_asked == asked
    assert capture.url_answered == newsroom.addresses["civic-wire"] + "/2026/03/03/cod-quota.html"
    assert (capture.status, capture.content_type) == (200, "text/html")
    headers = {name.lower(): value for name, value in capture.headers}
    assert headers["last-modified"] == "Tue, 03 Mar 2026 12:45:00 GMT"
    payload = bytes_of(settings, capture)
    assert capture.payload_digest == "sha256:" + hashlib.sha256(payload).hexdigest()
    page = read_payload(settings.archive_folder, capture.warc_file, capture.warc_offset)
    assert page.url == capture.url_answered
    assert page.content_type == capture.content_type
    assert page.fetched_at == capture.fetched_at


def test_a_wrong_charset_changes_no_byte(
    newsroom: Newsroom, outlets: dict[str, Source], settings: Settings
) -> None:
    url = newsroom.addresses["civic-wire"] + "/2026/03/05/causeway-storm.html"
    capture = captured(outlets["civic-wire"], settings, url)
    assert capture.content_type == "text/html; charset=utf-8"
    payload = bytes_of(settings, capture)
    with pytest.raises(UnicodeDecodeError):
        payload.decode("utf-8")
    assert "Storm" in payload.decode("windows-1252")


def test_a_compressed_page_is_kept_unpacked(
    newsroom: Newsroom, outlets: dict[str, Source], settings: Settings
) -> None:
    url = newsroom.addresses["meridian-post"] + "/2026/03/01/science/cold-water-reef-skerries.html"
    capture = captured(outlets["meridian-post"], settings, url)
    assert ("Content-Encoding", "gzip") in capture.headers
    assert b"<html" in bytes_of(settings, capture)[:500]


def test_a_server_error_or_a_pause_asked_for_is_tried_again(
    newsroom: Newsroom, outlets: dict[str, Source], settings: Settings
) -> None:
    address = newsroom.addresses["harbour-courier"]
    paths = ["/sport/2026/03/01/rovers-oakfield-cup", "/town/2026/03/02/customs-quay-flats"]
    outcomes = visit(outlets["harbour-courier"], settings, *(address + path for path in paths))
    assert all(isinstance(outcome, Capture) for outcome in outcomes)
    log = [request for request in newsroom.requests if request.path in paths]
    assert [(request.path, request.status) for request in log] == [
        (paths[0], 500),
        (paths[0], 200),
        (paths[1], 429),
        (paths[1], 200),
    ]
    assert log[3].at - log[2].at >= 0.95  # Retry-After: 1


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, "http-404"),
        (410, "http-410"),
        (401, "http-401"),
        (402, "http-402"),
        (403, "http-403"),
        (418, "http-4xx"),
        (451, "http-451"),
        (429, "http-429"),
        (500, "http-5xx"),
        (503, "http-5xx"),
        (206, "http-other"),
        (300, "http-other"),
        (304, "http-other"),
    ],
)
def test_an_error_is_told_by_its_reason_and_kept(
    site: Site, source: Source, settings: Settings, status: int, reason: str
) -> None:
    site.pages["/a"] = response(status, PAGE if status != 304 else b"")
    rejection = rejected(source, settings, site.url("/a"))
    assert rejection.reason == reason
    assert site.paths.count("/a") == (3 if status in {429, 500, 503} else 1)
    assert bytes_of(settings, rejection) == (PAGE if status != 304 else b"")


@pytest.mark.parametrize(
    "wish", ["soon", "-5", "Tue, 99 Foo 2026", "٣", "1e400", "Wed, 01 Jan 0001 00:00:00 +2359"]
)
def test_a_retry_after_that_says_nothing_is_passed_over(
    site: Site, source: Source, settings: Settings, wish: str
) -> None:
    def first_429(asked: Request) -> bytes:
        return response(429, PAGE, Retry_After=wish) if asked.before == 0 else response(body=PAGE)

    site.pages["/a"] = first_429
    assert bytes_of(settings, captured(source, settings, site.url("/a"))) == PAGE


def test_redirects_are_followed_within_the_source(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages["/a"] = response(302, b"elsewhere", Location="/b?x=1#part")
    site.pages["/b?x=1"] = response(308, b"elsewhere", Location=site.url("/caf%C3%A9"))
    # bare UTF-8, as many sites send
    site.pages["/caf%C3%A9"] = response(301, Location="/brød–side")
    site.pages["/br%C3%B8d%E2%80%93side"] = response(body=PAGE)
    capture = captured(source, settings, site.url("/a"))
    assert capture.url_answered == site.url("/br%C3%B8d%E2%80%93side")
    assert bytes_of(settings, capture) == PAGE


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("/a", "redirect-loop"),
        ("/b", "redirect-loop"),
        ("/on/0", "too-many-redirects"),
        ("http://elsewhere.example/", "redirect-off-host"),
        ("//elsewhere.example/", "redirect-off-host"),
        ("http://[", "redirect-off-host"),
        ("http://{host}@elsewhere.example/", "redirect-off-host"),
        ("http://elsewhere.example\\@{host}/", "redirect-off-host"),
        ("http://user:secret@{host}/c", "redirect-off-host"),
        ("file:///etc/passwd", "redirect-off-host"),
        ("javascript:alert(1)", "redirect-off-host"),
        ("http://{host}:99999/", "redirect-off-host"),
    ],
)
def test_a_redirect_that_leads_nowhere_is_told_by_its_reason(
    site: Site, source: Source, settings: Settings, location: str, reason: str
) -> None:
    site.pages["/a"] = response(302, PAGE, Location=location.format(host=site.host))
    site.pages["/b"] = response(302, PAGE, Location="/a")
    site.pages["/c"] = response(body=PAGE)
    for number in range(9):
        site.pages[f"/on/{number}"] = response(302, PAGE, Location=f"/on/{number + 1}")
    rejection = rejected(source, settings, site.url("/a"))
    assert rejection.reason == reason
    assert "secret" not in rejection.detail
    assert bytes_of(settings, rejection) == PAGE
    assert "/c" not in site.paths


def test_a_page_on_a_host_of_no_source_is_not_asked_for(
    site: Site, source: Source, settings: Settings
) -> None:
    rejection = rejected(source, settings, "http://elsewhere.example/a")
    assert rejection.reason == "unknown-host"
    assert site.asked == []


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.4 and so on", "text/html"),
        (b"\x89PNG\r\n\x1a\n", "text/html"),
        (b"\0\0\0\x18ftypmp42", "text/html"),
        (b"plain words", "text/plain"),
        (b'{"a": 1}', "application/json"),
        (b"\x93\x01\0\0\0", "text/html"),
    ],
)
def test_what_is_no_page_is_parked_with_its_bytes(
    site: Site, source: Source, settings: Settings, body: bytes, content_type: str
) -> None:
    site.pages["/a"] = response(body=body, content_type=content_type)
    rejection = rejected(source, settings, site.url("/a"))
    assert rejection.reason == "not-html"
    assert bytes_of(settings, rejection) == body


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (PAGE, "text/plain"),
        (PAGE, None),
        (b"\xef\xbb\xbf" + PAGE, "application/xhtml+xml"),
        ("<html>wide</html>".encode("utf-16"), "text/html"),
    ],
)
def test_a_page_is_taken_for_one_by_its_bytes(
    site: Site, source: Source, settings: Settings, body: bytes, content_type: str | None
) -> None:
    site.pages["/a"] = response(body=body, content_type=content_type)
    assert bytes_of(settings, captured(source, settings, site.url("/a"))) == body


def test_a_refused_connection_is_told_and_the_host_left_alone(
    source: Source, settings: Settings
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    url = f"http://127.0.0.1:{port}/"
    gone = Source(key="gone", name="Gone", feeds=(url,))
    outcomes = visit(gone, settings, *(f"{url}{number}" for number in range(5)))
    assert [getattr(outcome, "reason", None) for outcome in outcomes] == ["connection-failed"] * 5


def test_the_headers_of_others_break_no_record(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages["/a"] = (
        b'HTTP/1.1 200 OK\r\nContent-Type: text/html\0; x\r\nETag: "a\x01\r\n b"\r\n'
        b"Set-Cookie: \xff\xfe=1; path=/\r\nSet-Cookie: b=2\r\n\r\n" + PAGE
    )
    capture = captured(source, settings, site.url("/a"))
    assert capture.content_type == "text/html ; x"
    assert [v for n, v in capture.headers if n == "Set-Cookie"] == ["ÿþ=1; path=/", "b=2"]
    for _, value in capture.headers:
        assert value.isprintable()


def test_a_visitor_says_who_it_is_and_keeps_no_cookie(
    site: Site, source: Source, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    named = settings.model_copy(update={"user_agent": "Verbatim/test (+https://example.org/us)"})
    site.pages["/a"] = response(body=PAGE, Set_Cookie="session=1")
    site.pages["/b"] = article("Ferry late again")
    visit(source, named, site.url("/a"), site.url("/b"))
    for asked in site.asked:
        assert asked.headers["user-agent"] == "Verbatim/test (+https://example.org/us)"
        assert asked.headers["host"] == site.host
        assert "cookie" not in asked.headers
