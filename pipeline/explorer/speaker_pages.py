"""The pages of speakers: who may be meant by a name, and all that is known of one."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, HTTPException, Request

from pipeline.explorer.asked_values import PAGE_SIZE, Name, Number, PageNumber
from pipeline.explorer.page_formats import Page, Table, add_page, paging
from pipeline.explorer.shown_quotations import record, shown, table
from pipeline.publish.charts import plot_over_time
from pipeline.warehouse import speakers as speakers_called
from pipeline.warehouse.speaker_profile import name_of_speaker, speaker_profile
from pipeline.warehouse.speaker_words import SpeakerWords

router = APIRouter(tags=["speakers"])

LISTED = 50
"""Speakers of a list."""
SHOWN_WORDS, MOST_WORDS = 24, 200
"""Words that a speaker uses more than others, on the speaker's page and on a page of their own."""

WORD_COLUMNS = ("word", "language", "statements", "share", "share_of_others", "times")
NO_SPEAKER = "There is no speaker {} in the warehouse."


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
        Table(columns, found.entries, found.total),
    )


def speaker(request: Request, speaker_id: Number, page: PageNumber = 1) -> Page:
    """A speaker: forms of the name, roles over time, outlets, quotations per day, statements.

    And the words that they use more than others do.
    """
    profile = speaker_profile(
        request.app.state.engine, speaker_id, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE
    )
    if profile is None:
        raise HTTPException(404, NO_SPEAKER.format(speaker_id))
    used = _words(request, speaker_id, SHOWN_WORDS)
    record_of_newest = [record(one) for one in profile.newest]
    fields = (
        "speaker_id", "name", "kind", "identity", "candidates", "quotations", "statements",
        "kinds", "forms", "roles", "outlets", "days", "spread",
    )  # fmt: skip
    return Page(
        "speaker.html.jinja",
        {name: getattr(profile, name) for name in fields}
        | {"page": page, "newest": record_of_newest, "words": asdict(used)},
        {
            "profile": profile,
            "used": used,
            "plot": plot_over_time(profile.days),
            "found": shown(profile.newest),
            "paging": paging(request, page, len(profile.newest), profile.quotations, PAGE_SIZE),
        },
        table(profile.newest, profile.quotations),
    )


def speaker_words(request: Request, speaker_id: Number) -> Page:
    """The words that a speaker uses more than others do, with how many statements have them."""
    name = name_of_speaker(request.app.state.engine, speaker_id)
    if name is None:
        raise HTTPException(404, NO_SPEAKER.format(speaker_id))
    used = _words(request, speaker_id, MOST_WORDS)
    return Page(
        "speaker_words.html.jinja",
        {"speaker_id": speaker_id, "name": name} | asdict(used),
        {"used": used},
        Table(WORD_COLUMNS, used.words),
    )


def _words(request: Request, speaker_id: int, limit: int) -> SpeakerWords:
    found: SpeakerWords = request.app.state.speaker_words.find(speaker_id, limit=limit)
    return found


add_page(router, "/speakers", speakers, title="Speakers by name", table=True)
add_page(router, "/speakers/{speaker_id}", speaker, title="A speaker", table=True)
add_page(
    router, "/speakers/{speaker_id}/words", speaker_words, title="A speaker's words", table=True
)
