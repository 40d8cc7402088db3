"""What feeds, sitemaps and section pages announce, in one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from pipeline.acquire.reasons import NotFetched
from pipeline.text.possible_times import WEB_BEGAN
from pipeline.text.safe_text import one_line

MAX_TITLE_LENGTH = 500
"""Of a title that a feed states: longer than any headline."""

_LAST_MOMENT = datetime.max.replace(tzinfo=UTC)
"""The last that Python has."""
MAX_ZONE_OFFSET = timedelta(hours=14)
"""How far a zone may be ahead of UTC, as that of Kiritimati is."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that a site gives: an instant, or a day of which the hour is not told."""

    start: datetime
    whole_day: bool = False

    @classmethod
    def of(cls, given: datetime) -> Moment:
        """A time as a library read it.

        Without a zone it is taken as UTC; midnight without a zone is what libraries make of a
        day alone.
        """
        if given.tzinfo is not None:
            return cls(given.astimezone(UTC))
        return cls(given.replace(tzinfo=UTC), whole_day=given.time() == time.min)

    @property
    def begin(self) -> datetime:
        """The first instant that may be meant: a time to come is one of a zone that is ahead."""
        return self.start - MAX_ZONE_OFFSET if self.start > datetime.now(UTC) else self.start

    @property
    def end(self) -> datetime:
        """The last instant that may be meant."""
        if not self.whole_day:
            return self.start
        # sites write 9999-12-31 for "never", and there is no day after it
        return self.start + min(timedelta(days=1), _LAST_MOMENT - self.start)


@dataclass(frozen=True, slots=True)
class AnnouncedPage:
    """One page as an announcement names it."""

    link: str
    """As written, resolved against the announcement if it was relative."""
    title: str | None = None
    published: Moment | None = None
    revised: Moment | None = None
    """When the page was changed last; the only thing that some announcements tell."""

    def may_be_of(self, since: datetime | None, until: datetime | None) -> bool:
        """Whether the page may have been published in a span of time.

        A page last changed before the span was published before it; one changed after it may
        have been published at any time. Without dates it may be of any.
        """
        latest = self.published or self.revised
        if since and latest and latest.end < since:
            return False
        return not (until and self.published and self.published.begin > until)


@dataclass(frozen=True, slots=True)
class Announcements:
    """What one address announces, and what below it could not be read."""

    pages: tuple[AnnouncedPage, ...]
    not_read: tuple[tuple[str, NotFetched], ...] = ()
    """Addresses below it (the sitemaps of an index) with the reason."""


def possible(moment: Moment) -> Moment | None:
    """A time that a page which is there may be of; None for zeros, odd numbers and days to come.

    A page without a time is visited, one with a wrong time perhaps never.
    """
    latest = datetime.now(UTC) + MAX_ZONE_OFFSET
    return moment if WEB_BEGAN <= moment.start <= latest else None


def plain_title(title: str | None) -> str | None:
    """A title as one line of bounded length; None if there is nothing in it."""
    return one_line(title or "", MAX_TITLE_LENGTH) or None


def in_order(pages: Mapping[str, AnnouncedPage]) -> list[str]:
    """The keys of pages, newest first; those without a date keep their order after the others.

    A page of which only its last change is told, as sitemaps do, goes by that.
    """
    moments = {key: page.published or page.revised for key, page in pages.items()}
    dated = {key: moment.start.timestamp() for key, moment in moments.items() if moment}
    return sorted(pages, key=lambda key: -dated.get(key, float("-inf")))
