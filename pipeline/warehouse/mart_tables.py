"""What marts read: tables that follow from the others, kept from what a load touched.

- `current_quotation`: one row per quotation that counts: one of the current version of an article
  that is not withheld, with whose it is, where and when. Whatever is called "quotations" anywhere
  counts these rows.
- `statement_spread`: a statement with its numbers and the quotation that appeared first.
- `speaker_day`: a speaker's numbers on one day.
- `article_edit`, `changed_quotation`: edits of articles, and what each did to quotations (`edits`).
- `identity_candidate`: who of the identities file a speaker may be (`outside_identity`).

Each but for the last three has one query here that says what its rows are. A load asks it for what
it touched and writes the differences; `rebuild_mart_tables` asks it for everything. The checks
`mart_table_*` of sql/checks compare the tables with queries of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Select,
    Table,
    delete,
    func,
    insert,
    literal,
    select,
    type_coerce,
)

from pipeline.warehouse.column_types import UtcTime, utc_day
from pipeline.warehouse.derived_tables import current_quotation, speaker_day, statement_spread
from pipeline.warehouse.edits.edit_rows import rebuild_edits, refresh_edits
from pipeline.warehouse.outside_identity.identity_candidates import (
    rebuild_candidates,
    refresh_candidates,
)
from pipeline.warehouse.print_order import IN_THE_TEXT, first_printed
from pipeline.warehouse.row_sync import (
    Row,
    chunks,
    fetch_rows,
    fetch_where_in,
    select_where_in,
    sync_rows,
)
from pipeline.warehouse.tables import (
    article,
    article_version,
    quotation,
    speaker,
    speaker_name,
    wording,
)

MAX_SOURCE = 300
"""Characters of a source that are kept here: an index of PostgreSQL takes 2,700 bytes, and a name
has 200 characters at most. What is longer is a description, whole in `quotation.speaker_text`."""

SpeakerDay = tuple[int, date]


@dataclass(slots=True)
class Touched:
    """What a transaction changed, as far as mart tables follow from it; all by id."""

    articles: set[int] = field(default_factory=set)
    """Articles whose versions, quotations or times may be others."""
    versions: set[int] = field(default_factory=set)
    """Versions with other quotations or names, or whose text is found whole or cut off."""
    wordings: set[int] = field(default_factory=set)
    """Wordings that came to another statement."""
    names: set[int] = field(default_factory=set)
    """Names that came to another speaker."""
    speakers: set[int] = field(default_factory=set)
    """Speakers who are called otherwise."""


def current_rows() -> Select[Any]:
    """The rows of `current_quotation`."""
    return (
        select(
            quotation.c.id.label("quotation_id"),
            article.c.id.label("article_id"),
            article.c.outlet_id,
            wording.c.statement_id,
            quotation.c.wording_id,
            speaker_name.c.speaker_id,
            # a source without a name is called what the article calls it
            func.substr(
                func.coalesce(speaker.c.name, quotation.c.speaker_text), 1, literal(MAX_SOURCE)
            ).label("speaker"),
            quotation.c.kind,
            article_version.c.language,
            article.c.published_or_first_seen_at,
            quotation.c.confidence,
        )
        .select_from(quotation)
        .join(article_version, article_version.c.id == quotation.c.version_id)
        .join(article, article.c.id == article_version.c.article_id)
        .join(wording, wording.c.id == quotation.c.wording_id)
        .outerjoin(speaker_name, speaker_name.c.id == quotation.c.name_id)
        .outerjoin(speaker, speaker.c.id == speaker_name.c.speaker_id)
        .where(article_version.c.is_current, quotation.c.withheld.is_(None))
    )


def spread_rows(statements: Iterable[int] | None = None) -> Select[Any]:
    """The rows of `statement_spread`, of some statements or of all."""
    current = current_quotation.c
    earliest = (
        *first_printed(current.published_or_first_seen_at, current.outlet_id),
        *IN_THE_TEXT,
    )
    printed = (
        select(
            current.statement_id,
            current.quotation_id,
            current.article_id,
            current.outlet_id,
            current.published_or_first_seen_at,
            func.row_number()
            .over(partition_by=current.statement_id, order_by=earliest)
            .label("rank"),
        )
        .join(article, article.c.id == current.article_id)
        .join(quotation, quotation.c.id == current.quotation_id)
    )
    if statements is not None:
        printed = printed.where(current.statement_id.in_(list(statements)))
    rows = printed.subquery().c
    is_first = rows.rank == 1
    return select(
        rows.statement_id,
        func.max(rows.quotation_id).filter(is_first).label("first_quotation_id"),
        func.count().label("quotations"),
        func.count(rows.article_id.distinct()).label("articles"),
        func.count(rows.outlet_id.distinct()).label("outlets"),
        type_coerce(func.max(rows.published_or_first_seen_at).filter(is_first), UtcTime).label(
            "first_appeared_at"
        ),
        func.max(rows.published_or_first_seen_at).label("last_appeared_at"),
    ).group_by(rows.statement_id)


def day_rows() -> Select[Any]:
    """The rows of `speaker_day`."""
    current = current_quotation.c
    day = utc_day(current.published_or_first_seen_at)
    return (
        select(
            current.speaker_id,
            day.label("day"),
            func.count().label("quotations"),
            func.count(current.statement_id.distinct()).label("statements"),
            func.count(current.outlet_id.distinct()).label("outlets"),
        )
        .where(current.speaker_id.is_not(None))
        .group_by(current.speaker_id, day)
    )


def refresh_mart_tables(connection: Connection, touched: Touched) -> None:
    """Bring the mart tables up to date with what a transaction touched, at its end."""
    stored, wanted = _current(connection, touched)
    written = sync_rows(
        connection, current_quotation, stored.values(), wanted.values(), ["quotation_id"]
    )
    differing = (*written.gone, *written.come)
    considered = (*stored.values(), *wanted.values())
    _refresh_spread(connection, {row["statement_id"] for row in considered})
    _refresh_days(
        connection,
        {
            (row["speaker_id"], row["published_or_first_seen_at"].date())
            for row in differing
            if row["speaker_id"] is not None
        },
    )
    refresh_edits(connection, touched.articles, touched.versions)
    speakers = {row["speaker_id"] for row in considered} - {None}
    refresh_candidates(connection, speakers)


def _current(connection: Connection, touched: Touched) -> tuple[dict[int, Row], dict[int, Row]]:
    """The rows of `current_quotation` that may have to change, as stored and as wanted."""
    wanted: dict[int, Row] = {}
    for column, ids in (
        (article.c.id, touched.articles),
        (quotation.c.wording_id, touched.wordings),
        (quotation.c.name_id, touched.names),
        (speaker_name.c.speaker_id, touched.speakers),
    ):
        for row in fetch_where_in(connection, current_rows(), column, ids):
            wanted[row["quotation_id"]] = row
    columns = current_quotation.c
    stored = {
        row["quotation_id"]: row
        for row in (
            *select_where_in(connection, columns.article_id, touched.articles),
            *select_where_in(connection, columns.quotation_id, wanted),
        )
    }
    return stored, wanted


def _refresh_spread(connection: Connection, statements: set[int]) -> None:
    stored = select_where_in(connection, statement_spread.c.statement_id, statements)
    wanted = [
        row for some in chunks(statements) for row in fetch_rows(connection, spread_rows(some))
    ]
    sync_rows(connection, statement_spread, stored, wanted, ["statement_id"])


def _refresh_days(connection: Connection, touched: set[SpeakerDay]) -> None:
    if not touched:
        return
    speakers = {speaker_id for speaker_id, _day in touched}
    first, last = min(day for _, day in touched), max(day for _, day in touched)
    begin = datetime.combine(first, time(), UTC)
    end = datetime.combine(last, time(), UTC) + timedelta(days=1)
    days = select(speaker_day).where(speaker_day.c.day.between(first, last))
    counted = day_rows().where(
        current_quotation.c.published_or_first_seen_at >= begin,
        current_quotation.c.published_or_first_seen_at < end,
    )

    def of_touched(query: Select[Any], speaker_id: Column[int]) -> list[Row]:
        rows = fetch_where_in(connection, query, speaker_id, speakers)
        return [row for row in rows if (row["speaker_id"], row["day"]) in touched]

    stored = of_touched(days, speaker_day.c.speaker_id)
    wanted = of_touched(counted, current_quotation.c.speaker_id)
    sync_rows(connection, speaker_day, stored, wanted, ["speaker_id", "day"])


def rebuild_mart_tables(connection: Connection) -> None:
    """Rebuild all mart tables from the other tables."""
    made: tuple[tuple[Table, Select[Any]], ...] = (
        (current_quotation, current_rows()),
        (statement_spread, spread_rows()),
        (speaker_day, day_rows()),
    )
    for table, rows in made:
        _fill(connection, table, rows)
    rebuild_edits(connection)
    rebuild_candidates(connection)


def _fill(connection: Connection, table: Table, rows: Select[Any]) -> None:
    connection.execute(delete(table))
    connection.execute(insert(table).from_select([c.name for c in rows.selected_columns], rows))
