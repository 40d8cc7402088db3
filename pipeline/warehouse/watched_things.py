"""What a watch finds: quotations, edits and spreading statements that were not there before.

When something was first there is told by captures: the first one of an article that has the
statement. So pages of an archive that is imported or processed again are as old as their captures.

A thing is told once, so it needs keys that outlast its rows: ids change when a page is extracted
anew, and the digest of a statement when a speaker's name is read otherwise. A statement is known by
all its prints, each by the address of its article and its words: if one of them was told, it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, func, select

from pipeline.shown_records import UNCERTAIN_BELOW, ChangedQuotation, QuotationChange
from pipeline.text.digests import digest_of
from pipeline.text.folding import folded_words
from pipeline.warehouse.connection import reading
from pipeline.warehouse.derived_tables import current_quotation, statement_spread
from pipeline.warehouse.edits.changes_search import each_changed_quotation
from pipeline.warehouse.outlet_search import outlets_meant
from pipeline.warehouse.print_order import IN_THE_TEXT, first_printed
from pipeline.warehouse.quotation_query import quotation_query
from pipeline.warehouse.quotation_search import fitting
from pipeline.warehouse.row_sync import chunks, fetch_where_in
from pipeline.warehouse.speaker_search import speakers_meant
from pipeline.warehouse.tables import (
    article,
    article_version,
    capture,
    outlet,
    quotation,
    version_capture,
    wording,
)
from pipeline.watch_records import Watched, WatchedThing, WatchQuestion

FIRST_SPAN, WIDER = timedelta(hours=6), 4
"""How far back the newest things are looked for first, and how many times as far from then on: all
spans together are then hardly longer than the last one."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a watch found."""

    things: tuple[WatchedThing, ...]
    """The newest first."""
    notes: tuple[str, ...]
    """What a person is to be told: a name that nobody has, an outlet that is not there."""


@dataclass(frozen=True, slots=True)
class _Print:
    """A place where an article has a statement, in whatever version."""

    article_id: int
    outlet_id: int
    outlet: str
    url: str
    text: str
    seen_at: datetime
    is_current: bool


def watched_things(
    engine: Engine, question: WatchQuestion, since: datetime, *, newest: int | None = None
) -> Found:
    """What a watch finds of what was first there at `since` or later.

    All of it, or the `newest` so many. Only quotations that are more likely right than wrong.
    Raises WarehouseError if the warehouse cannot be used.
    """
    with reading(engine) as connection:
        if question.what == Watched.CHANGES:
            return _changes(connection, question, since, newest)
        fits, notes = fitting(
            connection, question.words or "", speaker=question.speaker, outlet=question.outlet
        )
        if fits is None:
            return Found((), notes)
        things: tuple[WatchedThing, ...] = ()
        for begin in _beginnings(connection, since) if newest else [since]:
            if question.what == Watched.SPREAD:
                found = _spread(connection, fits, question.least_outlets, begin)
            else:
                found = _quotations(connection, fits, since, begin)
            things = _newest_first(thing for thing in found if thing.found_at >= begin)
            if newest and len(things) >= newest:
                break
        return Found(things[:newest], notes)


def _beginnings(connection: Connection, since: datetime) -> Iterator[datetime]:
    """Times from which on to look, ever earlier, the last one `since`.

    What is newest is found without all that came before.
    """
    last = connection.scalar(select(func.max(capture.c.fetched_at)))
    span = FIRST_SPAN
    while last is not None and span < last - since:
        yield last - span
        span *= WIDER
    yield since


