"""`python -m tests.evaluation.bench_day`: a whole day of `daily_quotes` under a real scheduler.

A server in a process of its own is 500 outlets, each at a loopback address of its own, with 20
articles each (`article_variants`). Airflow runs as `make airflow` starts it; the DAG is triggered
twice, as a day and as its second run. Printed is what each stage took, by the clock and by task,
the task instances and what they waited, the peak of memory of all of Airflow's processes, and what
came to lie in warehouse and store.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psutil

from pipeline.settings.environment import Source
from pipeline.warehouse import opened, stats
from tests.newsroom.local_airflow import ROOT

MEGABYTE = 1_000_000
FINISHED = ("success", "failed")


@dataclass(frozen=True)
class TaskTime:
    """What Airflow says of a task instance; moments in seconds since 1970."""

    task: str
    queued: float
    began: float
    ended: float


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--hosts", type=int, default=500)
    parser.add_argument("--pages", type=int, default=20, help="of each host")
    parser.add_argument("--delay", type=float, default=1.0, help="seconds between two requests")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, outlets(asked.hosts, asked.pages) as addresses:
        home = Path(name)
        environment = prepared(home, asked.delay)
        with airflow(environment, home):
            write_sources(home, addresses)
            for title in ("the day", "its second run"):
                with watched_memory() as peak:
                    key = triggered(environment, home)
                report(title, task_times(home, key), peak[0] / MEGABYTE)
        report_contents(home)
        report_rejections(home)


@contextmanager
def outlets(hosts: int, pages: int) -> Iterator[list[str]]:
    """The outlets, while the body runs; gives their hosts."""
    command = [sys.executable, "-m", "tests.evaluation.many_outlets", str(hosts), str(pages)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()
            process.wait()


def write_sources(home: Path, addresses: list[str]) -> None:
    """Write the sources file of outlets at these hosts."""
    sources = [
        Source(
            key=f"outlet-{number:04d}",
            name=f"Outlet {number}",
            feeds=(f"http://{address}/feed.xml",),
        ).model_dump(mode="json", include={"key", "name", "feeds"})
        for number, address in enumerate(addresses)
    ]
    (home / "sources.yaml").write_text(json.dumps({"sources": sources}), encoding="utf-8")


def prepared(home: Path, delay: float) -> dict[str, str]:
    """A home with an empty warehouse; gives the environment that names it.

    The run that the schedule begins when the DAG is found asks a source that is not there.
    """
    write_sources(home, ["127.0.0.1:1"])
    environment = os.environ | {
        "VENV": sys.prefix,
        "VERBATIM_HOME": str(home / "home"),
        "VERBATIM_SOURCES": str(home / "sources.yaml"),
        "VERBATIM_ALLOW_PRIVATE_HOSTS": "true",
        "VERBATIM_DELAY_SECONDS": str(delay),
        "AIRFLOW_HOME": str(home / "airflow"),
        "AIRFLOW__API__PORT": os.environ.get("AIRFLOW__API__PORT", "8099"),
    }
    subprocess.run(
        [sys.executable, "-m", "pipeline", "db", "upgrade"],
        env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return environment


@contextmanager
def airflow(environment: dict[str, str], home: Path) -> Iterator[None]:
    """Airflow as `make airflow` starts it, while the body runs."""
    log = home / "make-airflow.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.newsroom.demo", "airflow"],
            env=environment, cwd=ROOT, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        while "Stop it with" not in log.read_text(encoding="utf-8"):
            if process.poll() is not None:
                raise SystemExit(log.read_text(encoding="utf-8"))
            time.sleep(1)
        states = "SELECT state FROM dag_run WHERE dag_id = 'daily_quotes'"
        while not any(state in FINISHED for (state,) in asked_of(home, states)):
            time.sleep(1)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def asked_of(home: Path, query: str, *values: str) -> list[tuple[str, ...]]:
    """What Airflow's database says; nothing while it is being made."""
    with closing(sqlite3.connect(home / "airflow" / "airflow.db", timeout=30)) as database:
        try:
            return database.execute(query, values).fetchall()
        except sqlite3.OperationalError:
            return []


