"""The DAGs under the real Airflow: whole, again, killed and retried, from the archive."""

from __future__ import annotations

import ast
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine, text

from pipeline.records import Capture
from pipeline.runs.run_folder import RunFolder
from pipeline.warehouse import begin_run, finish_run, open_warehouse, stats, upgrade
from tests.contents import OF_THE_VISIT, contents
from tests.newsroom import Newsroom
from tests.receivers import mail_server, web_server
from tests.runs.crawls import Crawl, page
from tests.warehouse.examples import HOUR, agency, begin, edited, ferry, load

ROOT = Path(__file__).resolve().parents[1]
DAY = "2026-03-07"

DAGS = (
    "check_warehouse", "daily_quotes", "import_archive", "notify", "publication_deadline",
    "reprocess", "review_speakers",
)  # fmt: skip

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="session")
def airflow_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Airflow's own database, made once."""
    home = tmp_path_factory.mktemp("airflow")
    environment = {"AIRFLOW_HOME": str(home)}
    assert start(environment, "db", "migrate").wait() == 0, log_of(environment)
    return home


@pytest.fixture
def visit(environment: dict[str, str], airflow_home: Path, newsroom: Newsroom) -> dict[str, str]:
    """The environment of a visit to the bundled news site through Airflow."""
    newsroom.write_sources(Path(environment["VERBATIM_SOURCES"]))
    return environment | {"AIRFLOW_HOME": str(airflow_home)}


