"""`make airflow` for tests: started, waited for, asked, and ended whole."""

from __future__ import annotations

import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import psutil

from tests.newsroom.local_airflow import ROOT


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


def change(home: Path, statement: str) -> None:
    """Change Airflow's database."""
    with closing(sqlite3.connect(home / "airflow.db", timeout=60)) as database, database:
        database.execute(statement)


def asked(home: Path, query: str) -> list[tuple[object, ...]]:
    """What Airflow's database says."""
    with closing(sqlite3.connect(home / "airflow.db", timeout=30)) as database:
        return database.execute(query).fetchall()
