"""What a person is told: failures, what watches find, a digest that is late."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from pipeline.warehouse import begin_run, finish_run, upgrade
from tests.airflow.dag_runs import DAY, ROOT, kept, log_of, python_with_dags, run_dag, start
from tests.receivers import mail_server, web_server
from tests.warehouse.examples import HOUR, agency, begin, edited, ferry, load

pytestmark = pytest.mark.timeout(900)


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
        # the first in the words of the Post, which was captured later and published earlier
        assert {thing["text"] for thing in call["things"]} == {
            "“We will not sell the ferry”",
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
