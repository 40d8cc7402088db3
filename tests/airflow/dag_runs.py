"""Runs of DAGs by `airflow dags test`, and what they print and load."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import Engine

from pipeline.warehouse import open_warehouse
from tests.newsroom.local_airflow import ROOT

DAY = "2026-03-07"

DAGS = (
    "check_warehouse", "daily_quotes", "import_archive", "notify", "publication_deadline",
    "reprocess", "review_speakers",
)  # fmt: skip


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
