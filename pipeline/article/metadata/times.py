"""Times as pages write them -> aware datetimes.

Machine-readable times are ISO 8601. In lines for readers ("Published 3 March 2026, 7:15 · Updated
10:02") the day is found by its shape, and the month by its name in the page's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from pipeline.text.calendar_names import month_number
from pipeline.text.possible_times import WEB_BEGAN

AHEAD = timedelta(days=2)
"""Clocks and zones may be wrong by that much; what is further ahead is a mistake or a plan."""
MAX_CHARACTERS = 300
"""Of a line or value; a time stands at its start."""
MAX_LINES = 20
"""Lines that are looked at for a time."""
SAME = timedelta(hours=36)
"""Two statements of one time differ by less, whatever their zones."""

_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
"""“2026-03-09”."""
_NAME = r"[^\s\d!-/:-@_،]{3,12}"
"""A word that may be a month: letters and the marks that some scripts set at them, no signs."""
_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s{0,3}(?:de\s|of\s|-)?"
    rf"(?P<month>{_NAME})\.?[,،]?(?:\sde)?[\s-]{{1,3}}(?P<year>(?:19|20)\d\d)",
    re.I,
)
"""“9 March 2026”, in any language."""
_MONTH_FIRST = re.compile(
    rf"(?P<month>{_NAME})\.?\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}"
    r"(?P<year>(?:19|20)\d\d)",
    re.I,
)
"""“March 9, 2026”."""
_MONTH_SECOND = re.compile(
    rf"(?P<year>(?:19|20)\d\d)\.?\s(?:m\.\s)?(?P<month>{_NAME})\.?\s(?P<day>\d{{1,2}})(?!\d)", re.I
)
"""“2026. március 9.”, in Hungarian; “2026 m. kovo 9 d.”, in Lithuanian."""
_YEAR_FIRST = re.compile(
    r"((?:19|20)\d\d)\s?(?:[年년./]|\.\s)\s?(\d{1,2})\s?(?:[月월./]|\.\s)\s?(\d{1,2})(?!\d)"
)
"""Year, month and day, with the signs of East Asia or without."""
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d|\d\d)(?!\d)")
"""“9.3.2026”, “3/9/26”."""
_CLOCK = re.compile(
    r"(?<![\d.:])([01]?\d|2[0-3])(?:[:.h]|[時时시]\s?)([0-5]\d)(?:[:.]([0-5]\d))?(?![\d:])"
    r"(?:\s?([ap])\.?\s?m\b)?",
    re.I,
)
"""A time of day with minutes."""
_HOUR = re.compile(r"(?<![\d.:])(1[0-2]|[1-9])\s?([ap])\.?\s?m\b()", re.I)
"""A time of day without: “9 am”."""
_MILITARY = re.compile(r"(?<!\d)([01]\d|2[0-3])([0-5]\d)\s?(?=(?:GMT|UTC|BST|CES?T|E[SD]T)\b)")
"""A time of day without a sign: “0930 GMT”."""
_PRINTED = re.compile(
    r"[A-Za-z]{3} ([A-Za-z]{3}) {1,2}(\d{1,2}) ((?:[01]\d|2[0-3])(?::[0-5]\d){2})"
    r"(?: ([A-Z]{2,5}|[+-]\d{4}))? (\d{4})$"
)
"""Times as programs print them: “Mon Mar 9 05:06:07 GMT 2026”."""
_OFFSET = re.compile(
    r"(?:(?:GMT|UTC)\s?([+-])(\d{1,2})(?::?(\d{2}))?|\s?([+-])(\d{2}):?(\d{2}))(?!\d)"
)
"""A zone by its distance from UTC."""
_ZONE = re.compile(r"(?<![A-Za-z])([A-Z]{1,4})(?![A-Za-z])")
"""A zone by its letters."""
_LABEL = re.compile(
    r"\b(?:(?:last|first|originally)\s)?(?:(published|posted|original|publicado|publié|"
    r"veröffentlicht|pubblicato)|(updated?|modified|edited|corrected|actualizado|atualizado|"
    r"aktualisiert|mis à jour|aggiornato|bijgewerkt|обновлено))\b",
    re.I,
)
"""Words before a time that say of what it is."""

_HOURS = {
    **dict.fromkeys(("GMT", "UTC", "Z", "WET"), 0),
    **dict.fromkeys(("BST", "CET", "WEST"), 1),
    **dict.fromkeys(("CEST", "EET", "SAST"), 2),
    **dict.fromkeys(("EEST", "MSK"), 3),
    **dict.fromkeys(("HKT", "SGT", "PHT"), 8),
    **dict.fromkeys(("JST", "KST"), 9),
    **{"EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8},
    **{"IST": 5.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13},
}
"""Hours ahead of UTC; of ambiguous ones the one that news pages mean most often."""
_PLACES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
"""Zones by the places that pages name instead."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time with what is known of it."""

    time: datetime
    """Aware; UTC where no zone is given, midnight where only the day is."""
    has_clock: bool
    has_zone: bool
    told_by: str = ""
    """What on the page says it: "JSON-LD datePublished", "meta article:published_time", "page"."""

    @property
    def precision(self) -> int:
        """0 for a day alone, 1 for a time without zone, 2 for a time with one."""
        return self.has_clock + (self.has_clock and self.has_zone)


