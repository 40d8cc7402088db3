"""What the explorer answers to requests that are wrong, too large or not for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.publish.pages import Page


def wrong() -> Iterator[tuple[str, int, str]]:
    """Addresses that ask wrongly, and what is said of them."""
    yield "/search?since=yesterday", 400, "write it as YYYY-MM-DD"
    yield "/search?since=2026-03-02&until=2026-03-01", 400, "is after the last"
    yield "/search?kind=shouted", 400, "not a kind of quotation"
    yield "/search?min_confidence=much", 400, "write a number from 0 to 1"
    yield "/search?min_confidence=nan", 400, "write a number from 0 to 1"
    yield "/search?language=<b>", 400, "not the code of a language"
    yield "/search?page=0", 400, "page"
    yield "/search?page=501", 400, "page"
    yield f"/search?q={'x' * 501}", 400, "q"
    yield "/speakers/999999999", 404, "There is no speaker"
    yield f"/speakers/{2**70}", 404, "There is no page"
    yield "/speakers/nobody", 404, "There is no page"
    yield "/statements/999999999", 404, "There is no statement"
    yield "/articles/999999999", 404, "There is no article"
    yield "/articles/1/versions/999999999", 404, "There is no article"
    yield "/quotations/999999999", 404, "There is no quotation"
    yield "/changes?day=2026-02-30", 400, "write it as YYYY-MM-DD"
    yield "/changes?kind=reworded&kind=foo", 400, "'foo' is not a kind of change"
    yield "/changes?kind=all&kind=foo", 400, "'foo' is not a kind of change"
    yield "/outlets?since=x", 400, "write it as YYYY-MM-DD"
    yield "/elsewhere", 404, "There is no page"


@pytest.mark.parametrize(("address", "status", "sentence"), list(wrong()))
def test_what_is_asked_wrongly_is_said_in_a_sentence(
    client: TestClient, address: str, status: int, sentence: str
) -> None:
    path, _mark, query = address.partition("?")
    as_page, as_json = client.get(address), client.get(f"{path}.json?{query}")
    assert (as_page.status_code, as_json.status_code) == (status, status)
    assert sentence in " ".join(Page(as_page.text).all("main")[0].text.split())
    assert sentence in as_json.json()["error"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_last_days_are_days(client: TestClient, day: str) -> None:
    for address in ("/search", "/statements", "/outlets"):
        assert client.get(address, params={"since": day, "until": day}).status_code == 200
    assert client.get("/changes", params={"day": day}).status_code == 200


def test_nothing_is_changed_and_large_requests_are_refused(client: TestClient) -> None:
    assert client.delete("/quotations/1").status_code == 405
    assert client.post("/search").status_code == 405
    assert client.get("/search", params={"q": "x" * 5000}).status_code == 414
    assert client.post("/draft", content=b"text=" + b"x" * 2_000_000).status_code == 413
    chunks = (b"x" * 100_000 for _ in range(20))
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/draft", content=chunks, headers=form).status_code == 413
    assert client.post("/draft", data={"text": "x" * 70_000}).status_code == 400


def test_what_is_there_may_be_asked_for_without_its_body(client: TestClient) -> None:
    styles = Page(client.get("/").text).all("link", rel="stylesheet")[0].get("href")
    for address in (
        "/", "/search?q=ferry", "/search.json", "/search.csv", "/draft", "/openapi.json", styles,
    ):  # fmt: skip
        whole, head = client.get(address), client.head(address)
        assert (head.status_code, head.content) == (200, b""), address
        assert head.headers == whole.headers, address
    assert client.head("/elsewhere").status_code == 404
    assert client.head("/draft.json").status_code == 405


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/", "GET, HEAD"),
        ("/search.json", "GET, HEAD"),
        ("/quotations/1", "GET, HEAD"),
        ("/openapi.json", "GET, HEAD"),
        ("/draft", "GET, HEAD, POST"),
        ("/draft.json", "POST"),
    ],
)
def test_what_an_address_allows_is_said(client: TestClient, address: str, allowed: str) -> None:
    refused = client.delete(address)
    assert (refused.status_code, refused.headers["allow"]) == (405, allowed)


def test_what_is_described_of_errors_is_what_comes(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    for address, operations in described["paths"].items():
        for operation in operations.values():
            assert "422" not in operation["responses"], address
    error = described["paths"]["/search.json"]["get"]["responses"]["400"]["content"]
    name = error["application/json"]["schema"]["$ref"].rpartition("/")[2]
    fields = described["components"]["schemas"][name]["properties"]
    assert client.get("/search.json", params={"page": 0}).json().keys() == fields.keys()
    page = described["paths"]["/search"]["get"]["responses"]["400"]["content"]
    answered = client.get("/search", params={"page": 0})
    assert [answered.headers["content-type"].partition(";")[0]] == list(page)


def test_only_names_of_this_machine_are_answered(client: TestClient) -> None:
    assert client.get("/", headers={"Host": "attacker.example"}).status_code == 400
