"""Loading: a batch of pages into the warehouse, in one transaction.

Killed at any moment, nothing of the batch is there; loaded twice, nothing changes; loaded in
another order, the same is there but for the numbers of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from pipeline.records import AttributedPage, Capture, Rejection
from pipeline.warehouse.connection import writing
from pipeline.warehouse.contested import settled
from pipeline.warehouse.facts import Touched, keep
from pipeline.warehouse.merging import Row, chunks, rows_with, synchronise
from pipeline.warehouse.quotation_loading import name_again, write_quotations
from pipeline.warehouse.rows import (
    PageRows,
    capture_row,
    outlet_rows,
    page_rows,
    reference,
    rejection_row,
)
from pipeline.warehouse.run_rows import run_id
from pipeline.warehouse.tables import article, rejected, run_article
from pipeline.warehouse.versions import (
    KnownIds,
    articles_of,
    capture_ids,
    ensure_outlets,
    place,
    refresh,
    remove_abandoned,
    write_blocks,
)

NO_VERDICT = frozenset({"archive-unreadable", "extractor-failed"})
"""Reasons of the stage `extract` that say nothing about the page; any other reason says that the
page is no article, and takes away what an earlier extraction took for one."""

REJECTION_KEY = ("run_id", "stage", "reference", "reason", "warc_file", "warc_offset")
"""What tells rejections apart: in one run, captures of one page may be refused for one reason."""

_PROCESSING = ("extract", "attribute", "load")


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """What a load changed; all are zero when the same is loaded again."""

    articles_added: int = 0
    versions_added: int = 0
    versions_removed: int = 0
    quotations_added: int = 0
    quotations_changed: int = 0
    quotations_removed: int = 0
    rejections_added: int = 0


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
        known = capture_ids(connection, {c.record_id: capture_row(c) for c in asked})
        outlet_ids = ensure_outlets(
            connection, outlet_rows((page.outlet for page in good), outlets)
        )
        settlement = settled(connection, good, outlet_ids)
        placement = place(
            connection, settlement.pages, _refused(asked, refusals), KnownIds(outlet_ids, known)
        )
        write_blocks(connection, placement)
        touched = Touched()
        quotations = write_quotations(connection, placement.written, placement.abandoned, touched)
        name_again(connection, settlement.moved, touched)
        touched.articles |= articles_of(connection, placement.shown | placement.left)
        touched.articles |= settlement.articles
        remove_abandoned(connection, placement)
        refresh(connection, touched.articles)
        keep(connection, touched)
        _note_articles(connection, run, touched.articles)
        added = _park(connection, run, asked, refusals)
    return LoadCounts(
        articles_added=placement.articles_added,
        versions_added=placement.versions_added,
        versions_removed=len(placement.abandoned),
        quotations_added=quotations.added,
        quotations_changed=quotations.changed,
        quotations_removed=quotations.removed,
        rejections_added=added,
    )


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
    """The record ids of captures that the extractor found to be no articles."""
    places = {
        (rejection.warc_file, rejection.warc_offset)
        for rejection in rejections
        if rejection.stage == "extract" and rejection.reason not in NO_VERDICT
    }
    return [c.record_id for c in captures if (c.warc_file, c.warc_offset) in places]


def _park(
    connection: Connection, run: int, captures: Iterable[Capture], rejections: Iterable[Rejection]
) -> int:
    """Write the rejections of a batch; returns how many are new.

    Those that an earlier try of the same run left for these captures, and that no longer hold,
    go. Of two for the same reason and the same bytes, the first by detail is kept.
    """
    wanted: dict[tuple[object, ...], Row] = {}
    rows = [rejection_row(rejection) | {"run_id": run} for rejection in rejections]
    for row in sorted(rows, key=lambda row: repr(sorted(row.items()))):
        wanted.setdefault(_identity(row), row)
    processed = {(capture.warc_file, capture.warc_offset): capture for capture in captures}
    references = {reference(capture.url_asked) for capture in processed.values()}
    stored = [
        dict(row)
        for some in chunks({row["reference"] for row in rows} | references)
        for row in connection.execute(
            select(rejected).where(rejected.c.run_id == run, rejected.c.reference.in_(some))
        ).mappings()
        if _identity(row) in wanted
        or (row["stage"] in _PROCESSING and (row["warc_file"], row["warc_offset"]) in processed)
    ]
    return len(synchronise(connection, rejected, stored, wanted.values(), REJECTION_KEY).added)


def _note_articles(connection: Connection, run: int, articles: Iterable[int]) -> None:
    """Write down which articles a run touched, so that its checks look at them."""
    there = {row["id"] for row in rows_with(connection, article.c.id, articles, [article.c.id])}
    query = select(run_article.c.article_id).where(run_article.c.run_id == run)
    noted = {
        identifier
        for some in chunks(there)
        for identifier in connection.scalars(query.where(run_article.c.article_id.in_(some)))
    }
    missing = [{"run_id": run, "article_id": one} for one in sorted(there - noted)]
    if missing:
        connection.execute(insert(run_article), missing)


def _identity(row: Mapping[Any, Any]) -> tuple[object, ...]:
    return tuple(row[name] for name in REJECTION_KEY)
