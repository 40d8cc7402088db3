"""What a host asks for holds for all its pages, whichever source of the visit they are of."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from pipeline.acquire import (
    ArchiveWriter,
    Client,
    Fetcher,
    FileRateLimiter,
    GroupCommit,
    Shared,
    fetch_pages,
    run_together,
)
from pipeline.acquire.response import Response, parse_response
from pipeline.acquire.response_checks import retry_after
from pipeline.records import Capture, Rejection
from pipeline.settings.environment import Settings, Source
from tests.acquire.site import Site, article, response
from tests.acquire.visits import Outcome, announced, captured, rejected, url_of, visit


@pytest.fixture
def sources(site: Site) -> list[Source]:
    """Three sources on the host of the site."""
    return [
        Source(key=key, name=key, feeds=(site.url(f"/{key}.xml"),)) for key in ("one", "two", "six")
    ]


def visited_together(
    sources: Sequence[Source], settings: Settings, urls: Sequence[Sequence[str]]
) -> dict[str, Outcome]:
    """The outcomes of the pages of several sources, asked for in one visit at the same time."""
    outcomes: dict[str, Outcome] = {}

    async def keep(outcome: Outcome) -> None:
        outcomes[url_of(outcome)] = outcome

    async def fetch() -> None:
        with ArchiveWriter(settings.archive_folder, "test", sources) as archive:
            async with (
                Client(settings.user_agent) as client,
                GroupCommit(archive.append) as archiving,
            ):
                shared = Shared(client, FileRateLimiter(settings.home / "pacing"), archiving)
                await run_together(
                    fetch_pages(some, Fetcher(source, settings, shared), keep)
                    for source, some in zip(sources, urls, strict=True)
                )

    asyncio.run(fetch())
    return outcomes


@pytest.mark.parametrize(("status", "reason"), [(429, "http-429"), (503, "http-5xx")])
def test_a_host_that_wants_a_long_pause_is_left_alone(
    site: Site, source: Source, settings: Settings, status: int, reason: str
) -> None:
    paths = ("/a", "/b", "/c")
    site.pages |= {path: response(status, "later", Retry_After="3600") for path in paths}
    outcomes = visit(source, settings, *(site.url(path) for path in paths))
    assert [getattr(outcome, "reason", None) for outcome in outcomes] == [reason] * 3
    assert site.paths == ["/robots.txt", "/a"]
    first, second, _ = outcomes
    assert isinstance(first, Rejection)
    assert "Retry-After: 3600" in first.detail
    assert first.warc_file is not None
    assert isinstance(second, Rejection)
    assert "not asked for" in second.detail


@pytest.mark.parametrize("status", [429, 503])
def test_a_long_pause_that_a_feed_asks_for_is_kept_by_all_announcements(
    site: Site, settings: Settings, status: int
) -> None:
    site.pages["/feed.xml"] = response(status, "later", Retry_After="3600")
    source = Source(
        key="site", name="Site", feeds=(site.url("/feed.xml"),), sections=(site.url("/news/"),)
    )
    _, refused = announced(source, settings)
    assert len(refused) == 2
    assert site.paths == ["/robots.txt", "/feed.xml"]


@pytest.mark.parametrize("path", ["/robots.txt", "/a"])
@pytest.mark.parametrize("status", [429, 503])
def test_a_long_pause_is_kept_by_the_next_visit(
    site: Site, source: Source, settings: Settings, status: int, path: str
) -> None:
    """What has begun the visit that was told of it may have been killed since."""
    site.pages |= {"/a": article("Ferry late"), path: response(status, "", Retry_After="7300")}
    rejected(source, settings, site.url("/a"))
    asked = site.paths
    site.pages |= {"/robots.txt": response(404), "/a": article("Ferry late")}
    later = rejected(source, settings, site.url("/a"))
    assert later.reason == "left-alone"
    assert site.host in later.detail
    assert site.paths == asked


def test_a_pause_without_end_ends_after_a_day(
    site: Site, source: Source, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/a"] = response(429, "", Retry_After="99999999999")
    rejected(source, settings, site.url("/a"))
    site.pages["/a"] = article("Ferry late")
    clock = time.time
    monkeypatch.setattr("time.time", lambda: clock() + 80_000)
    assert rejected(source, settings, site.url("/a")).reason == "left-alone"
    monkeypatch.setattr("time.time", lambda: clock() + 86_500)
    assert isinstance(visit(source, settings, site.url("/a"))[0], Capture)


def test_nobody_of_a_visit_waits_for_a_pause_that_was_asked_for_meanwhile(
    site: Site, sources: list[Source], settings: Settings
) -> None:
    site.pages |= {f"/{source.key}": response(429, "", Retry_After="3000") for source in sources}
    urls = [[site.url(f"/{source.key}")] for source in sources]
    outcomes = visited_together(sources, settings, urls)
    assert {getattr(outcome, "reason", None) for outcome in outcomes.values()} == {"http-429"}
    assert len(site.paths) == 2


def test_the_delay_of_robots_is_kept_before_the_first_page(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages["/robots.txt"] = response(body="User-agent: *\nCrawl-delay: 0.5\n")
    site.pages["/a"] = article("Ferry late")
    captured(source, settings, site.url("/a"))
    rules, page = site.asked
    assert page.at - rules.at >= 0.499


def test_a_host_of_several_sources_is_left_alone_by_all_of_them(
    site: Site, sources: list[Source], settings: Settings
) -> None:
    urls = [[site.url(f"/{source.key}/{number}") for number in range(3)] for source in sources]
    paths = [f"/{source.key}/{number}" for source in sources for number in range(3)]
    site.pages |= {path: response(429, "later", Retry_After="3600") for path in paths}
    outcomes = visited_together(sources, settings, urls)
    assert len(outcomes) == 9
    assert {getattr(outcome, "reason", None) for outcome in outcomes.values()} == {"http-429"}
    assert len(site.paths) == 2


def test_robots_are_asked_for_once_by_all_sources_of_a_visit(
    site: Site, sources: list[Source], settings: Settings
) -> None:
    site.pages |= {f"/{source.key}": article("Ferry late") for source in sources}
    visited_together(sources, settings, [[site.url(f"/{source.key}")] for source in sources])
    assert sorted(site.paths) == ["/one", "/robots.txt", "/six", "/two"]


def test_pages_in_a_row_are_counted_over_all_sources_of_a_host(
    site: Site, sources: list[Source], settings: Settings
) -> None:
    once = settings.model_copy(update={"max_attempts": 1})
    urls = [[site.url(f"/{source.key}/{number}") for number in range(3)] for source in sources]
    site.pages |= {
        f"/{source.key}/{number}": response(429, "later")
        for source in sources
        for number in range(3)
    }
    outcomes = visited_together(sources, once, urls)
    assert {getattr(outcome, "reason", None) for outcome in outcomes.values()} == {"http-429"}
    # those under way when the second is counted are at most one of each source
    assert len(site.paths) <= 1 + 2 + len(sources)


@pytest.mark.parametrize(
    "asked",
    ["Fri, 15 Jan 2027 08:01:00", "Fri Jan 15 08:01:00 2027", "Fri, 15 Jan 2027 08:01:00 -0000"],
)
def test_a_moment_without_a_zone_is_in_utc_wherever_this_runs(
    monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    answer = response(429, "later", Retry_After=asked)
    parsed = parse_response(answer, 1000)
    later = Response(
        "http://paper.example/", 429, parsed.headers, b"", "", datetime.now(UTC), b"", answer, 0, ""
    )
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)  # 08:00:00 of that day
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert retry_after(later) == 60
    finally:
        monkeypatch.undo()
        time.tzset()
