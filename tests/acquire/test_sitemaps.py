"""Sitemaps of every kind are read as far as they can be, and what cannot be read is told."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from pipeline.acquire import sitemap_parser
from pipeline.acquire.sitemaps import MAX_PAGES
from pipeline.settings.environment import Settings, Source
from tests.acquire.site import Site, response
from tests.acquire.test_discovery import ENTITIES
from tests.acquire.visits import announced, found_by

URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'


def xml(body: str) -> bytes:
    """A sitemap as a site answers it."""
    return response(body=f'<?xml version="1.0"?>{body}', content_type="application/xml")


@pytest.fixture
def mapped(site: Site) -> Source:
    """The site, announced by a sitemap."""
    return Source(key="site", name="Site", sitemaps=(site.url("/sitemap.xml"),))


def test_the_parts_of_an_index_are_read_as_far_as_they_can_be(
    site: Site, mapped: Source, settings: Settings
) -> None:
    parts = {
        "/old.xml": "<lastmod>2020-01-01</lastmod>",
        "/good.xml": "<lastmod>2026-03-05T10:00:00Z</lastmod>",
        "/packed.xml.gz": "",
        "/plain.txt": "",
        "/broken.xml": "",
        "/gone.xml": "<lastmod>soon</lastmod>",
    }
    entries = "".join(f"<sitemap><loc>{site.url(p)}</loc>{d}</sitemap>" for p, d in parts.items())
    entries += "<sitemap><loc>http://elsewhere.example/map.xml</loc></sitemap>"
    packed = gzip.compress(URLSET.format(f"<url><loc>{site.url('/b')}</loc></url>").encode())
    day = "<lastmod>2026-03-05</lastmod>"
    site.pages |= {
        "/sitemap.xml": xml(INDEX.format(entries)),
        "/old.xml": xml(URLSET.format(f"<url><loc>{site.url('/old')}</loc></url>")),
        "/good.xml": xml(URLSET.format(f"<url><loc>{site.url('/a')}</loc>{day}</url>")),
        "/packed.xml.gz": response(body=packed, content_type="application/gzip"),
        "/plain.txt": response(body=site.url("/c") + "\n", content_type="text/plain"),
        "/broken.xml": response(body=b"\x1f\x8b broken"),
    }
    found = found_by(mapped, settings, since=datetime(2026, 3, 1, tzinfo=UTC), until=None)
    assert {c.url for c in found.candidates} == {site.url(path) for path in ("/a", "/b", "/c")}
    assert {(r.reference, r.reason) for r in found.rejections} == {
        (site.url("/broken.xml"), "bad-encoding"),
        (site.url("/gone.xml"), "http-404"),
        ("http://elsewhere.example/map.xml", "unknown-host"),
    }
    assert "/old.xml" not in site.paths


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (response(404, "gone"), "http-404"),
        (response(body="<html><body>Not a map</body></html>"), "sitemap-unreadable"),
        (xml("<other/>"), "sitemap-unreadable"),
        (response(body=b"\0\xff" * 500), "sitemap-unreadable"),
        (response(body=gzip.compress(b"x" * 1000)[:-9]), "bad-encoding"),
        (response(body=gzip.compress(bytes(60_000_000))), "too-large"),
    ],
)
def test_a_sitemap_that_cannot_be_read_is_told(
    site: Site, mapped: Source, settings: Settings, reply: bytes, reason: str
) -> None:
    site.pages["/sitemap.xml"] = reply
    found, refused = announced(mapped, settings)
    assert found == {}
    assert [(r.reason, r.reference) for r in refused] == [(reason, site.url("/sitemap.xml"))]


def test_a_sitemap_that_names_itself_or_thousands_comes_to_an_end(
    site: Site, mapped: Source, settings: Settings
) -> None:
    names = [site.url("/sitemap.xml"), *(site.url(f"/{number}.xml") for number in range(2000))]
    entries = "".join(f"<sitemap><loc>{name}</loc></sitemap>" for name in names)
    site.pages["/sitemap.xml"] = xml(INDEX.format(entries))
    _, refused = announced(mapped, settings)
    assert len(site.asked) <= 32
    assert "too-many-sitemaps" in {rejection.reason for rejection in refused}


def test_an_entity_bomb_in_a_sitemap_does_no_harm(
    site: Site, mapped: Source, settings: Settings
) -> None:
    body = f'<!DOCTYPE x [<!ENTITY a0 "ha">{ENTITIES}]><sitemapindex><sitemap><loc>&a29;</loc>'
    site.pages["/sitemap.xml"] = xml(body + "</sitemap></sitemapindex>")
    found, refused = announced(mapped, settings)
    assert found == {}
    assert refused


NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"


def test_a_news_sitemap_among_pictures_videos_and_translations(
    site: Site, mapped: Source, settings: Settings
) -> None:
    image = f"<i:image xmlns:i='{IMAGE}'><i:loc>http://x.example/a.jpg</i:loc><i:title>No</i:title>"
    news = (
        f"<n:news xmlns:n='{NEWS}'><n:publication><n:name>Site</n:name><n:language>en</n:language>"
        "</n:publication><n:publication_date>2026-03-02T10:00:00+01:00</n:publication_date>"
        "<n:title>Ferry &amp;amp; tide</n:title></n:news>"
    )
    dates = {
        "/w3c": "2026-03-02T09:00Z",
        "/mail": "Mon, 02 Mar 2026 10:00:00 +0100",
        "/soon": "soon",
        "/old": "2025-01-01",
    }
    site.pages["/sitemap.xml"] = xml(
        URLSET.format(
            f"<!-- <url> --><url>{image}</i:image><loc> {site.url('/a')} </loc>{news}"
            "<priority>0.5</priority></url>"
            + "".join(
                f"<url><loc>{site.url(path)}</loc><lastmod>{date}</lastmod></url>"
                for path, date in dates.items()
            )
        )
    )
    found = found_by(mapped, settings, since=datetime(2026, 3, 1, tzinfo=UTC), until=None)
    assert found.rejections == ()
    assert [c.url for c in found.candidates] == [
        site.url(path) for path in ("/a", "/w3c", "/mail", "/soon")
    ]
    assert found.candidates[0].title == "Ferry & tide"
    assert found.candidates[0].published == datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_rules_for_thousands_of_names_in_a_robots_file_keep_no_sitemap_from_being_read() -> None:
    names = "".join(f"User-agent: a{number}\n" for number in range(12_000))
    content = names + "Disallow: /\n" * 12_000 + " SiteMap: /b\nsitemap : /c # new\n"
    named = sitemap_parser.entries(content.encode(), sitemap_parser.SitemapKind.ROBOTS)
    assert [page.link for page in named] == ["/b", "/c"]


def test_a_feed_and_a_robots_file_may_stand_in_for_a_sitemap(
    site: Site, settings: Settings
) -> None:
    rss = (
        "<rss version='2.0'><channel><item><title>One</title><link>/a</link></item></channel></rss>"
    )
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/b"/></entry></feed>'
    site.pages |= {
        "/rss.xml": xml(rss),
        "/atom.xml": xml(atom),
        "/robots.txt": response(
            body=f"User-agent: *\nAllow: /\nSitemap: {site.url('/c.txt')}\n",
            content_type="text/plain",
        ),
        "/c.txt": response(body=f"\ufeff{site.url('/c')}\r\nnot an address\r\n\r\n"),
    }
    names = ("/rss.xml", "/atom.xml", "/robots.txt")
    source = Source(key="site", name="Site", sitemaps=tuple(map(site.url, names)))
    found, refused = announced(source, settings)
    assert refused == []
    assert {url: c.title for url, c in found.items()} == {
        site.url("/a"): "One",
        site.url("/b"): None,
        site.url("/c"): None,
    }


def broken_after(url: str) -> str:
    """A sitemap whose second entry is not XML."""
    return URLSET.format(f"<url><loc>{url}</loc></url>\n<url><loc>{url}?a=1&b=2</loc></url>")


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/broken", "broken at line 2, column"),
        ("/cut", "broken at line"),
        ("/packed", "broken gzip file"),
        ("/feed", "broken XML at line 1, column"),
        ("/endless", "no entry ends in the 2,000,000 bytes before"),
    ],
)
def test_what_comes_before_a_broken_place_is_kept_and_the_place_is_told(
    site: Site, settings: Settings, path: str, where: str
) -> None:
    whole = URLSET.format(f"<url><loc>{site.url('/a')}</loc></url>" + "\n" * 100)
    packed = gzip.compress(whole.encode() * 400)
    feed = "<rss version='2.0'><channel><item><link>/a</link></item><item><link>/b</link></itm>"
    site.pages |= {
        "/broken": xml(broken_after(site.url("/a"))),
        "/cut": xml(whole[:-30]),
        "/packed": response(body=packed[:-9], content_type="application/gzip"),
        "/feed": xml(feed),
        "/endless": xml(whole[:-9] + "<x/>" * 700_000),
    }
    source = Source(key="site", name="Site", sitemaps=(site.url(path),))
    found, refused = announced(source, settings)
    assert site.url("/a") in found
    (not_fetched,) = refused
    assert not_fetched.reason in {"sitemap-incomplete", "feed-incomplete"}
    assert not_fetched.reference == site.url(path)
    assert where in not_fetched.detail
    assert "read" in not_fetched.detail


def test_reading_ends_when_its_time_is_over(
    site: Site, mapped: Source, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = f"<url><loc>{site.url('/a')}</loc></url>"
    site.pages["/sitemap.xml"] = xml(URLSET.format(entry * 10_000))
    monkeypatch.setattr(sitemap_parser, "MAX_READING_SECONDS", -1.0)
    found, refused = announced(mapped, settings)
    assert list(found) == [site.url("/a")]
    assert [r.reason for r in refused] == ["sitemap-incomplete"]


def test_of_more_entries_than_are_read_the_first_are_taken_and_that_is_told(
    site: Site, mapped: Source, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap_parser, "MAX_ENTRIES", 3)
    for body in (
        URLSET.format("".join(f"<url><loc>{site.url(f'/{n}')}</loc></url>" for n in range(5))),
        "\r\n".join(["no address", *(site.url(f"/{n}") for n in range(5))]),
    ):
        site.pages["/sitemap.xml"] = response(body=body, content_type="text/plain")
        found, refused = announced(mapped, settings)
        assert list(found) == [site.url(f"/{n}") for n in range(3)]
        assert [one.reason for one in refused] == ["sitemap-incomplete"]
        assert "more than the 3 entries" in refused[0].detail


def test_a_gzip_file_of_thousands_of_members_is_not_unpacked(
    site: Site, mapped: Source, settings: Settings
) -> None:
    body = gzip.compress(b"") * 2_001
    site.pages["/sitemap.xml"] = response(body=body, content_type="application/gzip")
    found, refused = announced(mapped, settings)
    assert not found
    assert "2,000 members" in refused[0].detail


def test_of_more_pages_than_a_sitemap_may_name_the_newest_are_taken(
    site: Site, mapped: Source, settings: Settings
) -> None:
    entry = "<url><loc>{}</loc><lastmod>2026-03-{:02d}</lastmod></url>"
    pages = [entry.format(site.url(f"/{n}"), 1 + n % 3) for n in range(3 * MAX_PAGES // 2)]
    site.pages["/sitemap.xml"] = xml(URLSET.format("".join(pages)))
    roomy = settings.model_copy(update={"max_candidates": MAX_PAGES})
    found, refused = announced(mapped, roomy)
    assert len(found) == MAX_PAGES
    assert all(int(url.rpartition("/")[2]) % 3 for url in found)
    (not_fetched,) = refused
    assert not_fetched.reason == "too-many-candidates"
    assert "75,000 pages" in not_fetched.detail


def test_entries_without_address_are_told_and_the_others_read(
    site: Site, mapped: Source, settings: Settings
) -> None:
    entries = f"<url><lastmod>2026-03-01</lastmod></url><url><loc>{site.url('/a')}</loc></url>"
    site.pages["/sitemap.xml"] = xml(URLSET.format(entries))
    found, (not_fetched,) = announced(mapped, settings)
    assert list(found) == [site.url("/a")]
    assert "1 of 2 entries have no address" in not_fetched.detail


def test_indexes_of_indexes_are_followed_some_way_and_no_circle_is_gone_twice(
    site: Site, mapped: Source, settings: Settings
) -> None:
    def index(*paths: str) -> bytes:
        parts = "".join(f"<sitemap><loc>{site.url(path)}</loc></sitemap>" for path in paths)
        return xml(INDEX.format(parts))

    site.pages["/sitemap.xml"] = index("/1.xml", "/leaf.txt", "/again.xml")
    site.pages["/again.xml"] = response(302, Location="/sitemap.xml")
    site.pages["/leaf.txt"] = response(body=site.url("/a"))
    for depth in range(1, 9):
        site.pages[f"/{depth}.xml"] = index(f"/{depth + 1}.xml")
    found, refused = announced(mapped, settings)
    assert list(found) == [site.url("/a")]
    assert [r.reason for r in refused] == ["too-many-sitemaps"]
    assert site.paths.count("/1.xml") == 1
    assert "/9.xml" not in site.paths


def test_a_date_that_cannot_be_one_keeps_nothing_from_being_read(
    site: Site, mapped: Source, settings: Settings
) -> None:
    zero = "<lastmod>0001-01-01T00:00:00</lastmod>"
    part = f"<sitemap><loc>{site.url('/part.xml')}</loc>{zero}</sitemap>"
    site.pages |= {
        "/sitemap.xml": xml(INDEX.format(part)),
        "/part.xml": xml(URLSET.format(f"<url><loc>{site.url('/a')}</loc>{zero}</url>")),
    }
    found = found_by(mapped, settings, since=datetime(2026, 3, 1, tzinfo=UTC))
    assert [c.url for c in found.candidates] == [site.url("/a")]
