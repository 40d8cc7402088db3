"""A journalist's ten tasks, done in a real browser from the start page, with their clicks counted.

docs/tasks.md tells how; a task that takes another number of clicks than it says fails here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.explorer.browser import CHROMIUM, Tab, opened_tab
from tests.explorer.serving import served
from tests.import_graph import ROOT

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

MOST_CLICKS = 5
DRAFT = "“We will not sell the ferry,” said Ingrid Solberg. “We sold it,” said Edda Kvist."


@dataclass
class Reader:
    """Somebody at the browser, whose clicks and presses of Enter are counted."""

    tab: Tab
    start: str
    """Address of the start page."""
    clicks: int = 0

    def type(self, field: str, text: str) -> None:
        """Write into a field; where the focus is not, a click puts it there."""
        self.tab.value(f"document.getElementById({field!r}).focus()")
        self.tab.type(text)

    def choose(self, field: str, value: str) -> None:
        """Choose a value of a field."""
        self.tab.value(f"document.getElementById({field!r}).value = {value!r}")
        self.clicks += 1

    def enter(self) -> None:
        """Send the form in which the focus is."""
        self.clicks += 1
        self.tab.press("Enter")
        self.tab.wait_for("Page.loadEventFired")

    def click(self, words: str, *, opens: bool = True) -> None:
        """Click on the first link, button or summary that begins with some words."""
        self.clicks += 1
        self.tab.value(
            "[...document.querySelectorAll('a, button, summary')]"
            f".find(one => one.textContent.trim().startsWith({words!r})).click()"
        )
        if opens:
            self.tab.wait_for("Page.loadEventFired")

    def reads(self, words: str) -> bool:
        """Whether some words are on the page."""
        return words in str(self.tab.value("document.body.innerText"))

    def search(self, words: str) -> None:
        self.type("q", words)
        self.enter()


def what_did_she_say(reader: Reader) -> bool:
    reader.search("solberg ferry")
    return reader.reads("We will not sell the ferry")


def what_did_she_say_since_a_day(reader: Reader) -> bool:
    reader.search("solberg ferry")
    reader.click("Restrict", opens=False)
    reader.choose("since", "2026-03-02")
    reader.tab.value("document.getElementById('q').focus()")
    reader.enter()
    return reader.reads("3 of 3") and "since=2026-03-02" in str(reader.tab.value("location.href"))


def is_this_quotation_right(reader: Reader) -> bool:
    reader.click("Check a draft")
    reader.type("text", DRAFT)
    reader.tab.value("document.querySelector('form[method=post] button').focus()")
    reader.enter()
    return reader.reads("Verbatim") and reader.reads("Not found")


def who_changed_this(reader: Reader) -> bool:
    reader.click("Council keeps the ferry")
    return reader.reads("What changed") and reader.reads("Reworded")


def who_printed_it_first(reader: Reader) -> bool:
    reader.search("not sell the ferry")
    reader.click("Where else it was printed")
    return reader.reads("first in Meridian Post")


def who_is_this(reader: Reader) -> bool:
    reader.search("kvist")
    reader.click("Edda Kvist")
    return reader.reads("harbour master") and reader.reads("Names and forms")


def copy_it(reader: Reader) -> bool:
    reader.search("ours")
    reader.click("Copy with source")
    copied = str(reader.tab.value("document.getElementById('copied').value"))
    return "— Ingrid Solberg, mayor." in copied


def who_quotes_her(reader: Reader) -> bool:
    reader.click("Outlets")
    return reader.reads("Who is quoted where") and reader.reads("Ingrid Solberg")


def what_else_it_says(reader: Reader) -> bool:
    reader.search("ours")
    reader.click("Council keeps the ferry")
    return reader.reads("Harbour master Edda Kvist said") and reader.reads("Who says what")


def what_is_everywhere(reader: Reader) -> bool:
    reader.click("2 outlets")
    return reader.reads("Every place, the first printed first")


TASKS: dict[str, Callable[[Reader], bool]] = {
    "What did Solberg say about the ferry?": what_did_she_say,
    "And what since Monday?": what_did_she_say_since_a_day,
    "Is this quotation right?": is_this_quotation_right,
    "Who changed this paragraph, and how?": who_changed_this,
    "Who printed these words first?": who_printed_it_first,
    "Who is Kvist?": who_is_this,
    "I want to quote this, with its source.": copy_it,
    "Which outlets quote her?": who_quotes_her,
    "What else does the article say?": what_else_it_says,
    "What does everybody print this week?": what_is_everywhere,
}


@pytest.fixture(scope="module")
def reader(loaded: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    url = loaded.url.render_as_string(hide_password=False)
    folder: Path = tmp_path_factory.mktemp("browser")
    with served(url) as address, opened_tab(folder) as tab:
        tab.without_scripts()
        tab.size(1200, 900)
        yield Reader(tab, address)


@pytest.mark.parametrize("task", TASKS)
def test_a_task_is_done_in_as_many_clicks_as_the_page_says(reader: Reader, task: str) -> None:
    reader.tab.open(reader.start)
    reader.clicks = 0
    assert TASKS[task](reader)
    assert reader.clicks <= MOST_CLICKS
    told = (ROOT / "docs" / "tasks.md").read_text(encoding="utf-8")
    (row,) = [line for line in told.splitlines() if line.startswith(f"| {task} |")]
    assert row.endswith(f"| {reader.clicks} |")
