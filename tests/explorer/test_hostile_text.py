"""Text from the web that wants to be more than text stays text."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Engine

from pipeline.records import AttributedPage, Block, Label
from tests.explorer.browser import CHROMIUM, opened_tab
from tests.explorer.conftest import client_of
from tests.explorer.crawling import crawled
from tests.explorer.serving import served
from tests.publish.pages import Page
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import HOUR, MONDAY, Said, load, page

PAYLOADS = (
    "<script>document.title='hacked'</script>",
    "</script><script>document.title='hacked'</script>",
    "<img src=x onerror=\"document.title='hacked'\">",
    "<svg onload=\"document.title='hacked'\">",
    "<svg><script>document.title='hacked'</script></svg>",
    "\"><script>document.title='hacked'</script>",
    "' onmouseover='document.title=\"hacked\"",
    "\" autofocus onfocus=\"document.title='hacked'",
    "javascript:document.title='hacked'",
    "<a href=\"javascript:document.title='hacked'\">x</a>",
    "<iframe srcdoc=\"<script>parent.document.title='hacked'</script>\"></iframe>",
    "</textarea><script>document.title='hacked'</script>",
    "</title><script>document.title='hacked'</script>",
    "</style><script>document.title='hacked'</script>",
    "<style>@import 'https://attacker.example/x.css';</style>",
    "<base href=\"https://attacker.example/\">",
    "<meta http-equiv=refresh content=\"0;url=https://attacker.example/\">",
    "<form action=https://attacker.example/><button>Search</button></form>",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "=HYPERLINK(\"https://attacker.example/\",\"x\")",
    "&lt;script&gt;document.title='hacked'&lt;/script&gt;",
    "<math><mtext><script>document.title='hacked'</script></mtext></math>",
)  # fmt: skip

HANDLED = ("javascript:document.title='hacked'", "data:text/html,<script>x</script>")
"""Addresses that no link may lead to."""


def hostile(payload: str, number: int, *, edited: bool = False) -> AttributedPage:
    """An article in which everything is a payload; edited, its words are others."""
    words = f"“The ferry {payload} number {number}{' again' if edited else ''},”"
    made = page(
        f"{words} said {payload}.",
        quotes=[Said(words, f"Edda {payload}", payload, (payload,), mention=payload)],
        url=HANDLED[number % 2] if number < 2 else f"https://a.example/{number}?{payload}",
        headline=payload,
        at=MONDAY + (HOUR if edited else 0 * HOUR),
    )
    dropped = Block(Label.RELATED, payload, payload, payload)
    blocks = (*made.article.blocks, dropped)
    return replace(
        made, article=replace(made.article, authors=(payload,), section=payload, blocks=blocks)
    )


@pytest.fixture(scope="module")
def attacked(made_warehouse: NewWarehouse) -> Engine:
    """A warehouse of such articles, each of them edited."""
    engine = made_warehouse()
    for edited in (False, True):
        load(
            engine,
            *(hostile(payload, n, edited=edited) for n, payload in enumerate(PAYLOADS)),
        )
    return engine


def test_no_payload_becomes_an_element_an_attribute_or_an_address(attacked: Engine) -> None:
    plain_tags: set[str] = set()
    with client_of(attacked) as client:
        answers = crawled(client)
        for payload in PAYLOADS:
            answers["words " + payload] = client.get("/search", params={"q": payload})
            answers["draft " + payload] = client.post("/draft", data={"text": payload})
            answers["speaker " + payload] = client.get("/search", params={"speaker": payload})
            answers["outlet " + payload] = client.get("/search", params={"outlet": payload})
            answers["name " + payload] = client.get("/speakers", params={"name": payload})
            answers["day " + payload] = client.get("/changes", params={"day": payload[:20]})
            answers["path " + payload] = client.get(f"/{payload}")
    pages = [a for a in answers.values() if a.headers["content-type"].startswith("text/html")]
    assert len(pages) > 150
    for answer in pages:
        for element in Page(answer.text).elements:
            plain_tags.add(element.tag)
            assert not [name for name in element.attributes if name.startswith("on")]
            for name in ("href", "src", "action", "cite"):
                scheme = urlsplit(element.get(name).replace("data:,", "")).scheme
                assert scheme in {"", "http", "https"}, element
    assert not plain_tags & {"script", "style", "iframe", "base", "img", "math", "object", "embed"}


def test_no_payload_becomes_a_formula(attacked: Engine) -> None:
    with client_of(attacked) as client:
        cells = [
            cell
            for row in csv.reader(io.StringIO(client.get("/search.csv?q=ferry").text))
            for cell in row
        ]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_a_megabyte_of_text_gives_a_page_that_opens(engine: Engine) -> None:
    long = "long " * 250_000
    many = tuple(f"Paragraph {number} is here." for number in range(4000))
    load(
        engine,
        page(
            f"“{long}” said {'N' * 5000}.",
            quotes=[Said(f"“{long}”", "N" * 5000, long)],
            headline=long,
        ),
        page(*many, url="https://courier.example/many", at=MONDAY + HOUR),
        page(*many[::-1], url="https://courier.example/many", at=MONDAY + 2 * HOUR),
    )
    with client_of(engine) as client:
        articles = [f"/articles/{row}" for row in article_ids(engine)]
        for address, answer in (crawled(client) | {a: client.get(a) for a in articles}).items():
            assert answer.status_code == 200, address
            if answer.headers["content-type"].startswith("text/html"):
                assert len(answer.text) < 2_000_000, address


def article_ids(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return [row.id for row in connection.exec_driver_sql("SELECT id FROM article")]


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_browser_that_runs_scripts_runs_none_of_these(attacked: Engine, tmp_path: Path) -> None:
    url = attacked.url.render_as_string(hide_password=False)
    with served(url) as address, opened_tab(tmp_path) as tab:
        for path in ("", "search?q=ferry", "speakers", "statements", "changes", "outlets"):
            tab.open(f"{address}{path}")
            assert "hacked" not in tab.value("document.title").replace("document.title", "")
            links = tab.value(
                '[...document.querySelectorAll(\'a[href*="/articles/"],a[href*="/quotations/"]\')]'
                ".slice(0, 3).map(link => link.href)"
            )
            for link in links:
                tab.open(link)
                assert tab.value("document.title") != "hacked"
                assert tab.value("location.host") == urlsplit(address).netloc