def _quotations(
    connection: Connection, fits: ColumnElement[bool], since: datetime, begin: datetime
) -> Iterable[WatchedThing]:
    """The statements that an article has since then, as the first printed such article has them.

    Those that were first there before `begin` may be left out.
    """
    seen = current_quotation.c.confidence >= UNCERTAIN_BELOW, fits
    in_span = select(current_quotation.c.statement_id).where(*seen, _seen_since(begin)).distinct()
    rows = _current_prints(
        connection, connection.scalars(in_span), *seen, article_version.c.first_seen_at >= since
    )
    by_statement = _by_statement(rows)
    prints = _prints(connection, by_statement)
    for identifier, found in by_statement.items():
        of = prints[identifier]
        first_seen: dict[int, datetime] = {}
        for one in of:
            first_seen.setdefault(one.article_id, one.seen_at)
        # an edit makes a new version of what the article said all along
        new = [row for row in found if first_seen[row.article_id] >= since]
        if new:
            found_at = min(first_seen[row.article_id] for row in new)
            yield _thing(Watched.QUOTATIONS, new[0], found_at, of)


def _spread(
    connection: Connection, fits: ColumnElement[bool], least: int, begin: datetime
) -> Iterable[WatchedThing]:
    """The statements with a print that fits that are in so many outlets, as they appeared first.

    Those that were first in so many before `begin` may be left out.
    """
    printed_since = select(current_quotation.c.statement_id).where(_seen_since(begin))
    wide = select(statement_spread.c.statement_id).where(
        statement_spread.c.outlets >= least, statement_spread.c.statement_id.in_(printed_since)
    )
    fitting_ones: set[int] = set()
    for some in chunks(connection.scalars(wide)):
        of_these = select(current_quotation.c.statement_id).where(
            current_quotation.c.statement_id.in_(some), fits
        )
        fitting_ones |= set(connection.scalars(of_these))
    first_prints = select(statement_spread.c.first_quotation_id)
    rows = _by_statement(
        _current_prints(
            connection,
            fitting_ones,
            current_quotation.c.confidence >= UNCERTAIN_BELOW,
            current_quotation.c.quotation_id.in_(
                first_prints.where(
                    statement_spread.c.statement_id == current_quotation.c.statement_id
                )
            ),
        )
    )
    prints = _prints(connection, rows)
    for identifier, (first, *_others) in rows.items():
        reached: dict[int, datetime] = {}
        for one in prints[identifier]:
            if one.is_current:
                reached.setdefault(one.outlet_id, one.seen_at)
        if len(reached) >= least:
            found_at = sorted(reached.values())[least - 1]
            yield _thing(Watched.SPREAD, first, found_at, prints[identifier])


def _seen_since(since: datetime) -> ColumnElement[bool]:
    """That a row of `current_quotation` is of a version that was first seen since then."""
    # captures have an index by time
    versions = (
        select(version_capture.c.version_id)
        .join(capture, capture.c.id == version_capture.c.capture_id)
        .join(article_version, article_version.c.id == version_capture.c.version_id)
        .where(capture.c.fetched_at >= since, article_version.c.first_seen_at >= since)
    )
    ids = select(quotation.c.id).where(quotation.c.version_id.in_(versions))
    return current_quotation.c.quotation_id.in_(ids)


def _current_prints(
    connection: Connection, statements: Iterable[int], *conditions: ColumnElement[bool]
) -> list[Any]:
    """Quotations of some statements as they are shown, the first printed first."""
    current = current_quotation.c
    order = (
        *first_printed(current.published_or_first_seen_at, current.outlet_id),
        *IN_THE_TEXT,
    )
    rows: list[Any] = []
    for some in chunks(statements):
        query = quotation_query().where(current_quotation.c.statement_id.in_(some), *conditions)
        rows += connection.execute(query.order_by(*order))
    return rows


def _by_statement(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.statement_id].append(row)
    return found


def _prints(connection: Connection, statements: Iterable[int]) -> dict[int, list[_Print]]:
    """All prints of statements, also in versions that an edit replaced; those first seen first."""
    query = (
        select(
            wording.c.statement_id,
            article.c.id.label("article_id"),
            article.c.outlet_id,
            outlet.c.name.label("outlet"),
            article.c.url,
            quotation.c.text,
            article_version.c.first_seen_at.label("seen_at"),
            article_version.c.is_current,
        )
        .select_from(wording)
        .join(quotation, quotation.c.wording_id == wording.c.id)
        .join(article_version, article_version.c.id == quotation.c.version_id)
        .join(article, article.c.id == article_version.c.article_id)
        .join(outlet, outlet.c.id == article.c.outlet_id)
        .order_by(article_version.c.first_seen_at, article.c.url, quotation.c.id)
    )
    found: dict[int, list[_Print]] = defaultdict(list)
    for row in fetch_where_in(connection, query, wording.c.statement_id, statements):
        statement_id = row.pop("statement_id")
        found[statement_id].append(_Print(**row))
    return found


