"""A run to which its sources announce nothing: no error, and it says so."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from pipeline.cli.commands import cli
from pipeline.publish import INDEX
from pipeline.runs.run_folder import RunFolder, latest_key
from pipeline.runs.run_summary import summary_note, summary_text
from pipeline.settings.environment import Settings
from tests.newsroom import Newsroom

QUIET = "the sources announce no page of 2025-01-01 to 2025-01-07"
COMMAND = ["run", "--source", "harbour-courier", "--since", "2025-01-01", "--until", "2025-01-07"]


@pytest.mark.usefixtures("environment")
def test_a_run_of_days_of_which_nothing_is_announced_says_so(
    settings: Settings, newsroom: Newsroom
) -> None:
    newsroom.write_sources(settings.sources)
    done = CliRunner().invoke(cli, COMMAND)
    assert done.exit_code == 0, done.output
    key = latest_key(settings.runs_folder)
    assert f"Run {key}: succeeded\n- {QUIET}\n" in done.stdout
    # no table without a row
    assert "Most quoted" not in done.stdout
    assert "outcome" not in done.stdout
    folder, digest = RunFolder.of(settings.runs_folder, key), settings.digest_folder / INDEX
    assert summary_text(folder, digest).startswith(f"Run {key}: succeeded\n- {QUIET}\n  digest")
    assert summary_note(folder, digest).startswith(f"succeeded: {QUIET}; the digest: ")
