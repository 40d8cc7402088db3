"""What a run is asked for: what is wrong is said before anything is written or anybody is asked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli.commands import cli
from pipeline.errors import InputError
from pipeline.runs import stages
from pipeline.runs.run_folder import RunFolder
from pipeline.settings.environment import Settings
from tests.newsroom import Newsroom

SOURCES = """
sources:
  - {key: harbour-courier, name: Harbour Courier, feeds: ["https://courier.example/feed.xml"]}
  - {key: civic-wire, name: Civic Wire, feeds: ["https://wire.example/feed.xml"]}
"""
A_PAGE, ANOTHER = "https://courier.example/1", "https://wire.example/1"


@pytest.fixture
def asked(settings: Settings) -> Settings:
    """Settings with a sources file of two sources."""
    settings.sources.write_text(SOURCES, encoding="utf-8")
    return settings


def begin(settings: Settings, keys: list[str], urls: list[str]) -> list[str]:
    """Begin a run that is asked for by hand; returns the sources that it visits."""
    plan = stages.plan_visit(settings, key="by hand", kind="run", keys=keys, urls=urls)
    folder = RunFolder(Path(stages.begin_run(settings, plan)))
    return [source.key for source in folder.plan.visited]


@pytest.mark.parametrize(
    ("keys", "urls", "sentence"),
    [
        (["harbor-courier"], [], "did you mean 'harbour-courier'"),
        (["weather"], [], "has no source 'weather'; it has harbour-courier, civic-wire$"),
        ([], ["file:///etc/passwd"], "'file:///etc/passwd' cannot be visited: "),
        ([], ["no address"], "'no address' cannot be visited: "),
        ([], [A_PAGE, "https://elsewhere.example/1"], "no source has the host elsewhere.example"),
        (["civic-wire"], [A_PAGE], "is a page of harbour-courier, and only civic-wire may be"),
        (["civic-wire", "harbour-courier"], [A_PAGE], "none of the pages .* belongs to civic-wire"),
    ],
)
def test_what_is_asked_for_wrongly_is_said_and_nothing_is_written(
    asked: Settings, keys: list[str], urls: list[str], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        begin(asked, keys, urls)
    assert not asked.home.exists()


def test_a_span_that_ends_before_it_begins_is_refused(asked: Settings) -> None:
    late, early = datetime(2026, 3, 7, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    with pytest.raises(InputError, match="the first day, 2026-03-07, is after the last"):
        stages.plan_visit(asked, key="turned", kind="run", since=late, until=early)
    with pytest.raises(InputError, match="the first day, 2026-03-07, is after the last"):
        stages.plan_reprocess(asked, key="turned", since=late, until=early)
    assert not asked.home.exists()


def test_only_the_sources_that_the_pages_belong_to_are_visited(asked: Settings) -> None:
    assert begin(asked, [], [A_PAGE]) == ["harbour-courier"]
    assert begin(asked, ["civic-wire"], [ANOTHER]) == ["civic-wire"]
    assert begin(asked, [], [ANOTHER, A_PAGE]) == ["harbour-courier", "civic-wire"]
    assert begin(asked, [], []) == ["harbour-courier", "civic-wire"]


def test_a_page_asked_for_by_name_that_gives_no_article_fails_the_run(
    settings: Settings, newsroom: Newsroom
) -> None:
    newsroom.write_sources(settings.sources)
    (wire,) = [outlet for outlet in newsroom.outlets if outlet.key == "civic-wire"]
    good = next(page.path for page in wire.pages if page.page and not page.parked)
    here = newsroom.addresses["civic-wire"]
    asked = [here + good, here + "/nothing-there.html"]
    arguments = [argument for url in asked for argument in ("--url", url)]
    result = CliRunner().invoke(cli, ["run", *arguments])
    assert result.exit_code == 1
    assert f"{asked[1]} was asked for and gave no article: " in result.stderr
    assert "(http-404)" in result.stderr
    assert asked[0] not in result.stderr


def test_an_address_that_is_not_of_the_web_fails_the_command(asked: Settings) -> None:
    result = CliRunner().invoke(cli, ["run", "--url", "file:///etc/passwd"])
    assert result.exit_code == 1
    assert "'file:///etc/passwd' cannot be visited" in result.stderr
    assert not Path(asked.home).exists()
