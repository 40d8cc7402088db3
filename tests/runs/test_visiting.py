"""Visits of many sources: none holds up another, and after a kill nobody is asked twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from sqlalchemy import text

from pipeline import warehouse
from pipeline.acquire import Discovery, Fetcher, discover
from pipeline.errors import VerbatimError
from pipeline.records import Capture, Rejection
from pipeline.runs import stages
from pipeline.runs.run_counts import run_counts
from pipeline.runs.run_folder import RunFolder
from pipeline.runs.stages import visiting
from pipeline.settings.environment import Settings
from tests.acquire.site import Request, Site, article, response

ROOT = Path(__file__).parents[2]
KEYS = ("alpha", "beta", "gamma")
PAGES = tuple(f"/2026/03/02/page-{number}" for number in range(4))
VISIT = (
    "import sys; from pipeline.runs import stages; "
    "from pipeline.settings.environment import load_settings; "
    "stages.visit_sources(load_settings(), sys.argv[1])"
)


@pytest.fixture
def settings(stored_settings: Settings) -> Settings:
    """On both kinds of store."""
    return stored_settings


@pytest.fixture
def sites(settings: Settings) -> Iterator[dict[str, Site]]:
    """Three sources with four pages each, and a warehouse."""
    with ExitStack() as running:
        sites = {key: running.enter_context(Site()) for key in KEYS}
        for key, site in sites.items():
            links = "".join(f"<item><link>{path}</link></item>" for path in PAGES)
            feed = f"<rss version='2.0'><channel>{links}</channel></rss>"
            site.pages["/feed.xml"] = response(body=feed, content_type="application/rss+xml")
            site.pages |= {path: article(f"{key} {path}") for path in PAGES}
        described = [
            {"key": key, "name": key.title(), "feeds": [site.url("/feed.xml")]}
            for key, site in sites.items()
        ]
        settings.sources.write_text(yaml.safe_dump({"sources": described}), encoding="utf-8")
        yield sites


def begun(settings: Settings) -> RunFolder:
    """A run that begins, or begins again."""
    return RunFolder.at(
        stages.begin_run(settings, stages.plan_visit(settings, key="one", kind="run"))
    )


def visit_all(settings: Settings, folder: RunFolder) -> None:
    for visit in stages.divide_sources(settings, str(folder.path)):
        stages.visit_sources(settings, visit)


def captured(folder: RunFolder) -> Counter[str]:
    """How often each page was captured."""
    return Counter(o.url_asked for o in folder.outcomes() if isinstance(o, Capture))


def all_pages(sites: dict[str, Site]) -> Counter[str]:
    return Counter(site.url(path) for site in sites.values() for path in PAGES)


def rejected(settings: Settings) -> list[tuple[str, ...]]:
    """What the warehouse says could not be processed."""
    with stages.opened_warehouse(settings) as engine, engine.connect() as connection:
        query = text("SELECT stage, reason, reference, detail FROM rejected ORDER BY 1, 3")
        return [tuple(row) for row in connection.execute(query)]


def test_all_sources_are_visited_at_the_same_time_and_told_in_one_block(
    settings: Settings, sites: dict[str, Site], caplog: pytest.LogCaptureFixture
) -> None:
    everybody = threading.Barrier(len(sites), timeout=60)

    def together(asked: Request) -> bytes:
        everybody.wait()
        return article(f"Ferry late on {asked.path}")

    for site in sites.values():
        site.pages[PAGES[2]] = together
    sites["beta"].pages[PAGES[3]] = response(404, "gone")
    folder = begun(settings)
    done: list[str] = []
    caplog.set_level("INFO", logger="pipeline")
    (visit,) = stages.divide_sources(settings, str(folder.path))
    assert stages.visit_sources(settings, visit, done.append) == visit
    assert sorted(done) == sorted(KEYS)
    assert sum(captured(folder).values()) == 11
    assert run_counts(folder)["fetch/rejected/http-404"] == 1
    (block,) = [r.getMessage() for r in caplog.records if "the visit took" in r.getMessage()]
    assert block.splitlines()[1:] == [
        "  alpha: 4 captured, 0 unchanged, 0 rejected",
        "  beta: 3 captured, 0 unchanged, 1 rejected (http-404 1)",
        "  gamma: 4 captured, 0 unchanged, 0 rejected",
    ]


def test_a_source_that_fails_holds_up_no_other_and_makes_the_run_incomplete(
    settings: Settings, sites: dict[str, Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(fetcher: Fetcher, **days: object) -> Discovery:
        if fetcher.source.key == "beta":
            raise ZeroDivisionError("a defect\nof ours")
        return await discover(fetcher, since=None, until=None)

    folder = begun(settings)
    with monkeypatch.context() as defect:
        defect.setattr(visiting, "discover", failing)
        with pytest.raises(stages.StageError, match=r"1 of 3 sources could not be .*: beta;"):
            visit_all(settings, folder)
    assert sum(captured(folder).values()) == 8
    stages.publish_digest(settings, str(folder.path))
    with pytest.raises(VerbatimError, match="incomplete"):
        stages.finish_run(settings, str(folder.path))
    assert rejected(settings) == [
        ("fetch", "source-failed", "beta", "ZeroDivisionError: a defect of ours")
    ]

    visit_all(settings, folder)
    assert captured(folder) == all_pages(sites)
    assert list(folder.failures()) == []
    stages.finish_run(settings, str(folder.path))
    assert rejected(settings) == []
    for key, site in sites.items():
        assert site.paths.count("/feed.xml") == 1, key


def test_a_visit_that_is_killed_goes_on_where_it_was(
    settings: Settings, environment: dict[str, str], sites: dict[str, Site]
) -> None:
    stuck, killed = threading.Barrier(3, timeout=60), threading.Event()

    def hang(asked: Request) -> bytes:
        if asked.before == 0:
            stuck.wait()
            assert killed.wait(timeout=60)
        return article(f"Ferry late on {asked.path}")

    sites["alpha"].pages[PAGES[1]] = hang
    sites["beta"].pages["/feed.xml"], feed = hang, sites["beta"].pages["/feed.xml"]
    folder = begun(settings)
    (visit,) = stages.divide_sources(settings, str(folder.path))
    process = subprocess.Popen(
        [sys.executable, "-c", VISIT, visit], env=os.environ | environment, cwd=ROOT
    )
    stuck.wait()
    while not folder.visited("gamma").exists():
        assert process.poll() is None
    process.kill()
    assert process.wait() == -signal.SIGKILL
    killed.set()
    assert sum(captured(folder).values()) == 5
    sites["beta"].pages["/feed.xml"] = feed

    stages.visit_sources(settings, visit)
    assert captured(folder) == all_pages(sites)
    assert Counter(sites["gamma"].paths).most_common(1)[0][1] == 1
    assert sites["alpha"].paths.count("/feed.xml") == 1
    assert [sites["alpha"].paths.count(path) for path in PAGES] == [1, 2, 1, 1]


def test_a_run_that_begins_again_asks_for_the_announcements_and_no_page_again(
    settings: Settings, sites: dict[str, Site]
) -> None:
    folder = begun(settings)
    visit_all(settings, folder)
    # other tasks may have the sources then
    divided = settings.model_copy(update={"visit_tasks": 2})
    visit_all(divided, begun(settings))
    assert len(stages.divide_sources(divided, str(folder.path))) == 2
    assert captured(folder) == all_pages(sites)
    for site in sites.values():
        assert Counter(site.paths) == Counter(
            {"/robots.txt": 2, "/feed.xml": 2} | dict.fromkeys(PAGES, 1)
        )
    one = stages.divide_sources(settings, str(folder.path))
    assert len(one) == 1
    stages.visit_sources(settings, one[0])
    assert captured(folder) == all_pages(sites)


def test_a_feed_that_another_try_of_the_run_can_read_is_not_rejected_any_more(
    settings: Settings, sites: dict[str, Site]
) -> None:
    sites["alpha"].pages[PAGES[3]] = response(404, "gone")
    feed, sites["beta"].pages["/feed.xml"] = sites["beta"].pages["/feed.xml"], response(404, "gone")
    folder = begun(settings)
    visit_all(settings, folder)
    stages.publish_digest(settings, str(folder.path))
    stages.finish_run(settings, str(folder.path))
    gone = ("fetch", "http-404", sites["alpha"].url(PAGES[3]))
    assert [row[:3] for row in rejected(settings)] == [
        ("discover", "http-404", sites["beta"].url("/feed.xml")),
        gone,
    ]

    sites["beta"].pages["/feed.xml"] = feed
    folder = begun(settings)
    visit_all(settings, folder)
    stages.publish_digest(settings, str(folder.path))
    stages.finish_run(settings, str(folder.path))
    assert [row[:3] for row in rejected(settings)] == [gone]


def test_new_pages_are_asked_for_first_and_those_captured_longest_ago_before_others(
    settings: Settings, sites: dict[str, Site]
) -> None:
    """So a host whose pages take longer than a visit may gives its newest ones all the same."""
    now = datetime.now(UTC)
    visit_all(settings, begun(settings))
    captures = [o for o in begun(settings).outcomes() if isinstance(o, Capture)]
    days_ago = dict(zip(PAGES, (2, 4, 3, 5), strict=True))
    known = [
        replace(one, fetched_at=now - timedelta(days=days_ago[urlsplit(one.url_asked).path]))
        for one in captures
    ]
    with stages.opened_warehouse(settings) as engine:
        warehouse.add_captures(engine, known)
    site = sites["alpha"]
    items = [
        *(f"<item><link>{path}</link></item>" for path in PAGES),
        "<item><link>/undated</link></item>",
        *(
            f"<item><link>{path}</link><pubDate>{format_datetime(date)}</pubDate></item>"
            for path, date in (
                ("/older", now - timedelta(days=3)),
                ("/newer", now - timedelta(days=2)),
            )
        ),
    ]
    site.pages["/feed.xml"] = response(
        body=f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>",
        content_type="application/rss+xml",
    )
    site.asked.clear()
    plan = stages.plan_visit(settings, key="two", kind="run")
    visit_all(settings, RunFolder.at(stages.begin_run(settings, plan)))
    longest_ago_first = sorted(PAGES, key=lambda path: -days_ago[path])
    assert site.paths[2:] == ["/newer", "/older", "/undated", *longest_ago_first]


def test_an_address_that_is_no_page_is_asked_for_ever_more_rarely(
    settings: Settings, sites: dict[str, Site]
) -> None:
    """However long it is announced; again after as long as it was refused for."""
    now, site = datetime.now(UTC), sites["alpha"]
    refused = {
        # of days ago: at the first and the last of these visits
        (3, 1): ("http-404", False),
        (3, 2): ("http-404", True),
        (2, 2): ("not-html", True),
        (30, 1): ("http-403", False),
        (30, 2): ("http-5xx", True),
    }
    paths = [f"/{number}" for number in range(len(refused))]
    with stages.opened_warehouse(settings) as engine:
        for path, (days, (reason, _)) in zip(paths, refused.items(), strict=True):
            refusal = Rejection("fetch", site.url(path), reason, "no page", "alpha")
            for day in set(days):
                key, at = f"{path} {day}", now - timedelta(days=day)
                warehouse.begin_run(engine, key, "run", at, "1", "rules", {})
                warehouse.record_refusals(engine, key, [refusal], outlets={})
    links = "".join(f"<item><link>{path}</link></item>" for path in paths)
    site.pages["/feed.xml"] = response(
        body=f"<rss version='2.0'><channel>{links}</channel></rss>",
        content_type="application/rss+xml",
    )
    folder = begun(settings)
    visit_all(settings, folder)
    assert site.paths[2:] == [
        path for path, (_, asked) in zip(paths, refused.values(), strict=True) if asked
    ]
    assert run_counts(folder)["fetch/unchanged/refused"] == 2

    site.asked.clear()
    plan = stages.plan_visit(settings, key="two", kind="run", urls=[site.url("/0")])
    visit_all(settings, RunFolder.at(stages.begin_run(settings, plan)))
    assert site.paths == ["/robots.txt", "/0"]


def test_two_processes_cannot_make_one_visit(
    settings: Settings, environment: dict[str, str], sites: dict[str, Site]
) -> None:
    reached, may_go_on = threading.Event(), threading.Event()

    def slow(asked: Request) -> bytes:
        reached.set()
        assert may_go_on.wait(timeout=60)
        return article("Ferry late")

    sites["alpha"].pages[PAGES[0]] = slow
    folder = begun(settings)
    (visit,) = stages.divide_sources(settings, str(folder.path))
    process = subprocess.Popen(
        [sys.executable, "-c", VISIT, visit], env=os.environ | environment, cwd=ROOT
    )
    assert reached.wait(timeout=60)
    with pytest.raises(stages.StageError, match="another process is visiting"):
        stages.visit_sources(settings, visit)
    may_go_on.set()
    assert process.wait() == 0
    assert captured(folder) == all_pages(sites)


def test_a_database_that_stops_loses_nothing_that_was_announced(
    settings: Settings, sites: dict[str, Site]
) -> None:
    folder = begun(settings)
    (visit,) = stages.divide_sources(settings, str(folder.path))
    stopped = settings.model_copy(
        update={"warehouse": "postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=1"}
    )
    with pytest.raises(VerbatimError):
        stages.visit_sources(stopped, visit)
    assert not captured(folder)
    stages.visit_sources(settings, visit)
    assert captured(folder) == all_pages(sites)


def test_a_full_disk_ends_the_visit_with_one_message(
    settings: Settings, sites: dict[str, Site]
) -> None:
    folder = begun(settings)
    (visit,) = stages.divide_sources(settings, str(folder.path))
    if isinstance(settings.archive_folder, Path):
        settings.archive_folder.write_text("in the way", encoding="ascii")
        full, advice = settings, "Make room there"
    else:
        # the archive's bucket is gone; what the run left is where it was
        gone = "s3://no-bucket-of-this-name"
        full, advice = settings.model_copy(update={"store": gone}), "See that it can be reached"
    with pytest.raises(VerbatimError, match=rf"cannot be written to .*{advice}"):
        stages.visit_sources(full, visit)
    assert not captured(folder)
    if full is settings:
        settings.archive_folder.unlink()
    stages.visit_sources(settings, visit)
    assert captured(folder) == all_pages(sites)
