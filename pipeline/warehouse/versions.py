"""Articles and their versions: which captures showed which text, and what else a page said.

A version is one distinct text of an article. Its facts (headline, times, blocks, quotations)
are those of the latest capture that shows it, as this capture was read last; so the order in which
pages are loaded makes no difference, and an older capture that is read again changes no facts. When
another extraction reads another text out of the same capture, the capture moves to that version,
and a version that no capture shows any more is taken away: a better extractor is not mistaken for
an edit by the outlet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select

from pipeline.warehouse.record_rows import PageRows, recency
from pipeline.warehouse.row_sync import (
    Row,
    chunks,
    delete_rows,
    fetch_where_in,
    get_or_insert,
    select_values,
    select_where_in,
    sync_rows,
    update_rows,
    values_in_use,
)
from pipeline.warehouse.tables import (
    article,
    article_version,
    block,
    capture,
    outlet,
    run_article,
    version_capture,
)


@dataclass(frozen=True, slots=True)
class KnownIds:
    """Ids of rows that a batch refers to."""

    outlets: Mapping[str, int]
    """By key."""
    captures: Mapping[str, int]
    """By record id."""

    def article_key(self, page: PageRows) -> tuple[str, int]:
        """The natural key of a page's article: URL and outlet's id."""
        return page.url, self.outlets[page.outlet]

    def capture(self, page: PageRows) -> int:
        """The id of a page's capture."""
        return self.captures[page.capture.record_id]


@dataclass(slots=True)
class VersionPlan:
    """Where the pages of a batch belong."""

    written: dict[int, PageRows] = field(default_factory=dict)
    """Versions whose facts, blocks and quotations become those of a page, by id."""
    abandoned: list[int] = field(default_factory=list)
    """Versions that no capture shows any more: to be taken away with all they have."""
    shown: set[int] = field(default_factory=set)
    """Versions that the batch shows."""
    left: set[int] = field(default_factory=set)
    """Versions that a capture of the batch showed before and does not show any more."""
    cut_otherwise: set[int] = field(default_factory=set)
    """Versions whose text was found whole and is found cut off or behind a wall, or the reverse."""
    articles_added: int = 0
    versions_added: int = 0


def get_or_insert_outlets(
    connection: Connection, names: Mapping[str, str | None]
) -> dict[str, int]:
    """The ids of outlets by key; an outlet whose name became another is renamed.

    `names` has None where the batch does not say; such an outlet keeps its name, and a new one
    is called by its key.
    """
    rows = {key: {"key": key, "name": name or key} for key, name in names.items()}
    ids = get_or_insert(connection, outlet.c.key, rows)
    renamed = [
        row | {"name": names[row["key"]]}
        for row in select_where_in(connection, outlet.c.key, names)
        if names[row["key"]] not in {None, row["name"]}
    ]
    update_rows(connection, outlet, renamed)
    return ids


def locate_versions(
    connection: Connection,
    pages: Sequence[PageRows],
    refused: Iterable[str],
    ids: KnownIds,
) -> VersionPlan:
    """Find or make the articles and versions of pages, and say what is to be written to them.

    `refused` are the record ids of captures in which the extractor found no article. What
    the plan names is left to the caller to write and to delete; then `refresh_articles` is due.
    """
    plan = VersionPlan()
    articles = _get_or_insert_articles(connection, pages, ids, plan)
    of_pages = {ids.capture(page) for page in pages}
    none = {ids.captures[record] for record in refused} - of_pages
    versions = _get_or_insert_versions(
        connection, pages, articles, ids, plan, read_again=of_pages | none
    )
    shown = {
        ids.capture(page): versions[articles[ids.article_key(page)], page.digest] for page in pages
    }
    plan.left = _move_captures(connection, shown, none)
    still = values_in_use(connection, version_capture.c.version_id, plan.left)
    plan.abandoned = sorted(plan.left - still)
    plan.shown = set(shown.values())
    return plan


