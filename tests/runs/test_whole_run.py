"""The whole way from the bundled news site to the warehouse, without Airflow."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import text

from pipeline import __version__
from pipeline.article import extract_page
from pipeline.errors import VerbatimError
from pipeline.quotes import attribution_version
from pipeline.records import FAILED, INCOMPLETE, SUCCEEDED, Article, Block, Label
from pipeline.runs import stages
from pipeline.runs.local_runner import reprocess_archive, run_pipeline
from pipeline.runs.run_counts import run_counts
from pipeline.runs.run_folder import RunFolder, Visit, latest_key
from pipeline.runs.run_outcome import missing_parts, run_outcome
from pipeline.runs.stages import processing
from pipeline.settings.environment import Settings
from pipeline.text.dates import first_instant, last_instant
from pipeline.warehouse import stats
from tests.contents import contents
from tests.newsroom import Newsroom

SINCE, UNTIL = first_instant("2026-02-20"), last_instant("2026-03-07")


@pytest.fixture
def visited(settings: Settings, newsroom: Newsroom) -> Settings:
    """The settings of a home in which the bundled news site was visited once."""
    newsroom.write_sources(settings.sources)
    run_pipeline(settings, since=SINCE, until=UNTIL)
    return settings


def rows(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with stages.opened_warehouse(settings) as engine, engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_every_announced_page_is_accounted_for(visited: Settings) -> None:
    """Nothing vanishes: each candidate is captured or rejected, each capture loaded or rejected."""
    (counts,) = [json.loads(str(row[0])) for row in rows(visited, "SELECT counts FROM run")]
    fetched = counts["fetch/captured"] + sum(
        count for name, count in counts.items() if name.startswith("fetch/rejected")
    )
    assert fetched == counts["discover/candidate"] > 40
    extracted = counts["extract/article"] + sum(
        count for name, count in counts.items() if name.startswith("extract/rejected")
    )
    assert extracted == counts["fetch/captured"]
    rejected = sum(count for name, count in counts.items() if "/rejected/" in name)
    assert rows(visited, "SELECT count(*) FROM rejected") == [(rejected,)]
    assert rows(visited, "SELECT outcome FROM run") == [("succeeded",)]


def test_rows_name_the_rules_and_the_model_that_made_them(visited: Settings) -> None:
    version = attribution_version()
    assert rows(visited, "SELECT model_version FROM run") == [(version,)]
    assert rows(visited, "SELECT DISTINCT extraction FROM quotation") == [
        (f"{__version__}+{version}",)
    ]


def test_the_archive_read_without_the_model_replaces_what_it_found(visited: Settings) -> None:
    def indirect() -> int:
        ((count,),) = rows(visited, "SELECT count(*) FROM quotation WHERE kind = 'indirect'")
        return int(str(count))

    assert indirect() > 0
    rules = visited.model_copy(update={"attribution": "rules"})
    reprocess_archive(rules, since=None, until=None)
    version = attribution_version(rules_only=True)
    assert rows(visited, "SELECT DISTINCT extraction FROM quotation") == [
        (f"{__version__}+{version}",)
    ]
    # nothing tells speech without marks but the model
    assert indirect() == 0


def test_each_troublesome_page_is_parked_under_its_reason_and_no_other(
    visited: Settings, newsroom: Newsroom
) -> None:
    pages = [page for outlet in newsroom.outlets for page in outlet.pages if page.announced]
    expected = Counter(page.parked for page in pages if page.parked and page.since_edition == 1)
    assert len(expected) >= 10
    parked = rows(visited, "SELECT reason, count(*) FROM rejected GROUP BY reason")
    assert dict(parked) == expected  # type: ignore[arg-type]


def test_the_same_run_again_changes_no_row(settings: Settings, newsroom: Newsroom) -> None:
    newsroom.write_sources(settings.sources)

    def whole_run() -> dict[str, Counter[str]]:
        plan = stages.plan_visit(settings, key="same", kind="run", since=SINCE, until=UNTIL)
        run = stages.begin_run(settings, plan)
        for visit in stages.divide_sources(settings, run):
            stages.visit_sources(settings, visit)
        for shard in stages.shard_captures(settings, run):
            stages.extract_shard(settings, shard)
            stages.attribute_shard(settings, shard)
            stages.load_shard(settings, shard)
        stages.publish_digest(settings, run)
        stages.finish_run(settings, run)
        with stages.opened_warehouse(settings) as engine:
            return contents(engine, ignoring=frozenset({"finished_at"}))

    first = whole_run()
    asked = len(newsroom.requests)
    digest = digest_pages(settings)
    assert whole_run() == first
    assert digest_pages(settings) == digest
    announcements = {
        "/robots.txt",
        "/feed.xml",
        "/atom.xml",
        "/sitemap.xml",
        "/sitemap-news.xml",
        "/news/",
    }
    assert {request.path for request in newsroom.requests[asked:]} <= announcements


def digest_pages(settings: Settings) -> dict[str, bytes]:
    return {page.name: page.read_bytes() for page in settings.digest_folder.glob("*.html")}


def test_a_run_by_hand_keeps_the_digests_of_all_other_days(
    visited: Settings, newsroom: Newsroom
) -> None:
    before = digest_pages(visited)
    assert len(before) > 5
    ((page,),) = rows(
        visited, "SELECT url FROM article ORDER BY published_or_first_seen_at LIMIT 1"
    )
    run_pipeline(visited, urls=[str(page)], refetch=True)
    reprocess_archive(visited, since=first_instant("1999-01-01"), until=last_instant("1999-01-02"))
    assert digest_pages(visited) == before


def test_a_later_run_leaves_fresh_pages_alone(visited: Settings) -> None:
    with stages.opened_warehouse(visited) as engine:
        before = stats(engine)
    key = run_pipeline(visited, since=SINCE, until=UNTIL)
    with stages.opened_warehouse(visited) as engine:
        after = stats(engine)
    grown = {table for table in after if after[table] != before[table]}
    assert grown <= {"run", "rejected", "source_visit"}
    counts = run_counts(RunFolder.of(visited.runs_folder, key))
    assert counts["fetch/unchanged/recent"] > 40


def test_an_edited_article_gets_a_second_version(
    visited: Settings, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.edition = 2
    monkeypatch.setenv("VERBATIM_REVISIT_HOURS", "0")
    key = run_pipeline(Settings(), since=SINCE, until=UNTIL)
    counts = run_counts(RunFolder.of(visited.runs_folder, key))
    assert counts["fetch/unchanged/not-modified"] > 20
    versions = rows(
        visited,
        "SELECT count(*) FROM article_version GROUP BY article_id HAVING count(*) > 1",
    )
    assert versions
    assert all(row == (2,) for row in versions)


def test_single_pages_can_be_visited(settings: Settings, newsroom: Newsroom) -> None:
    newsroom.write_sources(settings.sources)
    pages = next(outlet.pages for outlet in newsroom.outlets if outlet.key == "civic-wire")
    path = next(page.path for page in pages if page.page and not page.parked)
    page = newsroom.addresses["civic-wire"] + path
    run_pipeline(settings, urls=[page])
    assert rows(settings, "SELECT url_asked FROM capture") == [(page,)]
    assert {request.outlet for request in newsroom.requests} == {"civic-wire"}


def test_a_source_that_is_down_does_not_hold_up_the_others(
    settings: Settings, newsroom: Newsroom
) -> None:
    newsroom.write_sources(settings.sources)
    with settings.sources.open("a", encoding="utf-8") as file:
        file.write("- {key: closed, name: Closed, feeds: ['http://127.0.0.1:1/feed.xml']}\n")
    with pytest.raises(VerbatimError, match=r"closed fails: http://127\.0\.0\.1:1/feed\.xml: "):
        run_pipeline(settings, since=SINCE, until=UNTIL)
    assert rows(settings, "SELECT reason FROM rejected WHERE outlet_key = 'closed'") == [
        ("connection-failed",)
    ]
    assert rows(settings, "SELECT count(*) > 100 FROM quotation") == [(1,)]


def test_an_interrupted_visit_is_told_as_incomplete(settings: Settings, newsroom: Newsroom) -> None:
    newsroom.write_sources(settings.sources)
    plan = stages.plan_visit(settings, key="broken off", kind="run", since=SINCE, until=UNTIL)
    run = stages.begin_run(settings, plan)
    divided = settings.model_copy(update={"visit_tasks": 2})
    first, second = stages.divide_sources(divided, run)
    stages.visit_sources(settings, first)
    assert not Visit(Path(second)).outcomes.exists()
    stages.publish_digest(settings, run)
    assert run_outcome(RunFolder.at(run)) == INCOMPLETE
    with pytest.raises(VerbatimError, match="broken off is incomplete"):
        stages.finish_run(settings, run)
    assert rows(settings, "SELECT outcome FROM run") == [("incomplete",)]


@pytest.mark.parametrize(("broken", "parked"), [("letters", 2), ("", None)])
def test_a_defect_is_parked_on_one_page_and_stops_the_run_on_all(
    visited: Settings, monkeypatch: pytest.MonkeyPatch, broken: str, parked: int | None
) -> None:
    def failing(payload: bytes, *, url: str, **options: Any) -> Article:
        if broken in url:
            raise ZeroDivisionError(url)
        return extract_page(payload, url=url, **options)

    monkeypatch.setattr(processing, "extract_page", failing)
    if parked is None:
        with pytest.raises(VerbatimError, match="failed because of a defect"):
            reprocess_archive(visited, since=None, until=None)
        assert rows(visited, "SELECT outcome FROM run WHERE kind = 'reprocess'") == [("failed",)]
        return
    reprocess_archive(visited, since=None, until=None)
    assert rows(visited, "SELECT count(*) FROM rejected WHERE reason = 'extractor-failed'") == [
        (parked,)
    ]


def test_an_article_too_long_to_be_read_whole_is_loaded_and_reported(
    visited: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lengthened(payload: bytes, *, url: str, **options: Any) -> Article:
        article = extract_page(payload, url=url, **options)
        if "letters" not in url:
            return article
        signs = Block(Label.PARAGRAPH, "in-container", '"' * 100_000, "html/body/p")
        return replace(article, blocks=(*article.blocks, signs))

    monkeypatch.setattr(processing, "extract_page", lengthened)
    before = rows(visited, "SELECT count(*) FROM quotation")
    reprocess_archive(visited, since=None, until=None)
    assert rows(visited, "SELECT count(*) FROM quotation") == before
    details = rows(visited, "SELECT detail FROM rejected WHERE reason = 'text-cut'")
    assert len(details) == 2
    assert all("were read for quotations" in str(detail) for (detail,) in details)


def test_a_finished_run_taken_up_again_is_not_done_before_it_ends_well(visited: Settings) -> None:
    folder = RunFolder.of(visited.runs_folder, latest_key(visited.runs_folder))
    assert run_outcome(folder) == SUCCEEDED
    shard = folder.shards[0]
    captures = shard.captures.read_bytes()
    shard.captures.unlink()
    with pytest.raises(VerbatimError):
        stages.extract_shard(visited, str(shard.path))
    assert run_outcome(folder) == INCOMPLETE
    shard.captures.write_bytes(captures)
    stages.load_shard(
        visited, stages.attribute_shard(visited, stages.extract_shard(visited, str(shard.path)))
    )
    assert run_outcome(folder) == SUCCEEDED


def test_what_violates_is_withheld_and_the_rest_is_published(visited: Settings) -> None:
    folder = RunFolder.of(visited.runs_folder, latest_key(visited.runs_folder))
    with stages.opened_warehouse(visited) as engine, engine.begin() as connection:
        one = connection.scalar(text("SELECT min(quotation_id) FROM quotations"))
        spoil = text("UPDATE quotation SET text = 'words that nobody said' WHERE id = :one")
        connection.execute(spoil, {"one": one})
    stages.check_warehouse(visited, str(folder.path))
    assert run_outcome(folder) == FAILED
    stages.publish_digest(visited, str(folder.path))
    pages = [page.read_text(encoding="utf-8") for page in visited.digest_folder.glob("*.html")]
    assert len(pages) > 5
    assert not [page for page in pages if "words that nobody said" in page]
    assert run_outcome(folder) == INCOMPLETE
    assert run_counts(folder)["check/rejected/quotation_words"] == 1
    assert list(missing_parts(folder)) == [
        "1 quotation is withheld by the check quotation_words; the table rejected (stage check) "
        "says of which pages"
    ]
    with pytest.raises(VerbatimError, match="incomplete"):
        stages.finish_run(visited, str(folder.path))
    with pytest.raises(VerbatimError, match="quotation_words"):
        stages.check_everything(visited)


def test_quotations_that_are_withheld_are_counted_and_checks_that_withhold_none_are_named(
    visited: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    folder = RunFolder.of(visited.runs_folder, latest_key(visited.runs_folder))
    with stages.opened_warehouse(visited) as engine, engine.begin() as connection:
        most = connection.execute(
            text("SELECT version_id, count(*) FROM quotation GROUP BY 1 ORDER BY 2 DESC LIMIT 1")
        ).one()
        assert most[1] > 2
        spoil = text("UPDATE article_version SET text = text || 'x' WHERE id = :one")
        connection.execute(spoil, {"one": most[0]})
        connection.execute(text("UPDATE statement_spread SET outlets = 99"))
        connection.execute(text("UPDATE speaker_name SET quotations = 99"))
    with caplog.at_level(logging.INFO):
        stages.check_warehouse(visited, str(folder.path))
    stages.publish_digest(visited, str(folder.path))
    assert list(missing_parts(folder)) == [
        f"{most[1]} quotations are withheld by the check version_text; the table rejected "
        "(stage check) says of which pages",
        "2 checks found something and withheld nothing: mart_table_statement_spread, "
        "speaker_names; the table rejected (stage check) says what to do",
    ]
    assert (
        f"quotations withheld: {most[1]}; checks that found something and withheld nothing: 2"
        in (caplog.text)
    )


def test_the_archive_again_gives_the_same_warehouse(visited: Settings) -> None:
    def without_runs() -> dict[str, Counter[str]]:
        with stages.opened_warehouse(visited) as engine:
            return {
                table: counted
                for table, counted in contents(engine).items()
                if table not in {"run", "run_article", "rejected"}
            }

    before = without_runs()
    reprocess_archive(visited, since=None, until=None)
    assert without_runs() == before


def test_two_runs_at_once_both_succeed(
    settings: Settings, environment: dict[str, str], newsroom: Newsroom
) -> None:
    newsroom.write_sources(settings.sources)
    with stages.opened_warehouse(settings):
        pass
    command = [sys.executable, "-m", "pipeline", "run", "--since", "2026-02-20"]
    processes = [
        subprocess.Popen(
            command,
            env=os.environ | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in processes:
        _, errors = process.communicate()
        assert process.returncode == 0, errors
    assert rows(settings, "SELECT outcome FROM run") == [("succeeded",), ("succeeded",)]
    assert rows(settings, "SELECT count(*) - count(DISTINCT url) FROM article") == [(0,)]


def test_the_archive_is_read_with_the_layout_of_the_day_of_each_capture(
    settings: Settings, newsroom: Newsroom
) -> None:
    newsroom.write_sources(settings.sources)
    run_pipeline(settings, since=SINCE, until=UNTIL, keys=["civic-wire"])
    sources = yaml.safe_load(settings.sources.read_text(encoding="utf-8"))
    wire = next(source for source in sources["sources"] if source["key"] == "civic-wire")
    today = datetime.now(UTC).date()
    wire["layouts"] = [
        {"until": today - timedelta(days=2), "text": ["h2"]},
        {"since": today - timedelta(days=1), "text": ["h2 + p"]},
    ]
    settings.sources.write_text(yaml.safe_dump(sources), encoding="utf-8")
    reprocess_archive(settings, since=None, until=None)
    ((read, doubts),) = rows(
        settings,
        "SELECT text, doubts FROM article_version JOIN article ON article.id = article_id "
        "WHERE url LIKE '%ferry-contract%'",
    )
    assert str(read).startswith("PORT ELLERY, March 2 (Civic Wire) — Northmark county has")
    assert "\n\n" not in str(read)
    assert doubts == "[]"
