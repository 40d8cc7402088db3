"""The explorer inside Airflow's pages: for whoever is logged in, and nobody else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from pipeline.warehouse import open_warehouse, upgrade
from tests.newsroom.local_airflow import ROOT
from tests.publish.pages import Page
from tests.test_airflow_server import eventually, free_port
from tests.warehouse.examples import agency, begin, ferry, load

pytestmark = pytest.mark.timeout(600)

PASSWORDS = "simple_auth_manager_passwords.json.generated"


@pytest.fixture
def airflow(environment: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of an Airflow's pages, over a warehouse with two articles."""
    url = f"sqlite:///{tmp_path / 'warehouse.sqlite'}"
    engine = open_warehouse(url)
    upgrade(engine)
    begin(engine)
    load(engine, ferry(), agency())
    port = str(free_port())
    mine = {
        **os.environ,
        **environment,
        "VENV": sys.prefix,
        "VERBATIM_WAREHOUSE": url,
        "AIRFLOW_HOME": str(tmp_path / "airflow"),
        "AIRFLOW__API__PORT": port,
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin,reader:viewer",
    }
    command = ROOT / "bin" / "airflow"
    subprocess.run([command, "db", "migrate"], env=mine, check=True, capture_output=True)
    log = tmp_path / "api-server.log"
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
        yield address
    finally:
        process.terminate()
        process.wait(timeout=60)


def test_whoever_is_logged_in_reads_and_a_stranger_gets_nothing(
    airflow: str, tmp_path: Path
) -> None:
    passwords = json.loads((tmp_path / "airflow" / PASSWORDS).read_text(encoding="utf-8"))
    login = {"username": "reader", "password": passwords["reader"]}
    answer = requests.post(f"{airflow}/auth/token", json=login, timeout=30)
    token = answer.json()["access_token"]
    reader, stranger = {"_token": token}, {"_token": f"{token[:-4]}AAAA"}

    for path in ("/", "/search?q=ferry", "/search.json", "/explorer.css", "/openapi.json", "/x"):
        for cookies in (None, stranger):
            refused = requests.get(f"{airflow}/verbatim{path}", cookies=cookies, timeout=30)
            assert refused.status_code == 401
            assert refused.text == "Log in to Airflow, then open this page again."
    refused = requests.post(f"{airflow}/verbatim/draft", data={"text": "“x”"}, timeout=30)
    assert refused.status_code == 401

    start = requests.get(f"{airflow}/verbatim/", cookies=reader, timeout=30)
    assert start.status_code == 200
    page = Page(start.text)
    assert page.all("h1")[0].text == "Who said what"
    (style,) = page.all("link", rel="stylesheet")
    for address in (style.get("href"), *(link.get("href") for link in page.all("a", rel=""))):
        if address.startswith("/"):
            assert address.startswith("/verbatim/")
            assert requests.get(f"{airflow}{address}", cookies=reader, timeout=30).ok, address
    bearer = {"Authorization": f"Bearer {token}"}
    found = requests.get(f"{airflow}/verbatim/search.json?q=ferry", headers=bearer, timeout=30)
    assert found.json()["total"] == 2

    admin = {"username": "admin", "password": passwords["admin"]}
    answer = requests.post(f"{airflow}/auth/token", json=admin, timeout=30)
    bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    (plugin,) = requests.get(f"{airflow}/api/v2/plugins", headers=bearer, timeout=30).json()[
        "plugins"
    ]
    assert [(view["name"], view["href"]) for view in plugin["external_views"]] == [
        ("Verbatim", "/verbatim/")
    ]