def _thing(what: Watched, row: Any, found_at: datetime, prints: list[_Print]) -> WatchedThing:
    return WatchedThing(
        what=what,
        # in the order of captures: an earlier print that is captured later makes no other thing
        keys=tuple(dict.fromkeys(_key(what, one.url, one.text) for one in prints)),
        found_at=found_at,
        speaker=row.speaker,
        text=row.text,
        text_now=None,
        outlet=row.outlet,
        headline=row.headline,
        url=row.url,
        published=row.published_or_first_seen_at,
        context=row.context or "",
        outlets=tuple(dict.fromkeys(one.outlet for one in prints if one.is_current)),
    )


def _changes(
    connection: Connection, question: WatchQuestion, since: datetime, newest: int | None
) -> Found:
    """The edits that were seen since then."""
    speakers: set[int] | None = None
    notes: list[str] = []
    if question.speaker is not None:
        speakers, notes = speakers_meant(connection, question.speaker, only_sure=True)
    outlets: list[int] | None = None
    if question.outlet is not None:
        outlets, more = outlets_meant(connection, question.outlet)
        notes += more
    words = set(folded_words(question.words or "").split())
    with closing(
        each_changed_quotation(connection, since, speakers=speakers, outlets=outlets)
    ) as changes:
        things = (
            _changed_thing(change)
            for change in changes
            if words <= set(folded_words(_all_words(change)).split())
        )
        return Found(_newest_first(islice(_each_once(things), newest)), tuple(notes))


def _each_once(things: Iterable[WatchedThing]) -> Iterator[WatchedThing]:
    """The things of which none has the key of one before it."""
    seen = set[str]()
    for thing in things:
        if thing.keys[0] not in seen:
            seen.add(thing.keys[0])
            yield thing


def _all_words(change: ChangedQuotation) -> str:
    parts = (change.speaker, change.speaker_now, change.text, change.text_now)
    return " ".join(part for part in parts if part)


def _changed_thing(change: ChangedQuotation) -> WatchedThing:
    # words that were added are no change that is told; what is told had words before
    text = change.text or change.text_now or ""
    return WatchedThing(
        what=Watched.CHANGES,
        # the same words may be edited again, given to another speaker before or after
        keys=(_key(Watched.CHANGES, change.url, text, change.text_now or ""),),
        found_at=change.seen_at,
        speaker=change.speaker,
        text=text,
        text_now=change.text_now,
        outlet=change.outlet,
        headline=change.headline,
        url=change.url,
        published=change.seen_at,
        context="",
        outlets=(change.outlet,),
        speaker_now=(
            change.speaker_now or "nobody named"
            if change.change is QuotationChange.SPEAKER
            else None
        ),
    )


def _key(what: Watched, url: str, *texts: str) -> str:
    """What a print is known by: marks, accents and case of its words make no difference."""
    words = (folded_words(text) or text for text in texts)
    return digest_of("\n".join((what, url, *words)).encode())


def _newest_first(things: Iterable[WatchedThing]) -> tuple[WatchedThing, ...]:
    # the same words of two speakers in one article are one thing, the one that came last
    in_time = sorted(things, key=lambda thing: (thing.found_at, thing.speaker or ""))
    by_key = {thing.keys[0]: thing for thing in in_time}
    in_order = sorted(by_key.values(), key=lambda thing: thing.keys[0])
    return tuple(sorted(in_order, key=lambda thing: thing.found_at, reverse=True))
