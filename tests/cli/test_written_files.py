"""Nothing is written outside of VERBATIM_HOME: no temporary file, no trace of what was read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.settings.environment import Settings
from tests.import_graph import ROOT
from tests.newsroom import Newsroom

WATCHED = """
import json, os, sys
written = set()
def watch(event, arguments):
    if event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        written.add(str(arguments[0]))
sys.addaudithook(watch)
from pipeline.cli.commands import cli
try:
    cli(sys.argv[2:])
finally:
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(sorted(written), file)
"""
"""Runs a command and notes which files Python opened to write to (PEP 578)."""


@pytest.mark.parametrize("command", ["run", "quotes"])
def test_a_command_writes_to_its_home_alone(
    settings: Settings,
    newsroom: Newsroom,
    environment: dict[str, str],
    tmp_path: Path,
    command: str,
) -> None:
    newsroom.write_sources(settings.sources)
    written, user, temporary = (tmp_path / name for name in ("written", "user", "temporary"))
    user.mkdir()
    temporary.mkdir()
    own = {"HOME": str(user), "TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"}
    text = tmp_path / "text.txt"
    text.write_text("“The ferry is late,” said Ada Cole. " * 10, encoding="utf-8")
    files = [str(text)] if command == "quotes" else []
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(written), command, *files],
        env={**os.environ, **environment, **own},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    paths = set(json.loads(written.read_text(encoding="utf-8"))) - {str(written), os.devnull}
    elsewhere = [path for path in paths if not Path(path).is_relative_to(settings.home)]
    assert [path for path in elsewhere if not path.isdecimal()] == []
    assert [*user.rglob("*")] == []
    assert [*temporary.rglob("*")] == []
