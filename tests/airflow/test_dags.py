"""The DAGs under the real Airflow: whole, again, killed and retried, from the archive."""

from __future__ import annotations

import ast
import json
import os
import re
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from sqlalchemy import text

from pipeline.records import Capture
from pipeline.runs.run_folder import RunFolder
from pipeline.warehouse import stats, upgrade
from tests.airflow.dag_runs import DAGS, DAY, kept, log_of, python_with_dags, run_dag, start
from tests.contents import OF_THE_VISIT, contents
from tests.newsroom import Newsroom
from tests.runs.crawls import Crawl, page

pytestmark = pytest.mark.timeout(900)


def test_the_dags_import_nothing_heavy() -> None:
    heavy = ("spacy", "bs4", "warcio", "feedparser", "pipeline.runs.stages")
    code = (
        f"import sys, {', '.join(DAGS)}\nprint([name for name in {heavy!r} if name in sys.modules])"
    )
    assert python_with_dags(code) == "[]"


def test_daily_quotes_comes_out_whole_and_again_changes_no_row(visit: dict[str, str]) -> None:
    run_dag(visit, "daily_quotes", DAY)
    engine = kept(visit)
    first = stats(engine)
    assert first["quotation"] > 100
    assert first["run"] == 1
    run_dag(visit, "daily_quotes", DAY)
    assert stats(engine) == first
    with engine.connect() as connection:
        assert connection.execute(text("SELECT kind, outcome FROM run")).all() == [
            ("daily_quotes", "succeeded")
        ]


def test_airflow_shows_what_a_run_did(visit: dict[str, str]) -> None:
    form = json.dumps({"sources": ["civic-wire"], "since": "2026-03-01", "until": "2026-03-03"})
    run_dag(visit, "daily_quotes", DAY, "--conf", form)
    log = log_of(visit)
    assert re.search(r"shard 0000: \d+ pages, so far\n +extract +article \d+", log)
    assert re.search(r"shard 0000 is in the warehouse\n(.*\n)* +load +articles added \d+", log)
    summary = rf"Run daily_quotes.{DAY}T00-00-00.000000Z: succeeded\n +discover +candidate \d+"
    assert re.search(summary, log)
    digest = Path(visit["VERBATIM_HOME"]) / "digest" / "index.html"
    assert f"digest     {digest}" in log
    with closing(sqlite3.connect(Path(visit["AIRFLOW_HOME"]) / "airflow.db")) as database:
        names = database.execute(
            "SELECT DISTINCT rendered_map_index FROM task_instance WHERE map_index >= 0 "
            "AND (task_id = 'visit' OR task_id LIKE 'process.%')"
        ).fetchall()
        (extra,) = database.execute(
            "SELECT extra FROM asset_event WHERE partition_key IS NULL ORDER BY id DESC LIMIT 1"
        ).fetchone()
        days = database.execute("SELECT partition_key FROM asset_event").fetchall()
    assert {("visit 0000",), ("shard 0000",)} <= set(names)
    assert {(page.stem,) for page in digest.parent.glob("????-??-??.html")} <= set(days)
    assert re.search(r"the visit took \d+ s; .*:\n +civic-wire: \d+ captured, 0 unchanged", log)
    told = json.loads(extra)
    assert (told["outcome"], told["missing"], told["digest"]) == ("succeeded", [], str(digest))
    assert told["counts"]["extract/article"] > 0


def test_a_run_by_hand_takes_its_form(visit: dict[str, str], newsroom: Newsroom) -> None:
    form = json.dumps({"sources": ["civic-wire"], "since": "2026-03-01", "until": "2026-03-03"})
    run_dag(visit, "daily_quotes", DAY, "--conf", form)
    with kept(visit).connect() as connection:
        assert connection.execute(text("SELECT DISTINCT outlet_key FROM capture")).all() == [
            ("civic-wire",)
        ]
    assert {request.outlet for request in newsroom.requests} == {"civic-wire"}


