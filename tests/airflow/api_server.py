"""Airflow's API server and pages in a process of its own, for tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.airflow.running_airflow import eventually, free_port
from tests.newsroom.local_airflow import ROOT

PASSWORDS = "simple_auth_manager_passwords.json.generated"


@dataclass(frozen=True, slots=True)
class ApiServer:
    """A server that answers."""

    address: str
    environment: Mapping[str, str]
    """That of every process of this Airflow."""

    def token(self, user: str) -> str:
        """What tells the server that a user, "admin" or "reader", is logged in."""
        home = Path(self.environment["AIRFLOW_HOME"])
        passwords = json.loads((home / PASSWORDS).read_text(encoding="utf-8"))
        login = {"username": user, "password": passwords[user]}
        answer = requests.post(f"{self.address}/auth/token", json=login, timeout=30)
        return str(answer.json()["access_token"])

    def headers(self, user: str) -> dict[str, str]:
        """The headers of a request of theirs."""
        return {"Authorization": f"Bearer {self.token(user)}"}


@contextmanager
def api_server(environment: Mapping[str, str], folder: Path) -> Iterator[ApiServer]:
    """An Airflow with a home in a folder, while the body runs."""
    port = str(free_port())
    mine = {
        **os.environ,
        **environment,
        "VENV": sys.prefix,
        "AIRFLOW_HOME": str(folder / "airflow"),
        "AIRFLOW__API__PORT": port,
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin,reader:viewer",
    }
    command = ROOT / "bin" / "airflow"
    subprocess.run([command, "db", "migrate"], env=mine, check=True, capture_output=True)
    log = folder / "api-server.log"
    with log.open("wb") as output:
        process = subprocess.Popen([command, "api-server"], env=mine, stdout=output, stderr=output)
    address = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            return requests.get(f"{address}/api/v2/version", timeout=10).ok
        except requests.ConnectionError:
            return False

    try:
        eventually(answers, process, log)
        yield ApiServer(address, mine)
    finally:
        process.terminate()
        process.wait(timeout=60)
