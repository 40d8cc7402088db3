"""The note of a run in Airflow, and what a task says that would be divided too often."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.airflow.dag_runs import DAY, log_of, python_with_dags, start
from tests.airflow.running_airflow import change
from tests.newsroom import Newsroom
from tests.runs.crawls import Crawl, page

pytestmark = pytest.mark.timeout(900)

REFUSE = """
CREATE TRIGGER refuse BEFORE INSERT ON dag_run_note
BEGIN SELECT RAISE(ABORT, 'no notes today'); END
"""


def notes(environment: dict[str, str]) -> list[str]:
    """The notes of all runs, those written last at the end."""
    with closing(sqlite3.connect(Path(environment["AIRFLOW_HOME"]) / "airflow.db")) as database:
        found = database.execute("SELECT content FROM dag_run_note ORDER BY updated_at").fetchall()
    return [content for (content,) in found]


def failed(environment: dict[str, str], dag: str, form: dict[str, object]) -> str:
    """Airflow's log of a run that failed without another try."""
    command = ("dags", "test", dag, DAY, "--conf", json.dumps(form))
    assert start(environment, *command).wait() == 1
    log = log_of(environment)
    assert "up_for_retry" not in log
    return log


def test_a_note_has_the_words_of_others_as_text_and_fits_its_column(visit: dict[str, str]) -> None:
    hostile = "http://elsewhere.example/![x](http://evil.example/x.png)\x00<b>" + 3000 * "x"
    failed(visit, "daily_quotes", {"urls": [hostile]})
    note = notes(visit)[-1]
    assert r"elsewhere.example/!\[x\](http://evil.example/x.png)" in note
    assert r"\<b\>" in note
    assert len(note) == 1000
    assert note.endswith("…")


def test_a_run_ends_as_it_does_where_its_note_cannot_be_written(visit: dict[str, str]) -> None:
    change(Path(visit["AIRFLOW_HOME"]), "DELETE FROM dag_run_note")
    change(Path(visit["AIRFLOW_HOME"]), REFUSE)
    try:
        log = failed(visit, "daily_quotes", {"sources": ["nobody"]})
    finally:
        change(Path(visit["AIRFLOW_HOME"]), "DROP TRIGGER refuse")
    assert "was not written" in log
    assert "no notes today" in log
    assert notes(visit) == []
    with closing(sqlite3.connect(Path(visit["AIRFLOW_HOME"]) / "airflow.db")) as database:
        newest = "SELECT state FROM dag_run ORDER BY id DESC LIMIT 1"
        assert database.execute(newest).fetchall() == [("failed",)]


def test_a_note_says_each_thing_once_in_the_order_in_which_it_was_said() -> None:
    code = (
        "import run_notes\n"
        "print(repr(run_notes.note_of(['b is wrong', {'not': 'text'}, 'a', 'b is wrong'])))\n"
    )
    assert python_with_dags(code) == r"'b is wrong\n\na'"


def test_what_airflow_would_not_map_is_refused_with_a_sentence(
    visit: dict[str, str], newsroom: Newsroom, tmp_path: Path
) -> None:
    few = visit | {"AIRFLOW__CORE__MAX_MAP_LENGTH": "1", "VERBATIM_VISIT_TASKS": "2"}
    sentence = "this would be 2 tasks side by side, and Airflow makes at most 1; "
    log = failed(few, "daily_quotes", {})
    assert f"{sentence}set VERBATIM_VISIT_TASKS lower, or set AIRFLOW__CORE__MAX_MAP" in log
    assert not newsroom.requests

    crawls = []
    for name in ("one", "two"):
        crawl = Crawl(tmp_path / f"{name}.warc.gz")
        crawl.add(f"https://www.{name}.example/1", page(1))
        crawls.append(crawl.close())
    log = failed(few, "import_archive", {"files": crawls})
    assert f"{sentence}name fewer files in one run" in log

    shards = visit | {"AIRFLOW__CORE__MAX_MAP_LENGTH": "1", "VERBATIM_SHARD_SIZE": "4"}
    log = failed(shards, "daily_quotes", {"sources": ["civic-wire"], "since": "2026-02-20"})
    assert "Airflow makes at most 1; ask for fewer days or pages in one run" in log
