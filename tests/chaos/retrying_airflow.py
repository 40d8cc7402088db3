"""Airflow as `make airflow` starts it, on which nothing runs but what is triggered.

The DAGs are as they are. A cluster policy, Airflow's own means for such things, gives every task
more tries than any chaos takes, and short pauses between them.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import requests

from tests.airflow.running_airflow import free_port
from tests.evaluation.bench_day import FINISHED, asked_of
from tests.newsroom.local_airflow import ROOT

RETRY_SECONDS = 1
POLICY = f"""
from datetime import timedelta

def task_policy(task):
    task.retries = 10_000
    task.retry_delay = timedelta(seconds={RETRY_SECONDS})
    task.retry_exponential_backoff = 0
"""


@dataclass(frozen=True, slots=True)
class Try:
    """A try of a task that is at work."""

    task: str
    pid: int


@dataclass(frozen=True, slots=True)
class RetryingAirflow:
    """An Airflow that runs; `folder` holds its home, `airflow`."""

    folder: Path
    process: subprocess.Popen[bytes]
    address: str

    def trigger(self, dag: str, run: str, conf: Mapping[str, object]) -> None:
        """Start a run; raises requests.RequestException if Airflow refuses it."""
        token = requests.get(f"{self.address}/auth/token", timeout=60).json()["access_token"]
        requests.post(
            f"{self.address}/api/v2/dags/{dag}/dagRuns",
            json={"dag_run_id": run, "logical_date": None, "conf": conf},
            headers={"Authorization": f"Bearer {token}"},
            timeout=60,
        ).raise_for_status()

    def state(self, run: str) -> str | None:
        """How a run ended; None while it goes on."""
        if self.process.poll() is not None:
            raise SystemExit(log_of(self.folder).read_text(encoding="utf-8"))
        states = asked_of(self.folder, "SELECT state FROM dag_run WHERE run_id = ?", run)
        return next((state for (state,) in states if state in FINISHED), None)

    def tries(self) -> list[Try]:
        """The tries that are at work now."""
        query = "SELECT task_id, pid FROM task_instance WHERE state = 'running' AND pid > 0"
        started = asked_of(self.folder, query)
        ours = {child.pid for child in psutil.Process(self.process.pid).children(recursive=True)}
        return [Try(task.rpartition(".")[2], int(pid)) for task, pid in started if int(pid) in ours]

    def keep_logs(self) -> Path:
        """Copy the logs of all tasks to a folder that stays; returns it."""
        kept = Path(tempfile.mkdtemp(prefix="verbatim-chaos-logs-"))
        shutil.copytree(self.folder / "airflow" / "logs", kept, dirs_exist_ok=True)
        return kept


def log_of(folder: Path) -> Path:
    """Where what `make airflow` prints is kept."""
    return folder / "make-airflow.log"


@contextmanager
def retrying_airflow(environment: Mapping[str, str], folder: Path) -> Iterator[RetryingAirflow]:
    """An Airflow with its home in a folder, while the body runs."""
    port = str(free_port())
    config = folder / "airflow" / "config"
    config.mkdir(parents=True)
    (config / "airflow_local_settings.py").write_text(POLICY, encoding="utf-8")
    mine = {
        **environment,
        "VENV": sys.prefix,
        "AIRFLOW_HOME": str(folder / "airflow"),
        "AIRFLOW__API__PORT": port,
        # nothing runs but what is triggered, and whoever triggers it needs no password
        # a task that waits for its next try holds up no other
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__MAX_ACTIVE_TASKS_PER_DAG": "4",
        "AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": "False",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
    }
    log = log_of(folder)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.newsroom.demo", "airflow"],
            env=mine, cwd=ROOT, stdout=output, stderr=output,
        )  # fmt: skip
    airflow = RetryingAirflow(folder, process, f"http://127.0.0.1:{port}")
    try:
        known = "SELECT dag_id FROM serialized_dag WHERE dag_id IN ('daily_quotes', 'reprocess')"
        while "Stop it with" not in log.read_text("utf-8") or len(asked_of(folder, known)) < 2:
            airflow.state("")
            time.sleep(0.5)
        yield airflow
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()
