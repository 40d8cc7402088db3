"""What the bytes of a sitemap say: its kind, and its entries one after the other.

A sitemap is read as a stream, so that one of 50 MB takes no more memory than its bytes. Nothing
that it refers to is resolved: no entity, no document type, no schema.
"""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Literal, cast

from lxml import etree
from protego import Protego

from pipeline.acquire.announcements import AnnouncedPage, Moment, plain_title, possible

MAX_ENTRY_BYTES = 2_000_000
"""Of what stands between the ends of two entries. A page may name 1,000 images, which is some
500 kB; a document without entries would be kept in memory as a whole."""

MAX_ENTRIES = 100_000
"""Of one sitemap: twice as many as the protocol allows. What is done for each takes longer
than parsing it."""

MAX_READING_SECONDS = 20.0
"""For one sitemap. One of 50 MB takes some five seconds of a processor."""

_CHUNK_BYTES = 65_536
"""Read at a time: little enough that the bounds are looked at often, enough for speed."""

_ADDRESS_LINE = re.compile(rb"(?:\A|[\r\n])[ \t]*+(https?://[^\r\n]*)", re.IGNORECASE)
"""A line of a text sitemap with an address; of 25 million other lines each would take a while."""

_BYTE_ORDER_MARKS = (b"\xfe\xff", b"\xff\xfe")
"""Of UTF-16, which the XML parser reads by itself."""


class SitemapKind(Enum):
    """What may stand at the address of a sitemap; the values are names of root elements."""

    PAGES = ("urlset",)
    INDEX = ("sitemapindex",)
    FEED = ("rss", "feed", "rdf")
    TEXT = ()
    """Lines with addresses."""
    ROBOTS = ("robots.txt",)
    """A robots.txt, which names sitemaps."""


class CutShortError(Exception):
    """The rest of a sitemap cannot be read; the message says from where on and why."""


def kind_of(content: bytes, url: str) -> SitemapKind | None:
    """What the content of an address is; None for XML or HTML that is not a sitemap.

    Text is taken as a text sitemap, whether or not there are addresses in it.
    """
    beginning = content[:1000]
    if not beginning.startswith(_BYTE_ORDER_MARKS) and not _stripped(beginning).startswith(b"<"):
        return SitemapKind.ROBOTS if url.endswith("/robots.txt") else SitemapKind.TEXT
    name = _root_name(_stripped(content))
    return next((kind for kind in SitemapKind if name in kind.value), None)


def entries(content: bytes, kind: SitemapKind) -> Iterator[AnnouncedPage]:
    """The pages of a sitemap, or the sitemaps of an index, with what is told of them.

    An entry without an address has an empty link. `kind` is any but FEED.

    Raises CutShortError after the last entry that could be read, if others may follow it.
    """
    for number, entry in enumerate(_entries(content, kind)):
        if number == MAX_ENTRIES:
            raise CutShortError(f"it has more than the {MAX_ENTRIES:,} entries that are read")
        yield entry


def _entries(content: bytes, kind: SitemapKind) -> Iterator[AnnouncedPage]:
    match kind:
        case SitemapKind.PAGES:
            return _xml_entries(_stripped(content), "url")
        case SitemapKind.INDEX:
            return _xml_entries(_stripped(content), "sitemap")
        case SitemapKind.ROBOTS:
            lines = content.decode("utf-8-sig", "replace").splitlines()
            # no others: each rule would be noted for each name of its group, in minutes of work
            kept = (line for line in lines if line.lstrip().lower().startswith("site"))
            named = Protego.parse("\n".join(kept)).sitemaps
            return (AnnouncedPage(address) for address in named)
        case _:
            return _lines(content)


def _stripped(content: bytes) -> bytes:
    """Without the mark and the white space before XML, which the parser does not take."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")


def _parser(event: Literal["start", "end"], name: str | None = None) -> etree.XMLPullParser:
    return etree.XMLPullParser(
        events=(event,),
        tag=name and f"{{*}}{name}",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _root_name(content: bytes) -> str | None:
    """The name of the first element in lower case, without its namespace."""
    parser = _parser("start")
    with suppress(etree.XMLSyntaxError):
        # what comes before the first element is a few lines
        parser.feed(content[:_CHUNK_BYTES])
    return next((_local_name(element).lower() for element in _elements(parser)), None)


def _elements(parser: etree.XMLPullParser) -> Iterator[etree._Element]:
    # the stubs allow for events of other kinds, which we do not ask for
    return (cast("etree._Element", element) for _, element in parser.read_events())


def _xml_entries(content: bytes, name: str) -> Iterator[AnnouncedPage]:
    parser = _parser("end", name)
    deadline = time.monotonic() + MAX_READING_SECONDS
    entry_ended = 0
    for begin in range(0, len(content), _CHUNK_BYTES):
        chunk = content[begin : begin + _CHUNK_BYTES]
        error = _fed(parser, chunk)
        element = None
        for element in _elements(parser):
            yield _entry(element)
        if element is not None:
            entry_ended = begin
            _forget_before(element)
        if error:
            raise CutShortError(error)
        if begin - entry_ended > MAX_ENTRY_BYTES:
            raise CutShortError(f"no entry ends in the {MAX_ENTRY_BYTES:,} bytes before {begin:,}")
        if time.monotonic() > deadline:
            raise CutShortError(f"{MAX_READING_SECONDS:g} s were enough for {begin:,} bytes only")
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise CutShortError(_explained(error)) from error


def _fed(parser: etree.XMLPullParser, chunk: bytes) -> str | None:
    """What is wrong in a part of the document; the entries before it can be had all the same."""
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        return _explained(error)
    return None


def _explained(error: etree.XMLSyntaxError) -> str:
    line, column = error.position
    return f"the XML is broken at line {line:,}, column {column:,}: {error.msg}"


def _forget_before(element: etree._Element | None) -> None:
    """Give back the memory of all that stands before an element."""
    while element is not None:
        parent = element.getparent()
        if parent is not None:
            del parent[: parent.index(element)]
        element = parent


def _local_name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _entry(element: etree._Element) -> AnnouncedPage:
    """One <url> or <sitemap>. Images, videos, links to translations and the like are left."""
    link, title = "", None
    published = revised = None
    for child in element:
        match _local_name(child):
            case "loc":
                # some sites escape the addresses twice
                link = (child.text or "").strip().replace("&amp;", "&")
            case "lastmod":
                revised = _moment(child.text)
            case "news":
                for part in child:
                    match _local_name(part):
                        case "title":
                            title = plain_title(html.unescape(part.text or ""))
                        case "publication_date":
                            published = _moment(part.text)
    return AnnouncedPage(link, title, published, revised)


def _moment(given: str | None) -> Moment | None:
    """A date as sites write it, by the W3C's profile of ISO 8601 or as in a mail; else None."""
    written = (given or "").strip()
    if not written:
        return None
    with suppress(ValueError, OverflowError):
        return possible(Moment.of(datetime.fromisoformat(written)))
    with suppress(ValueError, OverflowError):
        return possible(Moment.of(parsedate_to_datetime(written)))
    return None


def _lines(content: bytes) -> Iterator[AnnouncedPage]:
    for line in _ADDRESS_LINE.finditer(content.removeprefix(b"\xef\xbb\xbf")):
        yield AnnouncedPage(line[1].decode("utf-8", "replace").strip())
