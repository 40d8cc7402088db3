"""Discovery: every way of announcing pages gives them, and what cannot be read is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.acquire.urls import canonical_url
from pipeline.settings.environment import Settings, Source
from tests.acquire.site import Site, response
from tests.acquire.visits import announced, found_by
from tests.newsroom import Newsroom

WAYS = {
    "civic-wire": ("/atom.xml", "atom"),
    "harbour-courier": ("/feed.xml", "rss"),
    "meridian-post": ("/sitemap.xml", "news-sitemap"),
    "northern-ledger": ("/sitemap.xml", "news-sitemap"),
    "oakfield-gazette": ("/feed.xml", "rss"),
    "the-lantern": ("/news/", "section"),
}


@pytest.mark.parametrize("key", WAYS)
def test_each_way_of_announcing_gives_the_pages_with_title_and_time(
    newsroom: Newsroom, outlets: dict[str, Source], settings: Settings, key: str
) -> None:
    path, kind = WAYS[key]
    outlet = next(outlet for outlet in newsroom.outlets if outlet.key == key)
    expected = {
        canonical_url(newsroom.localize(page.announced_as or outlet.address + page.path)): page
        for page in outlet.announced(kind, 1)  # type: ignore[arg-type]  # one of the kinds
    }
    found, refused = announced(outlets[key], settings)
    assert refused == []
    assert found.keys() == expected.keys()
    for url, candidate in found.items():
        page = expected[url]
        assert candidate.source == key
        assert candidate.found_in == newsroom.addresses[key] + path
        assert candidate.title == " ".join(str(page.title).split())
        assert candidate.published == (page.published if kind != "section" else None)


def test_pages_outside_of_the_dates_are_left_out(
    newsroom: Newsroom, outlets: dict[str, Source], settings: Settings
) -> None:
    since = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)  # the minute at which one was published
    until = datetime(2026, 3, 4, 8, 30, tzinfo=UTC)  # likewise
    found = found_by(outlets["civic-wire"], settings, since=since, until=until)
    told = sorted(c.published for c in found.candidates if c.published)
    assert (told[0], told[-1]) == (since, until)
    assert len(told) == len(found.candidates) == 5
    # a section page tells no dates, so nothing of it can be left out
    lantern = found_by(outlets["the-lantern"], settings, since=until, until=until)
    assert len(lantern.candidates) == 7


NAMES = " ".join(f"a{number}='1'" for number in range(101))
"""One attribute more than an element of a feed may have."""
RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{}</channel></rss>'


def rss(*items: str) -> bytes:
    """A feed as a site answers it; each item is the XML inside <item>."""
    body = RSS.format("".join(f"<item>{item}</item>" for item in items))
    return response(body=body, content_type="application/rss+xml")


def test_an_old_page_that_was_edited_since_is_left_out_by_its_first_date(
    site: Site, source: Source, settings: Settings
) -> None:
    entry = "<entry><link href='{}'/><updated>2026-03-05T00:00:00Z</updated>{}</entry>"
    entries = entry.format("/old", "<published>2026-02-01T00:00:00Z</published>")
    entries += entry.format("/undated", "")
    site.pages["/feed.xml"] = response(
        body=f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>',
        content_type="application/atom+xml",
    )
    since = datetime(2026, 3, 1, tzinfo=UTC)
    found = found_by(source, settings, since=since, until=since + timedelta(days=1))
    assert [c.url for c in found.candidates] == [site.url("/undated")]


@pytest.mark.parametrize(
    "date",
    [
        "{seconds}",
        "0001-01-01T00:00:00",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "{tomorrow:%a, %d %b %Y %H:%M:%S} GMT",
    ],
    ids=["seconds-since-1970", "year-1", "zero", "tomorrow"],
)
def test_a_date_that_cannot_be_one_is_none(
    site: Site, source: Source, settings: Settings, date: str
) -> None:
    now = datetime.now(UTC)
    written = date.format(seconds=int(now.timestamp()), tomorrow=now + timedelta(hours=15))
    site.pages["/feed.xml"] = rss(f"<link>/a</link><pubDate>{written}</pubDate>")
    found = found_by(source, settings, since=now - timedelta(days=7), until=now)
    assert [(c.url, c.published) for c in found.candidates] == [(site.url("/a"), None)]


@pytest.mark.parametrize(
    ("ended_hours_ago", "wanted"), [(0, ["/ahead", "/now"]), (6, ["/ahead"]), (30, [])]
)
def test_a_time_ahead_of_now_may_be_a_time_before_it_in_another_zone(
    site: Site, source: Source, settings: Settings, ended_hours_ago: int, wanted: list[str]
) -> None:
    now = datetime.now(UTC)
    # what a feed of Japan says of the last hour, its zone by letters that no reader knows
    dates = {"/ahead": now + timedelta(hours=8), "/now": now - timedelta(minutes=5)}
    site.pages["/feed.xml"] = rss(
        *(
            f"<link>{path}</link><pubDate>{at:%a, %d %b %Y %H:%M:%S} JST</pubDate>"
            for path, at in dates.items()
        )
    )
    until = now - timedelta(hours=ended_hours_ago)
    found = found_by(source, settings, since=until - timedelta(days=7), until=until)
    assert [c.url for c in found.candidates] == [site.url(path) for path in wanted]


def test_relative_links_and_odd_items_of_a_feed(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages["/feed.xml"] = response(301, Location="/feeds/news.xml")
    site.pages["/feeds/news.xml"] = rss(
        "<title>One</title><link>one.html?utm_source=rss</link>",
        "<title>One again, longer</title><link>/feeds/one.html#top</link>"
        "<pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate>",
        "<title> Two \n lines \x85 </title><link>/two</link><pubDate>soon</pubDate>",
        "<title>&lt;b&gt;Three&lt;/b&gt; &amp;amp; more</title><link>/three</link>",
        "<title>No link</title>",
        "<link>mailto:desk@paper.example</link>",
        f"<link>http://user:secret@{site.host}/four</link>",
    )
    found, refused = announced(source, settings)
    assert {url: c.title for url, c in found.items()} == {
        site.url("/feeds/one.html"): "One",
        site.url("/two"): "Two lines",
        site.url("/three"): found[site.url("/three")].title,
    }
    assert found[site.url("/feeds/one.html")].published == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert found[site.url("/two")].published is None
    (unusable,) = refused
    assert unusable.reason == "bad-url"
    assert unusable.detail.startswith("2 of its links are unusable")
    assert "secret" not in unusable.detail


def test_pages_on_hosts_of_nobody_are_told_once_a_host(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages["/feed.xml"] = rss(
        "<link>http://partner.example/1</link>",
        "<link>http://partner.example/2</link>",
        "<link>http://partner.example:8080/3</link>",
        "<link>/own</link>",
    )
    found, refused = announced(source, settings)
    assert list(found) == [site.url("/own")]
    assert [(r.stage, r.reason, r.source) for r in refused] == [
        ("discover", "unknown-host", "site")
    ] * 2
    assert "announces 2 on partner.example," in refused[0].detail
    shared = source.model_copy(update={"hosts": ("Partner.Example:80",)})
    found, _ = announced(shared, settings)
    assert {"http://partner.example/1", "http://partner.example/2"} < found.keys()


def test_a_feed_on_a_thousand_hosts_is_told_in_a_few_lines(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages["/feed.xml"] = rss(
        *(f"<link>http://h{number}.example/</link>" for number in range(1000))
    )
    _, refused = announced(source, settings)
    assert 1 < len(refused) < 50
    assert any("980" in rejection.detail for rejection in refused)


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 30))


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (response(404, "gone"), "http-404"),
        (response(500, "oops"), "http-5xx"),
        (response(body=b""), "empty-body"),
        (response(body="<html><body>Not a feed</body></html>"), "feed-unreadable"),
        (response(body="/etc/passwd"), "feed-unreadable"),
        (response(body=f"<rss><item {NAMES}/></rss>"), "feed-unreadable"),
        (response(body=f"<rss><item {NAMES}/><title>&broken"), "feed-unreadable"),
        (response(body=f"<rss><item {NAMES} b/></rss>"), "feed-unreadable"),
        (response(body=f"<rss {NAMES.replace('a', 'xmlns:a')}></rss>"), "feed-unreadable"),
        (response(body=f"<rss>{'<item>' * 200_001}"), "feed-unreadable"),
        (response(body=f"<rss><channel>{'<a/>' * 50_000}</channel></rss>"), "feed-unreadable"),
        (response(body=f"<rss><title>{'&' * 500_001}"), "feed-unreadable"),
        (response(body=b"\0\xff" * 500), "feed-unreadable"),
        (response(body="{}", content_type="application/json"), "feed-unreadable"),
        (response(body="<urlset/>", content_type="application/xml"), "feed-unreadable"),
        (response(302, Location="http://elsewhere.example/feed"), "redirect-off-host"),
        (response(body=b"x", Content_Length="60000000"), "too-large"),
    ],
)
def test_a_feed_that_cannot_be_read_is_told_and_the_others_are_read(
    site: Site, settings: Settings, reply: bytes, reason: str
) -> None:
    site.pages |= {"/broken": reply, "/feed.xml": rss("<link>/a</link>")}
    source = Source(key="two", name="Two", feeds=(site.url("/broken"), site.url("/feed.xml")))
    found, refused = announced(source, settings)
    assert list(found) == [site.url("/a")]
    assert [(r.reason, r.reference, r.source) for r in refused] == [
        (reason, site.url("/broken"), "two")
    ]


ITEMS = "".join(f"<item><title>“{n}”</title><link>/{n}</link></item>" for n in range(25_000))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_of_a_feed_that_is_too_long_the_beginning_is_read_and_that_is_told(
    site: Site, source: Source, settings: Settings, encoding: str
) -> None:
    body = RSS.format(ITEMS).replace("?>", f' encoding="{encoding}"?>', 1)
    site.pages["/feed.xml"] = response(
        body=body.encode(encoding), content_type="application/rss+xml"
    )
    found, (cut,) = announced(source, settings.model_copy(update={"max_candidates": 50_000}))
    assert 13_000 < len(found) < 13_334
    assert found[site.url("/7")].title == "“7”"
    assert cut.reason == "feed-incomplete"
    assert "more than the 40,000 elements" in cut.detail


def test_of_a_broken_feed_that_is_too_long_the_beginning_is_read_and_that_is_told(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages["/feed.xml"] = response(body=RSS.format(f"<a & b>{ITEMS}"))
    found, (cut,) = announced(source, settings.model_copy(update={"max_candidates": 50_000}))
    assert 13_000 < len(found) < 13_334
    assert cut.reason == "feed-incomplete"
    assert "broken XML" in cut.detail
    assert "more than the 80,000 tags" in cut.detail


def test_a_section_of_more_tags_than_any_front_page_is_told(site: Site, settings: Settings) -> None:
    site.pages["/news"] = response(body='<a href="/2026/03/02/a">' * 60_001)
    _, refused = announced(Source(key="a", name="A", sections=(site.url("/news"),)), settings)
    assert [one.reason for one in refused] == ["section-unreadable"]


@pytest.mark.parametrize(
    "feed",
    [
        f'<!DOCTYPE x [<!ENTITY a0 "ha">{ENTITIES}]><rss><channel><title>&a29;</title>'
        "<item><link>/a</link></item></channel></rss>",
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel>'
        "<item><title>&f;</title><link>/a</link></item></channel></rss>",
        RSS.format("<item><title>&#xD800;\x1b[31m&#0;</title><link>/a</link><unclosed></item>"),
        RSS.format("<item><title>" + "<b>" * 3000 + "</title><link>/a</link></item>"),
        RSS.format("<item><link>/a</link></item>")[:-30],
    ],
)
def test_a_hostile_feed_gives_no_more_than_plain_records(
    site: Site, source: Source, settings: Settings, feed: str
) -> None:
    site.pages["/feed.xml"] = response(body=feed, content_type="application/rss+xml")
    found, refused = announced(source, settings)
    assert found or refused
    assert {not_fetched.reason for not_fetched in refused} <= {"feed-incomplete", "feed-unreadable"}
    for candidate in found.values():
        title = candidate.title or ""
        assert "root:" not in title
        assert "\x1b" not in title
        title.encode()


def test_no_more_than_the_allowed_number_is_proposed(
    site: Site, source: Source, settings: Settings
) -> None:
    days = [f"<pubDate>{day:02d} Mar 2026 10:00:00 GMT</pubDate>" for day in range(1, 9)]
    site.pages["/feed.xml"] = rss(
        *(f"<link>/a{number}</link>{day}" for number, day in enumerate(days))
    )
    site.pages["/other.xml"] = rss("<link>/b0</link>", "<link>/b1</link>", "<link>/a7</link>")
    both = source.model_copy(update={"feeds": (*source.feeds, site.url("/other.xml"))})
    found, refused = announced(both, settings.model_copy(update={"max_candidates": 4}))
    assert {url.rpartition("/")[2] for url in found} == {"a7", "a6", "b0", "b1"}
    (rejection,) = refused
    assert rejection.reason == "too-many-candidates"
    assert rejection.detail.startswith("6 of 8 pages")


def test_what_is_announced_comes_the_newest_first_and_what_has_no_date_last(
    site: Site, settings: Settings
) -> None:
    """A sitemap tells when pages were changed last, and often begins with the oldest."""
    pages = (("a", "2026-03-01"), ("b", None), ("c", "2026-03-03"), ("d", "2026-03-02T08:00:00Z"))
    entries = "".join(
        f"<url><loc>{site.url('/' + name)}</loc>"
        + (f"<lastmod>{date}</lastmod></url>" if date else "</url>")
        for name, date in pages
    )
    site.pages["/sitemap.xml"] = response(
        body=f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>',
        content_type="application/xml",
    )
    site.pages["/feed.xml"] = rss(
        "<link>/e</link>", "<link>/f</link><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate>"
    )
    source = Source(
        key="site",
        name="Site",
        feeds=(site.url("/feed.xml"),),
        sitemaps=(site.url("/sitemap.xml"),),
    )
    order = [one.url for one in found_by(source, settings).candidates]
    assert order == [site.url(f"/{name}") for name in "cfdaeb"]
    few = settings.model_copy(update={"max_candidates": 3})
    order = [one.url for one in found_by(source, few).candidates]
    assert order == [site.url(f"/{name}") for name in "cfe"]
