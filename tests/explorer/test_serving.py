"""The explorer as the command line starts it, and in a real browser."""

from __future__ import annotations

import socket
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from pipeline.cli.commands import cli
from pipeline.warehouse import WarehouseError, upgrade
from pipeline.warehouse.connection import open_warehouse, reading
from pipeline.warehouse.read_only import open_read_only
from tests.explorer.browser import CHROMIUM, opened_tab
from tests.explorer.serving import served
from tests.publish.pages import Page


@pytest.fixture(scope="module")
def url(loaded: Engine) -> str:
    return loaded.url.render_as_string(hide_password=False)


def test_the_server_answers_on_loopback(url: str) -> None:
    with served(url) as address:
        answer = httpx.get(address)
        assert answer.status_code == 200
        assert Page(answer.text).all("h1")[0].text == "Who said what"
        found = httpx.get(f"{address}search.json", params={"q": "ferry"})
        assert found.json()["total"] == 3
        style = Page(answer.text).all("link", rel="stylesheet")[0].get("href")
        assert httpx.get(address + style.lstrip("/")).headers["content-type"].startswith("text/css")


def test_a_warehouse_that_is_missing_old_or_empty_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "warehouse.sqlite"
    monkeypatch.setenv("VERBATIM_WAREHOUSE", f"sqlite:///{file}")

    def said() -> str:
        ended = CliRunner().invoke(cli, ["serve", "--port", "0"])
        assert ended.exit_code == 1
        return ended.output

    assert "there is no warehouse" in said()
    assert not file.exists()
    engine = open_warehouse(f"sqlite:///{file}")
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert "older version" in said()
    assert "db upgrade" in said()


def test_a_port_that_is_taken_is_a_sentence(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_WAREHOUSE", url)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = CliRunner().invoke(cli, ["serve", "--port", port])
    assert ended.exit_code == 1
    assert f"port {port} of 127.0.0.1 cannot be used: Address already in use" in ended.output


def test_the_database_itself_refuses_to_change(url: str) -> None:
    engine = open_read_only(url, seconds=30)
    with (
        pytest.raises((WarehouseError, DBAPIError), match=r"read|written"),
        reading(engine) as connection,
    ):
        connection.execute(text("DELETE FROM quotation"))


def test_a_question_that_takes_too_long_is_broken_off(url: str) -> None:
    endless = (
        "WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted) "
        "SELECT count(*) FROM counted"
    )
    engine = open_read_only(url, seconds=0.3)
    with pytest.raises(WarehouseError, match="broke a question off"), reading(engine) as connection:
        connection.execute(text(endless))


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_phone_without_scripts_and_mouse_shows_every_page(url: str, tmp_path: Path) -> None:
    with served(url) as address, opened_tab(tmp_path) as tab:
        tab.without_scripts()
        tab.size(390, 844)
        for path in (
            "", "search?q=ferry&kind=direct", "speakers", "speakers/1", "statements",
            "statements/1", "articles/1", "quotations/1", "changes", "outlets", "draft", "nothing",
        ):  # fmt: skip
            tab.open(f"{address}{path}")
            assert tab.value("document.documentElement.scrollWidth") == 390, path
            assert tab.value("getComputedStyle(document.querySelector('h1')).fontSize") != "32px"
            # further columns are reached by scrolling; what a row is about is seen at once
            assert tab.value(
                "[...document.querySelectorAll('.scroll tbody th, .scroll tbody th *')]"
                ".every(cell => cell.getBoundingClientRect().right <= 390)"
            ), path
        tab.open(address)
        tab.press("Tab")
        assert tab.value("document.activeElement.textContent") == "Skip to the content"
        tab.press("Enter")
        tab.press("Tab")
        assert tab.value("document.activeElement.name") == "q"
        assert tab.value("getComputedStyle(document.activeElement).outlineWidth") == "2px"
        tab.type("not sell")
        tab.press("Enter")
        tab.wait_for("Page.loadEventFired")
        assert "/search?q=not" in tab.value("location.href")
        assert tab.value("document.querySelectorAll('.found > li').length") == 2
        assert tab.value("document.querySelector('mark').textContent").startswith("“We will not")
