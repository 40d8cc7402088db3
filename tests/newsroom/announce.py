"""Feeds, sitemaps and section pages, made from outlet.yaml.

Addresses are written `http://KEY.example/…` here as in the pages; the server
puts the loopback addresses in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from email.utils import format_datetime
from html import escape

from tests.newsroom.outlet import Announcement, Outlet, Page

ADDRESSES: dict[Announcement, str] = {
    "rss": "/feed.xml",
    "atom": "/atom.xml",
    "news-sitemap": "/sitemap.xml",
    "section": "/news/",
}
"""Where each announcement lies: what the sources file names."""

NEWS_SITEMAP_PATH = "/sitemap-news.xml"

SECTION_TEMPLATE = """<!DOCTYPE html>
<html lang="{language}"><head><title>News | {name}</title></head>
<body><nav><a href="/">Home</a> <a href="/about">About</a></nav>
<h1>News</h1>
<ul>
{links}
</ul>
<footer><p>{name}</p></footer></body></html>
"""


def announcement(outlet: Outlet, path: str, edition: int) -> tuple[str, str] | None:
    """Content type and text of the announcement at a path; None if the outlet has none there.

    The front page is for people who look around; no sources file names it.
    """
    if path == "/":
        pages = [page for page in outlet.pages if page.announced and page.since_edition <= edition]
        return "text/html; charset=utf-8", SECTION_TEMPLATE.format(
            language=outlet.language, name=escape(outlet.name), links=_links(outlet, pages)
        )
    for kind, (own_path, content_type, write) in _WRITERS.items():
        if path == own_path and kind in outlet.announced_by:
            return content_type, write(outlet, edition)
    if path == NEWS_SITEMAP_PATH and "news-sitemap" in outlet.announced_by:
        return "application/xml", _news_sitemap(outlet, edition)
    return None


def _link(outlet: Outlet, page: Page) -> str:
    return page.announced_as or outlet.address + page.path


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _rss(outlet: Outlet, edition: int) -> str:
    items = []
    for page in outlet.announced("rss", edition):
        parts = [
            f"<title>{escape(page.title or '')}</title>",
            f"<link>{escape(_link(outlet, page))}</link>",
            f'<guid isPermaLink="false">{escape(outlet.key + page.path)}</guid>',
        ]
        if page.summary:
            parts.append(f"<description>{escape(page.summary)}</description>")
        if page.published:
            parts.append(f"<pubDate>{format_datetime(page.published)}</pubDate>")
        items.append("<item>" + "".join(parts) + "</item>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(outlet.name)}</title><link>{outlet.address}/</link>"
        f"<description>News from {escape(outlet.name)}</description>\n"
        + "\n".join(items)
        + "\n</channel></rss>\n"
    )


def _atom(outlet: Outlet, edition: int) -> str:
    pages = outlet.announced("atom", edition)
    entries = []
    for page in pages:
        parts = [
            f"<title>{escape(page.title or '')}</title>",
            f'<link rel="alternate" href="{escape(_link(outlet, page))}"/>',
            f"<id>tag:{outlet.key}.example,2026:{escape(page.path)}</id>",
            f"<updated>{_iso(page.last_modified(edition))}</updated>",
        ]
        if page.published:
            parts.append(f"<published>{_iso(page.published)}</published>")
        if page.summary:
            parts.append(f"<summary>{escape(page.summary)}</summary>")
        entries.append("<entry>" + "".join(parts) + "</entry>")
    newest = _iso(pages[0].last_modified(edition)) if pages else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(outlet.name)}</title><id>{outlet.address}/</id>"
        f"<updated>{newest}</updated>\n" + "\n".join(entries) + "\n</feed>\n"
    )


def _sitemap_index(outlet: Outlet, edition: int) -> str:
    del edition  # every announcement is written from the same two arguments
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<sitemap><loc>{outlet.address}{NEWS_SITEMAP_PATH}</loc></sitemap></sitemapindex>\n"
    )


def _news_sitemap(outlet: Outlet, edition: int) -> str:
    entries = []
    for page in outlet.announced("news-sitemap", edition):
        news = (
            f"<news:publication><news:name>{escape(outlet.name)}</news:name>"
            f"<news:language>{outlet.language}</news:language></news:publication>"
        )
        if page.published:
            news += f"<news:publication_date>{_iso(page.published)}</news:publication_date>"
        entries.append(
            f"<url><loc>{escape(_link(outlet, page))}</loc><news:news>{news}"
            f"<news:title>{escape(page.title or '')}</news:title></news:news></url>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n'
        + "\n".join(entries)
        + "\n</urlset>\n"
    )


def _links(outlet: Outlet, pages: Iterable[Page]) -> str:
    return "\n".join(
        f'<li><a href="{escape(_link(outlet, page))}">{escape(page.title or "")}</a></li>'
        for page in pages
    )


def _section(outlet: Outlet, edition: int) -> str:
    links = _links(outlet, outlet.announced("section", edition))
    if outlet.section_html:
        own = outlet.folder / "pages" / outlet.section_html
        return own.read_text(encoding="utf-8").replace("{links}", links)
    return SECTION_TEMPLATE.format(language=outlet.language, name=escape(outlet.name), links=links)


_WRITERS: dict[Announcement, tuple[str, str, Callable[[Outlet, int], str]]] = {
    "rss": (ADDRESSES["rss"], "application/rss+xml; charset=utf-8", _rss),
    "atom": (ADDRESSES["atom"], "application/atom+xml; charset=utf-8", _atom),
    "news-sitemap": (ADDRESSES["news-sitemap"], "application/xml", _sitemap_index),
    "section": (ADDRESSES["section"], "text/html; charset=utf-8", _section),
}
