"""What each page of the explorer shows."""

from __future__ import annotations

import csv
import io

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import Engine, text

from pipeline.explorer import (
    change_pages,
    page_formats,
    search_pages,
    speaker_pages,
    statement_pages,
)
from pipeline.records import Kind
from pipeline.warehouse import quotation_search, rebuild_marts
from tests.explorer.asking import record, shown, texts
from tests.explorer.conftest import client_of
from tests.explorer.crawling import crawled
from tests.publish.pages import Page
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import DAY, MONDAY, Said, edited, ferry, load, page

SOLD, OURS = "“We will not sell the ferry,”", "“It is ours,”"
MAY = "“We may sell the ferry,”"


def solberg(client: TestClient) -> int:
    (found,) = record(client, "/speakers.json", name="solberg")["speakers"]
    return int(found["speaker_id"])


@pytest.fixture(scope="module")
def answers(client: TestClient) -> dict[str, Response]:
    """All pages that links from the start lead to."""
    return crawled(client)


def test_every_link_leads_to_a_page(answers: dict[str, Response]) -> None:
    assert {answer.status_code for answer in answers.values()} == {200}
    kinds = {answer.headers["content-type"].partition(";")[0] for answer in answers.values()}
    assert kinds == {"text/html", "application/json", "text/csv"}
    for beginning in ("/speakers/", "/statements/", "/articles/", "/quotations/", "/changes"):
        assert any(address.startswith(beginning) for address in answers), beginning


def test_every_page_is_json_too_and_is_described(
    answers: dict[str, Response], client: TestClient
) -> None:
    described = record(client, "/openapi.json")["paths"]
    assert {
        "/index.json", "/search.json", "/search.csv", "/speakers.json",
        "/speakers/{speaker_id}.json",
        "/statements/{statement_id}.json", "/articles/{article_id}.json",
        "/articles/{article_id}/versions/{version_id}.json", "/quotations/{quotation_id}.json",
        "/changes.csv", "/outlets.csv", "/draft.json",
    } <= set(described)  # fmt: skip
    for answer in answers.values():
        if answer.headers["content-type"].startswith("application/json"):
            assert answer.json()


def test_browsers_are_told_to_run_and_load_nothing_else(answers: dict[str, Response]) -> None:
    for answer in answers.values():
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        if answer.headers["content-type"].startswith("text/html"):
            elements = Page(answer.text).elements
            assert not [e for e in elements if e.tag in {"script", "style"} or e.get("style")]


def test_fields_have_labels_and_pages_one_heading(answers: dict[str, Response]) -> None:
    for address, answer in answers.items():
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        found = Page(answer.text)
        assert len(found.all("h1")) == 1, address
        ids = [element.get("id") for element in found.elements if element.get("id")]
        assert len(ids) == len(set(ids)), address
        labelled = {label.get("for") for label in found.all("label")}
        for element in found.elements:
            if element.tag in {"input", "select", "textarea"} and element.get("type") != "hidden":
                assert element.get("id") in labelled, (address, element)


def test_the_start_shows_what_is_new_what_spreads_and_what_changed(client: TestClient) -> None:
    start = record(client, "/index.json")
    assert start["day"] == "2026-03-02"
    assert {one["quotation_id"] for one in start["newest"]}
    assert start["spread"][0]["outlets"] == 2
    assert {one["text"] for one in start["changes"]} <= {SOLD, MAY, "“It is ours,”"}
    assert len(start["changes"]) == 4
    assert "Changed after it was printed" in texts(shown(client, "/"), "h2")


def test_the_start_of_an_empty_warehouse_says_what_to_do(new_warehouse: NewWarehouse) -> None:
    with client_of(new_warehouse()) as client:
        assert "python -m pipeline run" in client.get("/").text
        for address in ("/search", "/speakers", "/statements", "/changes", "/outlets"):
            assert client.get(address).status_code == 200


def test_search_finds_words_and_marks_them_in_their_paragraph(client: TestClient) -> None:
    found = record(client, "/search.json", q="not sell")
    assert {one["outlet"] for one in found["quotations"]} == {"Harbour Courier", "Meridian Post"}
    assert all(one["link"].startswith(one["url"] + "#:~:text=") for one in found["quotations"])
    marks = texts(shown(client, "/search", q="not sell"), "mark")
    assert marks == [SOLD, "“We will not sell the ferry”"]


