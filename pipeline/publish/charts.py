"""The plots of the digest: over time, by speaker, by outlet.

This module says what stands where; `plot.svg.jinja` writes it as SVG, escaped like everything else
on the page. Lengths are CSS pixels of a drawing of WIDTH, which the page scales.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len, chop_cells

from pipeline.digest_records import DigestData
from pipeline.publish.calendar import Series, is_one_day, series_of
from pipeline.publish.shown_texts import speaker_name
from pipeline.records import AUTHOR
from pipeline.text.shortening import ELLIPSIS, shorten

WIDTH = 320
"""Of every plot, in CSS pixels: a third of the page or a whole phone, to stay readable on both."""
MAX_SPEAKERS = 7
"""As many rows as are as high as the plot over time beside them."""
MAX_OUTLETS = 6
"""Likewise, with a row for all others."""
LABELLED_BARS = 14
"""A time plot of at most so many bars has the number on each; one of more has an axis."""

_TIME_HEIGHT = 246.0
"""As much as the rows beside it: MAX_SPEAKERS of them."""
_TOP, _BOTTOM = 25.0, 221.0
"""Of the bars of the time plot: a number fits above, the name of a day below."""
_AXIS, _OVERHANG = 32.0, 16.0
"""Room on the left for the numbers of the axis, on the right for half of the last day's name."""
_BAR_SHARE = 0.7
"""Of the room of a day that its bar takes."""
_FEWEST_PLACES = 7
"""Days for which there is always room, so that a single bar is not as wide as the plot."""
_MOST_TICKS = 4
"""Lines of the axis above zero."""
_ROW_HEIGHT = 36.0
"""A name, and a bar below it."""
_NAME_CELLS = 27
"""Half-width letters of a name, beside which the number still fits."""
_FONT_SIZE, _SMALL = 13, 12
"""Of names and of the rest; the page's own text is some 16."""
_WHEN = {"day": "on", "week": "in the week from", "month": "in", "year": "in"}
"""What stands before the name of a bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    look: str = "bar"
    """Name of its colour in the style sheet: bar or track."""


@dataclass(frozen=True, slots=True)
class Line:
    """A horizontal line of an axis."""

    x: float
    y: float
    end: float


@dataclass(frozen=True, slots=True)
class Label:
    """A text; `y` is its base line."""

    x: float
    y: float
    text: str
    look: str = "ink"
    """Name of its colour in the style sheet: ink or muted."""
    anchor: str = "start"
    """What of it is at `x`: start, middle or end."""
    size: int = _FONT_SIZE


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot with its title."""

    title: str
    description: str
    """What it shows, for those who do not see it."""
    height: float
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    width: int = WIDTH


def plot_over_time(day_counts: Iterable[tuple[date, int]]) -> Plot | None:
    """The numbers of quotations of days over time; None if there are none."""
    series = series_of(day_counts)
    return _over_time(series) if series.buckets else None


def plots_of(data: DigestData) -> Iterator[Plot]:
    """The plots that the data has something to show in."""
    series = series_of(data.day_counts, data.since, data.until)
    if series.buckets and not is_one_day(data.since, data.until):
        yield _over_time(series)
    speakers = [count for count in data.speakers if count.speaker != AUTHOR]
    if speakers:
        rows = [
            (speaker_name(s.speaker), s.quotations, f"in {_outlets(s.outlets)}")
            for s in speakers[:MAX_SPEAKERS]
        ]
        yield _rows("Most quoted", "Most quoted speakers", rows)
    if data.outlet_counts:
        shown = data.outlet_counts[:MAX_OUTLETS]
        rest = data.outlet_counts[MAX_OUTLETS:]
        rows = [(name, count, "") for name, count in shown]
        if rest:
            rows.append((f"{len(rest)} more", sum(count for _name, count in rest), ""))
        yield _rows("By outlet", "Quotations by outlet", rows)


