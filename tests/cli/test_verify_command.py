"""The command that checks a draft's quotations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli.commands import cli
from pipeline.runs.stages import opened_warehouse
from pipeline.settings.environment import Settings
from pipeline.warehouse import upgrade
from tests.warehouse.examples import agency, begin, ferry, load

TRUE = "The council met.\n\n“We will not sell the ferry,” Ingrid Solberg said.\n"
ALTERED = "The council met.\n\n“We will sell the ferry,” Ingrid Solberg said.\n"


@pytest.fixture(autouse=True)
def warehouse(settings: Settings) -> None:
    """Two articles of two outlets."""
    with opened_warehouse(settings) as engine:
        upgrade(engine)
        begin(engine)
        load(engine, ferry(), agency())


def call(*arguments: object, typed: str | bytes | None = None) -> Result:
    """Run the command in this process, with something on standard input."""
    return CliRunner().invoke(cli, ["verify", *map(str, arguments)], input=typed)


def test_a_draft_of_true_quotations_is_fine(tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(TRUE, encoding="utf-8")
    result = call(draft)
    assert result.exit_code == 0, result.output
    assert "verbatim" in result.stdout
    assert "Printed in these words as words of Ingrid Solberg (Meridian Post, " in result.stdout
    assert "first of 2 outlets" in result.stdout
    assert "https://post.example/ferry#:~:text=" in result.stdout
    assert "archived 2026-03-02 10:30 UTC: post/" in result.stdout


def test_an_altered_one_is_shown_with_what_differs() -> None:
    result = call("-", typed=ALTERED)
    assert result.exit_code == 1
    assert "altered" in result.stdout
    assert "a negation differs [-not-]" in result.stdout


def test_json_has_a_line_for_each_draft_and_goes_on_after_one_that_cannot_be_read(
    tmp_path: Path,
) -> None:
    broken, missing = tmp_path / "broken.docx", tmp_path / "missing.txt"
    broken.write_bytes(b"PK no document")
    result = call("--format", "json", broken, missing, "-", typed=ALTERED)
    assert result.exit_code == 1
    first, second, third = map(json.loads, result.stdout.splitlines())
    assert "not a whole Word document" in first["error"]
    assert second == {"file": str(missing), "error": "the file does not exist", "passages": []}
    (passage,) = third["passages"]
    assert passage["text"] == "We will sell the ferry,"
    assert passage["verdict"] == "altered"
    assert passage["differences"] == [
        {"change": "negation", "draft": "", "printed": "not", "position": 2}
    ]
    assert passage["printed"]["outlet"] == "Meridian Post"


def test_the_format_of_standard_input_can_be_said() -> None:
    page = "<p>The council met.<p>“We will not <b>sell</b> the ferry,” Ingrid Solberg said."
    assert call("--input-format", "html", "-", typed=page).exit_code == 0


def test_a_draft_without_quotations_is_fine_and_says_so() -> None:
    result = call("-", typed="The council met on Monday.")
    assert result.exit_code == 0
    assert "there are no words in quotation marks" in result.stdout


def test_an_empty_standard_input_is_an_error() -> None:
    result = call("-", typed="")
    assert result.exit_code == 1
    assert "is empty" in result.stdout


def test_a_terminal_is_shown_no_control_characters() -> None:
    assert "\x1b" not in call("-", typed=TRUE.replace("sell", "sell \x1b[31m")).stdout
