"""Sitemaps: news sitemaps, plain ones and their indexes, read by ultimate-sitemap-parser.

The library asks for nothing itself: it gets its pages from a client that goes
through the visitor, so robots.txt, pauses, sizes and addresses are minded here
as everywhere.
"""

from __future__ import annotations

import io
import logging
import zlib
from contextlib import suppress
from datetime import datetime
from gzip import GzipFile
from http import HTTPStatus

from lxml import etree
from usp.fetch_parse import SitemapFetcher
from usp.objects.page import SitemapPage
from usp.objects.sitemap import AbstractSitemap, InvalidSitemap, PagesTextSitemap
from usp.web_client.abstract_client import (
    AbstractWebClient,
    AbstractWebClientResponse,
    AbstractWebClientSuccessResponse,
    WebClientErrorResponse,
)

from pipeline.acquire.addresses import canonical_url, host_of
from pipeline.acquire.announcements import Announced, Announcements, Moment, plain_title
from pipeline.acquire.reasons import Reason, Refused
from pipeline.acquire.visitor import Visitor
from pipeline.errors import VerbatimError

MAX_SITEMAP_BYTES = 50 * 1024 * 1024
"""Unpacked; the most that the sitemap protocol allows."""

MAX_SITEMAPS = 30
"""Read for one address of the sources file. News sitemaps are one or two; an index of a big
site's whole past has thousands."""

_GZIP_MARK = b"\x1f\x8b"
_INDEX_MARK = b"<sitemapindex"

logger = logging.getLogger(__name__)


def read_sitemap(visitor: Visitor, url: str, since: datetime | None = None) -> Announcements:
    """The pages that a sitemap announces, those of the sitemaps below it included.

    Sitemaps that an index says were last changed before `since` are not asked for. Those that
    cannot be read are told in `refused`; the others are read all the same.

    Raises Refused if the sitemap itself cannot be fetched, or is none (sitemap-unreadable);
    PacingError as the visitor does.
    """
    client = _Client(visitor)
    choice = _Choice(url, client, since)
    try:
        tree = SitemapFetcher(url, 0, client, recurse_list_callback=choice).sitemap()
        pages = tuple(_announced(page) for page in tree.all_pages())
    except Exception as error:
        logger.exception("ultimate-sitemap-parser failed on %s", url)
        detail = f"{url} broke the parser: {error!r}"[:500]
        raise Refused(Reason.SITEMAP_UNREADABLE, detail) from error
    if client.broken:
        raise client.broken
    if url in client.refused:
        raise client.refused[url]
    if not _is_sitemap(tree):
        raise Refused(Reason.SITEMAP_UNREADABLE, f"{url} is no sitemap")
    unreadable = {
        part.url: Refused(Reason.SITEMAP_UNREADABLE, f"{part.url}, named by {url}, is no sitemap")
        for part in tree.all_sitemaps()
        if not _is_sitemap(part)
    }
    refused = {**unreadable, **client.refused}
    return Announcements(pages, (*refused.items(), *choice.left_out))


def _is_sitemap(part: AbstractSitemap) -> bool:
    # any text that is no XML counts as a text sitemap in the library, with or without addresses
    return not isinstance(part, InvalidSitemap) and not (
        isinstance(part, PagesTextSitemap) and not part.pages
    )


def _announced(page: SitemapPage) -> Announced:
    story = page.news_story
    return Announced(
        page.url,
        plain_title(story.title) if story else None,
        Moment.of(story.publish_date) if story else None,
        Moment.of(page.last_modified) if page.last_modified else None,
    )