@pytest.mark.parametrize(
    ("facet", "total"),
    [
        ({"speaker": "Kvist"}, 2),
        ({"outlet": "post"}, 2),
        ({"kind": "indirect"}, 3),
        ({"since": "2026-03-03"}, 0),
        ({"until": "2026-03-02"}, 7),
        ({"language": "de"}, 0),
        ({"language": "EN"}, 7),
        ({"min_confidence": "0.95"}, 0),
    ],
    ids=str,
)
def test_facets_restrict_what_is_found(
    client: TestClient, facet: dict[str, str], total: int
) -> None:
    found = record(client, "/search.json", **facet)
    assert found["total"] == total
    assert len(found["quotations"]) == total


def test_search_goes_on_to_the_next_page(new_warehouse: NewWarehouse) -> None:
    warehouse = new_warehouse()
    words = [f"“Boat number {number} is late,”" for number in range(1, 46)]
    load(
        warehouse,
        page(*(f"{one} Edda Kvist said." for one in words),
             quotes=[Said(one, "Edda Kvist") for one in words]),
    )  # fmt: skip
    with client_of(warehouse) as client:
        seen: list[str] = []
        address: str | None = "/search?q=late&speaker="
        while address:
            shown_page = shown(client, address)
            seen += texts(shown_page, "mark")
            (next_one,) = shown_page.all("a", rel="next") or [None]
            address = next_one.get("href") if next_one else None
            assert len(seen) <= 45
        assert sorted(seen) == sorted(words)
        assert "21–40 of 45" in client.get("/search?q=late&page=2").text
        assert "There is no page 9 of 45" in client.get("/search?q=late&page=9").text


def test_no_link_leads_behind_the_last_page_that_is_shown(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_formats, "MOST_PAGES", 1)
    monkeypatch.setattr(search_pages, "PAGE_SIZE", 2)
    first = client.get("/search")
    assert "1–2 of" in first.text
    assert "The pages end here" in first.text
    assert not Page(first.text).all("a", rel="next")


def test_much_that_fits_is_at_least_so_much(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotation_search, "MOST_COUNTED", 2)
    monkeypatch.setattr(search_pages, "PAGE_SIZE", 2)
    assert "1–2 of at least 2." in client.get("/search").text
    assert "CSV (2 of at least 2 rows)" in texts(shown(client, "/search"), "a")
    found = record(client, "/search.json")
    assert (found["total"], found["more"]) == (2, True)
    seen = client.get("/search", params={"page": 2})
    assert "3–4 of at least" in seen.text


def test_search_says_what_may_have_been_meant(client: TestClient) -> None:
    assert record(client, "/search.json", q="Solbreg")["notes"]
    assert "did you mean" in client.get("/search?q=Solbreg").text.lower()
    assert "did you mean Harbour Courier" in client.get("/search?outlet=Harbor+Courier").text


def test_a_table_for_a_spreadsheet(client: TestClient) -> None:
    answer = client.get("/search.csv", params={"q": "ferry"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    header, *rows = csv.reader(io.StringIO(answer.text))
    assert header[:2] == ["quotation_id", "statement_id"]
    assert {row[header.index("speaker")] for row in rows} == {"Ingrid Solberg"}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/search", "CSV (2 of 7 rows)"),
        ("/search?page=4", "CSV (1 of 7 rows)"),
        ("/search?q=nothing", "CSV (0 of 0 rows)"),
        ("/changes", "CSV (2 of 5 rows)"),
        ("/statements", "CSV (2 of 5 rows)"),
        ("/speakers", "CSV (1 of 2 rows)"),
        ("/outlets", "CSV"),
    ],
)
def test_a_table_says_how_many_of_the_rows_it_has(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, address: str, said: str
) -> None:
    for pages in (search_pages, change_pages, statement_pages):
        monkeypatch.setattr(pages, "PAGE_SIZE", 2)
    monkeypatch.setattr(speaker_pages, "LISTED", 1)
    assert said in texts(shown(client, address), "a")


