"""The commands that show who is who across articles, and decide it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli.commands import cli
from pipeline.runs.stages import opened_warehouse
from pipeline.settings.environment import Settings
from pipeline.warehouse import load_pages, upgrade
from tests.warehouse.examples import EXTRACTION, RUN, Said, begin, load, page


def call(*arguments: str) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(cli, arguments)


@pytest.fixture(autouse=True)
def warehouse(settings: Settings) -> None:
    """Two articles that quote a commissioner, under two names, in different cuts."""
    words = {"courier": "“We will keep the old ferry,”", "post": "“keep the old ferry”"}
    names = {"courier": "Robert Smithson", "post": "Bob Smithson"}
    with opened_warehouse(settings) as engine:
        upgrade(engine)
        begin(engine)
        for outlet, said in words.items():
            quoted = Said(said, names[outlet], "commissioner \x1b[31m", ("Smithson",))
            url = f"https://{outlet}.example/1"
            load(engine, page(f"{said} he said.", quotes=[quoted], url=url, outlet=outlet))


def listed(*arguments: str) -> list[dict[str, object]]:
    result = call("speakers", "list", "--format", "json", *arguments)
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_speakers_are_listed_by_any_form_of_the_name() -> None:
    (entry,) = listed("smithson")
    assert entry["names"] == ["Bob Smithson", "Robert Smithson"]
    assert listed(str(entry["speaker_id"])) == listed() == [entry]
    result = call("speakers", "list", "nobody")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nobody found" in result.stderr


def test_a_terminal_is_shown_no_control_characters() -> None:
    assert "\x1b" not in call("speakers", "list").stdout


def test_a_name_is_split_off_listed_merged_and_all_of_it_taken_back() -> None:
    assert call("speakers", "split", "Bob Smithson").exit_code == 0
    assert [entry["name"] for entry in listed()] == ["Robert Smithson", "Bob Smithson"]
    told = call("speakers", "decisions").stdout
    assert "Bob Smithson is not a form of another name" in told
    merged = call("speakers", "merge", "Bob Smithson", "Robert Smithson")
    assert "Robert Smithson, 2 quotations" in merged.stdout
    for line in call("speakers", "decisions").stdout.splitlines():
        assert call("speakers", "undo", line.split()[0]).exit_code == 0
    none = call("speakers", "decisions")
    assert (none.stdout, none.stderr) == ("", "nothing was decided by hand\n")
    assert call("speakers", "rebuild").exit_code == 0
    assert len(listed()) == 1


@pytest.fixture
def namesakes(settings: Settings) -> None:
    """Two more persons of the family name, of whom one is quoted twice."""
    words = ("“The quay needs repairs,”", "“The gulls are back,”", "“Nobody asked us,”")
    names = ("Ada Smithson", "Ada Smithson", "Olaf Smithson")
    with opened_warehouse(settings) as engine:
        for number, (said, name) in enumerate(zip(words, names, strict=True)):
            quoted = Said(said, name, "gull keeper", ())
            url = f"https://courier.example/namesake{number}"
            load(engine, page(f"{said} was said.", quotes=[quoted], url=url, outlet="courier"))


@pytest.mark.usefixtures("namesakes")
def test_a_name_of_several_persons_is_not_merged_but_by_number() -> None:
    result = call("speakers", "merge", "Smithson", "Ada Smithson")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: 3 speakers are called 'Smithson': ")
    assert "Olaf Smithson (quoted 1 times)" in result.stderr
    assert "name one by its number" in result.stderr
    assert call("speakers", "decisions").stdout == ""
    (olaf,) = listed("Olaf")
    assert call("speakers", "merge", str(olaf["speaker_id"]), "Ada Smithson").exit_code == 0
    assert "merge: Olaf Smithson is Ada Smithson" in call("speakers", "decisions").stdout


@pytest.mark.usefixtures("namesakes")
def test_a_name_that_nobody_has_is_answered_with_those_that_are_like_it() -> None:
    result = call("speakers", "merge", "Olav Smithson", "Ada Smithson")
    assert result.exit_code == 1
    assert "no speaker is called 'Olav Smithson'; did you mean " in result.stderr
    assert "Olaf Smithson" in result.stderr


@pytest.mark.usefixtures("namesakes")
def test_a_search_for_a_speaker_lists_all_who_may_be_meant_and_takes_a_number() -> None:
    result = call("search", "", "--speaker", "Smithson", "--format", "json")
    assert len(result.stdout.splitlines()) == 5
    assert "3 speakers may be meant by 'Smithson', and all are shown: " in result.stderr
    assert "the number of one in place of the name shows that one alone" in result.stderr
    (olaf,) = listed("Olaf")
    one = call("search", "", "--speaker", str(olaf["speaker_id"]), "--format", "json")
    (found,) = [json.loads(line) for line in one.stdout.splitlines()]
    assert found["speaker"] == "Olaf Smithson"
    assert "may be meant" not in one.stderr


@pytest.mark.usefixtures("namesakes")
def test_a_list_of_speakers_that_is_cut_says_so() -> None:
    assert "2 of 3 speakers; --limit shows more" in call("speakers", "list", "--limit", "2").stderr
    result = call("speakers", "list", "Smithson", "--limit", "1")
    assert "1 of 3 speakers; --limit shows more" in result.stderr
    assert "speakers;" not in call("speakers", "list", "Smithson").stderr


def test_outlets_whose_names_differ_by_a_capital_are_told_apart_by_their_keys(
    settings: Settings,
) -> None:
    with opened_warehouse(settings) as engine:
        said = "“The gulls are back,”"
        for key, name in (("north", "The Tide"), ("south", "THE TIDE")):
            quoted, url = Said(said, "Ada Norden"), f"https://{key}.example/1"
            article = page(said, quotes=[quoted], url=url, outlet=key)
            load_pages(engine, RUN, [article], [], extraction=EXTRACTION, outlets={key: name})

    def found(outlet: str) -> tuple[int, str]:
        result = call("search", "", "--outlet", outlet, "--format", "json")
        return len(result.stdout.splitlines()), result.stderr

    assert found("north")[0] == found("SOUTH")[0] == found("The Tide")[0] == 1
    number, said_of_it = found("tide")
    assert number == 2
    assert (
        "2 outlets are called 'tide': south (THE TIDE), north (The Tide); name one by its key"
        in said_of_it
    )
    split = ("speakers", "split", "Ada Norden", "--label", "of the tide", "--outlet")
    result = call(*split, "tide")
    assert result.exit_code == 1
    assert "2 outlets are called 'tide'" in result.stderr
    assert "Ada Norden (of the tide), 1 quotation" in call(*split, "North").stdout


def test_an_outlets_quotations_are_another_persons() -> None:
    result = call(
        "speakers", "split", "Bob Smithson", "--outlet", "post", "--label", "of the islands"
    )
    assert "Bob Smithson (of the islands), 1 quotation" in result.stdout
    assert "Bob Smithson with outlet post is of the islands" in call("speakers", "decisions").stdout


def test_what_cannot_be_decided_is_told_in_one_line() -> None:
    result = call("speakers", "merge", "Nobody", "Robert Smithson")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: no speaker is called 'Nobody'")
    assert call("speakers", "undo", "99").exit_code == 1


def test_search_shows_where_else_a_statement_was_printed() -> None:
    found = [
        json.loads(line)
        for line in call("search", "--format", "json", "old ferry").stdout.splitlines()
    ]
    (statement,) = {quotation["statement_id"] for quotation in found}
    again = call("search", "", "--statement", str(statement)).stdout
    assert again.count(f"statement {statement}\n") == 2
    assert "in: “keep the old ferry” he said." in again
    assert "https://post.example/1#" in again


@pytest.mark.parametrize(
    ("name", "doubt"),
    [
        ("2026", "has no letters"),
        ("it", "is a pronoun"),
        ("no officer", "says nobody, or anybody"),
        ("Tuesday", "is a time"),
        ("Cole’s", "is cut short"),
        ("Ada Cole and", "is cut short"),
        ("Ada Cole " * 20, "is longer than a name"),
    ],
)
def test_a_name_that_looks_like_nobodys_is_listed(
    settings: Settings, name: str, doubt: str
) -> None:
    said = "“The ferry is late again,”"
    with opened_warehouse(settings) as engine:
        url = "https://courier.example/2"
        quoted = Said(said, name, None, ())
        load(engine, page(f"{said} was said.", quotes=[quoted], url=url, outlet="courier"))
    result = call("speakers", "doubtful", "--format", "json")
    (listed_one,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert (listed_one["name"], listed_one["doubt"]) == (name.strip(), doubt)
    assert doubt in call("speakers", "doubtful").stdout
    assert name.strip() in call("speakers", "doubtful", "--format", "csv").stdout


def test_names_of_people_and_bodies_are_not_listed(settings: Settings) -> None:
    said = "“The ferry is late again,”"
    names = [
        "Monday Okafor",
        "Hope Winter",
        "X Æ",
        "NFB",
        "Northern Ferry Board",
        "一郎",
        "[author]",
    ]
    with opened_warehouse(settings) as engine:
        for at, name in enumerate(names):
            url = f"https://courier.example/{at + 2}"
            quoted = Said(said, name, None, ())
            load(engine, page(f"{said} was said.", quotes=[quoted], url=url, outlet="courier"))
    result = call("speakers", "doubtful")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no name looks like nobody's" in result.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--outlet", "nowhere", "--label", "the other"], "there is no outlet 'nowhere'; did you"),
        (["--url", "https://nowhere.example/", "--label", "the other"], "nothing was decided"),
        (["--label", "the other"], "say with --outlet, --url or --role"),
        (["--role", ""], "--role is empty"),
        (["--outlet", "courier", "--label", "\udcff"], "nothing was decided"),
    ],
)
def test_a_split_that_says_nothing_is_not_kept(options: list[str], told: str) -> None:
    result = call("speakers", "split", "Bob Smithson", *options)
    assert result.exit_code == 1
    assert told in result.stderr
    assert call("speakers", "decisions").stdout == ""


def test_names_and_numbers_that_nothing_has_are_told() -> None:
    merged = call("speakers", "merge", "Jos\udce9", "Robert Smithson")
    assert (merged.exit_code, "no speaker is called" in merged.stderr) == (1, True)
    assert call("speakers", "undo", str(2**63)).exit_code == 2
    assert call("speakers", "undo", "7").exit_code == 1


def test_kinds_are_written_as_they_are_shown() -> None:
    assert call("search", "ferry", "--kind", "direct").exit_code == 0


@pytest.mark.parametrize("command", [["search", "ferry"], ["report"], ["reprocess"], ["run"]])
@pytest.mark.parametrize("turned", [False, True])
def test_days_the_wrong_way_round_are_refused(command: list[str], turned: bool) -> None:
    days = ["--since", "2026-03-06", "--until", "2026-03-01"]
    result = call(*command, *(days[2:] + days[:2] if turned else days))
    assert result.exit_code == 2
    assert "the first day, 2026-03-06, is after the last, 2026-03-01" in result.stderr


def test_a_digest_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    result = call("report", "--output", str(file / "below"))
    assert result.exit_code == 1
    assert "the digest cannot be written to" in result.stderr
