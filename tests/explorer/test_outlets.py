"""The page on which outlets stand side by side, and where its numbers lead."""

from __future__ import annotations

from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.explorer.asking import record, shown
from tests.explorer.conftest import client_of
from tests.warehouse.examples import DAY, MONDAY, Said, load, page


def test_outlets_are_compared(client: TestClient) -> None:
    outlets = {one["outlet_key"]: one for one in record(client, "/outlets.json")["outlets"]}
    assert outlets["post"] == {
        "outlet": "Meridian Post", "outlet_key": "post", "articles": 1, "quotations": 2,
        "statements": 2, "speakers": 1, "direct_share": 0.5, "unnamed_share": 0.5,
    }  # fmt: skip
    speakers = {one["speaker"]: one for one in record(client, "/outlets.json")["speakers"]}
    assert speakers["Ingrid Solberg"]["by_outlet"] == {"courier": 2, "echo": 1, "post": 1}
    assert record(client, "/outlets.json", until="2026-03-01")["outlets"] == []


def test_what_an_outlet_printed_of_some_days_is_what_its_link_finds(engine: Engine) -> None:
    for day, words in enumerate(("“One,”", "“Two,”", "“Three,”")):
        load(
            engine,
            page(
                f"{words} said Edda Kvist.",
                quotes=[Said(words, "Edda Kvist")],
                url=f"https://courier.example/{day}",
                at=MONDAY + day * DAY,
            ),
        )
    with client_of(engine) as client:
        for days in (
            {"since": "2026-03-03", "until": "2026-03-03"},
            {"since": "2026-03-03"},
            {"until": "2026-03-03"},
            {},
        ):
            (outlet,) = record(client, "/outlets.json", **days)["outlets"]
            (link,) = [
                one.get("href")
                for one in shown(client, "/outlets", **days).all("a")
                if one.text == "Harbour Courier"
            ]
            assert record(client, link.replace("?", ".json?"))["total"] == outlet["quotations"]
