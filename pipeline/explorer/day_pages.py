"""The pages of days: the start, outlets side by side."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from fastapi import APIRouter, Request

from pipeline.explorer.asked_values import Day, span_asked
from pipeline.explorer.change_pages import newest_changes, shown_changes
from pipeline.explorer.page_formats import Page, Table, add_page
from pipeline.explorer.shown_quotations import record, shown
from pipeline.warehouse.newest_quotations import newest_appearance, newest_quotations
from pipeline.warehouse.outlet_comparison import compare_outlets
from pipeline.warehouse.statement_spreads import statements_within

router = APIRouter(tags=["days"])

NEWEST = 10
SPREAD = 8
SPREAD_DAYS = 7
"""Days up to the newest whose statements are compared: a week has what is talked of now."""
SPREAD_OUTLETS = 2
"""A statement spreads from its second outlet on."""
FIRST_CHANGES = 4
COMPARED_DAYS = 30
"""Days up to the newest in which outlets are compared unless others are asked for."""


def start(request: Request) -> Page:
    """The newest day: its quotations, the statements in most outlets that week, what changed."""
    engine = request.app.state.engine
    newest = newest_appearance(engine)
    if newest is None:
        nothing: dict[str, object] = {"day": None, "newest": [], "spread": [], "changes": []}
        return Page("start.html.jinja", nothing, {"found": [], "edits": [], "edits_day": None})
    begin = datetime.combine(newest, time(), UTC)
    found = newest_quotations(engine, begin, newest, limit=NEWEST)
    week = _days_before(newest, SPREAD_DAYS - 1)
    spread, _number, _more = statements_within(
        engine, week, newest, least_outlets=SPREAD_OUTLETS, limit=SPREAD
    )
    edits = newest_changes(engine, limit=FIRST_CHANGES)
    return Page(
        "start.html.jinja",
        {
            "day": newest.date(),
            "newest": [record(one) for one in found],
            "spread": spread,
            "changes": edits,
        },
        {
            "found": shown(found),
            "edits": shown_changes(edits),
            "edits_day": edits[0].seen_at.date() if edits else None,
        },
    )


def outlets(request: Request, since: Day = "", until: Day = "") -> Page:
    """Outlets side by side: quotations, direct speech, different speakers, who is quoted where.

    Without days, the last thirty up to the newest day of the warehouse.
    """
    engine = request.app.state.engine
    span = span_asked(since, until)
    first, last = span.since, span.until
    if first is None and last is None:
        last = newest_appearance(engine)
        first = _days_before(last, COMPARED_DAYS - 1) if last else None
    found = compare_outlets(engine, first, last)
    columns = (
        "outlet_key", "outlet", "articles", "quotations", "statements", "speakers", "direct_share",
        "unnamed_share",
    )  # fmt: skip
    return Page(
        "outlets.html.jinja",
        {
            "since": first.date() if first else None,
            "until": last.date() if last else None,
            "outlets": found.outlets,
            "speakers": found.speakers,
        },
        {
            "days": {
                name: moment.date().isoformat()
                for name, moment in (("since", first), ("until", last))
                if moment
            }
        },
        Table(columns, found.outlets),
    )


def _days_before(moment: datetime, days: int) -> datetime:
    """The first instant of the day so many days before; of the first day there is, if need be."""
    day = max(moment.date(), date.min + timedelta(days=days)) - timedelta(days=days)
    return datetime.combine(day, time(), UTC)


add_page(router, "/", start, title="The newest day")
add_page(router, "/outlets", outlets, title="Outlets compared", table=True)