def _over_time(series: Series) -> Plot:
    """Vertical bars, one for each day (or week, month, year)."""
    counts = [bucket.count for bucket in series.buckets]
    number, most = len(counts), max(*(bucket.count for bucket in series.buckets), 1)
    labelled = number <= LABELLED_BARS
    left, right = (0.0, float(WIDTH)) if labelled else (_AXIS, WIDTH - _OVERHANG)
    room = (right - left) / max(number, _FEWEST_PLACES)
    first = (left + right - number * room) / 2
    middles = [first + room * (place + 0.5) for place in range(number)]
    scale = (_BOTTOM - _TOP) / most

    name_width = max(len(bucket.name) for bucket in series.buckets) * _FONT_SIZE / 2 + 6
    step = -(-number // int((right - left) / name_width))
    labels = [
        Label(middles[place], _BOTTOM + 18, series.buckets[place].name, "muted", "middle", _SMALL)
        for place in range((number - 1) % step, number, step)
    ]
    lines = [Line(left, _BOTTOM, right)]
    if labelled:
        labels += [
            Label(middle, _BOTTOM - count * scale - 5, f"{count:,}", anchor="middle")
            for middle, count in zip(middles, counts, strict=True)
            if count
        ]
    else:
        ticks = _ticks(most)
        lines += [Line(left, _BOTTOM - tick * scale, right) for tick in ticks if tick]
        labels += [
            Label(left - 6, _BOTTOM - tick * scale + 4, f"{tick:,}", "muted", "end", _SMALL)
            for tick in ticks
        ]
    width = room * _BAR_SHARE
    bars = [
        Bar(middle - width / 2, _BOTTOM - count * scale, width, count * scale)
        for middle, count in zip(middles, counts, strict=True)
        if count
    ]
    highest = max(series.buckets, key=lambda bucket: bucket.count)
    description = (
        f"Bar chart of quotations per {series.unit}, {series.buckets[0].name} to "
        f"{series.buckets[-1].name}; most {_WHEN[series.unit]} {highest.name}, {highest.count:,}."
        if number > 1
        else f"Bar chart of quotations per {series.unit}: {highest.count:,} on {highest.name}."
    )
    return Plot(
        f"Quotations per {series.unit}",
        description,
        _TIME_HEIGHT,
        tuple(lines),
        tuple(bars),
        tuple(labels),
    )


def _ticks(most: int) -> range:
    """Round numbers for an axis from zero: few, and as close as they may be."""
    tens = 1
    while True:
        for step in (tens, 2 * tens, 5 * tens):
            if most <= step * _MOST_TICKS:
                return range(0, most + 1, step)
        tens *= 10


def _rows(title: str, subject: str, rows: list[tuple[str, int, str]]) -> Plot:
    """Horizontal bars, each under its name, its number and a remark."""
    most = max(*(count for _name, count, _remark in rows), 1)
    bars: list[Bar] = []
    labels: list[Label] = []
    told: list[str] = []
    for row, (name, count, remark) in enumerate(rows):
        top = row * _ROW_HEIGHT
        bars.append(Bar(0, top + 21, WIDTH, 7, "track"))
        bars.append(Bar(0, top + 21, WIDTH * count / most, 7))
        shown = shorten_to_width(name, _NAME_CELLS)
        number = f"{count:,} {remark}".strip()
        labels.append(Label(0, top + 13, shown))
        labels.append(Label(WIDTH, top + 13, number, "muted", "end", _SMALL))
        told.append(f"{shown}, {number}")
    return Plot(
        title,
        f"Bar chart. {subject}: {'; '.join(told)}.",
        _ROW_HEIGHT * len(rows),
        (),
        tuple(bars),
        tuple(labels),
    )


def shorten_to_width(text: str, cells: int) -> str:
    """`shorten`ed text that fits a number of half-width cells, cut with an ellipsis if need be.

    A wide East Asian character takes two cells, a mark over another one none.
    """
    whole = shorten(text, cells)
    if cell_len(whole) <= cells:
        return whole
    first, *_ = chop_cells(whole, cells - 1)
    return first.rstrip() + ELLIPSIS


def _outlets(number: int) -> str:
    return "1 outlet" if number == 1 else f"{number:,} outlets"
