"""The pages of statements: by spread, and one with every place that prints it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request

from pipeline.explorer.asked_values import PAGE_SIZE, Day, Number, PageNumber, span_asked
from pipeline.explorer.page_formats import Page, Table, add_page, paging
from pipeline.explorer.shown_quotations import record, shown, table
from pipeline.warehouse.statement_spreads import printed_statement, statements_within

router = APIRouter(tags=["statements"])

STATEMENT_COLUMNS = (
    "statement_id", "text", "speaker", "speaker_id", "quotations", "articles", "outlets",
    "first_outlet", "first_appeared_at", "last_appeared_at",
)  # fmt: skip
PRINTS = 60
"""Places of a statement on one page: all of nearly every statement."""


def statements(
    request: Request,
    since: Day = "",
    until: Day = "",
    outlets: Annotated[int, Query(ge=1, le=1000, description="In at least so many outlets")] = 1,
    page: PageNumber = 1,
) -> Page:
    """Statements that articles of some days have, those in most outlets first.

    `total` is their number: at least so many if `more` is true.
    """
    span = span_asked(since, until)
    found, total, more = statements_within(
        request.app.state.engine,
        span.since,
        span.until,
        least_outlets=outlets,
        limit=PAGE_SIZE,
        offset=(page - 1) * PAGE_SIZE,
    )
    return Page(
        "statements.html.jinja",
        {
            "asked": {"since": since, "until": until, "outlets": outlets},
            "total": total,
            "more": more,
            "page": page,
            "statements": found,
        },
        {"paging": paging(request, page, len(found), total, PAGE_SIZE, more=more)},
        Table(STATEMENT_COLUMNS, found, total, more),
    )


def statement(request: Request, statement_id: Number, page: PageNumber = 1) -> Page:
    """A statement: where it was printed first, every cut of it, what edits took out."""
    printed = printed_statement(
        request.app.state.engine, statement_id, limit=PRINTS, offset=(page - 1) * PRINTS
    )
    if printed is None:
        raise HTTPException(
            404,
            f"There is no statement {statement_id} in the warehouse. It may have become one with "
            "another when a fuller wording came.",
        )
    total = printed.spread.quotations if printed.spread else 0
    return Page(
        "statement.html.jinja",
        asdict(printed) | {"page": page, "prints": [record(one) for one in printed.prints]},
        {
            "printed": printed,
            "found": shown(printed.prints),
            "paging": paging(request, page, len(printed.prints), total, PRINTS),
        },
        table(printed.prints, total),
    )


add_page(router, "/statements", statements, title="Statements by spread", table=True)
add_page(router, "/statements/{statement_id}", statement, title="A statement", table=True)
