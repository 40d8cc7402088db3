"""Section pages: of the links on a page, those that look as if they lead to an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from bs4.filter import SoupStrainer

from pipeline.acquire.announcements import AnnouncedPage, Announcements, plain_title
from pipeline.acquire.fetcher import Fetcher
from pipeline.acquire.html_sniffing import check_html
from pipeline.acquire.reasons import NotFetched, Reason
from pipeline.acquire.urls import canonical_url
from pipeline.text.html_charsets import html_text

HEADLINE_WORDS = 4
"""Links of the navigation have one to three words, headlines nearly always more."""

MAX_LINKS = 5000
"""Read of one page. Front pages of large papers have some hundreds."""

MAX_TAGS = 60_000
"""Beginnings of tags. Front pages of large papers have some 5,000 elements; of each a kilobyte of
memory and some microseconds are taken, read or not."""

MAX_LINK_PARTS = 100
"""Tags and texts read of one link."""

_NO_PAGE = (
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".ico", ".css", ".js", ".json", ".xml",
    ".rss", ".atom", ".pdf", ".zip", ".gz", ".mp3", ".mp4", ".m4a", ".mov", ".webm", ".doc",
    ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".txt", ".ics",
)  # fmt: skip
"""Ends of the paths of files that are not pages."""
_NO_ARTICLE = frozenset(
    {
        "about", "accessibility", "account", "advertise", "archive", "author", "authors",
        "careers", "categories", "category", "contact", "contacts", "cookies", "faq", "feed",
        "feeds", "help", "imprint", "jobs", "legal", "licensing", "login", "logout",
        "newsletter", "newsletters", "privacy", "profile", "register", "rss", "search",
        "share", "shop", "signin", "signup", "sitemap", "staff", "subscribe", "subscription",
        "tag", "tags", "terms", "topic", "topics", "user", "wp-admin", "wp-login.php",
    }
)  # fmt: skip
"""Parts of paths that are never those of an article."""

_DATE = re.compile(
    r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]?(?:0?[1-9]|[12]\d|3[01]))?(?:/|-|$)"
)
"""A day in an article's path."""
_NUMBER = re.compile(r"\d{5,}")
"""An article's number in its path."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")
"""Words of an article's path."""


async def read_section(fetcher: Fetcher, url: str) -> Announcements:
    """The articles that a section page links to, in page order, each once.

    Links to other hosts are no announcements and are left out. Raises NotFetched if the page cannot
    be fetched, or is none (section-unreadable).
    """
    async with fetcher.fetch(url) as result:
        response = result.response
        try:
            check_html(response, result.position)
        except NotFetched as not_fetched:
            raise NotFetched(Reason.SECTION_UNREADABLE, not_fetched.detail) from not_fetched
        pages = await fetcher.in_thread(
            parse_section, response.body, response.url, response.header("Content-Type")
        )
    own = {url, response.url}
    return Announcements(
        tuple(page for page in pages if fetcher.may_fetch(page.link) and page.link not in own)
    )


def parse_section(
    content: bytes, url: str, content_type: str | None = None
) -> tuple[AnnouncedPage, ...]:
    """The links of a page that look as if they lead to an article, canonical, each once.

    Raises NotFetched (section-unreadable) for one with more tags than any front page.
    """
    if content.count(b"<") > MAX_TAGS:
        raise NotFetched(Reason.SECTION_UNREADABLE, f"{url} has more than {MAX_TAGS:,} tags")
    text = html_text(content, content_type)
    found: dict[str, AnnouncedPage] = {}
    for link, title in _links(text, url):
        known = found.get(link)
        # of several links to a page (picture, headline, "read more") the headline is wanted
        if looks_like_article(link, title) or known:
            if known and len(known.title or "") >= len(title or ""):
                continue
            found[link] = AnnouncedPage(link, title)
    return tuple(found.values())


def looks_like_article(url: str, title: str | None) -> bool:
    """Whether a link, by its address or its text, may be that of an article.

    Meant to be generous: what is no article is found out by `extract`, at the price of one visit.
    """
    parts = urlsplit(url)
    path = parts.path.lower()
    steps = [step for step in path.split("/") if step]
    if (not steps and not parts.query) or path.endswith(_NO_PAGE):
        return False
    if any(step in _NO_ARTICLE for step in steps[:-1]) or (steps and steps[-1] in _NO_ARTICLE):
        return False
    if _DATE.search(path) or len((title or "").split()) >= HEADLINE_WORDS:
        return True
    last = steps[-1] if steps else ""
    if last.startswith("index."):
        return False
    return (
        len(_LETTERS.findall(last)) >= HEADLINE_WORDS
        or bool(_NUMBER.search(last))
        or path.endswith((".html", ".htm", ".shtml"))
    )


def _links(text: str, url: str) -> Iterator[tuple[str, str | None]]:
    soup = BeautifulSoup(text, "lxml", parse_only=SoupStrainer(["a", "base"]))
    base = soup.find("base", href=True)
    if isinstance(base, Tag):
        # one that is no address counts for nothing, as browsers have it
        with suppress(NotFetched):
            url = canonical_url(str(base["href"]), url)
    for anchor in soup.find_all("a", href=True, limit=MAX_LINKS):
        try:
            link = canonical_url(str(anchor["href"]), url)
        except NotFetched:
            continue  # mailto:, javascript: and the like are no announcements
        yield link, plain_title(_text(anchor))


def _text(anchor: Tag) -> str:
    """The beginning of a link's text.

    Not get_text, which reads the whole of each: of links within links that grows with the square.
    """
    texts: list[str] = []
    pending = anchor.contents[MAX_LINK_PARTS::-1]
    for _ in range(MAX_LINK_PARTS):
        if not pending:
            break
        part = pending.pop()
        if isinstance(part, Tag):
            pending += part.contents[MAX_LINK_PARTS::-1]
        elif type(part) is NavigableString:  # a comment is a subclass of it
            texts.append(part)
    return " ".join(texts)
