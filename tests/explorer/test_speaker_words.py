"""The words that a speaker uses more than others do, on the speaker's page and on their own."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import Engine

from pipeline.warehouse import speaker_profile
from tests.explorer.conftest import client_of
from tests.publish.pages import Page
from tests.warehouse.examples import agency, ferry, load
from tests.warehouse.talk import SPEAKER, talk


def test_words_are_links_to_what_the_speaker_said_with_them(engine: Engine) -> None:
    load(engine, *talk())
    with client_of(engine) as client:
        (known,) = client.get("/speakers.json", params={"name": SPEAKER}).json()["speakers"]
        address = f"/speakers/{known['speaker_id']}"
        page = Page(client.get(address).text)
        (section,) = page.all("section", **{"aria-labelledby": "words"})
        assert "ferry 12" in " ".join(section.text.split())
        (link,) = [one for one in page.all("a") if one.text == "ferry"]
        found = client.get(link.get("href").replace("/search?", "/search.json?")).json()
        assert found["total"] == 12
        assert {one["speaker"] for one in found["quotations"]} == {SPEAKER}
        in_profile = client.get(f"{address}.json").json()["words"]
        record = client.get(f"{address}/words.json").json()
        assert record == {"speaker_id": known["speaker_id"], "name": SPEAKER} | in_profile
        assert {(one["word"], one["language"]) for one in record["words"]} == {
            ("ferry", "en"), ("État", "fr"),
        }  # fmt: skip
        table = list(csv.DictReader(io.StringIO(client.get(f"{address}/words.csv").text)))
        assert [row["word"] for row in table] == [one["word"] for one in record["words"]]
        shown = Page(client.get(f"{address}/words").text)
        assert [one.get("lang") for one in shown.all("bdi") if one.text in {"ferry", "État"}] == [
            one["language"] for one in record["words"]
        ]
        described = client.get("/openapi.json").json()["paths"]
        assert {f"/speakers/{{speaker_id}}/words{end}" for end in ("", ".json", ".csv")} <= set(
            described
        )


def test_a_speaker_without_such_words_has_no_section_and_a_page_that_says_so(
    engine: Engine,
) -> None:
    load(engine, ferry())
    with client_of(engine) as client:
        (known,) = client.get("/speakers.json", params={"name": SPEAKER}).json()["speakers"]
        page = Page(client.get(f"/speakers/{known['speaker_id']}").text)
        assert not page.all("section", **{"aria-labelledby": "words"})
        assert "No word is known" in client.get(f"/speakers/{known['speaker_id']}/words").text
        assert client.get("/speakers/999999/words").status_code == 404


def test_a_speaker_with_many_quotations_has_the_same_page(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(engine, *talk(), ferry(), agency())
    with client_of(engine) as client:
        for name in (SPEAKER, "Edda Kvist"):
            (known,) = client.get("/speakers.json", params={"name": name}).json()["speakers"]
            address = f"/speakers/{known['speaker_id']}.json"
            before = client.get(address).json()
            with monkeypatch.context() as context:
                context.setattr(speaker_profile, "MANY", 1)
                assert client.get(address).json() == before
            assert before["spread"]
