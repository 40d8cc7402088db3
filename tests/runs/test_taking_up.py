"""A run that was broken off is gone on with; what the machine has too little of is a sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from pipeline.cli.commands import cli
from pipeline.runs import stages
from pipeline.runs.local_runner import run_pipeline
from pipeline.runs.run_folder import RunFolder, latest_key
from pipeline.settings.environment import Settings
from pipeline.text.dates import first_instant, last_instant
from tests.newsroom import Newsroom

COMMAND = ["run", "--since", "2026-02-20", "--until", "2026-03-07", "--source", "civic-wire"]
SINCE, UNTIL = first_instant("2026-02-20"), last_instant("2026-03-07")

LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
which, most, *arguments = sys.argv[1:]
from pipeline.cli.commands import cli
import pipeline.runs.local_runner, pipeline.cli.run_output
most = int(most)
if which == "RLIMIT_AS":
    pages = int(open("/proc/self/statm").read().split()[0])
    most += pages * resource.getpagesize()
resource.setrlimit(getattr(resource, which), (most, most))
cli(arguments)
"""
"""The command line under a limit of the operating system; that of memory is of what is added."""


def rows(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with stages.opened_warehouse(settings) as engine, engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def kill_a_run(settings: Settings, environment: dict[str, str], newsroom: Newsroom) -> Settings:
    """Begin a run and kill it after its third page."""
    newsroom.write_sources(settings.sources)
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", *COMMAND],
        # slow enough to be killed between two pages
        env=os.environ | environment | {"VERBATIM_DELAY_SECONDS": "0.2"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # one file, or several objects
    journal = "*/visits/0000/outcomes.jsonl*"
    while sum(p.read_bytes().count(b"\n") for p in settings.runs_folder.glob(journal)) < 3:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return settings


@pytest.fixture
def killed(settings: Settings, environment: dict[str, str], newsroom: Newsroom) -> Settings:
    """The settings of a home in which a run was killed after its third page."""
    return kill_a_run(settings, environment, newsroom)


def test_a_killed_run_is_shown_as_unfinished_and_gone_on_with(
    stored_settings: Settings, environment: dict[str, str], newsroom: Newsroom
) -> None:
    killed = kill_a_run(stored_settings, environment, newsroom)
    key = latest_key(killed.runs_folder)
    shown = CliRunner().invoke(cli, ["show"])
    assert f"Run {key}: unfinished\nIt is at work, or was broken off." in shown.stdout
    assert "discovered 1/1 sources · visited 0/1 sources, " in shown.stdout
    # nothing failed, so there is no log that says why
    assert "says why" not in shown.stdout

    fetched = len(list(RunFolder.of(killed.runs_folder, key).outcomes()))
    before = [request.path for request in newsroom.requests if request.path.endswith(".html")]
    again = CliRunner().invoke(cli, COMMAND)
    assert again.exit_code == 0, again.output
    assert f"Run {key}: succeeded" in again.stdout
    assert rows(killed, "SELECT key, outcome FROM run") == [(key, "succeeded")]
    # no page that is in the journal was asked for again
    asked = [request.path for request in newsroom.requests if request.path.endswith(".html")]
    assert len(asked) == len(set(asked)) or len(asked) - len(set(asked)) <= len(before) - fetched


def test_another_question_and_new_begin_a_run_of_their_own(killed: Settings) -> None:
    key = latest_key(killed.runs_folder)
    keys = [
        run_pipeline(killed, since=SINCE, until=last_instant("2026-03-06"), keys=["civic-wire"]),
        run_pipeline(killed, since=SINCE, until=UNTIL, keys=["civic-wire"], new=True),
    ]
    assert key not in keys
    assert len(set(keys)) == 2
    assert rows(killed, "SELECT key FROM run WHERE outcome IS NULL") == [(key,)]
    # what was published is not gone on with
    assert run_pipeline(killed, since=SINCE, until=UNTIL, keys=["civic-wire"]) == key
    assert run_pipeline(killed, since=SINCE, until=UNTIL, keys=["civic-wire"]) not in {key, *keys}


def test_a_run_of_the_day_before_yesterday_is_left_alone(killed: Settings) -> None:
    key = latest_key(killed.runs_folder)
    plan = RunFolder.of(killed.runs_folder, key).path / "plan.jsonl"
    year = key[4:8]
    plan.write_text(plan.read_text("utf-8").replace(f'"started_at":"{year}', '"started_at":"2020'))
    assert run_pipeline(killed, since=SINCE, until=UNTIL, keys=["civic-wire"]) != key


def limited(environment: dict[str, str], limit: str, most: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LIMITED, limit, str(most), *COMMAND],
        env=os.environ | environment | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("most", [0, 2_000, 200_000])
def test_a_full_disk_ends_in_a_sentence(
    settings: Settings, environment: dict[str, str], newsroom: Newsroom, most: int
) -> None:
    newsroom.write_sources(settings.sources)
    stages.begin_run(settings, stages.plan_visit(settings, key="before", kind="run"))
    ended = limited(environment, "RLIMIT_FSIZE", most)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert ended.stderr.splitlines()[-1]
    assert any(word in ended.stderr for word in ("larger than allowed", "disk", "cannot be"))


@pytest.mark.parametrize("name", ["home", "home/locks", "home/runs"])
def test_a_file_where_a_folder_has_to_be_ends_in_a_sentence(
    settings: Settings, environment: dict[str, str], newsroom: Newsroom, name: str
) -> None:
    newsroom.write_sources(settings.sources)
    in_the_way = settings.home.parent / name
    in_the_way.parent.mkdir(exist_ok=True)
    in_the_way.write_text("in the way", encoding="ascii")
    ended = limited(environment, "RLIMIT_FSIZE", 10**9)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert str(in_the_way) in ended.stderr.splitlines()[-1]
    assert "name another VERBATIM_HOME" in ended.stderr


@pytest.mark.parametrize("most", [60_000_000, 250_000_000])
def test_little_memory_ends_in_a_sentence(
    settings: Settings, environment: dict[str, str], newsroom: Newsroom, most: int
) -> None:
    newsroom.write_sources(settings.sources)
    ended = limited(environment, "RLIMIT_AS", most)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert "too little memory" in ended.stderr
