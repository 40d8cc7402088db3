"""A source that fails is said to, and holds up nobody: a dead feed, an HTML feed, a good one."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from sqlalchemy import text

from pipeline.cli.commands import cli
from pipeline.records import Candidate, Rejection, Unchanged
from pipeline.runs import stages
from pipeline.runs.run_folder import RunFolder, RunPlan, Visit
from pipeline.runs.source_failures import failed_doors, source_visits
from pipeline.runs.staging import Journal, write_records
from pipeline.settings.environment import Settings, Source
from pipeline.store import mark
from tests.newsroom import Newsroom

COMMAND = ["run", "--since", "2026-02-20", "--until", "2026-03-07"]


def rows(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with stages.opened_warehouse(settings) as engine, engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


@pytest.fixture
def three_sources(settings: Settings, newsroom: Newsroom) -> Settings:
    """Settings with a sources file of a dead feed, an HTML page as feed, and a good source."""
    newsroom.write_sources(settings.sources)
    (good,) = [
        source
        for source in yaml.safe_load(settings.sources.read_text(encoding="utf-8"))["sources"]
        if source["key"] == "civic-wire"
    ]
    dead = {
        "key": "dead",
        "name": "Dead",
        "feeds": [newsroom.addresses["oakfield-gazette"] + "/no"],
    }
    page = newsroom.addresses["harbour-courier"] + "/"
    html = {"key": "html", "name": "A page", "feeds": [page]}
    settings.sources.write_text(yaml.safe_dump({"sources": [dead, html, good]}), encoding="utf-8")
    return settings


def test_the_run_is_incomplete_with_a_sentence_a_source_and_the_good_one_loaded(
    three_sources: Settings, newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    settings, call = three_sources, CliRunner().invoke
    with caplog.at_level(logging.WARNING):
        ended = call(cli, COMMAND)
    assert ended.exit_code == 1
    dead = f"dead fails: {newsroom.addresses['oakfield-gazette']}/no: "
    html = f"html fails: {newsroom.addresses['harbour-courier']}/: "
    for told in (ended.stderr, call(cli, ["show"]).stdout):
        (line,) = [line for line in told.splitlines() if line.startswith(f"- {dead}")]
        assert line.endswith("/no: answered 404 (http-404); since this visit")
        (line,) = [line for line in told.splitlines() if line.startswith(f"- {html}")]
        assert line.endswith("(feed-unreadable); since this visit")
        assert "civic-wire fails" not in told
    assert len([message for message in caplog.messages if message.startswith(dead)]) == 1
    assert rows(settings, "SELECT outcome FROM run") == [("incomplete",)]
    assert rows(settings, "SELECT count(*) > 10 FROM quotations") == [(1,)]
    assert rows(
        settings, "SELECT outlet_key, failures_in_a_row FROM source_health ORDER BY outlet_key"
    ) == [("civic-wire", 0), ("dead", 1), ("html", 1)]

    told = len(caplog.messages)
    named = {"VERBATIM_USER_AGENT": "Us (+https://us.example)"}
    assert call(cli, COMMAND, env=named).exit_code == 1
    unnamed = ["VERBATIM_USER_AGENT" in message for message in caplog.messages]
    assert (sum(unnamed[:told]), sum(unnamed[told:])) == (1, 0)
    shown = call(cli, ["show"]).stdout
    assert "2 visits in a row" in shown
    assert Path(settings.digest_folder / "latest.html").exists()


@pytest.mark.parametrize(("reason", "fails"), [("visit-over", False), ("http-404", True)])
def test_a_front_door_that_was_not_asked_is_not_one_that_fails(reason: str, fails: bool) -> None:
    door = "https://www.one.example/feed"
    source = Source(key="one", name="One", feeds=(door,))
    rejection = Rejection("discover", door, reason, "why", "one")
    assert bool(failed_doors([rejection], source)) is fails


def left_alone(number: int, reason: str) -> Unchanged:
    return Unchanged(f"https://www.one.example/{number}", "one", reason)


def refused(number: int, reason: str) -> Rejection:
    return Rejection("fetch", f"https://www.one.example/{number}", reason, "why", "one")


@pytest.mark.parametrize(
    ("outcomes", "refusal"),
    [
        (
            [refused(1, "http-403"), refused(2, "timeout"), refused(3, "http-403")],
            "3 asked for, none given (http-403 2, timeout 1)",
        ),
        (
            [left_alone(1, "settled"), left_alone(2, "recent"), refused(3, "http-404")],
            "1 asked for, none given (http-404 1)",
        ),
        ([left_alone(1, "not-modified"), refused(2, "http-403")], None),
        ([left_alone(1, "same-bytes"), refused(2, "http-403")], None),
        ([left_alone(1, "settled")], None),
        ([refused(1, "visit-over")], None),
        ([], None),
    ],
)
def test_a_source_refuses_its_pages_if_it_gives_none_that_is_asked_for(
    tmp_path: Path, outcomes: list[Unchanged | Rejection], refusal: str | None
) -> None:
    source = Source(key="one", name="One", feeds=("https://www.one.example/feed",))
    folder = RunFolder.of(tmp_path, "run")
    folder.write_plan(RunPlan("run", "run", datetime.now(UTC), None, None, (source,)))
    pages = [Candidate(f"https://www.one.example/{n}", "one", "feed") for n in range(1, 4)]
    write_records(folder.candidates("one"), pages)
    mark(folder.visited("one"))
    visit = Visit(folder.visits_folder / "0000")
    with Journal[Unchanged | Rejection](visit.outcomes, Unchanged, Rejection) as journal:
        journal.append(*outcomes)
    (found,) = source_visits(folder)
    assert (found.announced, found.captured, found.refusal) == (3, 0, refusal)


def test_single_pages_say_nothing_of_their_source(
    three_sources: Settings, newsroom: Newsroom
) -> None:
    (wire,) = [outlet for outlet in newsroom.outlets if outlet.key == "civic-wire"]
    good = next(page.path for page in wire.pages if page.page and not page.parked)
    assert CliRunner().invoke(cli, ["run", "--url", newsroom.addresses["civic-wire"] + good])
    assert rows(three_sources, "SELECT count(*) FROM source_visit") == [(0,)]


def test_the_check_asks_the_front_doors_and_shows_three_articles(
    three_sources: Settings, newsroom: Newsroom
) -> None:
    call = CliRunner().invoke
    checked = call(cli, ["sources", "check"])
    assert checked.exit_code == 1, checked.output
    assert isinstance(checked.exception, SystemExit), checked.exception
    lines = checked.stdout.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "dead: FAILS",
        "html: FAILS",
        "civic-wire: ok",
    ]
    assert any("/no: " in line and "(http-404)" in line for line in lines)
    assert any("(feed-unreadable)" in line for line in lines)
    articles = [line for line in lines if line.startswith("    ")]
    assert len(articles) == 3
    assert articles == sorted(articles, key=lambda line: line.split()[0], reverse=True)
    assert all(newsroom.addresses["civic-wire"] in line for line in articles)
    assert not three_sources.archive_folder.exists()
    assert not checked.stderr

    call(cli, COMMAND)
    one = call(cli, ["sources", "check", "civic-wire"])
    assert one.exit_code == 0
    assert "  runs: well at the last visit, " in one.stdout
    assert "dead" not in one.stdout
    dead = call(cli, ["sources", "check", "dead"])
    assert f"  runs: failing since {datetime.now(UTC):%Y-%m-%d}: " in dead.stdout
    wrong = call(cli, ["sources", "check", "civic-wyre"])
    assert "did you mean 'civic-wire'?" in wrong.stderr


def test_the_check_says_on_which_host_the_pages_are_that_are_not_visited(
    settings: Settings, newsroom: Newsroom
) -> None:
    """A feed that lies elsewhere than its articles announces nothing of the source."""
    section = newsroom.addresses["civic-wire"].replace("127.0.0.1", "localhost") + "/atom.xml"
    source = {"key": "elsewhere", "name": "Elsewhere", "feeds": [section]}
    settings.sources.write_text(yaml.safe_dump({"sources": [source]}), encoding="utf-8")
    checked = CliRunner().invoke(cli, ["sources", "check"])
    assert checked.exit_code == 1
    assert f"elsewhere: FAILS\n  {section}: 0 pages\n" in checked.stdout
    assert "is no host of elsewhere; add it to its hosts" in checked.stdout
