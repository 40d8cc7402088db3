"""Feeds: RSS and Atom, read by feedparser from bytes that we fetched."""

from __future__ import annotations

import calendar
import io
import logging
import time
from datetime import UTC, datetime
from xml.parsers import expat
from xml.sax import SAXException, SAXParseException

import feedparser
from feedparser.encodings import convert_to_utf8
from feedparser.sanitizer import replace_doctype

from pipeline.acquire.announcements import (
    AnnouncedPage,
    Announcements,
    Moment,
    plain_title,
    possible,
)
from pipeline.acquire.fetcher import Fetcher
from pipeline.acquire.reasons import NotFetched, Reason
from pipeline.text.crowded_tags import may_have_crowded_tag

MAX_ELEMENTS = 40_000
"""Of which feedparser takes 0.06 ms or more for each; a thousand entries have some 20,000."""
MAX_BROKEN_TAGS = 80_000
"""Beginnings of tags in broken XML, which feedparser reads again by rules of its own."""
MAX_ENTRY_DEPTH = 20
"""Elements around an entry; there are one or two."""
MAX_ENTITIES = 500_000
"""Ampersands, each of which stops feedparser if the feed is broken XML."""
MAX_ATTRIBUTES = 100
"""Of one element, its namespaces among them; feedparser's time grows with the square of it."""

logger = logging.getLogger(__name__)


async def read_feed(fetcher: Fetcher, url: str) -> Announcements:
    """The pages that a feed announces, in its order.

    Raises NotFetched if it cannot be fetched, or is no feed (feed-unreadable).
    """
    async with fetcher.fetch(url) as result:
        response = result.response
        return await fetcher.in_thread(
            parse_feed, response.body, response.url, response.header("Content-Type")
        )


def parse_feed(content: bytes, url: str, content_type: str | None = None) -> Announcements:
    """The pages that a feed announces. Broken XML is read as far as feedparser can, and told.

    Raises NotFetched (feed-unreadable) for what is no feed, or more than feedparser can read.
    """
    headers = {"content-location": url, "content-type": content_type or "application/xml"}
    try:
        bounded, cut = _bounded(content, headers, url)
        if cut:
            headers["content-type"] = "application/xml; charset=utf-8"
        # as a stream: feedparser takes bytes for the name of a file, if there is one of that name
        feed = feedparser.parse(
            io.BytesIO(bounded),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except NotFetched:
        raise
    except Exception as error:
        # feedparser mends what it can and lets its parts raise what they like about the rest
        logger.exception("feedparser failed on %s", url)
        raise NotFetched(
            Reason.FEED_UNREADABLE, f"{url} broke the parser: {error!r}"[:500]
        ) from error
    if not feed.version and not feed.entries:
        raise NotFetched(Reason.FEED_UNREADABLE, f"{url} is neither RSS nor Atom")
    announced = (
        AnnouncedPage(
            entry.get("feedburner_origlink") or entry.get("link") or "",
            plain_title(entry.get("title")),
            _moment(entry.get("published_parsed")),
            _moment(entry["updated_parsed"]) if "updated_parsed" in entry else None,
        )
        for entry in feed.entries
    )
    pages = tuple(page for page in announced if page.link)
    trouble = [cut] if cut else []
    broken = feed.get("bozo_exception")
    if isinstance(broken, SAXException):
        trouble.insert(0, f"is broken XML {_position(broken)}")
    if not trouble:
        return Announcements(pages)
    detail = f"{url} {' and '.join(trouble)}"
    if not pages:
        raise NotFetched(Reason.FEED_UNREADABLE, f"{detail}; no entry could be read")
    detail += f"; {len(pages):,} entries were read, those after it perhaps not as they were meant"
    return Announcements(pages, ((url, NotFetched(Reason.FEED_INCOMPLETE, detail)),))


def _position(error: SAXException) -> str:
    """Where and how a document is broken."""
    if isinstance(error, SAXParseException):
        line, column = error.getLineNumber() or 0, error.getColumnNumber() or 0
        return f"at line {line:,}, column {column:,} ({error.getMessage()})"
    return f"({error.getMessage()})"


class _Enough(Exception):
    """A feed has more elements than are read."""


class _Outline:
    """Walks through a feed to see where it has to be cut, by expat, which feedparser uses, too.

    Expat is fast with any feed; what feedparser does for each element is not.
    """

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.ordered_attributes = True  # names and values in one list
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._open: list[str] = []
        self._elements = 0
        self._last_entry: tuple[int, tuple[str, ...]] | None = None
        """Where it begins, and the elements around it."""
        self.is_crowded = False
        """Whether an element has more attributes than feedparser can read."""

    def walk(self, data: bytes) -> bytes | None:
        """The feed up to its last entry that is read; None if all of it is.

        Raises expat.ExpatError for broken XML.
        """
        try:
            self._parser.Parse(data, True)
        except _Enough:
            end, around = self._last_entry or (0, ())
            return data[:end] + "".join(f"</{name}>" for name in reversed(around)).encode()
        return None

    def _start(self, name: str, attributes: list[str]) -> None:
        self._elements += 1
        if len(attributes) > 2 * MAX_ATTRIBUTES:
            self.is_crowded = True
            raise _Enough
        if name.rpartition(":")[2] in {"item", "entry"} and len(self._open) < MAX_ENTRY_DEPTH:
            self._last_entry = self._parser.CurrentByteIndex, tuple(self._open)
        if self._elements > MAX_ELEMENTS:
            raise _Enough
        self._open.append(name)

    def _end(self, _: str) -> None:
        self._open.pop()


def _bounded(content: bytes, headers: dict[str, str], url: str) -> tuple[bytes, str | None]:
    """As much of a feed as feedparser reads in seconds, and why it is not all of it.

    The beginning of a feed is in UTF-8, whatever it was in.

    Raises NotFetched (feed-unreadable) for one of which no part can be read in that time.
    """
    _, data, _ = replace_doctype(convert_to_utf8(headers, content, {}))
    if data.count(b"&") > MAX_ENTITIES:
        detail = f"{url} has more than {MAX_ENTITIES:,} times '&'"
        raise NotFetched(Reason.FEED_UNREADABLE, detail)
    outline = _Outline()
    cut = f"has more than the {MAX_ELEMENTS:,} elements that are read"
    try:
        beginning = outline.walk(data)
    except expat.ExpatError:
        beginning = b"<".join(data.split(b"<", MAX_BROKEN_TAGS + 1)[: MAX_BROKEN_TAGS + 1])
        cut = f"has more than the {MAX_BROKEN_TAGS:,} tags that are read of broken XML"
        # feedparser then reads it by rules of its own
        outline.is_crowded = may_have_crowded_tag(data, MAX_ATTRIBUTES)
    if outline.is_crowded:
        detail = f"{url} has an element with more than {MAX_ATTRIBUTES} attributes"
        raise NotFetched(Reason.FEED_UNREADABLE, detail)
    if beginning is None or len(beginning) == len(data):
        return content, None
    if not beginning:
        raise NotFetched(Reason.FEED_UNREADABLE, f"{url} {cut}, and no entry before them")
    return beginning, cut


def _moment(given: time.struct_time | None) -> Moment | None:
    if given is None:
        return None
    try:
        return possible(Moment(datetime.fromtimestamp(calendar.timegm(given), UTC)))
    except (ValueError, OverflowError, OSError):
        return None
