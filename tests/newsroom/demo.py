"""The bundled news site through the whole pipeline: what `make run` and `make airflow` start.

    python -m tests.newsroom.demo run        the daily_quotes DAG once, in one process
    python -m tests.newsroom.demo airflow    Airflow's scheduler and pages, on loopback

`run` always works on the bundled news site, in a home of its own. `airflow` works on the sources
file that VERBATIM_SOURCES names, or on sources.yaml if there is one, else on the bundled news site.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from pipeline.errors import VerbatimError
from pipeline.runs.run_counts import progress
from pipeline.runs.run_folder import RunFolder
from pipeline.settings.environment import load_settings
from pipeline.store import exists
from tests.newsroom.local_airflow import ROOT, serve

HOME = ROOT / "var" / "demo"
DAY = "2026-03-07"
"""The day after the last article of the bundled news site."""
KEY = f"daily_quotes.{DAY}T00-00-00.000000Z"
PORT = os.environ.get("NEWSROOM_PORT", "8801")

NEWS_SITE = {
    "VERBATIM_HOME": str(HOME),
    # whatever is set outside: invented news must never reach a warehouse that is in use
    "VERBATIM_WAREHOUSE": f"sqlite:///{HOME / 'warehouse.sqlite'}",
    "AIRFLOW_HOME": str(HOME / "airflow"),
    "VERBATIM_SOURCES": str(HOME / "sources.yaml"),
    "VERBATIM_ALLOW_PRIVATE_HOSTS": "true",
    "VERBATIM_USER_AGENT": "Verbatim (demonstration on loopback)",
    # the site is on this machine and ours: nobody is bothered by a quick visit, and the page
    # that never answers shows itself sooner
    "VERBATIM_DELAY_SECONDS": "0",
    "VERBATIM_RETRY_WAIT_SECONDS": "0.2",
    "VERBATIM_READ_TIMEOUT_SECONDS": "2",
}

console = Console(stderr=True, highlight=False)


def main(arguments: list[str]) -> int:
    """Run the command; returns the exit status."""
    os.chdir(ROOT)
    os.environ.setdefault("VENV", str(Path(sys.prefix)))
    match arguments:
        case ["run"]:
            return run()
        case ["airflow"]:
            return airflow()
    sys.stderr.write(__doc__ or "")
    return 2


def keep_to_the_news_site() -> None:
    """Work on the bundled news site and in its home alone, whatever is set outside."""
    for name in list(os.environ):
        if name.startswith("AIRFLOW__DATABASE__") or name == "AIRFLOW__CORE__DAGS_FOLDER":
            del os.environ[name]
    os.environ.update(NEWS_SITE)


def run() -> int:
    """The DAG once over the bundled news site, then what it found."""
    keep_to_the_news_site()
    log = HOME / "airflow.log"
    with news_site():
        console.print("Making the warehouse and Airflow's own database")
        python("-m", "pipeline", "db", "upgrade", stdout=subprocess.DEVNULL)
        airflow_to(log, "db", "migrate", mode="wb")
        console.print(f"Running the DAG daily_quotes for {DAY}; Airflow's log: {shown(log)}")
        airflow_to(log, "dags", "test", "daily_quotes", DAY, mode="ab", watched=True)
        python("-m", "pipeline", "show", KEY)
    console.print(
        "\n[bold]Next[/bold]\n"
        f"  open {shown(HOME / 'digest' / 'index.html')} in a browser\n"
        f"  export VERBATIM_HOME={shown(HOME)}      # until you unset it\n"
        "  .venv/bin/python -m pipeline search ferry\n"
        "  .venv/bin/python -m pipeline db stats\n"
        "  .venv/bin/python -m pipeline identities load tests/newsroom/identities.csv\n"
        "  make airflow      the scheduler, with its pages and the trigger form\n"
        "Links open while the news site is up: make newsroom"
    )
    return 0


def airflow() -> int:
    """Airflow's scheduler and pages, on loopback, until it is interrupted.

    Sources that are named and not there are told: the bundled news site never stands in for them.
    """
    named = os.environ.get("VERBATIM_SOURCES")
    if named:
        try:
            found = exists(load_settings().sources)
        except (VerbatimError, OSError) as error:
            console.print(str(error), markup=False)
            return 2
        if not found:
            console.print(
                f"VERBATIM_SOURCES names {named}, which does not exist; mend it, or unset it to "
                "look at the bundled news site",
                markup=False,
            )
            return 2
    if named or Path("sources.yaml").exists():
        python("-m", "pipeline", "db", "upgrade", stdout=subprocess.DEVNULL)
        return serve(console)
    keep_to_the_news_site()
    with news_site():
        python("-m", "pipeline", "db", "upgrade", stdout=subprocess.DEVNULL)
        return serve(console)


@contextmanager
def news_site() -> Iterator[None]:
    """The bundled news site, up while the body runs."""
    HOME.mkdir(parents=True, exist_ok=True)
    site = subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.newsroom", "--port-base", PORT),
            *("--write-sources", NEWS_SITE["VERBATIM_SOURCES"]),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert site.stdout is not None
        ready = site.stdout.readline().strip()
        if not ready:
            raise SystemExit(
                f"the news site did not start; are the ports from {PORT} on in use? "
                "Choose others: make run NEWSROOM_PORT=9801"
            )
        console.print(ready)
        yield
    finally:
        site.send_signal(signal.SIGTERM)
        site.wait()


def python(*arguments: str, stdout: int | None = None) -> None:
    """Run this Python; ends the demo if it fails."""
    status = subprocess.run([sys.executable, *arguments], stdout=stdout, check=False).returncode
    if status:
        raise SystemExit(status)


def airflow_to(log: Path, *arguments: str, mode: str, watched: bool = False) -> None:
    """Run an Airflow command with its output in a file; ends the demo if it fails."""
    to_terminal = bool(os.environ.get("VERBOSE"))
    with log.open(mode) as file:
        process = subprocess.Popen(
            [ROOT / "bin" / "airflow", *arguments],
            stdout=None if to_terminal else file,
            stderr=None if to_terminal else subprocess.STDOUT,
        )
        if watched and not to_terminal:
            show_progress(process)
        status = process.wait()
    if status:
        raise SystemExit(f"airflow {' '.join(arguments)} failed; its log is in {shown(log)}")


def show_progress(process: subprocess.Popen[bytes]) -> None:
    """Tell how far the run is until `process` ends."""
    folder = RunFolder.of(HOME / "runs", KEY)
    told = ""
    with console.status("Airflow starts") as status:
        while process.poll() is None:
            now = progress(folder)
            if now and now != told:
                told = now
                status.update(now)
                if not console.is_terminal:
                    console.print(now)
            time.sleep(0.5)


def shown(path: Path) -> str:
    """A path as a person at the project's root would write it."""
    return str(path.relative_to(ROOT))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
