"""The page of what edits did to quotations: before and after, by day, speaker, outlet and kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy import Engine

from pipeline.explorer.asked_values import (
    ALL_KINDS,
    PAGE_SIZE,
    ChangeKinds,
    Confidence,
    Day,
    LeastWords,
    Name,
    OutletName,
    PageNumber,
    change_kinds_asked,
    confidence_asked,
    span_asked,
)
from pipeline.explorer.page_formats import Page, Table, add_page, paging
from pipeline.publish.changes import CHANGE_NAMES, change_of
from pipeline.shown_records import TOLD_CHANGES, ChangedQuotation, QuotationChange
from pipeline.warehouse import find_changes, newest_days_of_changes
from pipeline.warehouse.outlet_comparison import outlet_names

router = APIRouter(tags=["changes"])

LISTED_DAYS = 60
"""Days with edits that are listed: two months."""

COLUMNS = tuple(field.name for field in fields(ChangedQuotation))
"""What a CSV table has of a change; names are those of docs/columns.md."""


def changes(
    request: Request,
    day: Day = "",
    since: Day = "",
    until: Day = "",
    speaker: Name = "",
    outlet: OutletName = "",
    kind: ChangeKinds = [],  # noqa: B006  # FastAPI copies it
    min_words: LeastWords = 1,
    min_confidence: Confidence = "",
    page: PageNumber = 1,
) -> Page:
    """What edits did to quotations, the newest edits first.

    `day` is the day on which the edited article was first seen, `since` and `until` a span of such
    days; without any of them and without a speaker or an outlet, the newest day with edits is
    shown. Without a kind, what was moved or added, and what changed marks or white space alone, is
    only counted in `hidden`.
    """
    engine = request.app.state.engine
    days = newest_days_of_changes(engine, LISTED_DAYS)
    restricted = any(one.strip() for one in (day, since, until, speaker, outlet))
    shown_day = day.strip() or (days[0][0].isoformat() if days and not restricted else "")
    span = span_asked(shown_day or since, shown_day or until)
    kinds = change_kinds_asked(kind)
    found = find_changes(
        engine,
        since=span.since,
        until=span.until,
        outlet=outlet.strip() or None,
        speaker=speaker.strip() or None,
        kinds=kinds,
        min_words=min_words,
        min_confidence=confidence_asked(min_confidence),
        limit=PAGE_SIZE,
        offset=(page - 1) * PAGE_SIZE,
    )
    return Page(
        "changes.html.jinja",
        {
            "asked": {
                "since": span.since.date() if span.since else None,
                "until": span.until.date() if span.until else None,
                "speaker": speaker,
                "outlet": outlet,
                "kind": sorted(kinds or TOLD_CHANGES),
                "min_words": min_words,
                "min_confidence": min_confidence,
            },
            "total": found.total,
            "hidden": found.hidden,
            "notes": found.notes,
            "page": page,
            "changes": [asdict(one) for one in found.changes],
            "days": days,
        },
        {
            "day": span.since.date() if shown_day and span.since else None,
            "edits": shown_changes(found.changes),
            "paging": paging(request, page, len(found.changes), found.total, PAGE_SIZE),
            "outlets": outlet_names(engine),
            "kinds": [(one, CHANGE_NAMES[one]) for one in QuotationChange],
            "asked_all": urlencode(
                {
                    name: value
                    for name, value in (
                        ("since", shown_day or since),
                        ("until", shown_day or until),
                        ("speaker", speaker),
                        ("outlet", outlet),
                        ("kind", ALL_KINDS),
                        ("min_confidence", 0),
                    )
                    if value != ""
                }
            ),
            "restricted": bool(kinds)
            or min_words > 1
            or bool(min_confidence)
            or (restricted and not day.strip()),
        },
        Table(COLUMNS, found.changes, found.total),
    )


def newest_changes(engine: Engine, *, limit: int) -> Sequence[ChangedQuotation]:
    """The first changes of the newest day with edits. Raises WarehouseError."""
    days = newest_days_of_changes(engine, 1)
    if not days:
        return ()
    day = days[0][0].isoformat()
    span = span_asked(day, day)
    return find_changes(engine, since=span.since, until=span.until, limit=limit).changes


def shown_changes(changed: Iterable[ChangedQuotation]) -> list[dict[str, object]]:
    """Changes for a template."""
    return [_shown(one) | {"change": change_of(one)} for one in changed]


def _shown(changed: ChangedQuotation) -> dict[str, object]:
    added = changed.quotation_id is None
    return {
        "article_id": changed.article_id,
        "version_id": changed.version_id,
        "version_now_id": changed.version_now_id,
        "speaker_id": changed.speaker_now_id if added else changed.speaker_id,
        "speaker_now_id": changed.speaker_now_id,
        "quotation_id": changed.quotation_id,
        "quotation_now_id": changed.quotation_now_id,
    }


add_page(router, "/changes", changes, title="What edits changed", table=True)