def _get_or_insert_articles(
    connection: Connection,
    pages: Sequence[PageRows],
    ids: KnownIds,
    plan: VersionPlan,
) -> dict[tuple[str, int], int]:
    urls = {page.url for page in pages}
    columns = [article.c.id, article.c.url, article.c.outlet_id]

    def known() -> dict[tuple[str, int], int]:
        rows = select_where_in(connection, article.c.url, urls, columns)
        return {(row["url"], row["outlet_id"]): row["id"] for row in rows}

    before = known()
    missing: dict[tuple[str, int], Row] = {}
    for page in pages:
        key = url, outlet_id = ids.article_key(page)
        if key not in before:
            seen = page.capture.fetched_at  # set right by `refresh`, as the others
            missing[key] = {
                "url": url,
                "outlet_id": outlet_id,
                "published_or_first_seen_at": seen,
                "first_seen_at": seen,
                "last_seen_at": seen,
            }
    if not missing:
        return before
    connection.execute(insert(article), [missing[key] for key in sorted(missing)])
    plan.articles_added = len(missing)
    return known()


def _get_or_insert_versions(
    connection: Connection,
    pages: Sequence[PageRows],
    articles: Mapping[tuple[str, int], int],
    ids: KnownIds,
    plan: VersionPlan,
    *,
    read_again: Container[int],
) -> dict[tuple[int, str], int]:
    """The ids of the pages' versions, by article and digest.

    `read_again` are the captures of the batch: what was stored of one does not hold any more.
    """
    latest: dict[tuple[int, str], PageRows] = {}
    for page in sorted(pages, key=lambda page: page.recency):
        latest[articles[ids.article_key(page)], page.digest] = page
    stored = _stored_versions(connection, articles.values())
    added, changed = [], []
    for (article_id, digest), page in sorted(latest.items(), key=lambda item: item[0]):
        facts = page.version | {"capture_id": ids.capture(page)}
        before = stored.get((article_id, digest))
        if before is None:
            seen = page.capture.fetched_at  # set right by `refresh`, as `is_current`
            added.append(
                facts
                | {
                    "article_id": article_id,
                    "is_current": False,
                    "first_seen_at": seen,
                    "last_seen_at": seen,
                }
            )
        elif before["capture_id"] in read_again or _supersedes(page, before):
            plan.written[before["id"]] = page
            changed.append(facts | {"id": before["id"]})
    written = select_where_in(connection, article_version.c.id, plan.written)
    difference = sync_rows(connection, article_version, written, changed, ["id"])
    plan.cut_otherwise = {
        after["id"]
        for before, after in difference.changed
        if any(after[name] != before[name] for name in ("truncated", "paywalled"))
    }
    if added:
        connection.execute(insert(article_version), added)
    plan.versions_added = len(added)
    versions = _version_ids(connection, articles.values())
    plan.written |= {versions[key]: page for key, page in latest.items() if key not in stored}
    return versions


def _supersedes(page: PageRows, stored: Row) -> bool:
    """Whether what a page says replaces what another capture of the same text said.

    It does if that capture is an older one, or was found to show another text since.
    """
    return bool(
        page.recency >= recency(stored["fetched_at"], stored["payload_digest"], stored["record_id"])
        or stored["shown_by"] is None
    )


def _stored_versions(connection: Connection, articles: Iterable[int]) -> dict[tuple[int, str], Row]:
    """The versions of articles, each with the capture that its facts are from.

    `shown_by` is None where that capture does not show the version any more.
    """
    query = (
        select(
            article_version.c.id,
            article_version.c.article_id,
            article_version.c.digest,
            article_version.c.capture_id,
            capture.c.fetched_at,
            capture.c.payload_digest,
            capture.c.record_id,
            version_capture.c.capture_id.label("shown_by"),
        )
        .join(capture, capture.c.id == article_version.c.capture_id)
        .outerjoin(
            version_capture,
            and_(
                version_capture.c.capture_id == article_version.c.capture_id,
                version_capture.c.version_id == article_version.c.id,
            ),
        )
    )
    rows = fetch_where_in(connection, query, article_version.c.article_id, articles)
    return {(row["article_id"], row["digest"]): row for row in rows}


def _version_ids(connection: Connection, articles: Iterable[int]) -> dict[tuple[int, str], int]:
    columns = [article_version.c.id, article_version.c.article_id, article_version.c.digest]
    rows = select_where_in(connection, article_version.c.article_id, articles, columns)
    return {(row["article_id"], row["digest"]): row["id"] for row in rows}


