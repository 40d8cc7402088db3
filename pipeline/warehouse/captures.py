"""What the warehouse remembers of captures: for the next visit, and to read the archive again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Engine, and_, func, or_, select, true

from pipeline.records import Capture, KnownCapture, KnownRefusal
from pipeline.text.possible_times import MAX_CLOCK_ERROR
from pipeline.warehouse.connection import reading, writing
from pipeline.warehouse.record_rows import capture_row, outlet_rows
from pipeline.warehouse.row_sync import get_or_insert, values_in_use
from pipeline.warehouse.tables import capture, outlet, rejected, run, version_capture
from pipeline.warehouse.upgrades import make_if_empty
from pipeline.warehouse.versions import get_or_insert_outlets


@dataclass(frozen=True, slots=True)
class CapturedSource:
    """A source of which there are captures, by its last one."""

    key: str
    name: str | None
    """Its outlet's name; None if only its key is known."""
    warc_file: str
    url: str
    """Of a page."""


def known_captures(
    engine: Engine, source_key: str, urls: Container[str] | None = None
) -> dict[str, KnownCapture]:
    """The last capture of every page of a source, or of some, by the URL that was asked.

    Of visits, not of imports: a crawl of somebody else does not say whether a page still changes.
    One that a clock far ahead gave a day to come is the last only if there is no other.

    Raises WarehouseError if the warehouse cannot be used.
    """
    # of two captures at the same moment, the one with the greater record id counts as the last
    latest_first = (
        capture.c.fetched_at > datetime.now(UTC) + MAX_CLOCK_ERROR,
        capture.c.fetched_at.desc(),
        capture.c.record_id.desc(),
    )
    ranked = (
        select(
            capture.c.url_asked,
            capture.c.url_answered,
            capture.c.payload_digest,
            capture.c.fetched_at,
            capture.c.etag,
            capture.c.last_modified,
            func.min(capture.c.fetched_at)
            .over(partition_by=capture.c.url_asked)
            .label("first_fetched_at"),
            func.row_number()
            .over(partition_by=capture.c.url_asked, order_by=latest_first)
            .label("rank"),
        )
        .where(capture.c.outlet_key == source_key, capture.c.imported_from.is_(None))
        .subquery()
    )
    with reading(engine) as connection:
        return {
            row.url_asked: KnownCapture(
                payload_digest=row.payload_digest,
                fetched_at=row.fetched_at,
                etag=row.etag,
                last_modified=row.last_modified,
                first_fetched_at=row.first_fetched_at,
                url_answered=row.url_answered,
            )
            for row in connection.execute(
                select(ranked).where(ranked.c.rank == 1).order_by(ranked.c.url_asked)
            )
            if urls is None or row.url_asked in urls
        }


def known_refusals(
    engine: Engine, sources: Collection[str], reasons: Collection[str]
) -> dict[str, dict[str, KnownRefusal]]:
    """The URLs of each of some sources that gave no page at several visits, for one of `reasons`.

    By the source's key, then by the URL. Raises WarehouseError if the warehouse cannot be used.
    """
    first, last = func.min(run.c.started_at), func.max(run.c.started_at)
    query = (
        select(rejected.c.outlet_key, rejected.c.reference, first, last)
        .join(run, run.c.id == rejected.c.run_id)
        .where(rejected.c.stage == "fetch", rejected.c.reason.in_(reasons))
        .group_by(rejected.c.outlet_key, rejected.c.reference)
        .having(first < last)
    )
    found: dict[str, dict[str, KnownRefusal]] = {key: {} for key in sources}
    with reading(engine) as connection:
        for key, url, first_at, last_at in connection.execute(query):
            if key in found:
                found[key][url] = KnownRefusal(first_at, last_at)
    return found


