"""The feeds are valid Atom (RFC 4287) and JSON Feed (1.1), whatever pages said."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree
from sqlalchemy import Engine, text

from pipeline.runs.local_runner import run_pipeline
from pipeline.runs.stages import opened_warehouse
from pipeline.settings.environment import Settings
from pipeline.settings.watches_file import Watch
from pipeline.settings.yaml_files import SettingsError
from pipeline.text.dates import first_instant
from pipeline.watch_records import Watched, WatchedThing
from pipeline.watches.feed_files import feed_of, remove_other_feeds, write_feed
from pipeline.watches.watch_feeds import MAX_ENTRIES, MEDIA_TYPES, WatchFeed, atom_feed, json_feed
from tests.newsroom import Newsroom
from tests.warehouse.examples import MONDAY, agency, edited, ferry, load

ATOM = "{http://www.w3.org/2005/Atom}"
WEB = ("http://", "https://")
WATCH = Watch(key="solberg", name="What Solberg says", speaker="Solberg")

THING = WatchedThing(
    what=Watched.QUOTATIONS,
    keys=("sha256:1",),
    found_at=MONDAY,
    speaker="Ingrid Solberg",
    text="“We will not sell the ferry,”",
    text_now=None,
    outlet="Harbour Courier",
    headline="Council keeps the ferry",
    url="https://courier.example/ferry",
    published=MONDAY,
    context="“We will not sell the ferry,” mayor Ingrid Solberg said.",
    outlets=("Harbour Courier", "Meridian Post"),
)
HOSTILE = replace(
    THING,
    keys=("sha256:2",),
    speaker="<script>alert(1)</script>\x00\ud800",
    text="]]></content><script>alert(2)</script>\x0b\ufffe\x1b[31m & “&amp;”" + "long " * 5000,
    outlet="A\r\nB <b>",
    headline="\u202eevil\u202c <img src=x onerror=alert(3)>",
    url="javascript:alert(4)",
    context="{{ 7 * 7 }}\x01",
    outlets=tuple(f"outlet {number}" for number in range(50)),
)
CHANGED = replace(
    THING, what=Watched.CHANGES, keys=("sha256:3",), text_now="“We may sell the ferry,”"
)
GONE = replace(THING, what=Watched.CHANGES, keys=("sha256:4",), headline=None)
THINGS = (THING, HOSTILE, CHANGED, GONE, replace(THING, what=Watched.SPREAD, keys=("sha256:5",)))


def feed(things: Sequence[WatchedThing], address: str | None = None) -> WatchFeed:
    return WatchFeed("solberg", "What <Solberg> says & does", "of Solberg", things, MONDAY, address)


def only(element: etree._Element, tag: str) -> etree._Element:
    """The one child of a tag: RFC 4287 asks for exactly one."""
    (child,) = element.findall(ATOM + tag)
    return child


def require_moment(moment: str | None) -> None:
    """A time as RFC 3339 has it."""
    assert moment is not None
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", moment)
    datetime.fromisoformat(moment)


def require_atom(content: bytes) -> etree._Element:
    """Fail unless a document keeps the rules of RFC 4287, sections 4.1 and 4.2."""
    root = etree.fromstring(content)
    assert root.tag == f"{ATOM}feed"
    ids = [only(root, "id").text]
    assert only(root, "title").text
    require_moment(only(root, "updated").text)
    assert only(only(root, "author"), "name").text
    selves = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert len(selves) == 1
    for entry in root.findall(f"{ATOM}entry"):
        ids.append(only(entry, "id").text)
        assert only(entry, "title").text
        require_moment(only(entry, "updated").text)
        require_moment(only(entry, "published").text)
        assert only(only(entry, "author"), "name").text
        assert only(entry, "content").get("type") == "html"
        links = entry.findall(f"{ATOM}link")
        assert [link.get("rel") for link in links] in ([], ["alternate"])
        assert all(str(link.get("href")).startswith(WEB) for link in links)
    assert len(set(ids)) == len(ids)
    assert all(str(one).startswith("urn:uuid:") for one in ids)
    return root


def require_json_feed(content: bytes) -> Any:
    """Fail unless a document has what JSON Feed 1.1 asks for."""
    whole = json.loads(content)
    assert whole["version"] == "https://jsonfeed.org/version/1.1"
    assert whole["title"]
    ids = [item["id"] for item in whole["items"]]
    assert len(set(ids)) == len(ids)
    for item in whole["items"]:
        assert isinstance(item["id"], str)
        assert item["content_html"]
        require_moment(item["date_published"])
        require_moment(item["date_modified"])
        assert all(author["name"] for author in item["authors"])
        assert item.get("url", "https://").startswith(WEB)
    assert all(key.startswith("_") or key in KNOWN for item in whole["items"] for key in item)
    return whole


KNOWN = {
    "id", "url", "title", "content_html", "date_published", "date_modified", "authors",
}  # fmt: skip


@pytest.mark.parametrize("things", [(), THINGS, tuple(THINGS[:1])], ids=["none", "all", "one"])
@pytest.mark.parametrize("address", [None, "http://127.0.0.1/watches/"])
def test_feeds_are_valid(things: Sequence[WatchedThing], address: str | None) -> None:
    made = feed(things, address)
    require_atom(atom_feed(made))
    whole = require_json_feed(json_feed(made))
    assert whole.get("feed_url") == (f"{address}solberg.json" if address else None)
    headers = {"content-type": MEDIA_TYPES["atom"]}
    read = feedparser.parse(atom_feed(made), response_headers=headers)
    assert not read.bozo
    assert read.version == "atom10"
    assert len(read.entries) == len(things)
    assert read.feed.title == "What <Solberg> says & does"


def test_an_entry_has_the_words_and_the_link(tmp_path: Path) -> None:
    read = feedparser.parse(atom_feed(feed([THING])))
    (entry,) = read.entries
    assert entry.title == "Ingrid Solberg: “We will not sell the ferry,”"
    assert entry.link.startswith("https://courier.example/ferry#:~:text=")
    assert "We will not sell the ferry" in entry.content[0].value
    assert "Meridian Post" in entry.content[0].value
    assert entry.author == "Harbour Courier"
    (item,) = json.loads(json_feed(feed([THING])))["items"]
    assert item["url"] == entry.link
    assert item["_verbatim"]["text"] == "“We will not sell the ferry,”"


def test_what_pages_said_is_text(tmp_path: Path) -> None:
    (item,) = json.loads(json_feed(feed([HOSTILE])))["items"]
    assert "<script" not in item["content_html"]
    assert "<img" not in item["content_html"]
    assert "{{ 7 * 7 }}" in item["content_html"]
    assert "url" not in item
    assert len(item["content_html"]) < 4000
    # sanitizing readers may drop markup; here the content itself has none of the page's
    root = etree.fromstring(atom_feed(feed([HOSTILE])))
    content = root.find(f"{ATOM}entry/{ATOM}content")
    assert content is not None
    assert "<script" not in str(content.text)


def test_ids_stay_and_the_number_of_entries_is_bounded() -> None:
    many = [replace(THING, keys=(f"sha256:{number}",)) for number in range(MAX_ENTRIES + 5)]
    assert len(json.loads(json_feed(feed(many)))["items"]) == MAX_ENTRIES
    later = replace(THING, found_at=MONDAY + timedelta(days=3), headline="Another", keys=("a",))
    before, after = (
        {item["title"]: item["id"] for item in json.loads(json_feed(feed([one])))["items"]}
        for one in (replace(THING, keys=("a",)), later)
    )
    assert before == after
    root = etree.fromstring(atom_feed(feed([later, THING])))
    assert only(root, "updated").text == later.found_at.isoformat()


def test_feeds_are_written_as_the_warehouse_has_it(engine: Engine, tmp_path: Path) -> None:
    load(engine, ferry(), agency())
    paths = write_feed(engine, WATCH, tmp_path)
    assert sorted(path.name for path in paths) == ["solberg.atom", "solberg.json"]
    first = {path.name: path.read_bytes() for path in paths}
    require_atom(first["solberg.atom"])
    require_json_feed(first["solberg.json"])
    # the same warehouse gives the same bytes
    assert {path.name: path.read_bytes() for path in write_feed(engine, WATCH, tmp_path)} == first
    load(engine, edited())
    assert feed_of(engine, WATCH).things[0].text == "“We may sell the ferry,”"
    (tmp_path / "other.atom").touch()
    remove_other_feeds(tmp_path, [WATCH])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["solberg.atom", "solberg.json"]


def test_an_empty_warehouse_gives_empty_feeds(engine: Engine, tmp_path: Path) -> None:
    made = feed_of(engine, WATCH)
    require_atom(atom_feed(made))
    assert made.updated == MONDAY
    assert made.updated.tzinfo == UTC


def test_a_run_writes_the_feeds_beside_the_digest(settings: Settings, newsroom: Newsroom) -> None:
    newsroom.write_sources(settings.sources)
    asked = {"keys": ["civic-wire"], "since": first_instant("2026-02-20"), "new": True}
    watches = "watches:\n  - {key: wire, name: The wire, outlet: civic-wire}\n"
    settings.watches_file.write_text(watches, encoding="utf-8")
    run_pipeline(settings, **asked)  # type: ignore[arg-type]
    folder = settings.digest_folder / "watches"
    whole = require_json_feed((folder / "wire.json").read_bytes())
    assert whole["items"]
    require_atom((folder / "wire.atom").read_bytes())
    # what is wrong with the watches holds up neither the run nor the digest
    settings.watches_file.write_text(watches.replace("name:", "nmae:"), encoding="utf-8")
    with pytest.raises(SettingsError, match="did you mean 'name'"):
        run_pipeline(settings, **asked)  # type: ignore[arg-type]
    with opened_warehouse(settings) as engine, engine.connect() as connection:
        assert connection.execute(text("SELECT outcome FROM run")).all() == [("succeeded",)] * 2
    assert (folder / "wire.atom").exists()
    # a watch that is taken out takes its feeds along
    settings.watches_file.unlink()
    run_pipeline(settings, **asked)  # type: ignore[arg-type]
    assert list(folder.iterdir()) == []
