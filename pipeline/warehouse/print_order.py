"""Who printed something first: one definition for all who ask."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, extract, func

from pipeline.warehouse.tables import article, quotation


def first_printed(published: ColumnElement[datetime], outlet_id: ColumnElement[int]) -> Any:
    """What orders quotations by when they were printed, the first of them first.

    `published` is the `published_or_first_seen_at` of the quotation's article, in whichever table
    the query has it. By the day; of one day by the time. Whoever was loaded first is not asked.
    """
    # A page that states only the day is read as published at midnight, UTC. So midnight is taken
    # for a day alone: hardly any article is published in just that second. Such a page must not
    # come before all that state a time of that day; it counts from when it was first seen, and
    # one that was first seen on a later day comes after all that state a time.
    is_day_alone = and_(
        extract("hour", published) == 0,
        extract("minute", published) == 0,
        extract("second", published) < 1,
    )
    seen_later = and_(is_day_alone, article.c.first_seen_at > published)
    return (
        func.date(published),
        case((seen_later, article.c.first_seen_at), else_=published),
        article.c.first_seen_at,
        article.c.url,
        outlet_id,
    )


IN_THE_TEXT = (
    quotation.c.start_offset,
    quotation.c.end_offset,
    quotation.c.kind,
    quotation.c.ordinal,
)
"""What orders the quotations of one version."""