def archived_captures(
    engine: Engine, since: datetime | None, until: datetime | None
) -> list[tuple[Capture, ...]]:
    """The captures of a span of time, the earliest first; None leaves a side open.

    Captures that show one text of an article come together, all of them, wherever they lie: what
    the warehouse says of a text was read from the latest, so the others alone would change nothing;
    and one that is left out would keep what an earlier extraction made of the text beside what is
    made of it now, as if the page had been edited.

    Raises WarehouseError if the warehouse cannot be used.
    """
    of_span: list[ColumnElement[bool]] = [true()]
    if since is not None:
        of_span.append(capture.c.fetched_at >= since)
    if until is not None:
        of_span.append(capture.c.fetched_at <= until)
    texts = (
        select(version_capture.c.version_id)
        .join(capture, capture.c.id == version_capture.c.capture_id)
        .where(*of_span)
        .correlate(None)
    )
    query = (
        select(capture, version_capture.c.version_id)
        .outerjoin(version_capture, version_capture.c.capture_id == capture.c.id)
        .where(or_(and_(*of_span), version_capture.c.version_id.in_(texts)))
        .order_by(capture.c.fetched_at, capture.c.record_id)
    )
    groups: dict[object, list[Capture]] = defaultdict(list)
    with reading(engine) as connection:
        for row in connection.execute(query):
            # a capture that shows no article stands alone
            group = ("capture", row.id) if row.version_id is None else ("version", row.version_id)
            groups[group].append(
                Capture(
                    url_asked=row.url_asked,
                    url_answered=row.url_answered,
                    source=row.outlet_key,
                    fetched_at=row.fetched_at,
                    status=row.status,
                    content_type=row.content_type,
                    headers=tuple((name, value) for name, value in row.headers),
                    payload_digest=row.payload_digest,
                    record_id=row.record_id,
                    warc_file=row.warc_file,
                    warc_offset=row.warc_offset,
                    imported_from=row.imported_from,
                )
            )
    return [tuple(group) for group in groups.values()]


def known_record_ids(engine: Engine, record_ids: Iterable[str]) -> set[str]:
    """Those of some ids of records that the warehouse has captures of.

    Raises WarehouseError if the warehouse cannot be used.
    """
    with reading(engine) as connection:
        return values_in_use(connection, capture.c.record_id, record_ids)


def add_captures(engine: Engine, captures: Sequence[Capture]) -> int:
    """Add captures that were found in the archive; returns how many the warehouse did not have.

    In an empty database the tables are made first. Raises WarehouseError if it cannot be used.
    """
    make_if_empty(engine)
    rows = {one.record_id: capture_row(one) for one in captures}
    with writing(engine) as connection:
        known = values_in_use(connection, capture.c.record_id, rows)
        get_or_insert_outlets(connection, outlet_rows((one.source for one in captures), {}))
        get_or_insert(connection, capture.c.record_id, rows)
    return len(rows) - len(known)


def captured_sources(engine: Engine) -> list[CapturedSource]:
    """The sources of all captures, by key. In an empty database tables are made first.

    Raises WarehouseError if the warehouse cannot be used.
    """
    make_if_empty(engine)
    latest_first = (capture.c.fetched_at.desc(), capture.c.record_id.desc())
    ranked = select(
        capture.c.outlet_key,
        capture.c.warc_file,
        capture.c.url_answered,
        func.row_number()
        .over(partition_by=capture.c.outlet_key, order_by=latest_first)
        .label("rank"),
    ).subquery()
    query = (
        select(ranked, outlet.c.name)
        .join(outlet, outlet.c.key == ranked.c.outlet_key)
        .where(ranked.c.rank == 1)
        .order_by(ranked.c.outlet_key)
    )
    with reading(engine) as connection:
        return [
            CapturedSource(
                row.outlet_key,
                # an outlet of which nothing else is known is called by its key
                None if row.name == row.outlet_key else row.name,
                row.warc_file,
                row.url_answered,
            )
            for row in connection.execute(query)
        ]