def test_a_speaker_is_shown_with_all_that_is_known(client: TestClient) -> None:
    who = solberg(client)
    known = record(client, f"/speakers/{who}.json")
    assert (known["name"], known["quotations"]) == ("Ingrid Solberg", 4)
    assert {form["form"] for form in known["forms"]} >= {"Ingrid Solberg", "Solberg"}
    assert [role["role"] for role in known["roles"]] == ["mayor"]
    assert known["days"] == [["2026-03-02", 4]]
    assert sum(outlet["quotations"] for outlet in known["outlets"]) == 4
    found = shown(client, f"/speakers/{who}")
    assert texts(found, "h1") == ["Ingrid Solberg"]
    assert len(found.all("svg")) == 1
    assert found.all("rect")
    assert "How often each is used, older versions of articles included." in texts(found, "p")


def test_a_list_of_the_most_quoted_says_of_how_many(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "All, the most quoted first." in texts(shown(client, "/speakers"), "p")
    monkeypatch.setattr(speaker_pages, "LISTED", 1)
    assert "The 1 most quoted of 2." in texts(shown(client, "/speakers"), "p")


def test_several_speakers_of_a_name_are_there_to_choose_from(engine: Engine) -> None:
    said = [Said("“One,”", "Ada Kvist"), Said("“Two,”", "Edda Kvist")]
    load(engine, page("“One,” said Ada Kvist.", "“Two,” said Edda Kvist.", quotes=said))
    with client_of(engine) as client:
        found = shown(client, "/speakers", name="Kvist")
        assert {"Ada Kvist", "Edda Kvist"} <= set(texts(found, "a"))


def test_a_statement_is_shown_with_every_cut_of_it(client: TestClient) -> None:
    found = record(client, "/search.json", q="not sell", outlet="post")["quotations"][0]
    statement = record(client, f"/statements/{found['statement_id']}.json")
    assert [(one["outlet"], one["text"]) for one in statement["prints"]] == [
        ("Meridian Post", "“We will not sell the ferry”"),
        ("Harbour Courier", SOLD),
    ]
    assert statement["spread"]["first_outlet"] == "Meridian Post"
    assert [one["outlet"] for one in statement["former"]] == ["L’Écho du Port"]


def test_an_article_shows_what_an_edit_changed_and_what_was_dropped(engine: Engine) -> None:
    load(engine, ferry(), edited(headline="Council may sell the ferry"))
    with client_of(engine) as client:
        (gone, *_) = record(client, "/changes.json")["changes"]
        article = record(client, f"/articles/{gone['article_id']}.json")
        assert len(article["versions"]) == 2
        assert [part["change"] for part in article["differences"]] == [
            "unchanged", "reworded", "unchanged",
        ]  # fmt: skip
        current = shown(client, f"/articles/{gone['article_id']}")
        assert texts(current, "ins") == ["Council may sell the ferry", "may"]
        assert "will not" in texts(current, "del")
        assert texts(current, "mark") == ["“We may sell the ferry,”", "that the quay needed repair"]
        older = article["versions"][1]["version_id"]
        address = f"/articles/{gone['article_id']}/versions/{older}"
        dropped = record(client, f"{address}.json")["dropped"]
        assert [(one["label"], one["rule"]) for one in dropped] == [
            ("newsletter", "newsletter-words"), ("related", "link-list"),
        ]  # fmt: skip
        shown_older = shown(client, address)
        assert "older text" in " ".join(texts(shown_older, "li"))
        assert "newsletter-words" in texts(shown_older, "td")
        assert SOLD in texts(shown_older, "mark")


def test_an_edit_that_was_taken_back_is_compared_with_the_text_between(client: TestClient) -> None:
    found = record(client, "/search.json", q="ours", outlet="courier")["quotations"][0]
    article = record(client, f"/articles/{found['article_id']}.json")
    (reworded,) = [part for part in article["differences"] if part["change"] == "reworded"]
    put_in = [one["text"] for one in reworded["after"] if one["quoted"]]
    assert put_in == ["will not", "“It is ours,” she added."]


def test_what_a_check_withholds_counts_nowhere_and_says_so(engine: Engine) -> None:
    load(engine, ferry())
    with client_of(engine) as client:
        found = record(client, "/search.json", q="ours")["quotations"][0]
        with engine.begin() as connection:
            connection.execute(
                text("UPDATE quotation SET withheld = 'quotation_words' WHERE id = :id"),
                {"id": found["quotation_id"]},
            )
        rebuild_marts(engine)
        assert record(client, "/search.json", q="ours")["total"] == 0
        assert record(client, f"/articles/{found['article_id']}.json")["withheld"] == 1
        assert "Withheld" in client.get(f"/quotations/{found['quotation_id']}").text


def told(client: TestClient, **asked: str) -> list[tuple[str, str, str]]:
    """What the page of changes tells: outlet, kind of change, and the words before or after."""
    return [
        (one["outlet"], one["change"], one["text"] or one["text_now"])
        for one in record(client, "/changes.json", **asked)["changes"]
    ]


def test_changes_are_those_of_the_newest_day_or_a_day_that_is_asked_for(
    client: TestClient,
) -> None:
    """One edit of the Courier's was taken back: the words came back."""
    assert (
        told(client)
        == told(client, day="2026-03-02")
        == [
            ("Harbour Courier", "negation", MAY),
            ("L’Écho du Port", "negation", SOLD),
            ("L’Écho du Port", "removed", OURS),
            ("Harbour Courier", "negation", SOLD),
            ("Harbour Courier", "removed", OURS),
        ]
    )
    assert told(client, day="2026-03-03") == told(client, until="2026-03-01") == []
    assert len(told(client, since="2026-03-02", until="2026-03-03")) == 5
    found = shown(client, "/changes")
    assert texts(found, "del") == ["may", "will not", OURS, "will not", OURS]
    assert texts(found, "ins") == ["will not", "may", "may"]
    assert texts(found, "em") == ["taken out", "taken out"]


def test_changes_are_restricted_to_a_kind_a_speaker_and_an_outlet(client: TestClient) -> None:
    everything = record(client, "/changes.json")
    assert (everything["total"], everything["hidden"]) == (5, 1)
    assert told(client, kind="added") == [("Harbour Courier", "added", OURS)]
    assert len(told(client, kind="all")) == 6
    assert {change for _outlet, change, _text in told(client, kind="removed")} == {"removed"}
    assert {outlet for outlet, *_rest in told(client, outlet="echo")} == {"L’Écho du Port"}
    assert len(told(client, speaker="Solberg")) == 5
    assert told(client, speaker="Edda Kvist") == []
    assert told(client, min_words="2", kind="negation") == told(client, kind="negation")
    assert told(client, min_words="3", kind="negation") == []
    answer = client.get("/changes", params={"kind": "shouted"})
    assert answer.status_code == 400
    assert "white-space" in answer.text


@pytest.mark.parametrize("kind", ["page", "record"])
def test_a_draft_is_checked(client: TestClient, kind: str) -> None:
    draft = (
        "“We will not sell the ferry,” said Ingrid Solberg.\n\n"
        "“We will not paint the lighthouse again,” said Edda Kvist.\n"
    )
    if kind == "record":
        answer = client.post("/draft.json", json={"text": draft})
        verdicts = [one["verdict"] for one in answer.json()["passages"]]
        assert verdicts == ["verbatim", "not-found"]
    else:
        answer = client.post("/draft", data={"text": draft})
        assert texts(Page(answer.text), "span", class_="verdict") == ["Verbatim", "Not found"]
        assert answer.text.count("not paint the lighthouse") == 2
    assert answer.status_code == 200


def test_quotations_of_a_later_day_come_first(engine: Engine) -> None:
    later = page("“Late,” said Edda Kvist.", quotes=[Said("“Late,”", "Edda Kvist")],
                 url="https://post.example/late", outlet="post", at=MONDAY + DAY)  # fmt: skip
    load(engine, ferry(), later)
    with client_of(engine) as client:
        assert [one["text"] for one in record(client, "/index.json")["newest"]] == ["“Late,”"]
        first = record(client, "/search.json")["quotations"][0]
        assert (first["text"], first["kind"]) == ("“Late,”", Kind.DIRECT)
