"""The explorer inside Airflow's pages: for whoever is logged in, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from pipeline.warehouse import open_warehouse, upgrade
from tests.airflow.api_server import ApiServer, api_server
from tests.publish.pages import Page
from tests.warehouse.examples import agency, begin, ferry, load

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def server(environment: dict[str, str], tmp_path: Path) -> Iterator[ApiServer]:
    """An Airflow's pages, over a warehouse with two articles."""
    url = f"sqlite:///{tmp_path / 'warehouse.sqlite'}"
    engine = open_warehouse(url)
    upgrade(engine)
    begin(engine)
    load(engine, ferry(), agency())
    with api_server(environment | {"VERBATIM_WAREHOUSE": url}, tmp_path) as running:
        yield running


def test_whoever_is_logged_in_reads_and_a_stranger_gets_nothing(server: ApiServer) -> None:
    airflow, token = server.address, server.token("reader")
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

    asked = requests.get(f"{airflow}/api/v2/plugins", headers=server.headers("admin"), timeout=30)
    views = [view for plugin in asked.json()["plugins"] for view in plugin["external_views"]]
    assert [(view["name"], view["href"]) for view in views] == [("Verbatim", "/verbatim/")]
