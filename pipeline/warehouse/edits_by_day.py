"""What edits of articles did to quotations, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Engine

from pipeline.shown_records import ChangedQuotation
from pipeline.warehouse.connection import reading
from pipeline.warehouse.digest_by_day import changed_quotations, edited_days

LISTED_DAYS = 60
"""Days with edits that are listed: two months."""


@dataclass(frozen=True, slots=True)
class DayOfEdits:
    """The edits that were seen on a day."""

    day: date | None
    """None if no quotation was ever edited."""
    changes: tuple[ChangedQuotation, ...]
    days: tuple[tuple[date, int], ...]
    """The newest days with edits, and their numbers."""


def edits_of_day(engine: Engine, day: date | None, *, limit: int) -> DayOfEdits:
    """The quotations that were seen on a day, in UTC, to have been reworded or taken out.

    The newest day with edits if none is named. Raises WarehouseError if the warehouse cannot be
    used.
    """
    with reading(engine) as connection:
        days = edited_days(connection, LISTED_DAYS)
        shown = day or (days[0][0] if days else None)
        if shown is None:
            return DayOfEdits(None, (), ())
        since = datetime.combine(shown, time(), UTC)
        until = since + timedelta(days=1, microseconds=-1)
        return DayOfEdits(shown, changed_quotations(connection, since, until, limit), days)
