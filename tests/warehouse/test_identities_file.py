"""Reading identities files: what is right, and every fault with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.warehouse.outside_identity.identities_file import (
    IdentitiesError,
    Office,
    read_identities,
)
from tests.import_graph import ROOT
from tests.warehouse.identity_examples import file_of, identities_file


def faults(*paths: Path) -> list[str]:
    """What is said to be wrong, without the folder."""
    with pytest.raises(IdentitiesError) as raised:
        read_identities(paths)
    first, *rest = str(raised.value).splitlines()
    assert first.startswith("nothing was loaded, there")
    return [line.replace(f"{paths[0].parent}/", "") for line in rest]


def test_lines_of_one_id_are_one_identity(tmp_path: Path) -> None:
    path = identities_file(
        tmp_path,
        "Q11,Ingrid Solberg,Ingrid A. Solberg; I. Solberg,,county leader,2019,2023-05-31",
        "wikidata:Q11,Ingrid Solberg,I. Solberg,person,senator,2023-06-01,",
        "",
        'town:7,"Ellery, Port of",,organisation,,,',
    )
    town, solberg = read_identities([path])
    assert (solberg.key, solberg.name, solberg.kind) == ("wikidata:Q11", "Ingrid Solberg", "person")
    assert solberg.other_names == {"Ingrid A. Solberg", "I. Solberg"}
    assert solberg.offices == {
        Office("county leader", date(2019, 1, 1), date(2023, 5, 31)),
        Office("senator", date(2023, 6, 1), None),
    }
    assert (town.key, town.name, town.kind) == ("town:7", "Ellery, Port of", "organisation")


def test_columns_may_be_left_out_and_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "excel.csv"
    path.write_bytes("\ufeffName,ID\r\nZoë Kvist,Q12\r\n".encode())
    (one,) = read_identities([path])
    assert (one.key, one.name) == ("wikidata:Q12", "Zoë Kvist")


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    path = identities_file(
        tmp_path,
        "11,Ingrid Solberg,,,,,",
        "Q12,,,,,,",
        "Q13,Edda Kvist,,robot,,,",
        "Q14,Jon Kvist,,,mayor,2020-02-30,",
        "Q15,Tor Kvist,,,,2020,",
        "Q16,Ada Kvist,,,mayor,2021,2020",
        "Q17,Kvist, Per,,,,,",
        "Q18,Liv Kvist,,,,,",
        "Q18,Liva Kvist,,,,,",
        "wikidata:12,Bo Kvist,,,,,",
        f"Q19,{'K' * 300},,,,,",
    )
    assert faults(path) == [
        "identities.csv, line 2: id: '11' is not an id; write a Wikidata id as Q42, any other one "
        "with what it is an id of in front, as bioguide:X000001",
        "identities.csv, line 3: name: is empty",
        "identities.csv, line 4: kind: 'robot' is not a kind; write person or organisation, or "
        "nothing",
        "identities.csv, line 5: from: '2020-02-30' is not a day; write it as 2026-03-05, or the "
        "year alone",
        "identities.csv, line 6: from and to are the days of an office; name it in the column "
        "office",
        "identities.csv, line 7: the office ends on 2020-12-31, before it begins on 2021-01-01",
        "identities.csv, line 8: 8 cells, and the first line has 7; put a cell that has a comma "
        "inside between double quotes",
        "identities.csv, line 10: name: wikidata:Q18 has the name 'Liva Kvist' here and 'Liv "
        "Kvist' in identities.csv, line 9; one id is one person or organisation",
        "identities.csv, line 11: id: 'wikidata:12' is not an id; write a Wikidata id as Q42, any "
        "other one with what it is an id of in front, as bioguide:X000001",
        "identities.csv, line 12: name: 300 characters, 200 at most",
    ]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([], "the column 'id' is missing"),
        (["id,nmae", "Q1,Ada Kvist"], "there is no column 'nmae'; did you mean 'name'?"),
        (["id;name", "Q1;Ada Kvist"], "columns are parted by commas"),
        (["id,name,name", "Q1,Ada Kvist,Ada Kvist"], "the column 'name' is there twice"),
        (["id,name", '"Q1,Ada Kvist'], "not CSV from here on"),
        (["id,name", f"Q1,{'K' * 200_000}"], "line 2: not CSV from here on: field larger"),
        (["id,name", "Q1,Ada\0 Kvist"], "line 2: a character that no text has"),
    ],
)
def test_a_file_that_is_no_such_table_is_told(tmp_path: Path, lines: list[str], fault: str) -> None:
    assert any(fault in told for told in faults(file_of(tmp_path, lines)))


def test_what_cannot_be_read_is_told_and_other_files_are_looked_at(tmp_path: Path) -> None:
    latin = tmp_path / "latin.csv"
    latin.write_bytes(b"id,name\nQ1,Zo\xeb Kvist\n")
    wrong = identities_file(tmp_path, "x,Ada Kvist,,,,,")
    told = faults(latin, tmp_path / "none.csv", wrong)
    assert told[0] == "latin.csv, line 2: not UTF-8; save the file as CSV UTF-8"
    assert told[1] == "none.csv cannot be read: No such file or directory"
    assert told[2].startswith("identities.csv, line 2: id: 'x' is not an id")


def test_a_file_of_faults_is_told_in_bounds(tmp_path: Path) -> None:
    told = faults(identities_file(tmp_path, *(f"{number},Ada Kvist,,,,," for number in range(300))))
    assert len(told) == 101
    assert told[-1] == "… and 200 more"


def test_the_example_of_the_documentation_is_right(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "identities.md").read_text(encoding="utf-8")
    start = page.index("    id,name")
    lines = [line.strip() for line in page[start : page.index("\n\n", start)].splitlines()]
    board, solberg = read_identities([file_of(tmp_path, lines)])
    assert (board.key, board.kind) == ("harbour:17", "organisation")
    assert (solberg.key, len(solberg.offices)) == ("parliament:1017", 2)
