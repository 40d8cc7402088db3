"""What a watch found as a feed: Atom (RFC 4287) and JSON Feed (https://jsonfeed.org/version/1.1).

Ids are UUIDs made of the key of the watch and of the thing, so a reader takes an entry for the same
whenever the feed is written and wherever it lies.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from pipeline.text.shortening import shorten
from pipeline.watch_records import WatchedThing
from pipeline.watches.watch_texts import MAX_TITLE, html_of, link_of, record_of, title_of

MAX_ENTRIES = 100
"""The newest; a reader that comes once a day misses nothing of most watches."""
MAX_QUESTION = 400
"""Characters of its description."""
ATOM, JSON = "atom", "json"
"""The ends of the names of their files."""
MEDIA_TYPES = {ATOM: "application/atom+xml", JSON: "application/feed+json"}

_ATOM = "http://www.w3.org/2005/Atom"
_NAME = "Verbatim"


@dataclass(frozen=True, slots=True)
class WatchFeed:
    """What a feed is made of."""

    key: str
    name: str
    question: str
    """In words."""
    things: Sequence[WatchedThing]
    """The newest first."""
    updated: datetime
    """When it would last have been updated if it had no entry."""
    address: str | None = None
    """Of the folder of the feeds, with the slash at its end; None if it is not known."""


def atom_feed(feed: WatchFeed) -> bytes:
    """The feed as Atom."""
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]
    _add(root, "id", _urn(feed.key))
    _add(root, "title", shorten(feed.name, MAX_TITLE))
    _add(root, "subtitle", shorten(feed.question, MAX_QUESTION))
    _add(root, "updated", _updated(feed).isoformat())
    _add(_add(root, "author"), "name", _NAME)
    _add(root, "generator", _NAME)
    address = f"{feed.address or ''}{feed.key}.{ATOM}"
    _add(root, "link", rel="self", href=address, type=MEDIA_TYPES[ATOM])
    for thing in feed.things[:MAX_ENTRIES]:
        entry = _add(root, "entry")
        _add(entry, "id", _urn(feed.key, thing))
        _add(entry, "title", title_of(thing))
        _add(entry, "updated", thing.found_at.isoformat())
        _add(entry, "published", thing.published.isoformat())
        _add(_add(entry, "author"), "name", record_of(thing)["outlet"] or _NAME)
        link = link_of(thing)
        if link:
            _add(entry, "link", rel="alternate", href=link)
        _add(entry, "content", html_of(thing), type="html")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def json_feed(feed: WatchFeed) -> bytes:
    """The feed as JSON Feed; `_verbatim` of an item has its parts."""
    items = []
    for thing in feed.things[:MAX_ENTRIES]:
        link, record = link_of(thing), record_of(thing)
        items.append(
            {
                "id": _urn(feed.key, thing),
                **({"url": link} if link else {}),
                "title": title_of(thing),
                "content_html": html_of(thing),
                "date_published": thing.published.isoformat(),
                "date_modified": thing.found_at.isoformat(),
                "authors": [{"name": record["outlet"] or _NAME}],
                "_verbatim": record,
            }
        )
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": shorten(feed.name, MAX_TITLE),
        "description": shorten(feed.question, MAX_QUESTION),
        **({"feed_url": f"{feed.address}{feed.key}.{JSON}"} if feed.address else {}),
        "authors": [{"name": _NAME}],
        "items": items,
    }
    return json.dumps(whole, indent=1).encode()


FORMATS = {ATOM: atom_feed, JSON: json_feed}
"""How each is made."""


def _updated(feed: WatchFeed) -> datetime:
    return max((thing.found_at for thing in feed.things[:MAX_ENTRIES]), default=feed.updated)


def _urn(key: str, thing: WatchedThing | None = None) -> str:
    of = "\n".join(("verbatim watch", key, *(thing.keys[:1] if thing else ())))
    return uuid.uuid5(uuid.NAMESPACE_URL, of).urn


def _add(
    parent: etree._Element, tag: str, text: str | None = None, **attributes: str
) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
    element.text = text
    return element
