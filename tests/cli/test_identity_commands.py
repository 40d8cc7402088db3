"""The commands that tell who speakers are outside, and who may be one."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli.commands import cli
from pipeline.runs.stages import opened_warehouse
from pipeline.settings.environment import Settings
from pipeline.warehouse import upgrade
from pipeline.warehouse.outside_identity.identities_file import read_identities
from tests.warehouse.examples import begin, load
from tests.warehouse.identity_examples import file_of, identities_file
from tests.warehouse.test_names_across_articles import said_by

NAMESAKES = ("Q1,John Smithson,,,mayor,,", "Q2,John Smithson,,,,,", "Q3,Edda Kvist,Kvist,,,,")


def call(*arguments: str | Path) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture(autouse=True)
def warehouse(settings: Settings) -> None:
    """A warehouse with three speakers, two of whom may be one."""
    with opened_warehouse(settings) as engine:
        upgrade(engine)
        begin(engine)
        load(engine, said_by("John Smithson"), said_by("Jack Smithson"), said_by("Edda Kvist"))


def test_a_file_is_loaded_and_speakers_are_listed_with_their_ids(tmp_path: Path) -> None:
    result = call("identities", "load", identities_file(tmp_path, *NAMESAKES))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "       3  identities with 4 names",
        "       1  speakers linked",
        "       1  speakers in doubt: identities doubts lists them",
    ]
    assert "1 names of one word are not compared" in result.stderr
    assert "Kvist" in result.stderr
    (entry,) = map(
        json.loads, call("speakers", "list", "kvist", "--format", "json").stdout.splitlines()
    )
    assert entry["identity"] == "wikidata:Q3"
    assert "identity: wikidata:Q3" in call("speakers", "list", "kvist").stdout


def test_a_faulty_file_is_told_line_by_line(tmp_path: Path) -> None:
    result = call("identities", "load", identities_file(tmp_path, "x,A B,,,,,", "Q2,,,,,,"))
    assert result.exit_code == 1
    first, *faults = result.stderr.splitlines()
    assert "nothing was loaded, there are 2 faults" in first
    assert ["line 2: id: 'x' is not an id" in faults[0], "line 3: name" in faults[1]] == [True] * 2


def test_doubts_are_listed_in_every_format(tmp_path: Path) -> None:
    call("identities", "load", identities_file(tmp_path, *NAMESAKES))
    text = call("identities", "doubts").stdout
    assert "John Smithson, 1 quotation" in text
    assert "wikidata:Q1 (John Smithson, mayor): the file has several of this name" in text
    (one,) = map(json.loads, call("identities", "doubts", "--format", "json").stdout.splitlines())
    assert [candidate["doubt"] for candidate in one["candidates"]] == ["several-identities"] * 2
    table = list(
        csv.DictReader(io.StringIO(call("identities", "doubts", "--format", "csv").stdout))
    )
    assert [row["speaker_identity"] for row in table] == ["wikidata:Q1", "wikidata:Q2"]
    result = call("identities", "doubts", "--limit", "1")
    assert result.stderr == ""


def test_pairs_are_listed_and_distinguished() -> None:
    text = call("speakers", "pairs").stdout
    assert "a nickname, another spelling or another order of the name" in text
    (pair,) = map(json.loads, call("speakers", "pairs", "--format", "json").stdout.splitlines())
    (row,) = csv.DictReader(io.StringIO(call("speakers", "pairs", "--format", "csv").stdout))
    assert int(row["other_id"]) == pair["other_id"]
    assert row["evidence"] == "; ".join(pair["evidence"])
    names = str(pair["speaker_id"]), str(pair["other_id"])
    assert call("speakers", "distinguish", *names).exit_code == 0
    result = call("speakers", "pairs")
    assert (result.stdout, result.stderr) == ("", "no two speakers look like one\n")
    assert "Smithson is not J" in call("speakers", "decisions").stdout


CONGRESS = [
    "last_name,first_name,middle_name,suffix,nickname,full_name,type,state,bioguide_id,wikidata_id",
    "Solberg,Ingrid,Anna,,Inga,Ingrid Solberg,sen,NM,S000001,Q11",
    "Reyes,Tomas,,Jr.,,,rep,OH,R000002,",
]


def test_the_public_list_of_congress_becomes_an_identities_file(tmp_path: Path) -> None:
    made = call("identities", "from-congress", file_of(tmp_path, CONGRESS, name="members.csv"))
    assert made.exit_code == 0
    path = tmp_path / "congress.csv"
    path.write_text(made.stdout, encoding="utf-8")
    reyes, solberg = read_identities([path])
    assert (solberg.key, solberg.name) == ("wikidata:Q11", "Ingrid Solberg")
    assert solberg.other_names == {"Ingrid Anna Solberg", "Inga Solberg"}
    assert {office.title for office in solberg.offices} == {"United States senator for NM"}
    assert (reyes.key, reyes.name) == ("bioguide:R000002", "Tomas Reyes Jr.")


def test_another_list_is_told(tmp_path: Path) -> None:
    result = call("identities", "from-congress", identities_file(tmp_path))
    assert result.exit_code == 1
    assert "is no list of legislators: the column 'last_name' is missing" in result.stderr
