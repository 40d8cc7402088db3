"""Asking what edits did to quotations: by day, outlet, speaker and kind of change.

All of it is read from the mart `quotations_changed_by_edit`, so the numbers are those of SQL.
"""

from __future__ import annotations

from collections.abc import Collection, Generator
from dataclasses import fields
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Engine, Row, func, or_, select

from pipeline.shown_records import (
    TOLD_CHANGES,
    UNCERTAIN_BELOW,
    ChangedQuotation,
    ChangesFound,
    QuotationChange,
)
from pipeline.warehouse.column_types import utc_day
from pipeline.warehouse.connection import reading
from pipeline.warehouse.marts import mart_view
from pipeline.warehouse.outlet_search import outlets_meant
from pipeline.warehouse.quotation_query import between
from pipeline.warehouse.speaker_search import speakers_meant

_CHANGE = mart_view("quotations_changed_by_edit")
_COLUMNS = [_CHANGE.c[field.name] for field in fields(ChangedQuotation)]
_NEWEST_FIRST = (
    _CHANGE.c.seen_at.desc(),
    _CHANGE.c.article_id,
    _CHANGE.c.version_id,
    _CHANGE.c.ordinal,
)
ROWS_AT_ONCE = 1000
"""Of many changes, that are held in memory: a few megabytes."""

IN_WORDS = frozenset(
    {
        QuotationChange.NEGATION,
        QuotationChange.NUMBER,
        QuotationChange.SPELLING,
        QuotationChange.REPLACED,
        QuotationChange.REWORDED,
    }
)
"""Changes to which a least number of words applies: the others have no words that differ, or the
quotation as a whole."""


def find_changes(
    engine: Engine,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    outlet: str | None = None,
    speaker: str | None = None,
    kinds: Collection[QuotationChange] = (),
    min_words: int = 1,
    min_confidence: float = UNCERTAIN_BELOW,
    limit: int = 20,
    offset: int = 0,
) -> ChangesFound:
    """What edits did to quotations, the newest edits first.

    The dates are those on which the edited article was first seen. `outlet` is a name or key,
    `speaker` a name as a person types it or an id: of the words before or after. Without `kinds`,
    those of `TOLD_CHANGES` are told. `min_words` is how many words must differ where words do. What
    has less than `min_confidence` is only counted. The first `offset` are left out of what is given
    back, not of what is counted. Raises WarehouseError if the warehouse cannot be used.
    """
    change = _CHANGE.c
    asked = between(change.seen_at, since, until)
    notes: list[str] = []
    with reading(engine) as connection:
        if speaker is not None:
            meant, notes = speakers_meant(connection, speaker)
            ids = sorted(meant)
            asked.append(or_(change.speaker_id.in_(ids), change.speaker_now_id.in_(ids)))
        if outlet is not None:
            outlet_ids, more = outlets_meant(connection, outlet)
            notes += more
            asked.append(change.outlet_id.in_(outlet_ids))
        told = _told(kinds or TOLD_CHANGES, min_words, min_confidence)
        every = connection.scalar(select(func.count()).select_from(_CHANGE).where(*asked)) or 0
        number = select(func.count()).select_from(_CHANGE).where(*asked, *told)
        total = connection.scalar(number) or 0
        query = select(*_COLUMNS).where(*asked, *told).order_by(*_NEWEST_FIRST)
        found = connection.execute(query.limit(limit).offset(offset))
        return ChangesFound(tuple(map(_changed, found)), total, every - total, tuple(notes))


def changed_quotations(
    connection: Connection, since: datetime | None, until: datetime | None, limit: int
) -> tuple[ChangedQuotation, ...]:
    """What is told of the edits that were seen in a span of time, newest first, `limit` at most."""
    query = (
        select(*_COLUMNS)
        .where(*between(_CHANGE.c.seen_at, since, until), *_told())
        .order_by(*_NEWEST_FIRST)
        .limit(limit)
    )
    return tuple(map(_changed, connection.execute(query)))


def each_changed_quotation(
    connection: Connection,
    since: datetime,
    *,
    speakers: Collection[int] | None = None,
    outlets: Collection[int] | None = None,
) -> Generator[ChangedQuotation, None, None]:
    """What is told of the edits that were seen since then, newest first, however many there are.

    With `speakers`, only of words that are or were theirs; with `outlets`, only of these; by ids.
    The rows are read as they are taken: close it before the transaction ends.
    """
    asked = between(_CHANGE.c.seen_at, since, None)
    if speakers is not None:
        of = sorted(speakers)
        asked.append(or_(_CHANGE.c.speaker_id.in_(of), _CHANGE.c.speaker_now_id.in_(of)))
    if outlets is not None:
        asked.append(_CHANGE.c.outlet_id.in_(sorted(outlets)))
    query = select(*_COLUMNS).where(*asked, *_told()).order_by(*_NEWEST_FIRST)
    with connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE}) as found:
        yield from map(_changed, found)


def days_of_changes(
    connection: Connection, limit: int | None = None
) -> tuple[tuple[date, int], ...]:
    """The days on which edits were seen that something is told of, with the number of changes.

    The newest first, `limit` at most.
    """
    day = utc_day(_CHANGE.c.seen_at).label("day")
    query = select(day, func.count().label("number")).where(*_told()).group_by(day)
    found = connection.execute(query.order_by(day.desc()).limit(limit))
    return tuple((row.day, row.number) for row in found)


def newest_days_of_changes(engine: Engine, limit: int) -> tuple[tuple[date, int], ...]:
    """The newest days of `days_of_changes`. Raises WarehouseError if it cannot be used."""
    with reading(engine) as connection:
        return days_of_changes(connection, limit)


def _told(
    kinds: Collection[QuotationChange] = TOLD_CHANGES,
    min_words: int = 1,
    min_confidence: float = UNCERTAIN_BELOW,
) -> list[ColumnElement[bool]]:
    change = _CHANGE.c
    return [
        change.change.in_(sorted(kinds)),
        change.change.not_in(sorted(IN_WORDS)) | (change.words_changed >= min_words),
        change.confidence >= min_confidence,
    ]


def _changed(row: Row[tuple[object, ...]]) -> ChangedQuotation:
    values = dict(row._mapping)
    return ChangedQuotation(**values | {"change": QuotationChange(values["change"])})