@dataclass(frozen=True, slots=True)
class VisibleTimes:
    """What the lines for readers say."""

    published: Moment | None = None
    modified: Moment | None = None


def read_time(text: str | None, language: str | None = None) -> Moment | None:
    """The time that a value of metadata says, likely or not; None if it says none.

    A day whose number and month cannot be distinguished gives no time.
    """
    if not text or len(text) > MAX_CHARACTERS:
        return None
    return _iso(text.strip()) or _printed(text.strip()) or _found(text, language)


def why_refused(moment: Moment, founded: date | None = None) -> str | None:
    """Why no article can have a time; None if one can. `founded` is when the outlet began."""
    if moment.time > datetime.now(UTC) + AHEAD:
        return f"more than {AHEAD.days} days ahead"
    if moment.time < WEB_BEGAN:
        return f"before {WEB_BEGAN.year}, when the web began"
    if founded is not None and moment.time.date() < founded:
        return f"before the outlet was founded on {founded.isoformat()}"
    return None


def best_moment(stated: Iterable[Moment | None]) -> Moment | None:
    """The first time that is stated, in the most precise form in which it is stated."""
    first: Moment | None = None
    for moment in stated:
        if first is None or (moment and _same_but_finer(moment, first)):
            first = moment
    return first


def _same_but_finer(moment: Moment, other: Moment) -> bool:
    return moment.precision > other.precision and abs(moment.time - other.time) < SAME


def visible_times(
    lines: Sequence[str], language: str | None, *, days_alone: bool = True
) -> VisibleTimes:
    """When the lines for readers say that an article was published, and changed.

    A line that says what it tells ("Published …"), or the time of day, counts before a day alone:
    that may be today's, at the head of the page. Without `days_alone` it does not count at all.
    """
    published: list[tuple[bool, Moment]] = []
    modified: Moment | None = None
    for line in lines[:MAX_LINES]:
        day: date | None = None
        for label, part in _labelled(line[:MAX_CHARACTERS]):
            moment = _sensible(_found(part, language))
            if label == "modified":
                modified = modified or moment or _sensible(_clock_on(day, part))
            elif moment:
                day = moment.time.date()
                published.append((bool(label) or moment.has_clock, moment))
    certain = next((moment for sure, moment in published if sure), None)
    days = (moment for _, moment in published if days_alone)
    return VisibleTimes(certain or next(days, None), modified)


def _labelled(line: str) -> Iterable[tuple[str, str]]:
    """The line's parts, each with "published" or "modified" where it says so, else ""."""
    label, start = "", 0
    for match in _LABEL.finditer(line):
        yield label, line[start : match.start()]
        label, start = ("published" if match[1] else "modified"), match.end()
    yield label, line[start:]


def _sensible(moment: Moment | None) -> Moment | None:
    return None if moment is None or why_refused(moment) else moment


