"""Odd numbers, dates, charsets and addresses of a site: none hides its other pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.acquire.fetcher import Fetcher
from pipeline.acquire.rate_limiter import RateLimitError
from pipeline.records import Rejection
from pipeline.settings.environment import Settings, Source
from tests.acquire.site import Site, response
from tests.acquire.visits import found_by, visit

LINK = '<a href="/2026/03/01/ferry">The ferry is late</a>'


@pytest.fixture
def several_doors(site: Site) -> Source:
    """The site, announced by a section page and a sitemap, and after them by a feed."""
    item = f"<item><title>Tides</title><link>{site.url('/tides')}</link></item>"
    site.pages["/feed.xml"] = response(
        body=f'<rss version="2.0"><channel>{item}</channel></rss>',
        content_type="application/rss+xml",
    )
    return Source(
        key="site",
        name="Site",
        feeds=(site.url("/feed.xml"),),
        sitemaps=(site.url("/sitemap.xml"),),
        sections=(site.url("/news/"),),
    )


def sitemap(site: Site, last_modified: str) -> bytes:
    """A sitemap of one page, as a site answers it."""
    page = f"<url><loc>{site.url('/ferry')}</loc><lastmod>{last_modified}</lastmod></url>"
    return response(
        body=f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{page}</urlset>',
        content_type="application/xml",
    )


@pytest.mark.parametrize(
    "last_modified",
    [
        "9999-12-31",
        "9999-12-31T23:59:59",
        "9999-12-31T23:59:59-12:00",
        "Fri, 31 Dec 9999 23:59:59 -1200",
        "99999-01-01",
        "2026-02-30",
        "1772884800",
        "Tue, 03 Mar 2026 10:00:00 +99999999999999",
    ],
)
def test_a_page_of_an_odd_date_is_announced_all_the_same(
    site: Site, several_doors: Source, settings: Settings, last_modified: str
) -> None:
    site.pages["/sitemap.xml"] = sitemap(site, last_modified)
    now = datetime.now(UTC)
    found = found_by(several_doors, settings, since=now - timedelta(days=7), until=now)
    assert {one.url for one in found.candidates} == {site.url("/ferry"), site.url("/tides")}


@pytest.mark.parametrize(
    "charset",
    ["undefined", "hex", "idna", "rot13", "zip", "base64", "bz2", "no-such-charset", "\x01", "%00"],
)
@pytest.mark.parametrize("in_page", [False, True])
def test_a_section_of_an_odd_charset_is_read_as_utf_8(
    site: Site, several_doors: Source, settings: Settings, charset: str, in_page: bool
) -> None:
    site.pages["/news/"] = response(
        body=f"<html><meta charset='{charset}'>{LINK}" if in_page else f"<html>{LINK}",
        content_type="text/html" if in_page else f"text/html; charset={charset}",
    )
    found = found_by(several_doors, settings)
    assert {one.url for one in found.candidates} == {
        site.url("/2026/03/01/ferry"),
        site.url("/tides"),
    }


@pytest.mark.parametrize("base", ["http://[", "http://[::1", "//[x]/", "https://paper.example:x/"])
def test_the_links_of_a_section_whose_base_is_no_address_are_those_of_the_page(
    site: Site, several_doors: Source, settings: Settings, base: str
) -> None:
    site.pages["/news/"] = response(body=f'<html><head><base href="{base}"></head>{LINK}')
    found = found_by(several_doors, settings)
    assert {one.url for one in found.candidates} == {
        site.url("/2026/03/01/ferry"),
        site.url("/tides"),
    }


@pytest.mark.parametrize("rate", ["1/" + "9" * 400, "1/" + "9" * 400 + "d", "1/90000h"])
def test_a_request_rate_of_no_sense_means_no_visit(
    site: Site, source: Source, settings: Settings, rate: str
) -> None:
    site.pages["/robots.txt"] = response(body=f"User-agent: *\nRequest-rate: {rate}\n")
    (rejection,) = visit(source, settings, site.url("/a"))
    assert isinstance(rejection, Rejection)
    assert rejection.reason == "robots-disallowed"
    assert site.paths == ["/robots.txt"]


def failing_with(error: Exception) -> object:
    """What stands in for the reader of a kind of announcement and fails."""

    async def read(fetcher: Fetcher, url: str, **options: object) -> object:
        raise error

    return read


def test_a_defect_at_one_front_door_is_told_and_the_others_are_read(
    several_doors: Source,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    defect = failing_with(ZeroDivisionError("a defect\nof ours"))
    monkeypatch.setattr("pipeline.acquire.discovery.read_sitemap", defect)
    found = found_by(several_doors, settings)
    assert [one.found_in for one in found.candidates] == [several_doors.feeds[0]]
    told = {one.reference: (one.stage, one.reason, one.detail) for one in found.rejections}
    stage, reason, detail = told[several_doors.sitemaps[0]]
    assert (stage, reason) == ("discover", "reader-failed")
    assert "ZeroDivisionError: a defect of ours" in detail
    # the traceback, for whoever mends it
    assert any(record.exc_info for record in caplog.records)


@pytest.mark.parametrize(
    "error", [RateLimitError("no pause can be kept"), MemoryError(), OSError(28, "No space left")]
)
def test_what_is_no_fault_of_an_announcement_ends_the_discovery(
    several_doors: Source,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    monkeypatch.setattr("pipeline.acquire.discovery.read_sitemap", failing_with(error))
    with pytest.raises(type(error)):
        found_by(several_doors, settings)
