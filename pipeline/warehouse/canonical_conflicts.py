"""Pages that name one canonical address and are different articles all the same.

A site may name the front page, a section or the next article as the address of a page. Taken at
its word, each page would become an edit of the one before. One page alone cannot show that, but
the texts of all of them can: the pages that share text stay under one address.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection, insert, select

from pipeline.text.folding import letters_and_digits
from pipeline.warehouse.record_rows import MAX_URL_BYTES, PageRows
from pipeline.warehouse.row_sync import (
    Row,
    fetch_where_in,
    select_pairs,
    select_values,
    select_where_in,
    update_rows,
)
from pipeline.warehouse.stored_text import storable
from pipeline.warehouse.tables import article, article_version, capture, version_capture

LEAST_SHARED = 0.2
"""The share of a text from which another is a form or an edit of it. Two articles of one outlet
share a closing line at most, and a mobile page or a page of the next day shares nearly all."""
WINDOW = 20
"""Letters and digits in a row that count as shared: some four words of most languages, and a
clause of those that are written without spaces."""
MAX_COMPARED = 20_000
"""Letters and digits of a text that are compared, some 3,500 words: two different articles differ
within them, and comparing longer texts takes time and finds the same."""

Key = tuple[str, int]
"""URL and outlet's id of an article."""


@dataclass(slots=True)
class ConflictResolution:
    """Which article each page of a batch belongs to."""

    pages: list[PageRows]
    """The pages, each under the address that is its own."""
    moved: set[int] = field(default_factory=set)
    """Versions that were stored under an address that is another page's, by id."""
    articles: set[int] = field(default_factory=set)
    """The articles that these versions left or came to, by id."""


@dataclass(slots=True)
class _Group:
    """What was captured from one address."""

    first: datetime
    texts: set[str] = field(default_factory=set)
    versions: set[int] = field(default_factory=set)

    def shares_text(self, other: _Group) -> bool:
        return any(shared(one, two) >= LEAST_SHARED for one in self.texts for two in other.texts)


@dataclass(frozen=True, slots=True)
class _Conflict:
    """What was captured from several addresses and names one."""

    key: Key
    groups: Mapping[str, _Group]
    """By the address that it was captured from."""

    @property
    def strangers(self) -> set[str]:
        """The addresses from which another article was captured than the one under the key."""
        url, groups = self.key[0], self.groups
        own = url if url in groups else min(groups, key=lambda name: (groups[name].first, name))
        return {
            address
            for address, group in groups.items()
            if address != own
            and len(address.encode()) <= MAX_URL_BYTES
            and not group.shares_text(groups[own])
        }

    @property
    def staying(self) -> set[int]:
        """The stored versions that the article under the key keeps."""
        strangers = self.strangers
        kept = (group for address, group in self.groups.items() if address not in strangers)
        return {version for group in kept for version in group.versions}


def resolve_conflicts(
    connection: Connection, pages: Sequence[PageRows], outlets: Mapping[str, int]
) -> ConflictResolution:
    """Part the pages under one canonical address that share no text.

    The address stays with the page that was captured from it, else with the one that was captured
    first, and with the others that share text with it. The rest are articles of their own under
    the addresses that they were captured from, with a doubt; so are versions that earlier batches
    loaded, so that the order of loading makes no difference.
    """
    by_key: dict[Key, list[PageRows]] = defaultdict(list)
    for page in pages:
        by_key[page.url, outlets[page.outlet]].append(page)
    version_captures = _version_captures(connection, by_key)
    conflicting = {
        key: rows
        for key, rows in version_captures.items()
        if len(_addresses(rows) | {_address(page) for page in by_key[key]}) > 1
    }
    resolution = ConflictResolution(list(pages))
    if not conflicting:
        return resolution
    texts = _texts(connection, conflicting.values())
    strangers: dict[Key, set[str]] = {}
    for key, rows in conflicting.items():
        conflict = _Conflict(key, _groups(rows, by_key[key], texts))
        strangers[key] = conflict.strangers
        for address in sorted(strangers[key]):
            _move(connection, conflict, address, resolution)
    resolution.pages = [
        _under_own_address(page)
        if _address(page) in strangers.get((page.url, outlets[page.outlet]), ())
        else page
        for page in pages
    ]
    return resolution