def triggered(environment: dict[str, str], home: Path) -> str:
    """Trigger the DAG and wait until its run is over; gives the run's id."""
    run = f"bench-{time.time():.0f}"
    subprocess.run(
        [ROOT / "bin" / "airflow", "dags", "trigger", "daily_quotes", "--run-id", run],
        env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while True:
        state = asked_of(home, "SELECT state FROM dag_run WHERE run_id = ?", run)
        if state and state[0][0] in FINISHED:
            print(f"\n{run}: {state[0][0]}")
            return run
        time.sleep(1)


def task_times(home: Path, run: str) -> list[TaskTime]:
    """The task instances of a run that did something."""
    rows = asked_of(
        home,
        "SELECT task_id, queued_dttm, start_date, end_date FROM task_instance "
        "WHERE run_id = ? AND state = 'success' AND queued_dttm IS NOT NULL",
        run,
    )
    return [TaskTime(task, *(_seconds(moment) for moment in moments)) for task, *moments in rows]


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()


@contextmanager
def watched_memory() -> Iterator[list[int]]:
    """The most memory, in bytes, that this process's children had together while the body ran.

    Memory that they share is counted once (proportional set size).
    """
    peak, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(2):
            used = 0
            for process in psutil.Process().children(recursive=True):
                try:
                    used += process.memory_full_info().pss
                except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
                    continue
            peak[0] = max(peak[0], used)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        over.set()
        watcher.join()


def report(title: str, tasks: list[TaskTime], megabytes: float) -> None:
    """Print what a run took."""
    by_task: defaultdict[str, list[TaskTime]] = defaultdict(list)
    for task in tasks:
        by_task[task.task].append(task)
    whole = max(task.ended for task in tasks) - min(task.queued for task in tasks)
    busy = sum(task.ended - task.began for task in tasks)
    print(f"{title}: {whole:.0f} s, {len(tasks)} task instances, {megabytes:,.0f} MB at most")
    print("task                 instances   seconds by the clock   seconds of tasks   share")
    for name, some in sorted(by_task.items(), key=lambda item: min(t.began for t in item[1])):
        clock = max(task.ended for task in some) - min(task.began for task in some)
        seconds = sum(task.ended - task.began for task in some)
        print(f"{name:20} {len(some):9}   {clock:20.1f}   {seconds:16.1f}   {seconds / busy:5.1%}")
    waited = sum(task.began - task.queued for task in tasks)
    print(f"from queued to begun, all tasks: {waited:.1f} s")


def report_contents(home: Path) -> None:
    """Print what the day left."""
    with opened(f"sqlite:///{home / 'home' / 'warehouse.sqlite'}") as engine:
        print("\nrows: " + ", ".join(f"{name} {count:,}" for name, count in stats(engine).items()))
    for name in ("archive", "runs", "digest", "warehouse.sqlite"):
        path = home / "home" / name
        files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
        size = sum(one.stat().st_size for one in files)
        print(f"{name}: {size / MEGABYTE:,.1f} MB in {len(files):,} files")


def report_rejections(home: Path) -> None:
    """Print what was not loaded, or withheld, and why: a run that has any is incomplete."""
    query = """
        SELECT run.key, rejected.stage, rejected.reason, count(*), min(rejected.detail)
        FROM rejected INNER JOIN run ON run.id = rejected.run_id
        GROUP BY run.key, rejected.stage, rejected.reason
        ORDER BY run.key, rejected.stage, rejected.reason
    """
    print("\nrejected: run, stage, reason, how many, the first one's detail")
    with closing(sqlite3.connect(home / "home" / "warehouse.sqlite")) as database:
        for row in database.execute(query):
            print(*row, sep=" | ")


if __name__ == "__main__":
    main()