def start(environment: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    """Start an Airflow command in a process group of its own."""
    with (Path(environment["AIRFLOW_HOME"]) / "output.log").open("wb") as output:
        return subprocess.Popen(
            [ROOT / "bin" / "airflow", *arguments],
            env=os.environ | {"VENV": sys.prefix} | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def log_of(environment: dict[str, str]) -> str:
    """What the Airflow command started last has printed."""
    return (Path(environment["AIRFLOW_HOME"]) / "output.log").read_text(encoding="utf-8")


def run_dag(environment: dict[str, str], *arguments: str) -> None:
    """Run a DAG to its end; fails with Airflow's log unless it succeeded."""
    assert start(environment, "dags", "test", *arguments).wait() == 0, log_of(environment)


def kept(environment: dict[str, str]) -> Engine:
    """The warehouse that a visit loads."""
    default = f"sqlite:///{environment['VERBATIM_HOME']}/warehouse.sqlite"
    return open_warehouse(environment.get("VERBATIM_WAREHOUSE", default))


def python_with_dags(code: str) -> str:
    """The last line that Python code prints which imports the DAGs."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'dags'}:{ROOT / 'plugins'}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()[-1]


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


def connections(mail_port: int, web_port: int) -> dict[str, str]:
    """The connections of both ways to tell a person something."""
    smtp = {
        "conn_type": "smtp",
        "host": "127.0.0.1",
        "port": mail_port,
        "extra": {
            "disable_ssl": True,
            "disable_tls": True,
            "from_email": "verbatim@newsroom.example",
            "to": "desk@newsroom.example",
        },
    }
    webhook = {"conn_type": "generic", "host": f"http://127.0.0.1:{web_port}/hook"}
    return {
        "AIRFLOW_CONN_VERBATIM_SMTP": json.dumps(smtp),
        "AIRFLOW_CONN_VERBATIM_WEBHOOK": json.dumps(webhook),
    }


def test_a_failure_is_notified_by_mail_and_web_and_by_neither_without_connections(
    visit: dict[str, str],
) -> None:
    hostile = "http://elsewhere.example/{{ 7 * 7 }}<b>"
    arguments = ("dags", "test", "daily_quotes", DAY, "--conf", json.dumps({"urls": [hostile]}))
    with mail_server() as (mail_port, mails), web_server() as (web_port, calls):
        told = connections(mail_port, web_port)
        assert start(visit, *arguments).wait() == 1
        assert (mails, calls) == ([], [])
        assert start(visit | told, *arguments).wait() == 1
    (mail,), (call,) = mails, calls
    assert (mail["To"], mail["From"]) == ("desk@newsroom.example", "verbatim@newsroom.example")
    assert mail["Subject"] == "Verbatim: daily_quotes failed in begin"
    body = mail.get_body()
    assert body is not None
    html = body.get_content()
    assert "no source has the host elsewhere.example" in html
    assert "49" not in html.split("<pre>")[1].split("</pre>")[0]
    assert "<b>" not in html
    assert call["title"] == "daily_quotes failed in begin"
    assert "no source has the host elsewhere.example" in call["sentences"]
    assert call["sentences"] in call["text"]
    assert call["log"].startswith("http://127.0.0.1:8080/dags/daily_quotes/runs/")


def test_no_log_has_the_address_of_a_web_address_that_does_not_take_a_notification() -> None:
    code = """
import logging, sys
from types import SimpleNamespace
logging.basicConfig(stream=sys.stdout)
from notifications import FailureNotifier
task = SimpleNamespace(dag_id='notify', task_id='tell', run_id='a run', log_url='http://log')
FailureNotifier().notify({'ti': task, 'exception': ValueError('it failed')})
"""
    with web_server(lambda _headers: 404) as (port, calls):
        for host in (f"http://127.0.0.1:{port}", "http://127.0.0.1:1", "hptt://127.0.0.1"):
            connection = {"conn_type": "generic", "host": f"{host}/hook-of-the-desk"}
            done = subprocess.run(
                [sys.executable, "-c", code],
                env=os.environ
                | {"PYTHONPATH": f"{ROOT}:{ROOT / 'dags'}"}
                | {"AIRFLOW_CONN_VERBATIM_WEBHOOK": json.dumps(connection)},
                capture_output=True,
                text=True,
                check=True,
            )
            log = done.stdout + done.stderr
            assert "the notification by verbatim_webhook failed: the web address" in log
            assert "hook-of-the-desk" not in log
    assert [call["sentences"] for call in calls] == ["it failed"]


WATCHES = """
watches:
  - key: solberg
    name: What Solberg says
    speaker: Solberg
    mail: [desk@newsroom.example]
    webhook: true
  - key: spreading
    name: What spreads
    what: spread
"""


def test_watches_are_told_of_by_every_run_that_was_published() -> None:
    code = (
        "import daily_quotes, notify, processing\n"
        "publish = daily_quotes.daily_quotes().get_task('publish')\n"
        "print(notify.notify().schedule == publish.outlets == [processing.WAREHOUSE])"
    )
    assert python_with_dags(code) == "True"


def test_without_watches_there_is_nothing_to_tell(visit: dict[str, str]) -> None:
    run_dag(visit, "notify", DAY)
    assert "no watches" in log_of(visit)


def test_what_watches_find_is_told_once_and_a_kill_in_a_call_is_left_to_a_person(
    visit: dict[str, str],
) -> None:
    Path(visit["VERBATIM_SOURCES"]).with_name("watches.yaml").write_text(WATCHES, encoding="utf-8")
    engine = kept(visit)
    upgrade(engine)
    now = datetime.now(UTC)
    begin(engine, at=now - 8 * HOUR)
    load(engine, ferry(at=now - 7 * HOUR), agency(at=now - 6 * HOUR))
    killed: list[subprocess.Popen[bytes]] = []

    def answer(_headers: object) -> int:
        for process in killed:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        return 204

    with mail_server() as (mail_port, mails), web_server(answer) as (web_port, calls):
        told = visit | connections(mail_port, web_port)
        run_dag(told, "notify", DAY)
        run_dag(told, "notify", DAY)
        (mail,), (call,) = mails, calls
        assert (mail["To"], mail["Subject"]) == (
            "desk@newsroom.example",
            "Verbatim: What Solberg says (2 new)",
        )
        assert mail["Message-ID"] == f"<{message_key(engine, 'mail')}@newsroom.example>"
        body = mail.get_body(("html",))
        assert body is not None
        assert "We will not sell the ferry" in body.get_content()
        assert 'href="https://courier.example/ferry#:~:text=' in body.get_content()
        assert (call["watch"], call["message"]) == ("solberg", message_key(engine, "webhook"))
        assert {thing["text"] for thing in call["things"]} == {
            "“We will not sell the ferry,”",
            "“It is ours,”",
        }
        feeds = Path(visit["VERBATIM_HOME"]) / "digest" / "watches"
        assert sorted(path.name for path in feeds.iterdir()) == [
            "solberg.atom", "solberg.json", "spreading.atom", "spreading.json",
        ]  # fmt: skip

        load(engine, edited(at=now - HOUR))
        process = start(told, "dags", "test", "notify", DAY)
        killed.append(process)
        assert process.wait() == -signal.SIGKILL
        killed.clear()
        assert start(told, "dags", "test", "notify", DAY).wait() == 1
        assert "nobody knows whether message" in log_of(told)
        run_dag(told, "notify", DAY)
    by_watch = [call for call in calls if "watch" in call]
    assert [thing["text"] for thing in by_watch[1]["things"]] == ["“We may sell the ferry,”"]
    assert len(by_watch) == 2
    (failure,) = [call for call in calls if "dag" in call]
    assert "watch settle" in failure["sentences"]
    assert [mail["Subject"] for mail in mails[1:]] == [
        "Verbatim: What Solberg says (1 new)",
        "Verbatim: notify failed in tell",
    ]
    with closing(sqlite3.connect(Path(visit["AIRFLOW_HOME"]) / "airflow.db")) as database:
        names = database.execute(
            "SELECT DISTINCT rendered_map_index FROM task_instance WHERE task_id = 'tell' "
            "AND map_index >= 0"
        ).fetchall()
    assert set(names) == {("solberg",), ("spreading",)}


def message_key(engine: Engine, channel: str) -> str:
    """The key of the one message by a channel."""
    with engine.connect() as connection:
        query = text("SELECT key FROM watch_message WHERE channel = :channel")
        return str(connection.execute(query, {"channel": channel}).scalar_one())


@pytest.mark.parametrize(
    ("watches", "sentence"),
    [
        (WATCHES.replace("speaker:", "speeker:"), "did you mean 'speaker'?"),
        (WATCHES, "needs the connection verbatim_smtp of Airflow"),
    ],
)
def test_what_is_wrong_with_a_watch_fails_without_a_retry(
    visit: dict[str, str], watches: str, sentence: str
) -> None:
    Path(visit["VERBATIM_SOURCES"]).with_name("watches.yaml").write_text(watches, encoding="utf-8")
    upgrade(kept(visit))
    assert start(visit, "dags", "test", "notify", DAY).wait() == 1
    assert sentence in log_of(visit)
    assert "up_for_retry" not in log_of(visit)


def test_a_late_digest_is_notified(visit: dict[str, str]) -> None:
    engine = kept(visit)
    upgrade(engine)
    with web_server() as (port, calls):
        webhook = {"conn_type": "generic", "host": f"http://127.0.0.1:{port}/hook"}
        told = visit | {"AIRFLOW_CONN_VERBATIM_WEBHOOK": json.dumps(webhook)}
        arguments = ("dags", "test", "publication_deadline", f"{DAY}T07:00:00+00:00")
        # nothing is late in a new warehouse
        run_dag(told, *arguments[2:])
        before = datetime(2026, 3, 5, 5, tzinfo=UTC)
        begin_run(engine, "two days ago", "daily_quotes", before, "1", "1", {})
        finish_run(engine, "two days ago", "succeeded", before, {})
        assert start(told, *arguments).wait() == 1
    (call,) = calls
    assert call["title"] == "publication_deadline failed in check_published"
    assert "daily_quotes was not published by 2026-03-07 07:00 UTC" in call["sentences"]
    assert "began 2026-03-05 05:00 UTC" in call["sentences"]
