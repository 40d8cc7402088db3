"""Sitemaps: news sitemaps, plain ones, text, feeds that stand in for one, and their indexes."""

from __future__ import annotations

import heapq
import io
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from gzip import GzipFile

from pipeline.acquire.announcements import AnnouncedPage, Announcements
from pipeline.acquire.feeds import parse_feed
from pipeline.acquire.fetcher import Fetcher
from pipeline.acquire.reasons import NotFetched, Reason
from pipeline.acquire.response import MAX_GZIP_MEMBERS, Response, has_many_gzip_members
from pipeline.acquire.sitemap_parser import CutShortError, SitemapKind, entries, kind_of
from pipeline.acquire.urls import canonical_url, host_of

MAX_SITEMAP_BYTES = 50 * 1024 * 1024
"""Unpacked; the most that the sitemap protocol allows."""

MAX_SITEMAPS = 30
"""Read for one address of the sources file. News sitemaps are one or two; an index of a big
site's whole past has thousands."""

MAX_DEPTH = 5
"""Indexes of indexes. The protocol allows none, and sites have two levels at most."""

MAX_PAGES = 50_000
"""Kept for one address of the sources file, of the days asked for and of others each; as many as
the protocol allows in one sitemap. Those of other days are kept because another announcement may
name them without their date."""

_GZIP_MARK = b"\x1f\x8b"
"""First bytes of gzip data, whatever the server calls it."""

_PIECE_BYTES = 65_536
"""Unpacked at a time: what is lost at most before the place where a gzip file is broken."""


@dataclass(frozen=True, slots=True)
class Span:
    """Which pages are wanted, and how many may be."""

    since: datetime | None = None
    until: datetime | None = None
    most: int = MAX_PAGES


async def read_sitemap(fetcher: Fetcher, url: str, span: Span) -> Announcements:
    """The pages that a sitemap announces, those of the sitemaps below it included.

    Sitemaps that an index says were last changed before the span are not asked for. Those that
    cannot be read, or not to their end, are told in `not_read`; the others are read all the same.
    If there are more pages than `span.most`, the newest are taken.

    Raises NotFetched if the sitemap itself cannot be fetched, or nothing in it can be read
    (sitemap-unreadable); RateLimitError as the fetcher does.
    """
    reading = _Reading(fetcher, url, span)
    await reading.read(url, url)
    while reading.waiting and len(reading.asked) < MAX_SITEMAPS:
        part, named_by, depth = reading.waiting.pop()
        try:
            await reading.read(part, named_by, depth)
        except NotFetched as not_fetched:
            reading.not_read.append((part, not_fetched))
    return reading.announcements()


@dataclass
class _Newest:
    """Keeps the newest pages, up to so many."""

    most: int
    seen: int = 0
    _kept: list[tuple[float, int, AnnouncedPage]] = field(default_factory=list)
    """A heap: when, the place in the order of announcement counted down, the page."""

    def add(self, page: AnnouncedPage, position: int) -> None:
        """Take in a page with its place in the order of announcement."""
        self.seen += 1
        moment = page.published or page.revised
        item = (moment.start.timestamp() if moment else float("-inf"), -position, page)
        if len(self._kept) < self.most:
            heapq.heappush(self._kept, item)
        else:
            heapq.heappushpop(self._kept, item)

    def kept(self) -> Iterable[tuple[int, AnnouncedPage]]:
        """The pages, each with its place."""
        return ((-position, page) for _, position, page in self._kept)