@pytest.mark.parametrize(
    ("dag", "form", "sentence"),
    [
        ("daily_quotes", {"source": ["civic-wire"]}, "did you mean 'sources'?"),
        ("daily_quotes", {"sources": ["civic-wyre"]}, "did you mean 'civic-wire'?"),
        ("daily_quotes", {"urls": [" file:///etc/passwd"]}, "'file:///etc/passwd' cannot be"),
        ("reprocess", {"since": "2026-03-07", "until": "2026-03-01"}, "is after the last, 2026"),
    ],
)
def test_what_is_asked_for_wrongly_fails_the_first_task_without_a_retry(
    visit: dict[str, str], newsroom: Newsroom, dag: str, form: dict[str, object], sentence: str
) -> None:
    process = start(visit, "dags", "test", dag, DAY, "--conf", json.dumps(form))
    assert process.wait() == 1
    log = log_of(visit)
    assert re.search(rf"AirflowFailException: .*{re.escape(sentence)}", log)
    assert "up_for_retry" not in log
    assert not newsroom.requests


def test_an_older_warehouse_fails_the_first_task_without_a_retry(visit: dict[str, str]) -> None:
    engine = kept(visit)
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert start(visit, "dags", "test", "daily_quotes", DAY).wait() == 1
    log = log_of(visit)
    assert re.search(r"AirflowFailException: .*older version .*python -m pipeline db upgrade", log)
    assert "up_for_retry" not in log


def test_every_task_fails_at_once_where_trying_again_cannot_mend_anything() -> None:
    code = (
        f"import {', '.join(DAGS)}\n"
        "from airflow.providers.standard.operators.empty import EmptyOperator\n"
        "from airflow.providers.standard.operators.hitl import HITLOperator\n"
        "unguarded = []\n"
        f"for module in ({', '.join(DAGS)}):\n"
        "    for task in getattr(module, module.__name__)().tasks:\n"
        "        guarded = hasattr(getattr(task, 'python_callable', None), '__wrapped__')\n"
        "        if not guarded and task.operator_class not in {EmptyOperator, HITLOperator}:\n"
        "            unguarded.append(task.task_id)\n"
        "print(unguarded)"
    )
    assert python_with_dags(code) == "[]"


def test_a_sentence_is_read_in_a_log_without_scrolling() -> None:
    address = "http://127.0.0.1/" + "a" * 100
    said = f"the run is incomplete:\n- {'one source fails; ' * 20}{address} is no page\nMend it."
    code = f"import processing\nprint(repr(processing.in_lines({said!r})))"
    lines = str(ast.literal_eval(python_with_dags(code))).split("\n")
    assert [line for line in lines if len(line) > 88] == [f"  {address}"]
    assert lines[0] == "the run is incomplete:"
    assert lines[-1] == "Mend it."
    assert " ".join(" ".join(lines).split()) == " ".join(said.split())


def test_a_crawl_of_others_is_imported(visit: dict[str, str], tmp_path: Path) -> None:
    sources = [{"key": "one", "name": "One", "feeds": ["https://www.one.example/feed"]}]
    Path(visit["VERBATIM_SOURCES"]).write_text(yaml.safe_dump({"sources": sources}))
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add("https://www.one.example/1", page(1))
    form = json.dumps({"files": [crawl.close()]})
    run_dag(visit, "import_archive", DAY, "--conf", form)
    run_dag(visit, "import_archive", DAY, "--conf", form)
    with kept(visit).connect() as connection:
        found = connection.execute(text("SELECT url_answered, imported_from FROM capture")).all()
        assert [tuple(row) for row in found] == [("https://www.one.example/1", str(crawl.path))]
        assert connection.scalar(text("SELECT count(*) FROM quotations")) == 1


def test_the_dags_run_when_airflow_runs() -> None:
    code = (
        f"import {', '.join(DAGS)}\n"
        f"for module in ({', '.join(DAGS)}):\n"
        "    assert getattr(module, module.__name__)().is_paused_upon_creation is False\n"
        "print('all')"
    )
    assert python_with_dags(code) == "all"


