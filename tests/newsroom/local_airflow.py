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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import requests
from filelock import FileLock, Timeout
from rich.console import Console

ROOT = Path(__file__).resolve().parents[2]
COMPONENTS = {
    "api-server": (),
    "dag-processor": (),
    "scheduler": ("--skip-serve-logs",),
}
"""What Airflow consists of, with the options of each; no task waits in a triggerer, not even for a
person. The scheduler comes last, once tasks can report to the API server: a task that cannot would
fail."""
STOPPING_SECONDS = 20
"""How long a component may take to end tasks and itself before it is killed."""
TOLD_LINES = 15
"""Of the log of a component that ended by itself."""
VISIT_POOL = "visits"
"""The pool that visits run in, unless VERBATIM_VISIT_POOL says otherwise. One slot: a visit waits
for sites for hours, and a second one would leave the two tasks at a time of a laptop no place."""


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
    os.environ.setdefault("VERBATIM_VISIT_POOL", VISIT_POOL)
    logs = {name: home / f"{name}.log" for name in COMPONENTS}
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    with (home / "db-migrate.log").open("wb") as log:
        command = [ROOT / "bin" / "airflow", "db", "migrate"]
        if subprocess.run(command, stdout=log, stderr=log, check=False).returncode:
            console.print(f"Airflow's database cannot be made; see {log.name}")
            return 1
    console.print(f"Airflow starts; what its parts say is in {home}/*.log")
    with _stopped_in_the_end() as processes:
        try:
            for name, options in COMPONENTS.items():
                if name == "scheduler":
                    if os.environ["VERBATIM_VISIT_POOL"] == VISIT_POOL:
                        _make_visit_pool(home)
                    _wait_for(f"{page}/execution/health", processes)
                processes[name] = _start(name, options, logs[name])
            if not _ended(processes):
                _tell_login(console, home, page)
            while not _ended(processes):
                time.sleep(1)
        except KeyboardInterrupt:
            console.print("Stopping Airflow")
            return 0
        ended = _ended(processes)
        for name in ended:
            console.print(f"Airflow's {name} ended; the end of {logs[name]}:")
            said = logs[name].read_text(encoding="utf-8", errors="replace")
            console.print("\n".join(said.splitlines()[-TOLD_LINES:]), markup=False)
        return processes[ended[0]].returncode or 1


def _make_visit_pool(home: Path) -> None:
    """Make the pool for visits unless it is there, with as many slots as somebody gave it."""
    airflow = ROOT / "bin" / "airflow"
    with (home / "pools.log").open("wb") as log:
        there = subprocess.run(
            [airflow, "pools", "get", VISIT_POOL], stdout=log, stderr=log, check=False
        )
        if there.returncode:
            command = [airflow, "pools", "set", VISIT_POOL, "1", "Visits at once"]
            subprocess.run(command, stdout=log, stderr=log, check=True)


def _start(name: str, options: Sequence[str], output: Path) -> subprocess.Popen[bytes]:
    with output.open("wb") as log:
        # in a session of its own, so that it gets one signal, from us
        return subprocess.Popen(
            [ROOT / "bin" / "airflow", name, *options],
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _ended(processes: Mapping[str, subprocess.Popen[bytes]]) -> list[str]:
    """The components that ended by themselves."""
    return [name for name, process in processes.items() if process.poll() is not None]


def _wait_for(page: str, processes: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Wait until a page answers, or a component has ended."""
    while not _ended(processes):
        try:
            requests.get(page, timeout=60).raise_for_status()
        except requests.RequestException:
            time.sleep(1)
        else:
            return


@contextmanager
def _stopped_in_the_end() -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Processes for the body to start, which are stopped when it ends."""
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
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


def _tell_login(console: Console, home: Path, page: str) -> None:
    """Say where Airflow's page is and how to log in.

    Airflow itself shows the password only the first time it starts.
    """
    passwords = home / "simple_auth_manager_passwords.json.generated"
    console.rule()
    console.print(f"Airflow: {page}")
    users = passwords.read_text(encoding="utf-8") if passwords.exists() else ""
    for user, password in json.loads(users or "{}").items():
        console.print(f"user: {user}   password: {password}", markup=False)
    console.print("Stop it with Ctrl-C")
    console.rule()
