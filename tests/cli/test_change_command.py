"""Asking on the command line what edits did to quotations."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner, Result

from pipeline.cli.commands import cli
from pipeline.settings.environment import Settings
from pipeline.shown_records import QuotationChange
from pipeline.warehouse import open_warehouse, upgrade
from tests.warehouse.examples import HOUR, MONDAY, Said, begin, edited, ferry, load, page

SOLD, OURS, MAY = "“We will not sell the ferry,”", "“It is ours,”", "“We may sell the ferry,”"
LATE = "The ferry was late again on Monday, \x1b[2J as on most days of this winter."


def call(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["changes", *arguments])


@pytest.fixture
def warehouse(settings: Settings) -> None:
    """Two edited articles: one of the Courier's, one of the Post's."""
    engine = open_warehouse(settings.warehouse_url)
    upgrade(engine)
    begin(engine)
    load(engine, ferry(), edited())
    for hours, speaker in ((0, "Ingrid Solberg"), (2, "Edda Kvist")):
        words = "“The crews have done what they could,”"
        load(
            engine,
            page(
                LATE,
                f"{words} {speaker} said.",
                quotes=[Said(words, speaker)],
                url="https://post.example/late",
                outlet="post",
                headline="Late\nagain",
                at=MONDAY + 24 * HOUR + hours * HOUR,
            ),
        )
    engine.dispose()


@pytest.mark.usefixtures("warehouse")
def test_before_and_after_are_shown_with_the_words_that_differ() -> None:
    result = call()
    assert result.exit_code == 0
    assert result.stdout.split("\n\n")[:2] == [
        "given to another speaker · Ingrid Solberg, then Edda Kvist · Meridian Post\n"
        "    before: “The crews have done what they could,”\n"
        "    after:  “The crews have done what they could,”\n"
        "    in: Late again\n"
        "    last seen 2026-03-03 09:30, edit seen 2026-03-03 11:30 UTC\n"
        "    https://post.example/late#:~:text=The%20crews%20have%20done%20what%20they%20could",
        "a negation differs · Ingrid Solberg · Harbour Courier\n"
        "    before: “We [-will not-] sell the ferry,”\n"
        "    after:  “We {+may+} sell the ferry,”\n"
        "    in: Council keeps the ferry\n"
        "    last seen 2026-03-02 09:30, edit seen 2026-03-02 12:30 UTC\n"
        "    https://courier.example/ferry#:~:text=We%20may%20sell%20the%20ferry",
    ]
    assert "after:  (taken out)" in result.stdout
    assert result.stderr == "3 of 3\n"


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([], ["speaker", "negation", "removed"]),
        (["--kind", "removed"], ["removed"]),
        (["--kind", "removed", "--kind", "Speaker"], ["speaker", "removed"]),
        (["--outlet", "post"], ["speaker"]),
        (["--speaker", "Kvist"], ["speaker"]),
        (["--speaker", "Solberg"], ["speaker", "negation", "removed"]),
        (["--since", "2026-03-03"], ["speaker"]),
        (["--until", "2026-03-02"], ["negation", "removed"]),
        (["--min-words", "3"], ["speaker", "removed"]),
        (["--min-confidence", "0.95"], []),
        (["--limit", "1"], ["speaker"]),
        (["--kind", "moved"], []),
    ],
    ids=" ".join,
)
def test_options_restrict_what_is_told(asked: list[str], expected: list[str]) -> None:
    result = call(*asked, "--format", "json")
    assert result.exit_code == 0
    assert [json.loads(line)["change"] for line in result.stdout.splitlines()] == expected


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize("kind", QuotationChange)
def test_every_kind_is_asked_for_by_the_word_that_is_stored(kind: QuotationChange) -> None:
    assert call("--kind", kind.value).exit_code == 0


@pytest.mark.usefixtures("warehouse")
def test_programs_get_json_and_csv() -> None:
    change, *_others = map(
        json.loads, call("--kind", "negation", "--format", "json").stdout.splitlines()
    )
    assert (change["text"], change["text_now"], change["words_changed"]) == (SOLD, MAY, 2)
    assert change["seen_at"] == "2026-03-02 12:30:00+00:00"
    (row,) = csv.DictReader(call("--kind", "removed", "--format", "csv").stdout.splitlines())
    assert (row["change"], row["text"], row["text_now"], row["speaker_now"]) == (
        "removed", OURS, "", "",
    )  # fmt: skip


@pytest.mark.usefixtures("warehouse")
def test_what_nobody_has_is_said() -> None:
    assert "there is no outlet 'Gazette'" in call("--outlet", "Gazette").stderr
    assert "no speaker is called 'Nobody At All'" in call("--speaker", "Nobody At All").stderr
    moved = call("--kind", "moved").stderr
    assert moved == (
        "nothing found\n3 more are of other kinds, of fewer words or less certain; "
        "--kind all --min-confidence 0 shows them\n"
    )
    assert call("--kind", "shouted").exit_code == 2
