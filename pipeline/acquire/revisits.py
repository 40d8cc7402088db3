"""When a known page is visited again, and how an edit of it is noticed.

News pages are edited, mostly within hours. A page is therefore asked for again
by every run for VERBATIM_WATCH_DAYS after its first capture, but not within
VERBATIM_REVISIT_HOURS of its last one; captures that were imported do not
count. The request says which version is
known, so that a site may answer "not modified" instead of sending it again; a
site that sends it all the same is found out by the digest of the bytes.

Sections and sitemaps may name an address that is no page, a PDF or one that is gone,
for years. Once it has gone on for a while, such an address is asked for ever more rarely.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from pipeline.acquire.reasons import Freshness, Reason
from pipeline.acquire.response import Response
from pipeline.records import KnownCapture, KnownRefusal
from pipeline.settings.environment import Settings
from pipeline.text.possible_times import MAX_CLOCK_ERROR

MAX_CONDITION_LENGTH = 1000
"""Characters; real ETags have at most 100."""

LASTING = frozenset(
    {
        Reason.HTTP_401,
        Reason.HTTP_402,
        Reason.HTTP_403,
        Reason.HTTP_404,
        Reason.HTTP_410,
        Reason.HTTP_451,
        Reason.HTTP_4XX,
        Reason.REDIRECT_LOOP,
        Reason.TOO_MANY_REDIRECTS,
        Reason.TOO_LARGE,
        Reason.NOT_HTML,
        Reason.BAD_ENCODING,
    }
)
"""What sites answer to a page that is mostly answered again the next day. Not among them is what
passes, and what an operator mends in the sources file: that is asked for at the next run."""


def refused_enough(refusal: KnownRefusal, now: datetime) -> bool:
    """Whether an address that gave no page need not be asked for yet.

    The times between two requests double: it is asked for again after as long as it was refused
    for. One that a clock far ahead noted is asked for.
    """
    return -MAX_CLOCK_ERROR <= now - refusal.last_at < refusal.last_at - refusal.first_at


def fresh_enough(known: KnownCapture, settings: Settings, now: datetime) -> Freshness | None:
    """Why a known page need not be asked for; None if it is time to."""
    # what was captured while the clock was wrong would else count as recent until it is that day
    if -MAX_CLOCK_ERROR <= now - known.fetched_at < settings.revisit_after:
        return Freshness.RECENT
    if now - known.first_fetched_at > timedelta(days=settings.watch_days):
        return Freshness.SETTLED
    return None


def conditions(known: KnownCapture) -> dict[str, str]:
    """The headers of a conditional request (RFC 9110, 13.1): what the site said of its version.

    Both are sent where there are both; a site that knows ETags minds that one only. One that is
    longer than MAX_CONDITION_LENGTH is not: servers refuse requests with long headers.
    """
    pairs = (("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified))
    return {name: value for name, value in pairs if value and len(value) <= MAX_CONDITION_LENGTH}


def unchanged(known: KnownCapture, response: Response) -> Freshness | None:
    """Why a response brings nothing new; None if it does."""
    if response.status == 304:
        return Freshness.NOT_MODIFIED
    if response.status == 200 and response.payload_digest == known.payload_digest:
        return Freshness.SAME_BYTES
    return None
