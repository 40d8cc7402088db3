"""Loading: a batch of pages into the warehouse, in one transaction.

Killed at any moment, nothing of the batch is there; loaded twice, nothing changes; loaded in
another order, the same is there but for the numbers of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from pipeline.records import AttributedPage, Capture, Rejection
from pipeline.warehouse.canonical_conflicts import resolve_conflicts
from pipeline.warehouse.connection import writing
from pipeline.warehouse.mart_tables import Touched, refresh_mart_tables
from pipeline.warehouse.quotation_loading import reassign_identities, write_quotations
from pipeline.warehouse.record_rows import (
    PageRows,
    capture_row,
    outlet_rows,
    page_rows,
    reference,
    rejection_row,
)
from pipeline.warehouse.row_sync import (
    Row,
    fetch_rows,
    fetch_where_in,
    get_or_insert,
    sync_rows,
    values_in_use,
)
from pipeline.warehouse.run_rows import run_id
from pipeline.warehouse.tables import article, capture, rejected, run_article
from pipeline.warehouse.versions import (
    KnownIds,
    articles_of,
    get_or_insert_outlets,
    locate_versions,
    refresh_articles,
    remove_abandoned,
    write_blocks,
)

NO_VERDICT = frozenset({"archive-unreadable", "extractor-failed"})
"""Reasons of the stage `extract` that say nothing about the page; any other reason says that the
page is not an article, and takes away what an earlier extraction took for one."""

REJECTION_KEY = ("run_id", "stage", "reference", "reason", "warc_file", "warc_offset")
"""What identifies a rejection: in one run, captures of one page may be rejected for one reason."""

_PROCESSING = ("extract", "attribute", "load")
"""Stages of the captures: a load replaces what an earlier try of the run said of the same ones."""

_VISITING = ("discover", "fetch")
"""Stages of the sources: the end of a run replaces what an earlier try of it said."""


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """What a load changed, all zero when the same is loaded again; and what it parked."""

    articles_added: int = 0
    versions_added: int = 0
    versions_removed: int = 0
    quotations_added: int = 0
    quotations_changed: int = 0
    quotations_removed: int = 0
    rejections_added: int = 0
    parked: tuple[Rejection, ...] = ()
    """What the load itself could not take of the pages, the same every time."""


def load_pages(
    engine: Engine,
    run_key: str,
    pages: Iterable[AttributedPage],
    rejections: Iterable[Rejection],
    *,
    captures: Iterable[Capture] = (),
    extraction: str,
    outlets: Mapping[str, str],
) -> LoadCounts:
    """Load what a run made of some captures, in one transaction; returns what it changed.

    `captures` are all that were processed, also those that gave no page (those of the pages need
    not be repeated). `extraction` names code and model that read the pages: what an earlier one
    read out of the same captures is replaced. `outlets` has the names of outlets by source key.
    A page whose rows the warehouse cannot hold is parked in `rejected`, as are the rejections.
    Raises WarehouseError if the warehouse cannot be used or the run was never begun.
    """
    attributed = list(pages)
    asked = [*captures, *(page.capture for page in attributed)]
    good, parked = _rows_of(attributed, extraction)
    refusals = [*rejections, *parked]
    with writing(engine) as connection:
        run = run_id(connection, run_key)
        keys = {one.source for one in asked} | {one.source for one in refusals if one.source}
        outlet_ids = get_or_insert_outlets(connection, outlet_rows(keys, outlets))
        known = get_or_insert(
            connection, capture.c.record_id, {c.record_id: capture_row(c) for c in asked}
        )
        resolution = resolve_conflicts(connection, good, outlet_ids)
        plan = locate_versions(
            connection, resolution.pages, _refused(asked, refusals), KnownIds(outlet_ids, known)
        )
        write_blocks(connection, plan)
        touched = Touched(versions=plan.cut_otherwise)
        quotations = write_quotations(connection, plan.written, plan.abandoned, touched)
        reassign_identities(connection, resolution.moved, touched)
        touched.articles |= articles_of(connection, plan.shown | plan.left)
        touched.articles |= resolution.articles
        remove_abandoned(connection, plan)
        refresh_articles(connection, touched.articles)
        refresh_mart_tables(connection, touched)
        _record_articles(connection, run, touched.articles)
        added = _park(connection, run, asked, refusals)
    return LoadCounts(
        articles_added=plan.articles_added,
        versions_added=plan.versions_added,
        versions_removed=len(plan.abandoned),
        quotations_added=quotations.added,
        quotations_changed=quotations.changed,
        quotations_removed=quotations.removed,
        rejections_added=added,
        parked=tuple(parked),
    )


def record_refusals(
    engine: Engine, run_key: str, refusals: Iterable[Rejection], *, outlets: Mapping[str, str]
) -> None:
    """Make what `rejected` has of a run's stages `discover` and `fetch` into these refusals.

    They are all that the run came to: what an earlier try found, and the last one did not, goes.
    `outlets` has the names of outlets by source key. Raises WarehouseError if the warehouse cannot
    be used or the run was never begun.
    """
    found = list(refusals)
    with writing(engine) as connection:
        run = run_id(connection, run_key)
        keys = {one.source for one in found if one.source}
        get_or_insert_outlets(connection, outlet_rows(keys, outlets))
        query = select(rejected).where(rejected.c.run_id == run, rejected.c.stage.in_(_VISITING))
        stored = fetch_rows(connection, query)
        sync_rows(connection, rejected, stored, _rejected_rows(run, found), REJECTION_KEY)


def _rows_of(
    pages: Iterable[AttributedPage], extraction: str
) -> tuple[list[PageRows], list[Rejection]]:
    """The rows of pages, one a capture, and what of them has to be parked."""
    by_capture: dict[str, PageRows] = {}
    parked: list[Rejection] = []
    for page in sorted(pages, key=lambda page: (page.capture.record_id, page.article.text)):
        rows = page_rows(page, extraction)
        if isinstance(rows, Rejection):
            parked.append(rows)
        else:
            by_capture[page.capture.record_id] = rows
            parked.extend(rows.notes)
    return list(by_capture.values()), parked


def _refused(captures: Iterable[Capture], rejections: Iterable[Rejection]) -> list[str]:
    """The record ids of captures in which the extractor found no article."""
    positions = {
        (rejection.warc_file, rejection.warc_offset)
        for rejection in rejections
        if rejection.stage == "extract" and rejection.reason not in NO_VERDICT
    }
    return [c.record_id for c in captures if (c.warc_file, c.warc_offset) in positions]


def _park(
    connection: Connection, run: int, captures: Sequence[Capture], rejections: Iterable[Rejection]
) -> int:
    """Write the rejections of a batch; returns how many are new.

    Those that an earlier try of the same run left for these captures, and that no longer hold,
    go.
    """
    wanted = _rejected_rows(run, rejections)
    identities = {_identity(row) for row in wanted}
    processed = {(one.warc_file, one.warc_offset) for one in captures}
    references = {reference(one.url_asked) for one in captures}
    references |= {row["reference"] for row in wanted}
    of_run = select(rejected).where(rejected.c.run_id == run)
    stored = [
        row
        for row in fetch_where_in(connection, of_run, rejected.c.reference, references)
        if _identity(row) in identities
        or (row["stage"] in _PROCESSING and (row["warc_file"], row["warc_offset"]) in processed)
    ]
    return len(sync_rows(connection, rejected, stored, wanted, REJECTION_KEY).added)


def _rejected_rows(run: int, rejections: Iterable[Rejection]) -> list[Row]:
    """The rows of rejections; of two for one reason and the same bytes, the first by detail."""
    kept: dict[tuple[object, ...], Row] = {}
    rows = [rejection_row(rejection) | {"run_id": run} for rejection in rejections]
    for row in sorted(rows, key=lambda row: repr(sorted(row.items()))):
        kept.setdefault(_identity(row), row)
    return list(kept.values())


def _record_articles(connection: Connection, run: int, articles: Iterable[int]) -> None:
    """Write down which articles a run touched, so that its checks look at them."""
    there = values_in_use(connection, article.c.id, articles)
    of_run = select(run_article).where(run_article.c.run_id == run)
    noted = fetch_where_in(connection, of_run, run_article.c.article_id, there)
    missing = [
        {"run_id": run, "article_id": one}
        for one in sorted(there - {row["article_id"] for row in noted})
    ]
    if missing:
        connection.execute(insert(run_article), missing)


def _identity(row: Mapping[Any, Any]) -> tuple[object, ...]:
    return tuple(row[name] for name in REJECTION_KEY)