def test_visits_run_in_the_pool_that_the_environment_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = (
        "from daily_quotes import daily_quotes\n"
        "tasks = daily_quotes().tasks\n"
        "print({task.pool: task.task_id for task in tasks if task.task_id in ('visit', 'begin')})"
    )
    assert python_with_dags(code) == "{'default_pool': 'visit'}"
    monkeypatch.setenv("VERBATIM_VISIT_POOL", "visits")
    assert python_with_dags(code) == "{'default_pool': 'begin', 'visits': 'visit'}"


def test_a_scheduler_without_the_pool_for_visits_does_not_start(visit: dict[str, str]) -> None:
    assert start(visit | {"VERBATIM_VISIT_POOL": "nowhere"}, "scheduler").wait() == 2
    assert "airflow pools set nowhere 1 'Visits at once'" in log_of(visit)


def test_reprocess_brings_back_what_the_archive_has(visit: dict[str, str]) -> None:
    run_dag(visit, "daily_quotes", DAY)
    engine = kept(visit)
    first = stats(engine)
    run_dag(visit, "reprocess", DAY)
    after = stats(engine)
    assert after.pop("run") == 2
    assert first.pop("run") == 1
    # both runs touched every article
    assert after.pop("run_article") == 2 * first.pop("run_article")
    # pages that are no articles are refused, and counted, by each run
    assert after.pop("rejected") > first.pop("rejected")
    assert after == first


def test_a_visit_killed_midway_and_run_again_asks_for_no_page_twice(
    visit: dict[str, str], newsroom: Newsroom
) -> None:
    slow = visit | {"VERBATIM_DELAY_SECONDS": "0.3"}
    process = start(slow, "dags", "test", "daily_quotes", DAY)
    folder = RunFolder.of(
        Path(visit["VERBATIM_HOME"]) / "runs", f"daily_quotes.{DAY}T00-00-00.000000Z"
    )
    while len(list(folder.outcomes())) < 12:
        assert process.poll() is None, log_of(slow)
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    done = {one.url_asked for one in folder.outcomes() if isinstance(one, Capture)}
    before = len(newsroom.requests)
    assert done

    run_dag(visit, "daily_quotes", DAY)
    asked = {newsroom.addresses[r.outlet] + r.path for r in newsroom.requests[before:]}
    # but for pages that others redirect to
    answered = {one.url_answered for one in folder.outcomes() if isinstance(one, Capture)}
    moved = {
        one.url_answered
        for one in folder.outcomes()
        if isinstance(one, Capture) and one.url_answered != one.url_asked
    }
    assert not (done & asked) - moved
    assert len(answered) > len(done)


def test_a_load_killed_midway_and_retried_equals_an_undisturbed_one(
    visit: dict[str, str], tmp_path: Path, postgres_warehouses: Iterator[str]
) -> None:
    """The kill comes while the load waits, in its transaction, for a table that we hold."""
    undisturbed, disturbed = next(postgres_warehouses), next(postgres_warehouses)
    calm = visit | {"VERBATIM_WAREHOUSE": undisturbed, "VERBATIM_HOME": str(tmp_path / "calm")}
    run_dag(calm, "daily_quotes", DAY)

    killed = visit | {"VERBATIM_WAREHOUSE": disturbed, "VERBATIM_HOME": str(tmp_path / "killed")}
    engine = kept(killed)
    upgrade(engine)
    with engine.begin() as holder:
        holder.execute(text("LOCK TABLE quotation IN ACCESS EXCLUSIVE MODE"))
        process = start(killed, "dags", "test", "daily_quotes", DAY)
        waiting = text(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'quotation'::regclass"
        )
        with engine.connect() as watcher:
            while not watcher.execute(waiting).scalar_one():
                assert process.poll() is None, log_of(killed)
                time.sleep(0.1)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert stats(engine)["quotation"] == stats(engine)["article"] == 0

    run_dag(killed, "daily_quotes", DAY)
    assert contents(engine, ignoring=OF_THE_VISIT) == contents(kept(calm), ignoring=OF_THE_VISIT)
