"""The page that searches: words, and what restricts them."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request

from pipeline.explorer.asked_values import (
    PAGE_SIZE,
    Confidence,
    Day,
    KindName,
    Language,
    Name,
    OutletName,
    PageNumber,
    Words,
    confidence_asked,
    kind_asked,
    language_asked,
    span_asked,
)
from pipeline.explorer.page_formats import Page, add_page, paging
from pipeline.explorer.shown_quotations import record, shown, table
from pipeline.records import Kind
from pipeline.warehouse import search as search_warehouse
from pipeline.warehouse.outlet_comparison import outlet_names

router = APIRouter(tags=["quotations"])


def search(
    request: Request,
    q: Words = "",
    speaker: Name = "",
    outlet: OutletName = "",
    since: Day = "",
    until: Day = "",
    kind: KindName = "",
    min_confidence: Confidence = "",
    language: Language = "",
    page: PageNumber = 1,
) -> Page:
    """Quotations that have all the words, in their own words or the speaker's name.

    Those that fit best come first, then the newest. `total` is how many fit, `hidden` how many
    more fit and have a lower confidence than was asked for: at least so many if `more` is true.
    `notes` are for a person.
    """
    span = span_asked(since, until)
    engine = request.app.state.engine
    found = search_warehouse(
        engine,
        q,
        speaker=speaker.strip() or None,
        outlet=outlet.strip() or None,
        since=span.since,
        until=span.until,
        kind=kind_asked(kind),
        min_confidence=confidence_asked(min_confidence),
        language=language_asked(language),
        limit=PAGE_SIZE,
        offset=(page - 1) * PAGE_SIZE,
    )
    asked = {
        "q": q, "speaker": speaker, "outlet": outlet, "since": since, "until": until, "kind": kind,
        "min_confidence": min_confidence, "language": language,
    }  # fmt: skip
    return Page(
        "search.html.jinja",
        {
            "asked": asked,
            "total": found.total,
            "hidden": found.hidden,
            "more": found.more,
            "notes": found.notes,
            "page": page,
            "quotations": [record(one) for one in found.quotations],
        },
        {
            "found": shown(found.quotations),
            "paging": paging(
                request, page, len(found.quotations), found.total, PAGE_SIZE, more=found.more
            ),
            "outlets": outlet_names(engine),
            "kinds": tuple(Kind),
            "restricted": any(value for name, value in asked.items() if name != "q"),
            "asked_all": urlencode(
                {name: value for name, value in asked.items() if value} | {"min_confidence": 0}
            ),
        },
        table(found.quotations, found.total, more=found.more),
    )


add_page(router, "/search", search, title="Search quotations", table=True)
