"""What `make airflow` starts: on loopback alone, running, red in seconds for what is wrong."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psutil
import pytest
import requests

from tests.newsroom.local_airflow import COMPONENTS, ROOT

pytestmark = pytest.mark.timeout(600)

SOURCES = "sources: [{key: closed, name: Closed, feeds: ['http://127.0.0.1:1/feed.xml']}]\n"
FAILED = "SELECT id FROM dag_run WHERE run_type = 'manual' AND state = 'failed'"


def free_port() -> int:
    """A port on which nobody listens."""
    with closing(socket.socket()) as server:
        server.bind(("127.0.0.1", 0))
        port: int = server.getsockname()[1]
        return port


def eventually(true: Callable[[], object], process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until something holds; fails with the log if the process ends before."""
    while not true():
        assert process.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.5)


@pytest.fixture
def mine(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The environment of an Airflow of one's own."""
    Path(environment["VERBATIM_SOURCES"]).write_text(SOURCES, encoding="utf-8")
    return (
        os.environ
        | {"VENV": sys.prefix}
        | environment
        | {"AIRFLOW_HOME": str(tmp_path / "airflow"), "AIRFLOW__API__PORT": str(free_port())}
    )


@contextmanager
def make_airflow(mine: Mapping[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`make airflow`, answering, while the body runs; what it prints is in the folder."""
    log = folder / "make-airflow.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.newsroom.demo", "airflow"],
            env=mine,
            cwd=ROOT,
            stdout=output,
            stderr=output,
        )
    try:
        eventually(lambda: "Stop it with" in log.read_text(encoding="utf-8"), process, log)
        yield process
    finally:
        parts = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        process.wait()
        _, left = psutil.wait_procs(parts, timeout=10)
        for part in left:
            part.kill()
        assert not left, "an interrupt left processes behind"


@pytest.fixture
def started(mine: dict[str, str], tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`make airflow`, with all that the project has."""
    with make_airflow(mine, tmp_path) as process:
        yield process


def asked(home: Path, query: str) -> list[tuple[object, ...]]:
    """What Airflow's database says."""
    with closing(sqlite3.connect(home / "airflow.db", timeout=30)) as database:
        return database.execute(query).fetchall()


def listening(process: subprocess.Popen[bytes]) -> set[tuple[str, int]]:
    """The addresses and ports on which a process and those that it started listen."""
    found: set[tuple[str, int]] = set()
    for part in psutil.Process(process.pid).children(recursive=True):
        # a task may end at any time
        with suppress(psutil.NoSuchProcess):
            found |= {
                (connection.laddr.ip, connection.laddr.port)
                for connection in part.net_connections(kind="inet")
                if connection.status == psutil.CONN_LISTEN
            }
    return found


def test_it_listens_on_loopback_alone_and_runs_what_is_asked_for(
    started: subprocess.Popen[bytes], mine: dict[str, str], tmp_path: Path
) -> None:
    home, log = Path(mine["AIRFLOW_HOME"]), tmp_path / "make-airflow.log"
    paused = "SELECT dag_id FROM dag WHERE NOT is_paused"
    made = [p for p in (ROOT / "dags").glob("*.py") if "@dag(" in p.read_text(encoding="utf-8")]
    eventually(lambda: len(asked(home, paused)) >= len(made), started, log)

    command = ["dags", "trigger", "daily_quotes", "--conf", '{"sources": ["klosed"]}']
    subprocess.run([ROOT / "bin" / "airflow", *command], env=mine, check=True, capture_output=True)
    eventually(lambda: asked(home, FAILED), started, log)
    tries = "SELECT try_number FROM task_instance WHERE task_id = 'begin' AND run_id LIKE 'manual%'"
    assert asked(home, tries) == [(1,)]
    said = [path.read_text(encoding="utf-8") for path in home.glob("logs/**/*manual*/**/*.log")]
    sentence = "has no source 'klosed'; it has closed; did you mean 'closed'?"
    assert any(sentence in text for text in said)
    # the same is beside the run in Airflow's pages
    notes = f"SELECT content, user_id FROM dag_run_note JOIN ({FAILED}) ON id = dag_run_id"
    ((note, writer),) = asked(home, notes)
    assert sentence in str(note)
    assert writer == "verbatim_run_notes"

    # visits have a pool of their own
    assert asked(home, "SELECT slots FROM slot_pool WHERE pool = 'visits'") == [(1,)]
    pools = "SELECT DISTINCT pool FROM task_instance WHERE task_id = 'visit'"
    assert asked(home, pools) == [("visits",)]

    assert listening(started) == {("127.0.0.1", int(mine["AIRFLOW__API__PORT"]))}

    passwords = home / "simple_auth_manager_passwords.json.generated"
    assert passwords.read_text(encoding="utf-8").strip()
    assert passwords.stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700
    assert {path.stem for path in home.glob("*.log")} >= set(COMPONENTS)

    # a second one neither shares the port nor the home of the first
    for port, sentence in (
        (mine["AIRFLOW__API__PORT"], "is in use"),
        (str(free_port()), "runs in"),
    ):
        second = subprocess.run(
            [sys.executable, "-m", "tests.newsroom.demo", "airflow"],
            env=mine | {"AIRFLOW__API__PORT": port},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert second.returncode == 1
        assert sentence in second.stderr
    assert requests.get(f"http://127.0.0.1:{mine['AIRFLOW__API__PORT']}", timeout=10).ok
