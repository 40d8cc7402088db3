"""Times as pages write them -> aware datetimes.

Machine-readable times are ISO 8601; those for readers are read by dateparser
once the words around them ("Published", "Last updated") are taken off.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No page of the web is older."""
AHEAD = timedelta(days=2)
"""Clocks and zones may be wrong by that much; what is further ahead is a mistake or a plan."""
MAX_CHARACTERS = 120

_LETTERS = r"[^\W\d_]"
_PARTS = re.compile(
    r"\s*(?:[·•|/]|\s[–—-]\s|\n)\s*|(?=\b(?:last )?(?:updated|modified|edited)\b)", re.I
)
_UPDATE = re.compile(r"^\W*(?:last |first )?(?:updated|modified|edited|corrected)\b", re.I)
_LABEL = re.compile(
    r"^\W*(?:(?:first |last |originally )?(?:published|posted|updated|modified|edited|created)"
    r"(?: on| at)?|date|on)\b\W*",
    re.I,
)
_AUTHOR = re.compile(r"\sby\s.*$", re.I)
_TIME_WITHOUT_COLON = re.compile(
    r"\b([01]\d|2[0-3])([0-5]\d)(?= (?:gmt|utc|bst|cet|cest|est|edt)\b)", re.I
)
_TIME_WITH_POINT = re.compile(r"\b([01]?\d|2[0-3])\.([0-5]\d)(?![.\d])")
_HAS_DAY_AND_YEAR = re.compile(r"\b\d{1,2}\b.*\b(?:19|20)\d\d\b|\b(?:19|20)\d\d\b.*\b\d{1,2}\b")
_COMPACT_DAY = re.compile(r"^(\d{4})[-/]?(\d{2})[-/]?(\d{2})$")


def parse_time(text: str | None, language: str | None = None) -> datetime | None:
    """The time that a value of metadata or a reader's line says, aware; None if it says none.

    Without a zone, it is taken for UTC; a day alone is its midnight. A time that no article can
    have (before 1990, or more than two days ahead) is refused.
    """
    if not text or len(text) > MAX_CHARACTERS:
        return None
    value = text.strip()
    found = _iso(value) or _written(value, language)
    if found is None:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found if EARLIEST <= found <= datetime.now(UTC) + AHEAD else None


def visible_times(
    lines: Sequence[str], language: str | None
) -> tuple[datetime | None, datetime | None]:
    """When the lines for readers say that an article was published, and changed."""
    published = modified = None
    for line in lines[:10]:
        for part in _PARTS.split(line[:300]):
            if not part:
                continue
            time = parse_time(_without_words(part), language)
            if time is None:
                continue
            if _UPDATE.match(part):
                modified = modified or time
            else:
                published = published or time
    return published, modified


def _without_words(part: str) -> str:
    return _AUTHOR.sub("", _LABEL.sub("", part)).strip(" ,.:;")


def _iso(value: str) -> datetime | None:
    compact = _COMPACT_DAY.match(value)
    try:
        if compact:
            return datetime.fromisoformat("-".join(compact.groups()))
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _written(value: str, language: str | None) -> datetime | None:
    if not _HAS_DAY_AND_YEAR.search(value):
        return None
    # slow to import, and most pages have ISO times
    from dateparser import parse  # noqa: PLC0415

    value = _TIME_WITHOUT_COLON.sub(r"\1:\2", value)
    value = _TIME_WITH_POINT.sub(r"\1:\2", value)
    with warnings.catch_warnings():
        # dateparser's own use of strptime without a year
        warnings.simplefilter("ignore", DeprecationWarning)
        found = parse(
            value,
            languages=[language] if language in {"de", "fr", "es", "it", "nl"} else ["en"],
            settings={
                "REQUIRE_PARTS": ["day", "month", "year"],
                "TIMEZONE": "UTC",
                "RETURN_AS_TIMEZONE_AWARE": True,
                "PARSERS": ["absolute-time"],
            },
        )
    # "RETURN_AS_TIMEZONE_AWARE" gives zones of its own making, which cannot be compared by name
    return found.astimezone(UTC) if isinstance(found, datetime) else None
