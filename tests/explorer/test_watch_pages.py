"""The watches in the explorer: the list, the feeds, a file that cannot be used."""

from __future__ import annotations

import feedparser
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from pipeline.settings.watches_file import Watch
from pipeline.settings.yaml_files import SettingsError
from tests.explorer.conftest import client_of
from tests.publish.pages import Page

WATCHES = (
    Watch(key="solberg", name="What <b>Solberg</b> says", speaker="Solberg", mail=("a@b.example",)),
    Watch(key="spread", name="Spreading", what="spread", webhook="https://chat.example/secret"),
)


def test_watches_are_listed_with_their_feeds(loaded: Engine) -> None:
    with client_of(loaded, lambda: WATCHES) as client:
        page = client.get("/watches")
        assert "secret" not in page.text
        assert "<b>Solberg" not in page.text
        links = [link.get("href") for link in Page(page.text).all("a")]
        feeds = [link for link in links if link.startswith("/watches/") and "spread" in link]
        assert feeds == ["/watches/spread.atom", "/watches/spread.json"]
        assert client.get("/watches.json").json()["watches"][1] == {
            "key": "spread",
            "name": "Spreading",
            "question": "statements in at least 2 outlets",
        }
        atom = client.get("/watches/solberg.atom")
        assert atom.headers["content-type"] == "application/atom+xml"
        read = feedparser.parse(atom.content)
        assert not read.bozo
        assert read.entries
        assert [link.href for link in read.feed.links] == ["http://127.0.0.1/watches/solberg.atom"]
        answer = client.get("/watches/spread.json")
        assert answer.headers["content-type"] == "application/feed+json"
        assert answer.json()["feed_url"] == "http://127.0.0.1/watches/spread.json"
        assert answer.json()["items"]
        assert client.get("/watches/other.atom").status_code == 404
        assert client.get("/watches/..%2f.json").status_code == 404


def test_without_watches_the_page_says_so(client: TestClient) -> None:
    assert "There is no watch yet: docs/watches.md says" in client.get("/watches").text


def test_a_watches_file_that_cannot_be_used_is_told(loaded: Engine) -> None:
    def read() -> tuple[Watch, ...]:
        raise SettingsError("watches file w.yaml: unknown key")

    with client_of(loaded, read) as client:
        answer = client.get("/watches")
    assert answer.status_code == 503
    assert "Watches file w.yaml: unknown key." in answer.text
