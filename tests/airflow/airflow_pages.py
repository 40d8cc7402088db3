"""Airflow's pages as a person uses them, in a real browser: the form, the run, the log of a task.

`python -m tests.airflow.airflow_pages` makes the pictures of them in docs anew, and says how long
after the click each run was over. It needs Chromium.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.airflow.api_server import PASSWORDS
from tests.airflow.running_airflow import free_port, make_airflow
from tests.explorer.browser import PageLeftError, Tab, opened_tab
from tests.newsroom import Newsroom
from tests.newsroom.local_airflow import ROOT

DOCS = ROOT / "docs"
WIDTH, HEIGHT = 1280, 620
FORM_HEIGHT = 1210
PATIENCE = 600.0
"""Seconds that a page may take to show something, and a run to be over."""
TRIGGER = "[...document.querySelectorAll('button')].find(b => b.innerText.trim() === 'Trigger')"
SUBMIT = "document.querySelector('[data-testid=trigger-dag-submit]')"
STACK = "[...document.querySelectorAll('summary')].find(s => s.innerText.includes('Exception'))"


@dataclass(frozen=True, slots=True)
class Ended:
    """A run that was triggered by the form and is over."""

    dag: str
    run: str
    state: str
    seconds: float
    """From the click on."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of an Airflow, in a tab of a browser, logged in."""

    tab: Tab
    address: str
    home: Path

    def triggered(self, dag: str, fields: Mapping[str, str], picture: Path | None = None) -> Ended:
        """Fill in the form of a DAG, click on Trigger, and wait until the run is over.

        picture: where the form is shown as it was filled in.
        """
        before = self._newest(dag)
        self.tab.open(f"{self.address}/dags/{dag}")
        self.shows(TRIGGER)
        self.tab.value(f"{TRIGGER}.click()")
        self.shows(SUBMIT)
        for name, text in fields.items():
            self._fill_in(name, text)
        if picture:
            self.tab.size(WIDTH, FORM_HEIGHT)
            self._picture(picture)
        self.shows(f"!{SUBMIT}.disabled")
        clicked = time.monotonic()
        self.tab.value(f"{SUBMIT}.click()")
        self.shows(f"!{SUBMIT}")
        # the page asks for news all the time, which takes a part of the processor
        self.tab.open("about:blank")
        while (found := self._newest(dag)) == before or found[1] not in ("success", "failed"):
            assert time.monotonic() - clicked < PATIENCE, f"{dag} is not over: {found}"
            time.sleep(0.2)
        return Ended(dag, *found, time.monotonic() - clicked)

    def log(self, ended: Ended, task: str, words: str, picture: Path | None = None) -> str:
        """What the page of a task shows once it shows some words of its log."""
        self.tab.size(WIDTH, HEIGHT)
        self.tab.open(f"{self.address}/dags/{ended.dag}/runs/{ended.run}/tasks/{task}")
        self.shows(f"document.body.innerText.replace(/\\s+/g, ' ').includes({json.dumps(words)})")
        shown = str(self.tab.value("document.body.innerText"))
        if picture:
            # the stack has paths of this machine, and nothing that a reader needs
            self.tab.value(f"{STACK}?.click()")
            self._picture(picture)
        return shown

    def shows(self, expression: str) -> None:
        """Wait until an expression is true on the page."""
        until = time.monotonic() + PATIENCE
        while not self._is(expression):
            assert time.monotonic() < until, self.tab.value("document.body.innerText")
            time.sleep(0.2)

    def _is(self, expression: str) -> bool:
        try:
            return bool(self.tab.value(f"!!({expression})"))
        except PageLeftError:
            # signing in leads from page to page
            return False

    def fill(self, selector: str, text: str) -> None:
        """Type a text into a field."""
        self.shows(f"document.querySelector({json.dumps(selector)})")
        self.tab.value(f"document.querySelector({json.dumps(selector)}).focus()")
        self.tab.type(text)

    def _fill_in(self, parameter: str, text: str) -> None:
        field = f"document.querySelector('#element_{parameter}')"
        self.shows(field)
        if self.tab.value(f"{field}.type") != "date":
            self.fill(f"#element_{parameter}", text)
            return
        # what is typed into a date depends on the language of the browser
        self.tab.value(
            "Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set"
            f".call({field}, {json.dumps(text)});"
            f"{field}.dispatchEvent(new Event('input', {{bubbles: true}}))"
        )

    def _picture(self, path: Path) -> None:
        # what is being laid out or moves on the page comes to rest
        time.sleep(2)
        self.tab.screenshot(path)

    def _newest(self, dag: str) -> tuple[str, str]:
        """The run of a DAG that was triggered last by hand, and its state."""
        query = (
            "SELECT run_id, state FROM dag_run WHERE dag_id = ? AND run_type = 'manual' "
            "ORDER BY id DESC LIMIT 1"
        )
        with closing(sqlite3.connect(self.home / "airflow.db", timeout=60)) as database:
            run, state = database.execute(query, (dag,)).fetchone() or ("", "")
        return run, state


