"""Who a speaker is outside, on the speaker's page."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from pipeline.warehouse import load_identities
from tests.explorer.conftest import client_of
from tests.publish.pages import Page
from tests.warehouse.examples import ferry, load
from tests.warehouse.identity_examples import identities_file

HOSTILE = "mayor <script>alert(1)</script> of Port Ellery"


def test_a_speaker_s_page_has_the_identity_and_whom_else_it_may_be(
    engine: Engine, tmp_path: Path
) -> None:
    load(engine, ferry())
    lines = (
        f"Q11,Ingrid Solberg,,,{HOSTILE},2020-05-01,",
        "archive:9,Ingrid Solberg,,,senator,1890,1895",
        "harbour:1,Edda Kvist,,,,,",
        "harbour:2,Edda Kvist,,,,,",
    )
    load_identities(engine, [identities_file(tmp_path, *lines)])
    with client_of(engine) as client:
        listed = client.get("/speakers.json").json()["speakers"]
        identities = {one["name"]: one["identity"] for one in listed}
        assert identities == {"Ingrid Solberg": "wikidata:Q11", "Edda Kvist": None}
        number = next(one["speaker_id"] for one in listed if one["identity"])
        record = client.get(f"/speakers/{number}.json").json()
        answer = client.get(f"/speakers/{number}")
    assert record["identity"] == "wikidata:Q11"
    assert [(one["identity"], one["doubt"]) for one in record["candidates"]] == [
        ("wikidata:Q11", None), ("archive:9", "lifetime"),
    ]  # fmt: skip
    assert record["candidates"][0]["offices"][0]["first_day"] == "2020-05-01"
    page = Page(answer.text)
    (link,) = [one for one in page.all("a") if "wikidata" in one.get("href")]
    assert link.get("href") == "https://www.wikidata.org/wiki/Q11"
    text = " ".join(page.all("section", **{"aria-labelledby": "outside"})[0].text.split())
    assert "(1 May 2020 – …)" in text
    assert "not taken for it: the articles are decades away from the office" in text
    assert "<script>alert" not in answer.text