def _move_captures(
    connection: Connection, shown: Mapping[int, int], refused: Iterable[int]
) -> set[int]:
    """Say which capture shows which version; returns the versions that a capture showed before."""
    captures = shown.keys() | set(refused)
    stored = select_where_in(connection, version_capture.c.capture_id, captures)
    wanted = [
        {"capture_id": capture_id, "version_id": version} for capture_id, version in shown.items()
    ]
    moved = sync_rows(connection, version_capture, stored, wanted, ["capture_id"])
    return {row["version_id"] for row in moved.gone}


def write_blocks(connection: Connection, plan: VersionPlan) -> None:
    """Make the blocks of the plan's versions those of their pages."""
    versions = [*plan.written, *plan.abandoned]
    stored = select_where_in(connection, block.c.version_id, versions)
    wanted = [
        row | {"version_id": version}
        for version, page in plan.written.items()
        for row in page.blocks
    ]
    sync_rows(connection, block, stored, wanted, ["version_id", "position"])


def remove_abandoned(connection: Connection, plan: VersionPlan) -> None:
    """Take away versions that no capture shows.

    Their blocks and quotations must be gone. An article without any version left goes too.
    """
    columns = [article_version.c.id, article_version.c.article_id]
    rows = select_where_in(connection, article_version.c.id, plan.abandoned, columns)
    delete_rows(connection, article_version, rows)
    touched = {row["article_id"] for row in rows}
    empty = touched - values_in_use(connection, article_version.c.article_id, touched)
    for some in chunks(empty):
        connection.execute(delete(run_article).where(run_article.c.article_id.in_(some)))
    delete_rows(connection, article, [{"id": article_id} for article_id in sorted(empty)])


def refresh_articles(connection: Connection, articles: Iterable[int]) -> None:
    """Set what follows from the captures of articles: when they were seen, what is current."""
    seen: dict[int, list[Any]] = defaultdict(list)
    versions: dict[int, Row] = {}
    query = (
        select(article_version, capture.c.fetched_at)
        .join(version_capture, version_capture.c.version_id == article_version.c.id)
        .join(capture, capture.c.id == version_capture.c.capture_id)
    )
    for row in fetch_where_in(connection, query, article_version.c.article_id, articles):
        versions[row["id"]] = row
        seen[row["id"]].append(row["fetched_at"])
    for version, times in seen.items():
        versions[version]["first"], versions[version]["last"] = min(times), max(times)
    by_article: dict[int, list[Row]] = defaultdict(list)
    for version_row in versions.values():
        by_article[version_row["article_id"]].append(version_row)
    _refresh_versions(connection, by_article)
    _refresh_articles(connection, by_article)


def _latest(versions: Iterable[Row]) -> Row:
    return max(versions, key=lambda row: (row["last"], row["digest"]))


def _refresh_versions(connection: Connection, by_article: Mapping[int, Sequence[Row]]) -> None:
    columns = ("is_current", "first_seen_at", "last_seen_at")
    changed = []
    for versions in by_article.values():
        current = _latest(versions)
        for row in versions:
            now = (row is current, row["first"], row["last"])
            if tuple(row[name] for name in columns) != now:
                changed.append({"id": row["id"], **dict(zip(columns, now, strict=True))})
    # at no moment may an article have two current versions, so the old one steps back first
    changed.sort(key=lambda row: (row["is_current"], row["id"]))
    update_rows(connection, article_version, changed)


def _refresh_articles(connection: Connection, by_article: Mapping[int, Sequence[Row]]) -> None:
    wanted = []
    for article_id, versions in by_article.items():
        first = min(row["first"] for row in versions)
        wanted.append(
            {
                "id": article_id,
                "first_seen_at": first,
                "last_seen_at": max(row["last"] for row in versions),
                "published_or_first_seen_at": _latest(versions)["published_at"] or first,
            }
        )
    stored = select_where_in(connection, article.c.id, by_article)
    sync_rows(connection, article, stored, wanted, ["id"])


def articles_of(connection: Connection, versions: Iterable[int]) -> set[int]:
    """The articles that versions belong to."""
    return select_values(connection, article_version.c.id, versions, article_version.c.article_id)
