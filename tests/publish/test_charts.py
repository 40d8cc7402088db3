"""The plots."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from rich.cells import cell_len

from pipeline.digest_records import DigestData, SpeakerCount
from pipeline.publish.charts import MAX_OUTLETS, MAX_SPEAKERS, shorten_to_width
from pipeline.publish.render import render_digest

SVG = "{http://www.w3.org/2000/svg}"


def data_with(
    *,
    speakers: tuple[SpeakerCount, ...] = (),
    outlets: tuple[tuple[str, int], ...] = (),
    days: tuple[tuple[date, int], ...] = (),
) -> DigestData:
    """Data with counts alone."""
    return DigestData(None, None, (), speakers, outlets, days)


def plots_of(data: DigestData) -> list[str]:
    """The plots on the page of the digest."""
    return re.findall(r"<svg.*?</svg>", render_digest(data), re.DOTALL)


def said_of(svg: str, name: str) -> str:
    """The title, or the description, of a plot."""
    return etree.fromstring(svg).findtext(f"{SVG}{name}") or ""


def texts(svg: str) -> list[str]:
    """What the plot says."""
    return [element.text or "" for element in etree.fromstring(svg).iter(f"{SVG}text")]


def test_wide_characters_count_double() -> None:
    assert shorten_to_width("新a\u0301", 3) == "新a\u0301"
    assert shorten_to_width("新しい船が来年までに来る", 9) == "新しい船…"


@given(st.text(max_size=200), st.integers(min_value=2, max_value=60))
def test_a_name_is_never_wider_than_its_room(text: str, cells: int) -> None:
    assert cell_len(shorten_to_width(text, cells)) <= cells


def test_no_counts_no_plots() -> None:
    assert plots_of(data_with()) == []


def test_speakers_with_their_numbers_and_outlets() -> None:
    (plot,) = plots_of(
        data_with(
            speakers=(
                SpeakerCount("Ingrid Solberg", None, 1200, 3),
                SpeakerCount("[author]", None, 5, 1),
                SpeakerCount("Tomas Reyes", None, 1, 1),
            )
        )
    )
    assert said_of(plot, "title") == "Most quoted"
    assert texts(plot) == [
        "Ingrid Solberg",
        "1,200 in 3 outlets",
        "Tomas Reyes",
        "1 in 1 outlet",
    ]
    root = etree.fromstring(plot)
    assert root.get("role") == "img"
    description = root.find(f"{SVG}desc")
    assert description is not None
    assert root.get("aria-describedby") == description.get("id")
    assert "Ingrid Solberg, 1,200 in 3 outlets; Tomas Reyes" in (description.text or "")


def test_only_the_first_rows_are_drawn_and_the_other_outlets_summed() -> None:
    speakers = tuple(SpeakerCount(f"Speaker {n}", None, 50 - n, 1) for n in range(30))
    outlets = tuple((f"Outlet {n}", 50 - n) for n in range(30))
    by_speaker, by_outlet = plots_of(data_with(speakers=speakers, outlets=outlets))
    assert len(texts(by_speaker)) == 2 * MAX_SPEAKERS
    rest = sum(50 - n for n in range(MAX_OUTLETS, 30))
    assert texts(by_outlet)[-2:] == [f"{30 - MAX_OUTLETS} more", str(rest)]


def test_few_days_have_their_number_on_the_bar() -> None:
    (plot,) = plots_of(data_with(days=((date(2026, 3, 1), 4), (date(2026, 3, 3), 2))))
    assert said_of(plot, "title") == "Quotations per day"
    assert texts(plot) == ["1 Mar", "2 Mar", "3 Mar", "4", "2"]


@pytest.mark.parametrize(("number", "unit"), [(60, "day"), (400, "week"), (3000, "month")])
def test_many_days_have_an_axis_and_few_names(number: int, unit: str) -> None:
    start = date(2020, 1, 1)
    days = tuple((start + timedelta(days=n), n % 7) for n in range(number))
    (plot,) = plots_of(data_with(days=days))
    assert said_of(plot, "title") == f"Quotations per {unit}"
    assert 6 <= len(texts(plot)) <= 12


def names_of_axis(svg: str) -> list[tuple[float, str]]:
    """The names under a time plot and where their middles are."""
    return [
        (float(element.get("x") or 0), element.text or "")
        for element in etree.fromstring(svg).iter(f"{SVG}text")
        if element.get("text-anchor") == "middle" and "ink-fill" not in (element.get("class") or "")
    ]


@pytest.mark.parametrize("number", [1, 3, 7, 8, 14, 15, 60, 100, 101, 700, 731, 7300, 9000])
def test_names_under_the_bars_do_not_run_into_each_other_or_out_of_the_plot(number: int) -> None:
    start = date(2000, 1, 28)
    days = tuple((start + timedelta(days=n), 1) for n in range(number))
    (plot,) = plots_of(data_with(days=days))
    names = names_of_axis(plot)
    assert names
    half = max(len(name) for _x, name in names) * 6.5 / 2
    margin = 12  # the page's own is at least 16 on either side
    assert half - margin <= names[0][0]
    assert names[-1][0] <= 320 - half + margin
    for (left, _name), (right, _next) in pairwise(names):
        assert right - left >= 2 * half


@pytest.mark.parametrize(
    "name",
    [
        '<script>alert("1")</script>',
        "a & b ' \"",
        "$\\frac{1}{2}$ of _all_ $x",
        "新しい船 市長 👩\u200d🚀",
        "\u202eright to left\x00\ufffe",
        "a" * 100_000,
        "name 1",
    ],
)
def test_names_are_shown_as_they_are_and_never_as_markup(name: str) -> None:
    (plot,) = plots_of(data_with(outlets=((name, 3), ("Other", 1))))
    root = etree.fromstring(plot)
    tags = {str(element.tag).removeprefix(SVG) for element in root.iter()}
    assert tags == {"svg", "title", "desc", "rect", "text"}
    shown = texts(plot)[0]
    assert shown.rstrip("…")[:10] == name.replace("\u202e", "")[: len(shown.rstrip("…"))][:10]
    assert len(plot) < 10_000


def test_plots_bring_no_style_and_no_references_and_their_ids_differ() -> None:
    plots = plots_of(data_with(outlets=(("Outlet", 1),), days=((date(2026, 3, 1), 4),)))
    ids = []
    for plot in plots:
        for element in etree.fromstring(plot).iter():
            assert not {"style", "href", "clip-path"} & set(element.attrib)
            ids += [element.get("id")] if element.get("id") else []
    assert len(ids) == len(set(ids)) == 2 * len(plots)


@pytest.mark.parametrize(
    ("most", "numbers"),
    [(1, "0 1"), (4, "0 1 2 3 4"), (9, "0 5"), (121, "0 50 100"), (80_001, "0 50,000")],
)
def test_the_axis_has_few_round_numbers(most: int, numbers: str) -> None:
    days = tuple((date(2026, 3, day), most if day == 9 else 1) for day in range(1, 20))
    (plot,) = plots_of(data_with(days=days))
    root = etree.fromstring(plot)
    ticks = [t.text for t in root.iter(f"{SVG}text") if t.get("text-anchor") == "end"]
    assert ticks == numbers.split()
    lines = [float(line.get("y1") or 0) for line in root.iter(f"{SVG}line")]
    highest = min(float(bar.get("y") or 0) for bar in root.iter(f"{SVG}rect"))
    assert min(lines) >= highest
    assert len(lines) == len(ticks)
