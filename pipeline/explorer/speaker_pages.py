"""The pages of speakers: who may be meant by a name, and all that is known of one."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request

from pipeline.explorer.asked_values import PAGE_SIZE, Name, Number, PageNumber
from pipeline.explorer.page_formats import Page, Table, add_page, paging
from pipeline.explorer.shown_quotations import COLUMNS, record, rows, shown
from pipeline.publish.charts import plot_over_time
from pipeline.warehouse import speakers as speakers_called
from pipeline.warehouse.speaker_profile import speaker_profile

router = APIRouter(tags=["speakers"])

LISTED = 50
"""Speakers of a list."""


def speakers(request: Request, name: Name = "") -> Page:
    """The speakers whom a name may mean; without a name, the most quoted.

    Those who are called so come first, then those whose name begins so or is nearly so.
    """
    found = speakers_called(request.app.state.engine, name.strip(), limit=LISTED)
    columns = ("speaker_id", "name", "kind", "identity", "quotations")
    return Page(
        "speakers.html.jinja",
        {"name": name, "total": found.total, "speakers": found.entries},
        {},
        Table(columns, ([getattr(one, column) for column in columns] for one in found.entries)),
    )


def speaker(request: Request, speaker_id: Number, page: PageNumber = 1) -> Page:
    """A speaker: forms of the name, roles over time, outlets, quotations per day, statements."""
    profile = speaker_profile(
        request.app.state.engine, speaker_id, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE
    )
    if profile is None:
        raise HTTPException(404, f"There is no speaker {speaker_id} in the warehouse.")
    record_of_newest = [record(one) for one in profile.newest]
    fields = (
        "speaker_id", "name", "kind", "identity", "candidates", "quotations", "statements",
        "kinds", "forms", "roles", "outlets", "days", "spread",
    )  # fmt: skip
    return Page(
        "speaker.html.jinja",
        {name: getattr(profile, name) for name in fields}
        | {"page": page, "newest": record_of_newest},
        {
            "profile": profile,
            "plot": plot_over_time(profile.days),
            "found": shown(profile.newest),
            "paging": paging(request, page, len(profile.newest), profile.quotations, PAGE_SIZE),
        },
        Table(COLUMNS, rows(profile.newest)),
    )


add_page(router, "/speakers", speakers, title="Speakers by name", table=True)
add_page(router, "/speakers/{speaker_id}", speaker, title="A speaker", table=True)
