"""The plots of the digest, drawn by matplotlib: over time, by speaker, by outlet.

This module imports matplotlib, which takes a while: import it only to draw.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.style import context as style_context
from matplotlib.ticker import MaxNLocator

from pipeline.publish.calendar import Series, series_of
from pipeline.publish.svg import svg_element
from pipeline.publish.text import shorten_to_width
from pipeline.publish.view import speaker_name
from pipeline.records import AUTHOR, DigestData

WIDTH = 320
"""Of every plot, in CSS pixels: a third of the page or a whole phone, to stay readable on both."""
MAX_SPEAKERS = 7
MAX_OUTLETS = 6
LABELLED_BARS = 14
"""A time plot of at most so many bars has the number on each; one of more has an axis."""

_POINTS_PER_INCH = 72
_TIME_HEIGHT = 246
_ROW_HEIGHT = 36
_NAME_CELLS = 27
_FONT_SIZE = 13.0
_WHEN = {"day": "on", "week": "in the week from", "month": "in", "year": "in"}
_BAR, _TRACK, _INK, _MUTED, _RULE = "#1f4e79", "#ece7dc", "#1c1b19", "#68635b", "#ddd7cb"
_CLASSES = {_BAR: "bar", _TRACK: "track", _INK: "ink", _MUTED: "muted", _RULE: "rule"}


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot with its title."""

    title: str
    svg: str
    """Markup of one <svg> element."""


def plots_of(data: DigestData) -> tuple[Plot, ...]:
    """The plots that the data has something to show in."""
    # whatever the machine's own matplotlibrc says
    with style_context("default"):
        return tuple(_plots(data))


def _plots(data: DigestData) -> Iterator[Plot]:
    series = series_of(data.day_counts, data.since, data.until)
    if series.buckets:
        yield Plot(f"Quotations per {series.unit}", _over_time(series))
    speakers = [count for count in data.speakers if count.speaker != AUTHOR]
    if speakers:
        rows = [
            (speaker_name(s.speaker), s.quotations, f"in {_outlets(s.outlets)}")
            for s in speakers[:MAX_SPEAKERS]
        ]
        yield Plot("Most quoted", _rows("Most quoted speakers", rows))
    if data.outlet_counts:
        shown = data.outlet_counts[:MAX_OUTLETS]
        rest = data.outlet_counts[MAX_OUTLETS:]
        rows = [(name, count, "") for name, count in shown]
        if rest:
            rows.append((f"{len(rest)} more", sum(count for _name, count in rest), ""))
        yield Plot("By outlet", _rows("Quotations by outlet", rows))


def _over_time(series: Series) -> str:
    """Vertical bars, one for each day (or week, month, year)."""
    counts = [bucket.count for bucket in series.buckets]
    number = len(counts)
    figure = _figure(_TIME_HEIGHT)
    labelled = number <= LABELLED_BARS
    # room for the names of the axis: its numbers on the left, half of its last day on the right
    left, right = (0.0, 0.0) if labelled else (0.1, 0.05)
    axes = figure.add_axes((left, 0.1, 1 - left - right, 0.8))
    axes.set_frame_on(False)
    axes.bar(range(number), counts, width=0.7, color=_BAR, clip_on=False)
    margin = max(0.0, (7 - number) / 2)
    axes.set_xlim(-0.5 - margin, number - 0.5 + margin)
    axes.set_ylim(0, max(*counts, 1))
    axes.axhline(0, color=_RULE, linewidth=1, clip_on=False)
    name_width = max(len(bucket.name) for bucket in series.buckets) * _FONT_SIZE / 2 + 6
    step = -(-number // int(WIDTH * (1 - left - right) / name_width))
    places = range((number - 1) % step, number, step)
    axes.set_xticks(list(places), [series.buckets[place].name for place in places])
    axes.tick_params(length=0, pad=6, labelsize=_FONT_SIZE - 1, labelcolor=_MUTED)
    if labelled:
        axes.set_yticks([])
        for place, count in enumerate(counts):
            if count:
                axes.annotate(
                    f"{count:,}",
                    (place, count),
                    xytext=(0, 5),
                    textcoords="offset points",
                    ha="center",
                    color=_INK,
                    fontsize=_FONT_SIZE,
                )
    else:
        axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
        axes.yaxis.set_major_formatter(lambda value, _place: f"{value:,.0f}")
        axes.grid(axis="y", color=_RULE, linewidth=1, clip_on=False)
        axes.set_axisbelow(True)
    highest = max(series.buckets, key=lambda bucket: bucket.count)
    alternative = (
        f"Bar chart of quotations per {series.unit}, {series.buckets[0].name} to "
        f"{series.buckets[-1].name}; most {_WHEN[series.unit]} {highest.name}, {highest.count:,}."
        if number > 1
        else f"Bar chart of quotations per {series.unit}: {highest.count:,} on {highest.name}."
    )
    return svg_element(figure, alternative=alternative, labels={}, classes=_CLASSES)


def _rows(subject: str, rows: list[tuple[str, int, str]]) -> str:
    """Horizontal bars, each under its name, its number and a remark."""
    height = _ROW_HEIGHT * len(rows)
    figure = _figure(height)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    most = max(*(count for _name, count, _remark in rows), 1)
    labels = {}
    for row, (name, count, remark) in enumerate(rows):
        top = row * _ROW_HEIGHT
        axes.barh(top + 24, WIDTH, height=7, color=_TRACK, clip_on=False)
        axes.barh(top + 24, WIDTH * count / most, height=7, color=_BAR, clip_on=False)
        labels[f"name {row}"] = shorten_to_width(name, _NAME_CELLS)
        axes.text(0, top + 13, f"name {row}", color=_INK, fontsize=_FONT_SIZE)
        written = f"{count:,} {remark}".strip()
        axes.text(WIDTH, top + 13, written, ha="right", color=_MUTED, fontsize=_FONT_SIZE - 1)
    told = "; ".join(
        f"{labels[f'name {row}']}, {count:,} {remark}".strip()
        for row, (_name, count, remark) in enumerate(rows)
    )
    return svg_element(
        figure, alternative=f"Bar chart. {subject}: {told}.", labels=labels, classes=_CLASSES
    )


def _figure(height: float) -> Figure:
    """An empty figure whose points are CSS pixels."""
    figure = Figure(
        figsize=(WIDTH / _POINTS_PER_INCH, height / _POINTS_PER_INCH), dpi=_POINTS_PER_INCH
    )
    FigureCanvasSVG(figure)
    return figure


def _outlets(number: int) -> str:
    return "1 outlet" if number == 1 else f"{number:,} outlets"