def shared(text: str, other: str) -> float:
    """The share of the shorter text that stands in the other too, between 0 and 1."""
    one, two = map(_windows, (text, other))
    return len(one & two) / min(len(one), len(two))


def _windows(text: str) -> set[str]:
    letters = letters_and_digits(text[: 2 * MAX_COMPARED])[:MAX_COMPARED]
    return {letters[at : at + WINDOW] for at in range(max(len(letters) - WINDOW, 0) + 1)}


def _version_captures(
    connection: Connection, by_key: Mapping[Key, Sequence[PageRows]]
) -> dict[Key, list[Row]]:
    """From where the stored versions under some addresses were captured; empty for new ones."""
    query = (
        select(
            article.c.id.label("article_id"),
            article.c.url,
            article.c.outlet_id,
            version_capture.c.version_id,
            capture.c.url_answered,
            capture.c.fetched_at,
        )
        .join(article_version, article_version.c.article_id == article.c.id)
        .join(version_capture, version_capture.c.version_id == article_version.c.id)
        .join(capture, capture.c.id == version_capture.c.capture_id)
    )
    found: dict[Key, list[Row]] = {key: [] for key in by_key}
    for row in fetch_where_in(connection, query, article.c.url, (url for url, _outlet in by_key)):
        if (key := (row["url"], row["outlet_id"])) in found:
            found[key].append(row)
    return found


def _address(page: PageRows) -> str:
    """Where a page was captured, as the table `capture` has it."""
    return str(storable(page.capture.url_answered))


def _addresses(rows: Iterable[Row]) -> set[str]:
    return {row["url_answered"] for row in rows}


def _texts(connection: Connection, version_captures: Iterable[Sequence[Row]]) -> dict[int, str]:
    versions = {row["version_id"] for rows in version_captures for row in rows}
    return select_pairs(connection, article_version.c.id, versions, article_version.c.text)


def _groups(
    rows: Iterable[Row], pages: Iterable[PageRows], texts: Mapping[int, str]
) -> dict[str, _Group]:
    """What was captured from each address, stored or in the batch."""
    groups: dict[str, _Group] = {}

    def group(address: str, at: datetime) -> _Group:
        found = groups.setdefault(address, _Group(at))
        found.first = min(found.first, at)
        return found

    for row in rows:
        stored = group(row["url_answered"], row["fetched_at"])
        stored.texts.add(texts[row["version_id"]])
        stored.versions.add(row["version_id"])
    for page in pages:
        group(_address(page), page.capture.fetched_at).texts.add(page.version["text"])
    return groups


def _doubt(url: str) -> str:
    return f"canonical {url} is not taken: another page with another text has it"


def _under_own_address(page: PageRows) -> PageRows:
    doubts = (*page.version["doubts"], _doubt(page.url))
    return replace(page, url=_address(page), version=page.version | {"doubts": doubts})


def _move(
    connection: Connection, conflict: _Conflict, address: str, resolution: ConflictResolution
) -> None:
    """Give the stored versions that were captured from an address to the article under it."""
    key, group = conflict.key, conflict.groups[address]
    leaving = select_where_in(
        connection,
        article_version.c.id,
        group.versions - conflict.staying - resolution.moved,
    )
    if not leaving:
        return
    target = _article_at(connection, (address, key[1]), group.first)
    digests = select_values(
        connection, article_version.c.article_id, [target], article_version.c.digest
    )
    # a text that is there already keeps its two places until one of them is read again
    rows = [row for row in leaving if row["digest"] not in digests]
    resolution.moved |= {row["id"] for row in rows}
    resolution.articles |= {target, *(row["article_id"] for row in rows)}
    update_rows(
        connection,
        article_version,
        [
            {
                "id": row["id"],
                "article_id": target,
                "is_current": False,  # set right by `refresh`
                "doubts": [*row["doubts"], _doubt(key[0])],
            }
            for row in rows
        ],
    )


def _article_at(connection: Connection, key: Key, seen: datetime) -> int:
    """The id of the article under an address; it is added if there is none."""
    query = select(article.c.id).where(article.c.url == key[0], article.c.outlet_id == key[1])
    known = connection.scalar(query)
    if known is None:
        times = dict.fromkeys(("published_or_first_seen_at", "first_seen_at", "last_seen_at"), seen)
        connection.execute(insert(article), {"url": key[0], "outlet_id": key[1], **times})
        known = connection.scalar(query)
    return int(known or 0)
