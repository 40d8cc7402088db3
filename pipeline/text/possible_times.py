"""Which times can be: those of pages, announcements and captures are what others state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

WEB_BEGAN = datetime(1990, 1, 1, tzinfo=UTC)
"""No page is older, and none was captured before."""

MAX_AHEAD = timedelta(days=1)
"""How far ahead a time that a page states may lie: time zones, which it may not name, are at most
14 hours off."""

MAX_CLOCK_ERROR = timedelta(days=1)
"""How far ahead the clock of a machine that captures pages may be. A capture of a later day would
be the newest version of its page for as long."""
