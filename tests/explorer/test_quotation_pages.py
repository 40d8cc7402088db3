"""One quotation under its number: how it is copied, and what must be known of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from pipeline.records import Kind
from tests.explorer.asking import record, shown, texts
from tests.explorer.conftest import client_of
from tests.warehouse.examples import FERRY, FERRY_QUOTES, load, page

EDITED = "The article was edited and no longer has the text in which this stood."
WITHHELD = "A check found it to be wrong."
UNCERTAIN = "Less certain: 40 % that content and speaker are right."
LIVE, AT_THE_WORDS = "The live page", "The words on the live page"


def test_a_quotation_is_copied_with_its_source(client: TestClient) -> None:
    found = record(client, "/search.json", q="ours", outlet="courier")["quotations"][0]
    (field,) = shown(client, f"/quotations/{found['quotation_id']}").all("textarea")
    words, source, link, archived = field.text.strip().splitlines()
    assert words == "“It is ours,”"
    assert source == (
        "— Ingrid Solberg, mayor. Council keeps the ferry, Harbour Courier, 2026-03-02."
    )
    assert link == "https://courier.example/ferry#:~:text=council%20of-,It%20is%20ours" or (
        link.startswith("https://courier.example/ferry#:~:text=")
    )
    assert archived.startswith("Archived 2026-03-02")


def test_a_quotation_that_was_edited_away_keeps_its_address(client: TestClient) -> None:
    (gone, *_) = record(client, "/changes.json")["changes"]
    assert not record(client, f"/quotations/{gone['quotation_id']}.json")["is_current"]
    assert "The article was edited" in client.get(f"/quotations/{gone['quotation_id']}").text


def test_no_link_leads_to_words_that_the_page_has_no_more(client: TestClient) -> None:
    (gone, *_) = record(client, "/changes.json")["changes"]
    number, url = gone["quotation_id"], gone["url"]
    quotation = record(client, f"/quotations/{number}.json")
    assert quotation["quotation"]["link"] == url
    assert quotation["copy"].splitlines()[2:4] == [EDITED, url]
    article = f"/articles/{gone['article_id']}"
    for address, is_current in (
        (f"/quotations/{number}", False),
        (f"{article}/versions/{gone['version_id']}", False),
        (article, True),
    ):
        found = shown(client, address)
        links = [one.get("href") for one in found.all("a") if one.text in (LIVE, AT_THE_WORDS)]
        assert links
        assert all(("#:~:text=" in link) == is_current for link in links), address
        assert (AT_THE_WORDS in texts(found, "a")) == is_current, address
        assert (LIVE in texts(found, "a")) != is_current, address


@pytest.mark.parametrize(
    ("changed", "withheld", "note"),
    [
        ({}, None, None),
        (
            {"kind": Kind.PARTIAL},
            None,
            "A few of the speaker’s words in marks, inside the writer’s sentence.",
        ),
        ({"kind": Kind.INDIRECT}, None, "Reported by the writer, without marks."),
        (
            {"kind": Kind.MIXED},
            None,
            "Reported by the writer, with some of the speaker’s words in marks.",
        ),
        ({"confidence": 0.4}, None, UNCERTAIN),
        ({}, "quotation_words", WITHHELD),
        (
            {"kind": Kind.INDIRECT, "confidence": 0.4},
            "quotation_words",
            f"{WITHHELD} Reported by the writer, without marks. {UNCERTAIN}",
        ),
    ],
    ids=str,
)
def test_what_must_be_known_is_copied_in_one_line(
    engine: Engine, changed: dict[str, object], withheld: str | None, note: str | None
) -> None:
    said = replace(FERRY_QUOTES[0], **changed)  # type: ignore[arg-type]
    load(engine, page(*FERRY, quotes=[said]))
    with engine.begin() as connection:
        connection.execute(text("UPDATE quotation SET withheld = :why"), {"why": withheld})
        number = connection.execute(text("SELECT id FROM quotation")).scalar_one()
    with client_of(engine) as client:
        lines = record(client, f"/quotations/{number}.json")["copy"].splitlines()
    assert lines[2:-2] == ([note] if note else [])
    assert "#:~:text=" in lines[-2]
