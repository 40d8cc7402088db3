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

from pipeline.acquire.announcements import AnnouncedPage, Announcements, Moment, plain_title
from pipeline.acquire.fetcher import Fetcher
from pipeline.acquire.reasons import NotFetched, Reason
from pipeline.text.crowded_tags import may_have_crowded_tag

MAX_TAGS = 200_000
"""Beginnings of tags. A feed of a thousand entries with ten elements each and a page of markup has
100,000; feedparser takes 0.1 ms or more for each."""
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
        _check_bounds(content, headers, url)
        # as a stream: feedparser takes bytes for the name of a file, if there is one of that name
        feed = feedparser.parse(
            io.BytesIO(content),
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
    broken = feed.get("bozo_exception")
    if not isinstance(broken, SAXException):
        return Announcements(pages)
    detail = f"{url} is broken XML {_position(broken)}"
    if not pages:
        detail += ", and no entry could be read"
        raise NotFetched(Reason.FEED_UNREADABLE, detail)
    detail += f"; {len(pages):,} entries were read, those after it perhaps not as they were meant"
    return Announcements(pages, ((url, NotFetched(Reason.FEED_INCOMPLETE, detail)),))


def _position(error: SAXException) -> str:
    """Where and how a document is broken."""
    if isinstance(error, SAXParseException):
        line, column = error.getLineNumber() or 0, error.getColumnNumber() or 0
        return f"at line {line:,}, column {column:,} ({error.getMessage()})"
    return f"({error.getMessage()})"


def _check_bounds(content: bytes, headers: dict[str, str], url: str) -> None:
    """Raise NotFetched for a feed that would take feedparser minutes.

    Expat, which feedparser uses, is fast with such feeds; what feedparser does for each tag is not.
    """
    _, data, _ = replace_doctype(convert_to_utf8(headers, content, {}))
    for mark, most in ((b"<", MAX_TAGS), (b"&", MAX_ENTITIES)):
        if data.count(mark) > most:
            detail = f"{url} has more than {most:,} times {mark.decode()!r}"
            raise NotFetched(Reason.FEED_UNREADABLE, detail)

    crowded = NotFetched(
        Reason.FEED_UNREADABLE, f"{url} has an element with more than {MAX_ATTRIBUTES} attributes"
    )

    def start(_: str, attributes: list[str]) -> None:
        if len(attributes) > 2 * MAX_ATTRIBUTES:
            raise crowded

    parser = expat.ParserCreate()
    parser.ordered_attributes = True  # names and values in one list
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        # feedparser then reads it by rules of its own
        if may_have_crowded_tag(data, MAX_ATTRIBUTES):
            raise crowded from None


def _moment(given: time.struct_time | None) -> Moment | None:
    if given is None:
        return None
    try:
        return Moment(datetime.fromtimestamp(calendar.timegm(given), UTC))
    except (ValueError, OverflowError, OSError):
        return None