def _iso(value: str) -> Moment | None:
    if value.isdecimal() and len(value) in {10, 13}:
        return Moment(datetime.fromtimestamp(int(value[:10]), UTC), True, True)
    if not value[:4].isdecimal() or len(value) < 8 or "W" in value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return _moment(found.date(), found.time() if len(value) > 10 else None, found.tzinfo)


def _printed(value: str) -> Moment | None:
    """A time as C and Java print it: "Mon Mar 02 09:15:36 CEST 2026"."""
    match = _PRINTED.match(value)
    found = _named_month(f"{match[2]} {match[1]} {match[5]}", "en") if match else None
    if match is None or found is None:
        return None
    zone = _zone(match[4] or "")
    return _moment(found[0], time.fromisoformat(match[3]), zone)


def _found(text: str, language: str | None) -> Moment | None:
    """The first day in a text, with the time of day that stands beside it."""
    for read in (_iso_day, _year_first, _numbers, _named_month):
        found = read(text, language)
        if found:
            day, start, end = found
            rest = f"{text[:start]} {text[end:]}"
            return _moment(day, *_clock(rest))
    return None


def _moment(day: date, clock: time | None, zone: tzinfo | None) -> Moment:
    at = datetime.combine(day, clock or time(), zone or UTC)
    return Moment(at, clock is not None, zone is not None)


def _clock_on(day: date | None, text: str) -> Moment | None:
    clock, zone = _clock(text)
    return _moment(day, clock, zone) if day and clock else None


_Day = tuple[date, int, int]
"""A day with where it stands in the text."""


def _iso_day(text: str, _: str | None) -> _Day | None:
    match = _ISO_DAY.search(text)
    return _day(match, match[1], match[2], match[3]) if match else None


def _year_first(text: str, _: str | None) -> _Day | None:
    match = _YEAR_FIRST.search(text)
    return _day(match, match[1], match[2], match[3]) if match else None


def _numbers(text: str, language: str | None) -> _Day | None:
    match = _NUMBERS.search(text)
    if match is None:
        return None
    first, second = int(match[1]), int(match[3])
    year = match[4] if len(match[4]) == 4 else f"20{match[4]}"
    if second > 12:
        return _day(match, year, match[1], match[3])
    if first > 12 or first == second or match[2] == "." or language not in {None, "en"}:
        return _day(match, year, match[3], match[1])
    return None


def _named_month(text: str, language: str | None) -> _Day | None:
    for pattern in (_DAY_FIRST, _MONTH_FIRST, _MONTH_SECOND):
        for match in pattern.finditer(text):
            number = month_number(match["month"], language)
            if number:
                return _day(match, match["year"], str(number), match["day"])
    return None


def _day(match: re.Match[str], year: str, month: str, day: str) -> _Day | None:
    try:
        return date(int(year), int(month), int(day)), match.start(), match.end()
    except ValueError:
        return None


def _clock(text: str) -> tuple[time | None, tzinfo | None]:
    """The time of day in a text, with its zone."""
    for pattern in (_MILITARY, _CLOCK, _HOUR):
        match = pattern.search(text)
        if match is None:
            continue
        hour = int(match[1])
        half = (match[2] if pattern is _HOUR else match[4] if pattern is _CLOCK else None) or ""
        if half and hour <= 12:
            hour = hour % 12 + (12 if half.lower() == "p" else 0)
        minute = 0 if pattern is _HOUR else int(match[2])
        second = int(match[3] or 0) if pattern is _CLOCK else 0
        return time(hour, minute, second), _zone(text[match.end() : match.end() + 20])
    return None, None


def _zone(text: str) -> tzinfo | None:
    offset = _OFFSET.match(text.lstrip())
    if offset:
        sign, hours, rest = offset.group(1, 2, 3) if offset[1] else offset.group(4, 5, 6)
        minutes = int(hours) * 60 + int(rest or 0)
        if int(hours) < 15:
            return timezone(timedelta(minutes=minutes if sign == "+" else -minutes))
    for match in _ZONE.finditer(text):
        if match[1] in _HOURS:
            return timezone(timedelta(hours=_HOURS[match[1]])) if _HOURS[match[1]] else UTC
        if match[1] in _PLACES:
            return ZoneInfo(_PLACES[match[1]])
    return None
