"""What sites answer that is made to keep their visitors busy."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Callable
from itertools import pairwise

from pipeline.acquire.sitemaps import MAX_SITEMAP_BYTES
from tests.acquire.site import Reply, response
from tests.evaluation.hostile_parts import PAGE, counted, of

ITEM = "<item><title>B</title><link>/a/{0:06d}</link></item>"
LOC = "<url><loc>/news/{0:07d}</loc></url>"


def _feed(items: str, end: str = "") -> dict[str, Reply]:
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>A</title>'
    return _answer((head + items)[: PAGE - len(end)] + end, "application/rss+xml")


def _answer(body: str | bytes, kind: str, **headers: str) -> dict[str, Reply]:
    body = (body.encode() if isinstance(body, str) else body)[:MAX_SITEMAP_BYTES]
    return {"/it": response(200, body, kind, **headers)}


def _section(body: str) -> dict[str, Reply]:
    return _answer(body.encode()[:PAGE], "text/html")


def _sitemap(entries: str, end: str = "</urlset>") -> dict[str, Reply]:
    head = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return _answer(head + entries + end, "application/xml")


def _packed(content: bytes) -> dict[str, Reply]:
    return _answer(gzip.compress(content), "application/gzip")


def _twice_packed() -> dict[str, Reply]:
    inner = zlib.compress(bytes(400_000_000), 9)
    return _answer(zlib.compress(inner, 9), "text/html", Content_Encoding="deflate, deflate")


def _index() -> dict[str, Reply]:
    entries = counted("<sitemap><loc>/{0:07d}.xml</loc></sitemap>", MAX_SITEMAP_BYTES - 1_000)
    return _answer(f"<sitemapindex>{entries}</sitemapindex>", "application/xml")


def _chain() -> dict[str, Reply]:
    steps = {f"/{n}": response(302, "", Location=f"/{n + 1}") for n in range(1_000)}
    return {"/it": response(302, "", Location="/0"), **steps}


def _robots(content: str) -> dict[str, Reply]:
    return {"/robots.txt": response(200, content, "text/plain"), **_answer("<p>a", "text/html")}


def ten(name: str) -> str:
    """A reference to an entity, ten times."""
    return f"&{name};" * 10


ENTITIES = (
    '<!DOCTYPE rss [<!ENTITY a "boats boats boats">'
    + "".join(f'<!ENTITY {b} "{ten(a)}">' for a, b in pairwise("abcdefghi"))
    + "]><rss><channel><item><title>&i;</title><link>/a</link></item></channel></rss>"
)  # fmt: skip

SITES: dict[str, tuple[str, Callable[[], dict[str, Reply]]]] = {
    "sitemap of 880,000 URLs": (
        "sitemaps", lambda: _sitemap(counted(LOC, 880_000 * len(LOC.format(0)))[:52_000_000])
    ),
    "sitemap of 50 MB": ("sitemaps", lambda: _sitemap(counted(LOC, MAX_SITEMAP_BYTES - 1_000))),
    "sitemap with dates": (
        "sitemaps",
        lambda: _sitemap(
            counted(
                "<url><loc>/news/{0}</loc><lastmod>Mon, 02 Mar 2026 09:00:00 +0100</lastmod></url>",
                MAX_SITEMAP_BYTES - 9_000_000,
            )
        ),
    ),
    "sitemap with one entry": ("sitemaps", lambda: _sitemap("<url>" + "<a>" * 10_000_000)),
    "sitemap nested": ("sitemaps", lambda: _sitemap("<url>" * 10_000_000)),
    "sitemap of long addresses": (
        "sitemaps", lambda: _sitemap(of(f"<url><loc>/{'a' * 7_900}</loc></url>", 50_000_000))
    ),
    "sitemap of 1.5 million lines": (
        "sitemaps",
        lambda: _answer(counted("https://a.example/{0:09d}\n", MAX_SITEMAP_BYTES), "text/plain"),
    ),
    "sitemap of 1.5 million lines of its own": (
        "sitemaps",
        lambda: _answer(counted("http://127.0.0.1/{0:09d}\n", MAX_SITEMAP_BYTES), "text/plain"),
    ),
    "sitemap of lines without addresses": (
        "sitemaps", lambda: _answer("a\n" * (MAX_SITEMAP_BYTES // 2), "text/plain")
    ),
    "sitemap of one line": ("sitemaps", lambda: _answer("a" * MAX_SITEMAP_BYTES, "text/plain")),
    "sitemap that is a bomb": ("sitemaps", lambda: _packed(bytes(1_000_000_000))),
    "sitemap of gzip members": (
        "sitemaps", lambda: _answer(gzip.compress(b"") * 2_000_000, "application/gzip")
    ),
    "index of a million sitemaps": ("sitemaps", _index),
    "feed of 62,000 items": ("feeds", lambda: _feed(counted(ITEM, PAGE))),
    "feed of 62,000 items, whole": (
        "feeds", lambda: _feed(counted(ITEM, PAGE - 300), "</channel></rss>")
    ),
    "feed of elements": (
        "feeds", lambda: _feed(of("<item><a/><b/></item>", PAGE - 300), "</channel></rss>")
    ),
    "feed of dates": (
        "feeds",
        lambda: _feed(counted("<item><pubDate>Monday, 2 March {0}</pubDate></item>", PAGE)),
    ),
    "feed nested": ("feeds", lambda: _feed("<item>" * 190_000)),
    "feed of markup": (
        "feeds",
        lambda: _feed(of(f"<item><description>{of('&lt;b&gt;', 800)}</description></item>")),
    ),
    "feed with attributes": (
        "feeds", lambda: _feed("<item " + counted('a{0}="1" ', PAGE))
    ),
    "feed with entities in entities": ("feeds", lambda: _answer(ENTITIES, "application/rss+xml")),
    "broken feed": ("feeds", lambda: _feed(of("<item><title>& < a</title></item>", 990_000))),
    "feed of one title": ("feeds", lambda: _feed(f"<item><title>{of('boat ')}</title></item>")),
    "section of links": (
        "sections",
        lambda: _section(counted('<a href="/2026/03/02/{0}">Eleven boats</a>', PAGE)),
    ),
    "section of links in links": ("sections", lambda: _section(of("<a href=/a>"))),
    "section of as many links as are read": (
        "sections", lambda: _section("<a href=/2026/03/02/a><b>" * 30_000)
    ),
    "section of attributes": (
        "sections", lambda: _section("<a " + counted("a{0}=1 ", PAGE))
    ),
    "section nested": ("sections", lambda: _section("<div>" * 60_000)),
    "page that is a bomb": (
        "page",
        lambda: _answer(gzip.compress(bytes(4_000_000_000)), "text/html", Content_Encoding="gzip"),
    ),
    "page of gzip members": (
        "page",
        lambda: _answer(gzip.compress(b"") * 240_000, "text/html", Content_Encoding="gzip"),
    ),
    "sitemap of gzip members on the line": (
        "sitemaps",
        lambda: _answer(gzip.compress(b"") * 2_400_000, "text/xml", Content_Encoding="gzip"),
    ),
    "sitemap packed badly, without a length": (
        "sitemaps",
        lambda: {
            "/it": b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
            + gzip.compress(random.Random(4).randbytes(50_000_000), 1)
        },
    ),
    "page packed twice": ("page", _twice_packed),
    "page in a million chunks": (
        "page",
        lambda: {
            "/it": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html"
            b"\r\n\r\n" + b"1\r\na\r\n" * 900_000 + b"0\r\n\r\n"
        },
    ),
    "page with 100,000 headers": (
        "page",
        lambda: {"/it": b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 100_000 + b"\r\n<p>a"},
    ),
    "page with a header of 5 MB": ("page", lambda: _answer("<p>a", "text/html", X_A="a" * PAGE)),
    "page behind 1,000 redirects": ("page", _chain),
    "interim answers": (
        "page", lambda: {"/it": b"HTTP/1.1 103 Early\r\n\r\n" * 200_000 + response(200, "<p>a")}
    ),
    "robots.txt of 5 MB": ("page", lambda: _robots(of("User-agent: *\nDisallow: /a*b*c$\n"))),
    "robots.txt of agents": ("page", lambda: _robots(counted("User-agent: a{0}\n", 5_000_000))),
    "robots.txt of stars": (
        "page", lambda: _robots("User-agent: *\nDisallow: /" + "*a" * 200_000)
    ),
    "robots.txt of stars, often": (
        "page", lambda: _robots("User-agent: *\n" + of(f"Disallow: {'/*a' * 30}b$\n", 500_000))
    ),
}  # fmt: skip