class _Choice:
    """Chooses which sitemaps of an index are asked for; called by the library."""

    def __init__(self, top: str, client: _Client, since: datetime | None) -> None:
        self._top = top
        self._client = client
        self._since = since
        self.left_out: list[tuple[str, Refused]] = []

    def __call__(self, urls: list[str], level: int, parents: set[str]) -> list[str]:
        """Those that may name pages of the span, newest first, as many as are allowed."""
        del level, parents  # the library bounds the depth itself
        revised = self._client.revised
        wanted = [
            url
            for url in urls
            if not (self._since and url in revised and revised[url].end < self._since)
        ]
        # the dates are often missing; news sitemaps are what is looked for here
        wanted.sort(
            key=lambda url: (
                "news" in url.lower(),
                revised[url].start.timestamp() if url in revised else float("-inf"),
            ),
            reverse=True,
        )
        room = max(0, MAX_SITEMAPS - self._client.asked)
        if len(wanted) > room:
            detail = f"{self._top} names {len(wanted)} sitemaps to read, {room} of them were"
            self.left_out.append((self._top, Refused(Reason.TOO_MANY_SITEMAPS, detail)))
        return wanted[:room]


class _Client(AbstractWebClient):
    """Asks for sitemaps through the visitor, on behalf of the library.

    The library turns every exception into a note in its tree, so they are kept here.
    """

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self.asked = 0
        self.refused: dict[str, Refused] = {}
        self.broken: VerbatimError | None = None
        """What makes it pointless to go on."""
        self.revised: dict[str, Moment] = {}
        """When the sitemaps of the indexes seen so far were changed last."""

    def set_max_response_data_length(self, max_response_data_length: int | None) -> None:
        """The library's wish, which is above our own limit."""

    def get(self, url: str) -> AbstractWebClientResponse:
        """What the library calls to fetch a sitemap."""
        try:
            return self._get(url)
        except Refused as refusal:
            self.refused[url] = refusal
            return WebClientErrorResponse(refusal.detail, retryable=False)
        except VerbatimError as error:
            self.broken = error
            return WebClientErrorResponse(str(error), retryable=False)

    def _get(self, url: str) -> AbstractWebClientResponse:
        if self.broken:
            raise self.broken
        self.asked += 1
        address = canonical_url(url)
        if not self._visitor.may_visit(address):
            raise Refused(
                Reason.UNKNOWN_HOST,
                f"the sitemap {address} is on {host_of(address)}, which is no host of the source",
            )
        answer = self._visitor.visit(address, max_bytes=MAX_SITEMAP_BYTES).answer
        content = _unpacked(answer.body, address)
        if _INDEX_MARK in content[:4000]:
            self.revised.update(_revisions(content))
        return _Response(answer.url, content)


class _Response(AbstractWebClientSuccessResponse):
    """A sitemap in the form that the library reads."""

    def __init__(self, url: str, content: bytes) -> None:
        self._url = url
        self._content = content

    def status_code(self) -> int:
        """Always 200; anything else was refused."""
        return HTTPStatus.OK

    def status_message(self) -> str:
        """The phrase of the status."""
        return HTTPStatus.OK.phrase

    def header(self, case_insensitive_name: str) -> str | None:
        """None: the library asks only whether the content is packed, and it is not."""
        del case_insensitive_name
        return None

    def raw_data(self) -> bytes:
        """The content, unpacked."""
        return self._content

    def url(self) -> str:
        """The address that answered; without ".gz", which would make the library unpack it."""
        return self._url.removesuffix(".gz")


def _unpacked(content: bytes, url: str) -> bytes:
    """A sitemap that is a gzip file, unpacked within bounds; any other as it is."""
    if not content.startswith(_GZIP_MARK):
        return content
    try:
        with GzipFile(fileobj=io.BytesIO(content)) as file:
            unpacked = file.read(MAX_SITEMAP_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Refused(Reason.BAD_ENCODING, f"{url} is a broken gzip file: {error}") from error
    if len(unpacked) > MAX_SITEMAP_BYTES:
        raise Refused(Reason.TOO_LARGE, f"{url} unpacks to more than {MAX_SITEMAP_BYTES:,} bytes")
    return unpacked


def _revisions(index: bytes) -> dict[str, Moment]:
    """When the sitemaps of an index were changed last, which the library does not tell."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(index, parser)
    found = {}
    for entry in root.iterfind("{*}sitemap") if root is not None else ():
        url, told = entry.findtext("{*}loc"), entry.findtext("{*}lastmod")
        if url and told:
            with suppress(ValueError):
                found[url.strip()] = Moment.of(datetime.fromisoformat(told.strip()))
    return found
