"""The pages that training learns from, and those set aside: heads and marks agree with the page."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.evaluation.held_out_pages import PAGES
from training.arbiter.written_pages import (
    FOLDER,
    PageError,
    WrittenPage,
    read_written_page,
    written_pages,
)

HEAD = {
    "url": "https://www.skerra.example/ferry",
    "language": "en",
    "headline": "No ferry before March",
    "authors": ["Annelies van den Brul"],
    "published": "2026-03-02T08:15:00+01:00",
}
BODY = (
    '<h1>No ferry before March</h1><p class="lead" data-article>The ferry will <b>not</b> sail.</p>'
    "<p>Share</p><div data-article='1'>Nobody knows why.<br><br>Nobody asks.</div>"
)


def page(body: str = BODY, **changed: object) -> str:
    """A file of a written page."""
    return f"<!-- {json.dumps(HEAD | changed)} -->\n<html><body>{body}</body></html>"


@pytest.mark.parametrize("folder", [FOLDER, PAGES], ids=["learned from", "set aside"])
def test_every_page_is_read_and_has_an_article(folder: Path) -> None:
    """Reading raises PageError; a page shows its headline, and much that is not marked."""
    read = list(written_pages(folder))
    assert len(read) == len(list(folder.rglob("*.html"))) > 0
    for one in read:
        assert b"data-article" not in one.payload, one.name
        assert one.record["headline"].split()[0] in one.payload.decode(), one.name


def _all() -> list[WrittenPage]:
    return [*written_pages(FOLDER), *written_pages(PAGES)]


def test_every_page_is_of_an_outlet_of_its_own() -> None:
    """One that is learned from and set aside would be measured by what it taught."""
    hosts = Counter(one.record["url"].split("/")[2] for one in _all())
    assert [host for host, times in hosts.items() if times > 1] == []


def test_no_paragraph_stands_on_two_pages() -> None:
    """A text that was copied would be learned from though set aside."""
    long = [text for one in _all() for text in set(one.record["body"]) if len(text) > 80]
    assert len(long) == len(set(long))


def test_the_marks_say_what_the_article_is_and_are_taken_off() -> None:
    """A marked element gives a paragraph for each part between two line breaks."""
    read = read_written_page("one", page())
    assert read.record["body"] == ["The ferry will not sail.", "Nobody knows why.", "Nobody asks."]
    assert b'<p class="lead">The ferry' in read.payload
    assert b"<div>Nobody" in read.payload


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (f"<html><body>{BODY}</body></html>", "no comment with JSON"),
        (page(body="<p>The ferry will not sail.</p>"), "nothing is marked"),
        (page(body="<div data-article><p data-article>No.</p></div>"), "lies in another"),
        (page(published="2 March"), "cannot be read"),
        (page(published="2026-03-02T08:15:00"), "time zone"),
        (page(outlet="The Skerra Post"), "has the keys"),
    ],
)
def test_a_page_that_cannot_be_learned_from_is_refused(written: str, reason: str) -> None:
    """The error says which page, and what is wrong."""
    with pytest.raises(PageError, match=f"one: .*{reason}"):
        read_written_page("one", written)
