"""The digest as HTML text: its data put in order, its plots, and the templates around them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.digest_records import DigestData, DigestDay
from pipeline.publish.calendar import MONTHS, WEEKDAYS, is_one_day, long_day, span_of
from pipeline.publish.charts import plot_over_time, plots_of
from pipeline.publish.shown_texts import MAX_NAME
from pipeline.publish.view import view_of
from pipeline.records import Kind
from pipeline.shown_records import UNCERTAIN_BELOW
from pipeline.text.shortening import shorten

KIND_MEANINGS = {
    Kind.DIRECT: "The speaker’s own words, at least a clause of them, between quotation marks.",
    Kind.PARTIAL: "A few of the speaker’s words in marks, inside the writer’s sentence.",
    Kind.INDIRECT: "Reported by the writer, without marks.",
    Kind.MIXED: "Reported by the writer, with some of the speaker’s words in marks.",
}
"""What each kind of quotation is, for those who point at its name."""

OPEN_CHANGES = 8
"""Edits shown before the fold: about a screen of them, so that the quotations stay in reach."""

PLOTTED_DAYS = 31
"""Days in the plot of the index: a month, with a bar wide enough for each."""

_FOLDER = Path(__file__).parent
"""Templates and style lie beside this module."""
_STYLE = "digest.css"
"""Is written into the page, which asks nothing of the network."""
_SCRIPT = "digest_search.js"
"""Likewise; the page's policy lets no other run."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The days before and after one that have a digest too."""

    previous: date | None
    next: date | None


def render_digest(data: DigestData, neighbours: Neighbours | None = None) -> str:
    """The digest of a span of days as HTML text; with its neighbours if it is one of the days."""
    view = view_of(data)
    script = _text(_SCRIPT)
    return _rendered(
        "digest.html.jinja",
        view=view,
        script=script,
        # a page without quotations has nothing to search
        script_hash=_hash(script) if view.all_sections else None,
        span=span_of(data.since, data.until, (day for day, _count in data.day_counts)),
        these_days=_these_days(data),
        plots=tuple(plots_of(data)),
        neighbours=neighbours,
        emptiness=tuple(_emptiness(data)),
        open_changes=OPEN_CHANGES,
        uncertain_below=UNCERTAIN_BELOW,
        kind_meanings=KIND_MEANINGS,
        long_day=long_day,
    )


def render_index(days: Sequence[DigestDay]) -> str:
    """The list of days that have a digest as HTML text; `days` come oldest first."""
    newest_first = [_bounded(day) for day in reversed(days)]
    by_month = groupby(newest_first, key=lambda day: (day.day.year, day.day.month))
    return _rendered(
        "index.html.jinja",
        script_hash=None,
        days=newest_first,
        months=[(f"{MONTHS[month - 1]} {year}", list(of)) for (year, month), of in by_month],
        plot=plot_over_time((day.day, day.quotations) for day in _plotted(days)),
        long_day=long_day,
        weekday=lambda day: WEEKDAYS[day.weekday()],
    )


def _plotted(days: Sequence[DigestDay]) -> list[DigestDay]:
    """The last days with quotations."""
    quoted = [day for day in days if day.quotations]
    return [d for d in quoted if d.day > quoted[-1].day - timedelta(days=PLOTTED_DAYS)]


def _bounded(day: DigestDay) -> DigestDay:
    return DigestDay(
        day.day,
        day.quotations,
        day.speakers,
        day.changes,
        tuple(shorten(name, MAX_NAME) for name in day.most_quoted),
    )


def _these_days(data: DigestData) -> str:
    return "this day" if is_one_day(data.since, data.until) else "these days"


def _emptiness(data: DigestData) -> Iterator[str]:
    """Why there is nothing to show, in sentences."""
    when = _these_days(data)
    if data.articles:
        articles = "1 article" if data.articles == 1 else f"{data.articles:,} articles"
        yield f"The warehouse has {articles} of {when}, and no quotation of them counts."
    else:
        yield (
            f"The warehouse has no article of {when}: none was announced, no source was visited, "
            "or its pages could not be read (the table rejected says why)."
        )
    if data.withheld:
        yield (
            f"Withheld, because a check found them to be wrong: {data.withheld:,}. The table "
            "rejected (stage check) says which."
        )
    if data.newest_day:
        yield f"The newest quotations of the warehouse are of {long_day(data.newest_day)}."


def _rendered(template: str, **values: Any) -> str:
    style = style_sheet()
    return (
        template_environment()
        .get_template(template)
        .render(style=style, style_hash=_hash(style), **values)
    )


def style_sheet() -> str:
    """The style sheet of the digest's pages."""
    return _text(_STYLE)


def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def template_environment(*folders: Path) -> Environment:
    """The templates of some folders and, where these have none of the name, of the digest.

    Everything is escaped but what a template says is safe.
    """
    environment = Environment(
        loader=FileSystemLoader([*folders, _FOLDER]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["pixels"] = _pixels
    return environment


def _pixels(length: float) -> str:
    """A length as SVG has it; a tenth of a pixel is less than anybody sees."""
    return f"{length:.1f}".removesuffix(".0")


def _hash(text: str) -> str:
    """The hash by which the Content-Security-Policy allows a style sheet or script and no other."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")
