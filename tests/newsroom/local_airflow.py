"""Airflow on one machine for one person: its scheduler and pages, on loopback alone.

`airflow standalone` does nearly this, but its servers of logs listen on every address of the
machine, at ports that are the same for all who start one. Here nobody serves logs: on one machine
the pages read them from the disk. So one port is opened, that of the API server, on 127.0.0.1.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests
from filelock import FileLock, Timeout
from rich.console import Console

ROOT = Path(__file__).resolve().parents[2]
COMPONENTS = {
    "scheduler": ("--skip-serve-logs",),
    "dag-processor": (),
    "api-server": (),
    "triggerer": ("--skip-serve-logs",),
}
"""What Airflow consists of, with the options of each."""
STOPPING_SECONDS = 20
"""How long a component may take to end tasks and itself before it is killed."""
TOLD_LINES = 15
"""Of the log of a component that ended by itself."""


def serve(console: Console) -> int:
    """Run Airflow until it ends or is interrupted; returns the exit status.

    Raises SystemExit, with what to do, if the port or the home is in use by another one.
    """
    port = os.environ.get("AIRFLOW__API__PORT", "8080")
    if _answers(port):
        raise SystemExit(
            f"port {port} is in use, perhaps by another Airflow; stop it, or choose another "
            "port: AIRFLOW__API__PORT=8090 make airflow"
        )
    home = _airflow_home()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with FileLock(home / ".running.lock", timeout=0):
            return _serve(console, home, f"http://127.0.0.1:{port}")
    except Timeout:
        raise SystemExit(
            f"another Airflow runs in {home}; stop it, or give this one a home of its own: "
            "AIRFLOW_HOME=… make airflow"
        ) from None


def _airflow_home() -> Path:
    """Where bin/airflow keeps Airflow's database, settings and logs."""
    home = Path(os.environ.get("VERBATIM_HOME", ROOT / "var"))
    return Path(os.environ.get("AIRFLOW_HOME", home / "airflow")).absolute()


def _serve(console: Console, home: Path, page: str) -> int:
    logs = {name: home / f"{name}.log" for name in COMPONENTS}
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    with (home / "db-migrate.log").open("wb") as log:
        command = [ROOT / "bin" / "airflow", "db", "migrate"]
        if subprocess.run(command, stdout=log, stderr=log, check=False).returncode:
            console.print(f"Airflow's database cannot be made; see {log.name}")
            return 1
    console.print(f"Airflow starts; what its parts say is in {home}/*.log")
    with _started(console, logs) as processes:
        try:
            _tell_login(console, processes, home, page)
            while True:
                for name, process in processes.items():
                    if process.poll() is not None:
                        console.print(f"Airflow's {name} ended; the end of {logs[name]}:")
                        said = logs[name].read_text(encoding="utf-8", errors="replace")
                        console.print("\n".join(said.splitlines()[-TOLD_LINES:]), markup=False)
                        return process.returncode or 1
                time.sleep(1)
        except KeyboardInterrupt:
            console.print("Stopping Airflow")
            return 0


@contextmanager
def _started(
    console: Console, logs: Mapping[str, Path]
) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """The components, running while the body does."""
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, options in COMPONENTS.items():
            with logs[name].open("wb") as log:
                # in a session of its own, so that it gets one signal, from us
                processes[name] = subprocess.Popen(
                    [ROOT / "bin" / "airflow", name, *options],
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
        yield processes
    finally:
        # a second interrupt must not leave processes behind
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for process in processes.values():
            process.terminate()
        until = time.monotonic() + STOPPING_SECONDS
        for process in processes.values():
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _answers(port: str) -> bool:
    """Whether somebody listens on a port of this machine."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", int(port))) == 0


def _tell_login(
    console: Console, processes: Mapping[str, subprocess.Popen[bytes]], home: Path, page: str
) -> None:
    """Say where Airflow's page is and how to log in, once it answers.

    Airflow itself shows the password only the first time it starts.
    """
    passwords = home / "simple_auth_manager_passwords.json.generated"
    while all(process.poll() is None for process in processes.values()):
        try:
            requests.get(page, timeout=2).raise_for_status()
        except requests.RequestException:
            time.sleep(1)
            continue
        console.rule()
        console.print(f"Airflow: {page}")
        told = passwords.read_text(encoding="utf-8") if passwords.exists() else ""
        for user, password in json.loads(told or "{}").items():
            console.print(f"user: {user}   password: {password}", markup=False)
        console.print("Stop it with Ctrl-C")
        console.rule()
        return
