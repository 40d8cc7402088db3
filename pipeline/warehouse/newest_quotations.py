"""What appeared last: the day, its quotations."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine, func, select

from pipeline.shown_records import UNCERTAIN_BELOW, FoundQuotation
from pipeline.text.possible_times import MAX_AHEAD
from pipeline.warehouse.connection import reading
from pipeline.warehouse.derived_tables import current_quotation
from pipeline.warehouse.quotation_query import (
    NEWEST_FIRST,
    fetch_quotations,
    published_within,
    quotation_query,
)


def newest_appearance(engine: Engine) -> datetime | None:
    """When the newest article with a quotation appeared; None if there is none.

    Raises WarehouseError if the warehouse cannot be used.
    """
    appeared = current_quotation.c.published_or_first_seen_at
    query = select(func.max(appeared)).where(appeared <= datetime.now(UTC) + MAX_AHEAD)
    with reading(engine) as connection:
        newest: datetime | None = connection.scalar(query)
    return newest


def newest_quotations(
    engine: Engine, since: datetime, until: datetime, *, limit: int
) -> tuple[FoundQuotation, ...]:
    """The newest quotations of a span of time that are more likely right than wrong.

    Raises WarehouseError if the warehouse cannot be used.
    """
    query = (
        quotation_query()
        .where(*published_within(since, until), current_quotation.c.confidence >= UNCERTAIN_BELOW)
        .order_by(*NEWEST_FIRST)
        .limit(limit)
    )
    with reading(engine) as connection:
        return tuple(fetch_quotations(connection, query))
