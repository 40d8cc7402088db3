"""The commands about watches."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from pipeline.cli.commands import cli
from pipeline.settings.environment import Settings
from pipeline.settings.watches_file import MAIL, Watch, watch_named
from pipeline.warehouse import open_warehouse, upgrade
from pipeline.warehouse.watch_messages import WatchMessage, unsettled_messages
from pipeline.watches.watch_delivery import deliver
from tests.warehouse.examples import HOUR, agency, begin, ferry, load

WATCHES = """
watches:
  - key: solberg
    name: What Solberg says
    speaker: Solberg
    since: 2026-01-01
    mail: true
  - key: nobody
    name: What Solbergh says
    speaker: Ingrid Solbergh
"""


@pytest.fixture
def watching(settings: Settings) -> tuple[Settings, Engine]:
    """A home with two watches, and a warehouse with two articles of yesterday."""
    settings.watches_file.write_text(WATCHES, encoding="utf-8")
    engine = open_warehouse(settings.warehouse_url)
    upgrade(engine)
    now = datetime.now(UTC)
    begin(engine, at=now - 26 * HOUR)
    load(engine, ferry(at=now - 25 * HOUR), agency(at=now - 24 * HOUR))
    return settings, engine


def called(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["watch", *arguments])


@pytest.mark.usefixtures("watching")
def test_a_watch_is_tried_out() -> None:
    done = called("test", "solberg")
    assert done.exit_code == 0
    assert done.stdout.startswith("solberg: quotations of Solberg since 2026-01-01: 2 since ")
    assert "“We will not sell the ferry”\n    Ingrid Solberg · Meridian Post" in done.stdout
    assert "    in 2 outlets: Harbour Courier, Meridian Post\n" in done.stdout
    assert "https://courier.example/ferry#:~:text=" in done.stdout
    every = called("test")
    assert "nobody: no speaker is called 'Ingrid Solbergh'; did you mean" in every.stderr
    assert len(called("test", "--format", "json").stdout.splitlines()) == 2
    assert json.loads(called("test", "--format", "json").stdout.splitlines()[0])["link"]
    tomorrow = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d}"
    assert "0 since" in called("test", "solberg", "--since", tomorrow).stdout
    wrong = called("test", "solbreg")
    assert wrong.exit_code == 1
    assert "did you mean 'solberg'?" in wrong.stderr


def test_what_was_told_and_what_is_in_doubt_is_listed(watching: tuple[Settings, Engine]) -> None:
    settings, engine = watching

    def lost(_watch: Watch, _message: WatchMessage) -> None:
        raise TimeoutError("the server said nothing")

    listed = called("list")
    assert listed.exit_code == 0
    assert "    mail: begins with the next run\n" in listed.stdout
    assert "    only a feed\n" in listed.stdout
    deliver(engine, watch_named(settings, "solberg"), MAIL, lost)
    listed = called("list")
    assert listed.exit_code == 1
    assert "message 1 of solberg by mail" in listed.stdout
    assert "in doubt: the server said nothing" in listed.stdout
    assert called("settle", "1").exit_code == 2
    assert called("settle", "1", "--resend").exit_code == 0
    assert "waits to be sent" in called("list").stdout
    again = called("settle", "1", "--arrived")
    assert again.exit_code == 1
    assert "no message 1 is in doubt" in again.stderr
    deliver(engine, watch_named(settings, "solberg"), MAIL, lambda _watch, _message: None)
    assert not unsettled_messages(engine)
    assert "    mail: told 2 since 2026-01-01, last " in called("list").stdout


def test_without_a_watches_file_there_is_nothing_to_list(
    settings: Settings, tmp_path: Path
) -> None:
    upgrade(open_warehouse(settings.warehouse_url))
    for command in ("list", "test"):
        done = called(command)
        assert (done.exit_code, done.stdout) == (0, "")
        assert "no watches" in done.stderr
        assert "docs/watches.md says how to write one" in done.stderr
    named = called("test", "solberg")
    assert named.exit_code == 1
    assert "watches.yaml has none or is not there" in named.stderr
