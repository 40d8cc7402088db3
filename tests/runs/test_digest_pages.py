"""The folder of the digest: pages are kept, and made anew for the days that something touched."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from pipeline.cli.commands import cli
from pipeline.errors import VerbatimError
from pipeline.runs.digest_pages import refresh_digest
from pipeline.settings.environment import Settings
from pipeline.warehouse import open_warehouse, upgrade
from tests.warehouse.examples import DAY, MONDAY, Said, agency, begin, edited, ferry, load, page

FIRST, SECOND, THIRD = (MONDAY.date(), (MONDAY + DAY).date(), (MONDAY + 2 * DAY).date())


@pytest.fixture
def engine(settings: Settings) -> Engine:
    """The warehouse of the settings, with an article on each of two days."""
    engine = open_warehouse(settings.warehouse_url)
    upgrade(engine)
    begin(engine)
    load(engine, ferry(), ferry(url="https://courier.example/wednesday", at=MONDAY + 2 * DAY))
    return engine


def pages(folder: Path) -> dict[str, bytes]:
    """The pages in a folder."""
    return {path.name: path.read_bytes() for path in folder.glob("*.html")}


def test_a_day_that_a_run_touched_is_added_and_the_others_stay(
    engine: Engine, settings: Settings
) -> None:
    folder = settings.digest_folder
    assert refresh_digest(settings, engine, folder, {FIRST}) == folder / "index.html"
    first = pages(folder)
    assert set(first) == {"index.html", "latest.html", "2026-03-02.html"}
    refresh_digest(settings, engine, folder, {THIRD})
    both = pages(folder)
    assert set(both) == {*first, "2026-03-04.html"}
    assert both["latest.html"] == both["2026-03-04.html"]
    # the earlier day is as it was, but that it leads to the new one
    link = b' <a href="2026-03-04.html" rel="next">4 March 2026 \xe2\x86\x92</a>'
    assert both["2026-03-02.html"].replace(link, b"") == first["2026-03-02.html"]


def test_what_a_page_says_of_the_month_before_is_kept_true(
    engine: Engine, settings: Settings
) -> None:
    folder, later = settings.digest_folder, MONDAY + 40 * DAY
    for number in range(1, 8):
        others = page(
            "“Late,” said Bo Falk.",
            quotes=[Said("“Late,”", "Bo Falk")],
            url=f"https://courier.example/late-{number}",
            at=later - number * DAY,
        )
        load(engine, others)
    load(engine, agency(url="https://post.example/later", at=later, published=None))
    refresh_digest(settings, engine, folder)
    name = f"{later.date()}.html"
    assert "last before on 4 March 2026" in (folder / name).read_text(encoding="utf-8")
    # an article of an earlier day comes late, and its run touches that day alone
    load(engine, ferry(url="https://courier.example/monday", at=later - DAY))
    refresh_digest(settings, engine, folder, {(later - DAY).date()})
    assert "last before on" not in (folder / name).read_text(encoding="utf-8")


def test_nothing_touched_changes_no_byte(engine: Engine, settings: Settings) -> None:
    refresh_digest(settings, engine, settings.digest_folder)
    before = pages(settings.digest_folder)
    refresh_digest(settings, engine, settings.digest_folder, set())
    assert pages(settings.digest_folder) == before


def test_whoever_asks_is_told_of_a_page_before_it_changes_and_of_no_other(
    engine: Engine, settings: Settings
) -> None:
    folder, told = settings.digest_folder, list[date]()

    def changing(day: date) -> None:
        assert pages(folder) == before
        told.append(day)

    before = pages(folder)
    refresh_digest(settings, engine, folder, {FIRST}, changing)
    assert told == [FIRST]
    before = pages(folder)
    refresh_digest(settings, engine, folder, {FIRST}, changing)
    assert told == [FIRST]
    load(engine, ferry(url="https://courier.example/another"))
    refresh_digest(settings, engine, folder, {FIRST, SECOND}, changing)
    assert told == [FIRST, FIRST]


def test_a_day_that_has_other_numbers_is_made_anew_though_nobody_touched_it(
    engine: Engine, settings: Settings
) -> None:
    refresh_digest(settings, engine, settings.digest_folder)
    before = pages(settings.digest_folder)
    load(engine, ferry(url="https://courier.example/another"))
    refresh_digest(settings, engine, settings.digest_folder, set())
    assert pages(settings.digest_folder)["2026-03-02.html"] != before["2026-03-02.html"]


def test_a_day_without_articles_and_edits_gets_no_page(engine: Engine, settings: Settings) -> None:
    refresh_digest(settings, engine, settings.digest_folder, {SECOND, date(1999, 1, 1)})
    assert set(pages(settings.digest_folder)) == {"index.html"}


def test_edits_are_on_the_page_of_the_day_on_which_they_were_seen(
    engine: Engine, settings: Settings
) -> None:
    load(engine, edited())
    refresh_digest(settings, engine, settings.digest_folder)
    seen = edited().capture.fetched_at.date()
    page = (settings.digest_folder / f"{seen}.html").read_text(encoding="utf-8")
    assert "Changed after it was printed" in page


def test_the_command_makes_all_pages_or_one_of_a_span(engine: Engine, settings: Settings) -> None:
    call = CliRunner().invoke
    assert call(cli, ["report"]).stdout == f"{settings.digest_folder / 'index.html'}\n"
    kept = pages(settings.digest_folder)
    assert set(kept) == {"index.html", "latest.html", "2026-03-02.html", "2026-03-04.html"}
    span = call(cli, ["report", "--since", "2026-03-01", "--until", "2026-03-03"])
    assert span.stdout == f"{settings.digest_folder / '2026-03-01--2026-03-03.html'}\n"
    after = pages(settings.digest_folder)
    assert b"1 \xe2\x80\x93 3 March 2026" in after.pop("2026-03-01--2026-03-03.html")
    assert after == kept


def test_a_folder_that_cannot_be_written_to_is_told_in_a_sentence(
    engine: Engine, settings: Settings
) -> None:
    settings.digest_folder.write_text("mine", encoding="utf-8")
    with pytest.raises(VerbatimError, match=r"the digest cannot be written to .*directory"):
        refresh_digest(settings, engine, settings.digest_folder)
    result = CliRunner().invoke(cli, ["report", "--since", "2026-03-01"])
    assert result.exit_code == 1
    assert "the digest cannot be written to" in result.stderr
