"""Feeds: RSS and Atom, read by feedparser from bytes that we fetched."""

from __future__ import annotations

import calendar
import io
import logging
import time
from datetime import UTC, datetime
from xml.sax import SAXException

import feedparser

from pipeline.acquire.announcements import Announced, Announcements, Moment, plain_title
from pipeline.acquire.reasons import Reason, Refused
from pipeline.acquire.visitor import Visitor

logger = logging.getLogger(__name__)


def read_feed(visitor: Visitor, url: str) -> Announcements:
    """The pages that a feed announces, in its order.

    Raises Refused if it cannot be fetched, or is no feed (feed-unreadable).
    """
    visit = visitor.visit(url)
    return Announcements(
        parse_feed(visit.answer.body, visit.answer.url, visit.answer.header("Content-Type"))
    )


def parse_feed(content: bytes, url: str, content_type: str | None = None) -> tuple[Announced, ...]:
    """The pages that a feed announces. A feed with errors is read as far as feedparser can.

    Raises Refused (feed-unreadable) for what is no feed.
    """
    headers = {"content-location": url, "content-type": content_type or "application/xml"}
    try:
        # as a stream: feedparser takes bytes for the name of a file, if there is one of that name
        feed = feedparser.parse(
            io.BytesIO(content),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:
        # feedparser mends what it can and lets its parts raise what they like about the rest
        logger.exception("feedparser failed on %s", url)
        raise Refused(Reason.FEED_UNREADABLE, f"{url} broke the parser: {error!r}"[:500]) from error
    if not feed.version and not feed.entries:
        raise Refused(Reason.FEED_UNREADABLE, f"{url} is neither RSS nor Atom")
    announced = (
        Announced(
            entry.get("feedburner_origlink") or entry.get("link") or "",
            plain_title(entry.get("title")),
            _moment(entry.get("published_parsed")),
            _moment(entry["updated_parsed"]) if "updated_parsed" in entry else None,
        )
        for entry in feed.entries
    )
    pages = tuple(page for page in announced if page.link)
    broken = feed.get("bozo_exception")
    if not pages and isinstance(broken, SAXException):
        detail = f"{url} is broken XML, of which no entry could be read: {broken}"
        raise Refused(Reason.FEED_UNREADABLE, detail)
    return pages


def _moment(told: time.struct_time | None) -> Moment | None:
    if told is None:
        return None
    try:
        return Moment(datetime.fromtimestamp(calendar.timegm(told), UTC))
    except (ValueError, OverflowError, OSError):
        return None