class _Reading:
    """What is known while a sitemap and those below it are read."""

    def __init__(self, fetcher: Fetcher, top: str, span: Span) -> None:
        self._fetcher = fetcher
        self._top = top
        self._span = span
        self._wanted = _Newest(span.most)
        self._others = _Newest(span.most)
        self._left_out = 0
        """Sitemaps named by an index that are too many."""
        self.asked: set[str] = set()
        self.waiting: list[tuple[str, str, int]] = []
        """Sitemaps to read, the next one last: its address, the index, how deep it lies."""
        self.not_read: list[tuple[str, NotFetched]] = []

    def announcements(self) -> Announcements:
        """All that was found."""
        left_out = self._left_out + len({part for part, _, _ in self.waiting} - self.asked)
        if left_out:
            detail = f"{self._top} names {left_out} more sitemaps than the {MAX_SITEMAPS} read"
            self.not_read.append((self._top, NotFetched(Reason.TOO_MANY_SITEMAPS, detail)))
        if self._wanted.seen > self._span.most:
            detail = (
                f"{self._top} announces {self._wanted.seen:,} pages of the days asked for; "
                f"the newest {self._span.most:,} were taken; ask for fewer days"
            )
            self.not_read.append((self._top, NotFetched(Reason.TOO_MANY_CANDIDATES, detail)))
        found = dict((*self._wanted.kept(), *self._others.kept()))
        pages = tuple(found[position] for position in sorted(found))
        return Announcements(pages, tuple(self.not_read))

    async def read(self, url: str, named_by: str, depth: int = 0) -> None:
        """Read one sitemap. Raises NotFetched if nothing of it can be read."""
        address = canonical_url(url, named_by)
        if address in self.asked:
            return
        self.asked.add(address)
        if not self._fetcher.may_fetch(address):
            raise NotFetched(
                Reason.UNKNOWN_HOST,
                f"the sitemap {address} is on {host_of(address)}, which is not a host of the "
                "source",
            )
        async with self._fetcher.fetch(address, max_bytes=MAX_SITEMAP_BYTES) as result:
            # a part may redirect to the index that names it
            self.asked.add(result.response.url)
            await self._fetcher.in_thread(self._take, result.response, url, named_by, depth)

    def _take(self, response: Response, url: str, named_by: str, depth: int) -> None:
        """Take in what a sitemap says. Raises NotFetched if nothing of it can be read."""
        content, packed_badly = _unpacked(response.body, canonical_url(url, named_by))
        kind = kind_of(content, response.url)
        if kind is SitemapKind.FEED:
            feed = parse_feed(content, response.url, response.header("Content-Type"))
            self.not_read += feed.not_read
            for page in feed.pages:
                self._keep(page)
        elif kind:
            self._read_entries(content, kind, response.url, depth, packed_badly)
        elif packed_badly:
            raise packed_badly
        else:
            raise _unreadable(url, named_by, "it is neither a sitemap nor a feed")

    def _read_entries(
        self, content: bytes, kind: SitemapKind, url: str, depth: int, trouble: NotFetched | None
    ) -> None:
        """`trouble` is what kept the content from being whole."""
        found = _Chosen(self._span.since)
        keep = found.choose if kind in {SitemapKind.INDEX, SitemapKind.ROBOTS} else self._keep
        named = nameless = 0
        try:
            for entry in entries(content, kind):
                if entry.link:
                    named += 1
                    keep(entry)
                else:
                    nameless += 1
        except CutShortError as error:
            trouble = trouble or NotFetched(Reason.SITEMAP_INCOMPLETE, f"{url}: {error}")
        if not named and trouble:
            why = trouble.reason
            raise NotFetched(
                Reason.SITEMAP_UNREADABLE if why is Reason.SITEMAP_INCOMPLETE else why,
                trouble.detail,
            )
        if not named and kind in {SitemapKind.TEXT, SitemapKind.ROBOTS}:
            detail = f"{url} cannot be read as a sitemap: there are no addresses in it"
            raise NotFetched(Reason.SITEMAP_UNREADABLE, detail)
        self._follow(found, url, depth)
        if trouble:
            detail = f"{trouble.detail}; the {named:,} entries before it were read"
            self.not_read.append((url, NotFetched(Reason.SITEMAP_INCOMPLETE, detail)))
        if nameless:
            detail = f"{url}: {nameless:,} of {named + nameless:,} entries have no address"
            self.not_read.append((url, NotFetched(Reason.SITEMAP_INCOMPLETE, detail)))

    def _keep(self, page: AnnouncedPage) -> None:
        wanted = page.may_be_of(self._span.since, self._span.until)
        position = self._wanted.seen + self._others.seen
        (self._wanted if wanted else self._others).add(page, position)

    def _follow(self, found: _Chosen, index: str, depth: int) -> None:
        parts = found.in_order()
        if parts and depth >= MAX_DEPTH:
            detail = f"{index} is the index of an index, {depth} deep, and was not followed"
            self.not_read.append((index, NotFetched(Reason.TOO_MANY_SITEMAPS, detail)))
            return
        self._left_out += found.wanted - len(parts)
        self.waiting += [(part, index, depth + 1) for part in reversed(parts)]


class _Chosen:
    """Chooses which sitemaps of an index are read: those that may name pages of the span."""

    def __init__(self, since: datetime | None) -> None:
        self._since = since
        self.wanted = 0
        self._chosen: list[tuple[bool, float, int, str]] = []

    def choose(self, part: AnnouncedPage) -> None:
        """Take in one entry of the index."""
        revised = part.revised
        if self._since and revised and revised.end < self._since:
            return
        self.wanted += 1
        # the dates are often missing; news sitemaps are what is looked for here
        when = revised.start.timestamp() if revised else float("-inf")
        item = ("news" in part.link.lower(), when, -self.wanted, part.link)
        if len(self._chosen) < MAX_SITEMAPS:
            heapq.heappush(self._chosen, item)
        else:
            heapq.heappushpop(self._chosen, item)

    def in_order(self) -> list[str]:
        """As many as may be read at all, news sitemaps first, then the newest."""
        return [address for *_, address in sorted(self._chosen, reverse=True)]


def _unreadable(url: str, named_by: str, why: str) -> NotFetched:
    below = f", named by {named_by}," if named_by != url else ""
    return NotFetched(Reason.SITEMAP_UNREADABLE, f"{url}{below} cannot be read as a sitemap: {why}")


def _unpacked(content: bytes, url: str) -> tuple[bytes, NotFetched | None]:
    """A sitemap that is a gzip file, unpacked as far as it can and may be; any other as it is."""
    if not content.startswith(_GZIP_MARK):
        return content, None
    if has_many_gzip_members(content):
        detail = f"{url} is a gzip file of more than {MAX_GZIP_MEMBERS:,} members"
        return b"", NotFetched(Reason.BAD_ENCODING, detail)
    unpacked = bytearray()
    try:
        with GzipFile(fileobj=io.BytesIO(content)) as file:
            while piece := file.read1(_PIECE_BYTES):
                unpacked += piece
                if len(unpacked) > MAX_SITEMAP_BYTES:
                    detail = f"{url} unpacks to more than {MAX_SITEMAP_BYTES:,} bytes"
                    return bytes(unpacked), NotFetched(Reason.TOO_LARGE, detail)
    except (OSError, EOFError, zlib.error) as error:
        detail = f"{url} is a broken gzip file: {error}"
        return bytes(unpacked), NotFetched(Reason.BAD_ENCODING, detail)
    return bytes(unpacked), None
