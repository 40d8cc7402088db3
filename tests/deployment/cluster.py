"""A deployment with Celery on this machine: Airflow as in `deploy/celery`, and workers.

Each worker is a machine of its own (`machine.sh`), with its own processes and its own disk. What
they share is what they would share in a network: PostgreSQL, a broker, an object store.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import time
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import requests
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from tests.airflow.running_airflow import free_port
from tests.conftest import POSTGRESQL

ROOT = Path(__file__).resolve().parents[2]
CELERY_VENV = (ROOT / os.environ.get("CELERY_VENV", ".venv-celery")).resolve()
"""The virtual environment with what `deploy/celery/requirements.txt` names."""
MACHINE = ROOT / "tests" / "deployment" / "machine.sh"
COMPONENTS = ("api-server", "dag-processor", "scheduler")

QUICK = {
    # as in cluster.env, but for tests that wait for it
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "20",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "2",
    "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "2",
    # nothing runs but what a test triggers
    "AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE": "False",
    # the log is read by a test, which is nobody
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
    "AIRFLOW__CORE__HOSTNAME_CALLABLE": "socket.gethostname",
}
OWN_FOLDER = Path("/srv")
"""Where each machine has its folder."""


@dataclass(frozen=True, slots=True)
class TaskState:
    """How a task of a run is."""

    task_id: str
    map_index: int
    state: str | None
    tries: int
    machine: str | None
    """The worker that tried it last."""

    @property
    def name(self) -> str:
        """Its name without that of its group."""
        return self.task_id.rpartition(".")[2]


@dataclass
class Cluster:
    """Airflow with its workers, while the context lasts.

    broker: URL of Redis or RabbitMQ. store: address of an S3 server. bucket: URL of one there.
    folder: for logs, and what the machines have on their disks.
    """

    broker: str
    store: str
    bucket: str
    warehouse: str
    folder: Path
    environment: Mapping[str, str]
    machines: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _ending: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        self.name = f"verbatim_test_{uuid.uuid4().hex[:12]}"
        self.database: URL = make_url(POSTGRESQL).set(database=self.name)
        port = free_port()
        self.page = f"http://127.0.0.1:{port}"
        key = urlsafe_b64encode(secrets.token_bytes(32)).decode()
        address = self.database.render_as_string(hide_password=False)
        self.settings = {
            **QUICK,
            "VENV": str(CELERY_VENV),
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": address,
            "AIRFLOW__CELERY__BROKER_URL": self.broker,
            # of its own, in a broker that others may use
            "AIRFLOW__OPERATORS__DEFAULT_QUEUE": self.name,
            "AIRFLOW__CELERY__WORKER_CONCURRENCY": "1",
            "AIRFLOW__API__BASE_URL": self.page,
            "AIRFLOW__API__PORT": str(port),
            "AIRFLOW__API__SECRET_KEY": secrets.token_urlsafe(32),
            "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_urlsafe(64),
            "AIRFLOW__CORE__FERNET_KEY": key,
            "AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER": f"{self.bucket}/airflow-logs",
            "VERBATIM_WAREHOUSE": self.warehouse,
            "VERBATIM_STORE": f"{self.bucket}/verbatim",
            "VERBATIM_STORE_WRITE_SECONDS": "0.05",
            "AWS_ENDPOINT_URL": self.store,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            **self.environment,
        }

    def __enter__(self) -> Self:
        with self._ending:
            self._server("CREATE DATABASE " + self.name)
            self._ending.callback(self._server, f"DROP DATABASE {self.name} WITH (FORCE)")
            self._ending.callback(self._leave_broker)
            self._ending.callback(self._stop)
            self.airflow("db", "migrate")
            self.airflow("pools", "set", "visits", "2", "Visits at once")
            for component in COMPONENTS:
                self._processes[component] = self._start(component, [component])
            self.wait_for(self._answers, "the API server")
            self.wait_for(lambda: self.rows("SELECT 1 FROM dag WHERE dag_id = 'daily_quotes'"),
                          "the DAGs")  # fmt: skip
            self._ending = self._ending.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ending.close()

    def start_machine(self, name: str, core: int | None = None) -> None:
        """Start a worker on a machine with an empty disk, and one core of this computer or all."""
        disk = self.folder / f"{name}-{len(list(self.folder.glob(f'{name}-*')))}"
        disk.mkdir(parents=True)
        own = {
            "AIRFLOW_HOME": str(OWN_FOLDER / "airflow"),
            "VERBATIM_HOME": str(OWN_FOLDER / "verbatim"),
            "HOME": str(OWN_FOLDER),
            "TMPDIR": str(OWN_FOLDER / "tmp"),
        }
        command = [str(MACHINE), name, str(disk), *self._command("worker")]
        if core is not None:
            command = ["taskset", "--cpu-list", str(core), *command]
        self.machines[name] = self._popen(f"machine-{disk.name}", command, own)

    def kill_machine(self, name: str) -> None:
        """End all processes of a machine at once, with SIGKILL."""
        machine = self.machines.pop(name)
        os.killpg(machine.pid, signal.SIGKILL)
        machine.wait()

    def left_on_disks(self) -> set[str]:
        """What Verbatim has left on the disks of the machines."""
        return {
            str(path.relative_to(self.folder))
            for path in self.folder.glob("*-*/verbatim/**/*")
            if path.is_file()
        }

    def trigger(self, dag: str, day: str, conf: Mapping[str, object] | None = None) -> None:
        """Start a run of a DAG."""
        self.airflow(
            "dags", "trigger", dag, "--logical-date", day, "--conf", json.dumps(conf or {})
        )

    def airflow(self, *arguments: str) -> str:
        """What an Airflow command prints; fails with it."""
        done = subprocess.run(
            self._command(*arguments),
            env=self._environment("command"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def run_state(self) -> str:
        """The state of the newest run; empty if there is none."""
        rows = self.rows("SELECT state FROM dag_run ORDER BY id DESC LIMIT 1")
        return str(rows[0][0]) if rows else ""

    def tasks(self) -> list[TaskState]:
        """The tasks of all runs."""
        return [
            TaskState(task_id, index, state, tries, machine)
            for task_id, index, state, tries, machine in self.rows(
                "SELECT task_id, map_index, state, try_number, hostname FROM task_instance"
            )
        ]

    def log_of(self, task: TaskState) -> str:
        """The log of a task's last try, as Airflow's pages get it."""
        token = requests.get(f"{self.page}/auth/token", timeout=60).json()["access_token"]
        ((run,),) = self.rows("SELECT run_id FROM dag_run")
        answer = requests.get(
            f"{self.page}/api/v2/dags/daily_quotes/dagRuns/{run}/taskInstances/{task.task_id}/logs/"
            f"{task.tries}",
            params={"map_index": str(task.map_index), "full_content": "true"},
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
            timeout=60,
        )
        answer.raise_for_status()
        return answer.text

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What Airflow's database says."""
        engine = create_engine(self.database, poolclass=NullPool)
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def wait_for(self, true: Callable[[], object], what: str) -> None:
        """Wait until something holds; fails with the logs if a process ends or a task fails."""
        while not true():
            for name, process in (self._processes | self.machines).items():
                assert process.poll() is None, (
                    f"{name} ended while waiting for {what}\n{self.logs()}"
                )
            if self._processes.get("scheduler"):
                failed = [one for one in self.tasks() if one.state == "failed"]
                assert not failed, f"{failed} while waiting for {what}\n{self.logs()}"
            time.sleep(0.5)

    def logs(self) -> str:
        """The ends of the logs of all processes."""
        return "\n".join(
            f"== {path.name}\n{path.read_text(encoding='utf-8', errors='replace')[-6000:]}"
            for path in sorted(self.folder.glob("*.log"))
        )

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.page}/execution/health", timeout=60).ok
        except requests.RequestException:
            return False

    def _command(self, *arguments: str) -> list[str]:
        return [str(ROOT / "deploy" / "celery" / "airflow"), *arguments]

    def _environment(self, name: str) -> dict[str, str]:
        home = self.folder / "homes" / name
        return (
            {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(home)}
            | {"AIRFLOW_HOME": str(home), "VERBATIM_HOME": str(home / "verbatim")}
            | self.settings
        )

    def _start(self, name: str, arguments: list[str]) -> subprocess.Popen[bytes]:
        return self._popen(name, self._command(*arguments), {})

    def _popen(
        self, name: str, command: list[str], environment: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                command,
                env=self._environment(name) | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _stop(self) -> None:
        for name in list(self.machines):
            self.kill_machine(name)
        for process in self._processes.values():
            os.killpg(process.pid, signal.SIGTERM)
        for process in self._processes.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _leave_broker(self) -> None:
        """Delete the queue; what else a worker has there ends with it."""
        code = (
            "import sys, kombu\n"
            "with kombu.Connection(sys.argv[1]) as connection:\n"
            "    kombu.Queue(sys.argv[2], channel=connection).delete()\n"
        )
        subprocess.run(
            [CELERY_VENV / "bin" / "python", "-c", code, self.broker, self.name], check=True
        )

    def _server(self, statement: str) -> None:
        engine = create_engine(make_url(POSTGRESQL), poolclass=NullPool)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(statement))
