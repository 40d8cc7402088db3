"""The plots."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import matplotlib as mpl
import pytest
from lxml import etree

from pipeline.publish.charts import MAX_OUTLETS, MAX_SPEAKERS, plots_of
from pipeline.records import DigestData, SpeakerCount

SVG = "{http://www.w3.org/2000/svg}"


def data_with(
    *,
    speakers: tuple[SpeakerCount, ...] = (),
    outlets: tuple[tuple[str, int], ...] = (),
    days: tuple[tuple[str, int], ...] = (),
) -> DigestData:
    """Data with counts alone."""
    return DigestData(None, None, (), speakers, outlets, days)


def texts(svg: str) -> list[str]:
    """What the plot says."""
    return [element.text or "" for element in etree.fromstring(svg).iter(f"{SVG}text")]


def test_no_counts_no_plots() -> None:
    assert plots_of(data_with()) == ()


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
    assert plot.title == "Most quoted"
    assert texts(plot.svg) == [
        "Ingrid Solberg",
        "1,200 in 3 outlets",
        "Tomas Reyes",
        "1 in 1 outlet",
    ]
    root = etree.fromstring(plot.svg)
    assert root.get("role") == "img"
    assert "Ingrid Solberg, 1,200 in 3 outlets; Tomas Reyes" in (root.get("aria-label") or "")


def test_only_the_first_rows_are_drawn_and_the_other_outlets_summed() -> None:
    speakers = tuple(SpeakerCount(f"Speaker {n}", None, 50 - n, 1) for n in range(30))
    outlets = tuple((f"Outlet {n}", 50 - n) for n in range(30))
    by_speaker, by_outlet = plots_of(data_with(speakers=speakers, outlets=outlets))
    assert len(texts(by_speaker.svg)) == 2 * MAX_SPEAKERS
    rest = sum(50 - n for n in range(MAX_OUTLETS, 30))
    assert texts(by_outlet.svg)[-2:] == [f"{30 - MAX_OUTLETS} more", str(rest)]


def test_few_days_have_their_number_on_the_bar() -> None:
    (plot,) = plots_of(data_with(days=(("2026-03-01", 4), ("2026-03-03", 2))))
    assert plot.title == "Quotations per day"
    assert texts(plot.svg) == ["1 Mar", "2 Mar", "3 Mar", "4", "2"]


@pytest.mark.parametrize(("number", "unit"), [(60, "day"), (400, "week"), (3000, "month")])
def test_many_days_have_an_axis_and_few_names(number: int, unit: str) -> None:
    start = date(2020, 1, 1)
    days = tuple(((start + timedelta(days=n)).isoformat(), n % 7) for n in range(number))
    (plot,) = plots_of(data_with(days=days))
    assert plot.title == f"Quotations per {unit}"
    assert 6 <= len(texts(plot.svg)) <= 12


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
    days = tuple(((start + timedelta(days=n)).isoformat(), 1) for n in range(number))
    (plot,) = plots_of(data_with(days=days))
    names = names_of_axis(plot.svg)
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
    root = etree.fromstring(plot.svg)
    assert {element.tag for element in root.iter()} == {f"{SVG}svg", f"{SVG}path", f"{SVG}text"}
    shown = texts(plot.svg)[0]
    assert shown.rstrip("…")[:10] == name.replace("\u202e", "")[: len(shown.rstrip("…"))][:10]
    assert len(plot.svg) < 10_000


def test_plots_bring_no_style_no_ids_and_no_references() -> None:
    plots = plots_of(data_with(outlets=(("Outlet", 1),), days=(("2026-03-01", 4),)))
    for plot in plots:
        for element in etree.fromstring(plot.svg).iter():
            assert not {"style", "id", "href", "clip-path"} & set(element.attrib)


def test_plots_are_the_same_whatever_the_settings_of_matplotlib() -> None:
    data = data_with(
        speakers=(SpeakerCount("Ingrid Solberg", None, 3, 1),), days=(("2026-03-01", 4),)
    )
    before = plots_of(data)
    with mpl.rc_context({"font.size": 30, "svg.fonttype": "path", "axes.facecolor": "red"}):
        assert plots_of(data) == before
