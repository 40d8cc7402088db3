"""A journalist's ten tasks, done in a real browser from the start page, with their clicks counted.

docs/tasks.md tells how, on the bundled news site; a task that takes another number of clicks than
it says, or other words, fails here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.runs.local_runner import run_pipeline
from pipeline.settings.environment import Settings
from pipeline.text.dates import first_instant, last_instant
from tests.explorer.browser import CHROMIUM, Tab, opened_tab
from tests.explorer.serving import served
from tests.import_graph import ROOT
from tests.newsroom import Newsroom

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

MOST_CLICKS = 5
DRAFT = (
    "“I have signed the contract. I’ve not lost the pen,” said Ingrid Solberg. "
    "“We sold it,” said Tomas Reyes."
)
TOLD = (ROOT / "docs" / "tasks.md").read_text(encoding="utf-8")


@dataclass
class Reader:
    """Somebody at the browser, whose clicks and presses of Enter are counted."""

    tab: Tab
    start: str
    """Address of the start page."""
    clicks: int = 0
    typed: list[str] = field(default_factory=list)

    def type(self, into: str, text: str) -> None:
        """Write into a field; where the focus is not, a click puts it there."""
        self.typed.append(text)
        self.tab.value(f"document.getElementById({into!r}).focus()")
        self.tab.type(text)

    def choose(self, of: str, value: str) -> None:
        """Choose a value of a field."""
        self.tab.value(f"document.getElementById({of!r}).value = {value!r}")
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
    reader.search("solberg contract")
    return reader.reads("I have signed the contract. I’ve not lost the pen.")


def what_did_she_say_since_a_day(reader: Reader) -> bool:
    reader.search("solberg contract")
    reader.click("Restrict", opens=False)
    reader.choose("since", "2026-03-03")
    reader.tab.value("document.getElementById('q').focus()")
    reader.enter()
    return reader.reads("2 of 2") and "since=2026-03-03" in str(reader.tab.value("location.href"))


def is_this_quotation_right(reader: Reader) -> bool:
    reader.click("Check a draft")
    reader.type("text", DRAFT)
    reader.tab.value("document.querySelector('form[method=post] button').focus()")
    reader.enter()
    return reader.reads("Verbatim") and reader.reads("Not found")


def who_changed_this(reader: Reader) -> bool:
    reader.click("Fire at Oakfield Fuel Depot")
    return reader.reads("What changed") and reader.reads("Reworded")


def who_printed_it_first(reader: Reader) -> bool:
    reader.search("read and understand")
    reader.click("Where else it was printed")
    return reader.reads("first in ") and reader.reads("Every place, the first printed first")


def who_is_this(reader: Reader) -> bool:
    reader.search("ferrant")
    reader.click("Maud Ferrant")
    return reader.reads("union secretary") and reader.reads("Names and forms")


def copy_it(reader: Reader) -> bool:
    reader.search("lost the pen")
    reader.click("Copy with source")
    copied = str(reader.tab.value("document.getElementById('copied').value"))
    return "— Ingrid Solberg, County leader." in copied


def who_quotes_her(reader: Reader) -> bool:
    reader.click("Outlets")
    return reader.reads("Who is quoted where") and reader.reads("Ingrid Solberg")


def what_else_it_says(reader: Reader) -> bool:
    reader.search("lost the pen")
    reader.click("Coastlink’s Public Shrug")
    return reader.reads("Who says what") and reader.reads("lost the pen")


def what_is_everywhere(reader: Reader) -> bool:
    reader.click("4 outlets")
    return reader.reads("Every place, the first printed first")


TASKS: dict[str, Callable[[Reader], bool]] = {
    "What did Solberg say about the contract?": what_did_she_say,
    "And what since Tuesday?": what_did_she_say_since_a_day,
    "Is this quotation right?": is_this_quotation_right,
    "Who changed this paragraph, and how?": who_changed_this,
    "Who printed these words first?": who_printed_it_first,
    "Who is Ferrant?": who_is_this,
    "I want to quote this, with its source.": copy_it,
    "Which outlets quote her?": who_quotes_her,
    "What else does the article say?": what_else_it_says,
    "What does everybody print this week?": what_is_everywhere,
}


@pytest.fixture(scope="module")
def news_site(tmp_path_factory: pytest.TempPathFactory) -> str:
    """URL of a warehouse with the bundled news site, visited before and after its edits."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patched, Newsroom() as site:
        for name, value in {
            "VERBATIM_HOME": str(home),
            "VERBATIM_SOURCES": str(home / "sources.yaml"),
            "VERBATIM_ALLOW_PRIVATE_HOSTS": "true",
            "VERBATIM_DELAY_SECONDS": "0",
            "VERBATIM_READ_TIMEOUT_SECONDS": "1",
            "VERBATIM_RETRY_WAIT_SECONDS": "0.05",
            "VERBATIM_REVISIT_HOURS": "0",
        }.items():
            patched.setenv(name, value)
        settings = Settings()
        site.write_sources(settings.sources)
        for edition in (1, 2):
            site.edition = edition
            run_pipeline(
                settings, since=first_instant("2026-02-20"), until=last_instant("2026-03-07")
            )
    return settings.warehouse_url


@pytest.fixture(scope="module")
def reader(news_site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder: Path = tmp_path_factory.mktemp("browser")
    with served(news_site) as address, opened_tab(folder) as tab:
        tab.without_scripts()
        tab.size(1200, 900)
        yield Reader(tab, address)


@pytest.mark.parametrize("task", TASKS)
def test_a_task_is_done_in_as_many_clicks_as_the_page_says(reader: Reader, task: str) -> None:
    reader.tab.open(reader.start)
    reader.clicks = 0
    reader.typed.clear()
    assert TASKS[task](reader)
    assert reader.clicks <= MOST_CLICKS
    (row,) = [line for line in TOLD.splitlines() if line.startswith(f"| {task} |")]
    assert row.endswith(f"| {reader.clicks} |")
    for words in reader.typed:
        assert f"“{words}”" in row or f"({words})" in row
