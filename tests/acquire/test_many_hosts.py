"""Many hosts at once: none holds up another, each at its own pace, in bounded memory."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.acquire import host_groups
from pipeline.acquire.body_budget import BodyBudget
from pipeline.acquire.group_commit import GroupCommit
from pipeline.acquire.rate_limiter import Delay, FileRateLimiter
from pipeline.records import Capture
from pipeline.settings.environment import Settings, Source
from tests.acquire.site import Request, Site, article, response
from tests.acquire.visits import bytes_of, fetching, rejected, visit


@pytest.fixture
def sites() -> Iterator[list[Site]]:
    """Three sites without pages."""
    with ExitStack() as running:
        yield [running.enter_context(Site()) for _ in range(3)]


def test_the_hosts_of_a_source_are_asked_at_the_same_time(
    sites: list[Site], settings: Settings
) -> None:
    """Each host answers only once all others were asked as well."""
    everybody = threading.Barrier(len(sites), timeout=60)

    def together(asked: Request) -> bytes:
        everybody.wait()
        return article(f"Ferry late on {asked.path}")

    for site in sites:
        site.pages |= {"/a": together, "/b": together}
    source = Source(
        key="wide",
        name="Wide",
        feeds=(sites[0].url("/feed.xml"),),
        hosts=tuple(site.host for site in sites),
    )
    urls = [site.url(path) for path in ("/a", "/b") for site in sites]
    outcomes = visit(source, settings, *urls)
    assert [getattr(outcome, "url_asked", None) for outcome in outcomes] == urls
    for site in sites:
        assert site.paths == ["/robots.txt", "/a", "/b"]


def test_each_host_keeps_its_own_delay(sites: list[Site], settings: Settings) -> None:
    quick, slow, _ = sites
    quick.pages["/robots.txt"] = response(404, "no")
    slow.pages["/robots.txt"] = response(body="User-agent: *\nCrawl-delay: 0.3\n")
    source = Source(
        key="two",
        name="Two",
        feeds=(quick.url("/feed.xml"),),
        hosts=(slow.host,),
        delay_seconds=0.1,
    )
    visit(source, settings, *(site.url(f"/{n}") for site in (quick, slow) for n in range(4)))
    for site, delay in ((quick, 0.1), (slow, 0.3)):
        pages = [asked.at for asked in site.asked if asked.path != "/robots.txt"]
        assert len(pages) == 4
        assert all(later - earlier >= delay - 0.001 for earlier, later in pairwise(pages))


def test_a_wait_that_is_longer_than_usual_is_told(
    site: Site,
    source: Source,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waited: list[float] = []

    async def at_once(seconds: float) -> None:
        waited.append(seconds)
        for note in (settings.home / "pacing").glob("*.next"):
            note.write_text("0", encoding="ascii")

    site.pages["/a"] = article("Ferry late")
    visit(source, settings, site.url("/a"))
    (note,) = (settings.home / "pacing").glob("*.next")
    note.write_text(f"{time.time() + 1800:.6f}\n", encoding="ascii")
    monkeypatch.setattr("pipeline.acquire.rate_limiter.asyncio.sleep", at_once)
    caplog.set_level("INFO")
    visit(source, settings, site.url("/a"))
    assert max(waited) > 1700
    (line,) = [record.message for record in caplog.records if "waiting" in record.message]
    assert re.match(rf"{site.host}: waiting 1[78]\d\d s until the next request", line)


def test_a_host_is_given_to_one_task_after_the_other(tmp_path: Path) -> None:
    at_once, most = 0, 0

    async def use(limiter: FileRateLimiter) -> None:
        nonlocal at_once, most
        async with limiter.slot("paper.example", Delay(0, "nobody")):
            at_once += 1
            most = max(most, at_once)
            await asyncio.sleep(0.001)
            at_once -= 1

    async def use_all() -> None:
        # as two processes have them
        limiters = [FileRateLimiter(tmp_path), FileRateLimiter(tmp_path)]
        await asyncio.gather(*(use(limiters[n % 2]) for n in range(20)))

    asyncio.run(use_all())
    assert most == 1


def test_no_more_memory_is_given_out_than_there_is() -> None:
    held, most = 0, 0

    async def use(budget: BodyBudget, size: int) -> None:
        nonlocal held, most
        async with budget.reservation() as memory:
            await memory.reserve(size)
            await memory.reserve(size)  # held already
            held += min(size, 100)
            most = max(most, held)
            await asyncio.sleep(0.001)
            memory.shrink(10)
            held -= min(size, 100) - 10
            await asyncio.sleep(0.001)
            held -= 10

    async def use_all() -> None:
        budget = BodyBudget(100)
        await asyncio.gather(*(use(budget, size) for size in (60, 30, 500, 40, 20, 100) * 5))
        async with budget.reservation() as memory:
            await asyncio.wait_for(memory.reserve(100), 5)

    asyncio.run(use_all())
    assert most <= 100
    assert held == 0


def test_large_bodies_come_one_after_the_other_if_memory_is_short(
    sites: list[Site], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.acquire.client.BODY_BUDGET_BYTES", 1_000)
    monkeypatch.setattr("pipeline.acquire.client.SMALL_BODY_BYTES", 1_000)
    page = b"<!DOCTYPE html>" + b"<p>Tides at noon.</p>" * 20_000
    for site in sites:
        site.pages["/a"] = response(body=page)
    source = Source(
        key="wide",
        name="Wide",
        feeds=(sites[0].url("/feed.xml"),),
        hosts=tuple(site.host for site in sites),
    )
    for outcome in visit(source, settings, *(site.url("/a") for site in sites)):
        assert isinstance(outcome, Capture)
        assert bytes_of(settings, outcome) == page


def test_what_waits_is_written_together_and_nobody_goes_on_before_it_is() -> None:
    batches: list[list[int]] = []
    written: set[int] = set()

    def write(items: object) -> list[int]:
        assert isinstance(items, list)
        batches.append(items)
        written.update(items)
        return [item * 2 for item in items]

    async def hand_in(commit: GroupCommit[int, int], item: int) -> None:
        assert await commit.submit(item) == item * 2
        assert item in written

    async def hand_in_all() -> None:
        async with GroupCommit[int, int](write) as commit:
            await asyncio.gather(*(hand_in(commit, item) for item in range(100)))

    asyncio.run(hand_in_all())
    assert sorted(item for batch in batches for item in batch) == list(range(100))
    assert len(batches) < 10


def test_what_cannot_be_written_fails_for_all_who_wait_and_the_next_is_tried() -> None:
    full = True

    def write(items: object) -> list[None]:
        if full:
            raise OSError("no room")
        assert isinstance(items, list)
        return [None for _ in items]

    async def hand_in_all() -> list[BaseException | None]:
        nonlocal full
        async with GroupCommit[int, None](write) as commit:
            results = await asyncio.gather(
                *(commit.submit(item) for item in range(5)), return_exceptions=True
            )
            full = False
            await commit.submit(5)
        return results

    results = asyncio.run(hand_in_all())
    assert [str(result) for result in results] == ["no room"] * 5


def test_a_long_piece_of_work_does_not_hold_up_the_others(
    source: Source, settings: Settings
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def parse() -> str:
        begun.set()
        assert may_end.wait(timeout=60)
        return "parsed"

    async def work() -> str:
        async with fetching(source, settings) as fetcher:
            parsing = asyncio.create_task(fetcher.in_thread(parse))
            while not begun.is_set():
                await asyncio.sleep(0.001)
            # the loop goes on meanwhile, and so does another piece of work
            assert await fetcher.in_thread(lambda: "short") == "short"
            may_end.set()
            return await parsing

    assert asyncio.run(work()) == "parsed"


def test_nobody_is_asked_once_the_time_of_the_visit_is_over(
    site: Site, source: Source, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.acquire.visits.END", 0.0)
    rejection = rejected(source, settings, site.url("/a"))
    assert rejection.reason == "visit-over"
    assert "VERBATIM_VISIT_HOURS" in rejection.detail
    assert site.asked == []
    # no slot was waited for either: with each goes the whole delay of the host
    assert not (settings.home / "pacing").exists()


def test_an_interim_response_is_passed_over(site: Site, source: Source, settings: Settings) -> None:
    hint = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
    site.pages["/a"] = hint + article("Ferry late")
    (capture,) = visit(source, settings, site.url("/a"))
    assert isinstance(capture, Capture)
    assert capture.status == 200
    assert b"Ferry late" in bytes_of(settings, capture)


def some_source(key: str, *hosts: str) -> Source:
    return Source(key=key, name=key, feeds=tuple(f"https://{host}.example/feed" for host in hosts))


@pytest.mark.parametrize("most", [1, 2, 3, 10])
def test_sources_that_share_a_host_are_visited_by_one_task(most: int) -> None:
    sources = [
        some_source("a", "one"),
        some_source("b", "two"),
        some_source("c", "three", "four"),
        some_source("d", "four", "one"),
        some_source("e", "five"),
        some_source("f", "ONE"),
    ]
    groups = host_groups(sources, most)
    assert len(groups) == min(most, 3)
    assert sorted(source.key for group in groups for source in group) == list("abcdef")
    (shared,) = [group for group in groups if sources[0] in group]
    assert {"a", "c", "d", "f"} <= {source.key for source in shared}
    for group in groups:
        assert [source.key for source in group] == sorted(source.key for source in group)


def test_no_sources_make_no_group() -> None:
    assert host_groups([], 3) == []