@contextmanager
def airflow_pages(environment: dict[str, str], folder: Path) -> Iterator[Pages]:
    """The pages of `make airflow`, while the body runs, with what is left in a folder."""
    home = Path(environment["AIRFLOW_HOME"])
    address = f"http://127.0.0.1:{environment['AIRFLOW__API__PORT']}"
    with make_airflow(environment, folder), opened_tab(folder / "browser") as tab:
        pages = Pages(tab, address, home)
        tab.size(WIDTH, HEIGHT)
        tab.open(address)
        ((user, password),) = json.loads((home / PASSWORDS).read_text(encoding="utf-8")).items()
        pages.fill("input[name=username]", user)
        pages.fill("input[name=password]", password)
        tab.press("Enter")
        pages.shows("!location.pathname.includes('/login')")
        yield pages


def walk(pages: Pages, site: Newsroom, pictures: Path | None = None) -> Iterator[Ended]:
    """What a newcomer tries: a wrong source, one page, a day of the archive, days turned round.

    pictures: the folder for those of the form, of the red run and of the green one. Raises
    AssertionError if a run ends otherwise than it should, or its log does not say why.
    """
    page = next(
        page for page in site.outlets[0].pages if page.announced and page.page and not page.parked
    )
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    for dag, fields, state, task, words, form, log in (
        (
            "daily_quotes", {"sources": "civic-wyre"}, "failed",
            "begin", "did you mean 'civic-wire'?", None, "wrong-source.png",
        ),
        (
            "daily_quotes", {"urls": site.addresses[site.outlets[0].key] + page.path}, "success",
            "finish", "captured 1", "trigger-form.png", "run-summary.png",
        ),
        (
            "reprocess", {"since": today, "until": today}, "success",
            "finish", "extract article", None, None,
        ),
        (
            "reprocess", {"since": "2026-03-07", "until": "2026-03-01"}, "failed",
            "begin", "the first day, 2026-03-07, is after the last, 2026-03-01", None, None,
        ),
    ):  # fmt: skip
        ended = pages.triggered(dag, fields, pictures / form if pictures and form else None)
        assert ended.state == state, ended
        pages.log(ended, task, words, pictures / log if pictures and log else None)
        yield ended


def main() -> int:
    """Make the pictures; returns the exit status."""
    # the log has a path of it, which is seen in a picture
    folder = Path(tempfile.gettempdir()) / "verbatim"
    folder.mkdir()
    try:
        with Newsroom() as site:
            environment = os.environ | {
                "VENV": sys.prefix,
                "VERBATIM_HOME": str(folder / "var"),
                "VERBATIM_SOURCES": str(folder / "sources.yaml"),
                "VERBATIM_ALLOW_PRIVATE_HOSTS": "true",
                "VERBATIM_DELAY_SECONDS": "0",
                "AIRFLOW_HOME": str(folder / "airflow"),
                "AIRFLOW__API__PORT": str(free_port()),
            }
            site.write_sources(folder / "sources.yaml")
            with airflow_pages(environment, folder) as pages:
                for one in walk(pages, site, DOCS):
                    print(f"{one.dag:14} {one.state:8} after {one.seconds:.1f} s", flush=True)
    finally:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
