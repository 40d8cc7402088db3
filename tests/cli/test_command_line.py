"""The command line's contract: answers, errors, exit statuses."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from pipeline.cli.commands import TellingGroup, cli
from pipeline.cli.page_output import FileAnswer, extract_json, extract_text
from pipeline.records import Article, Block, Label

ARTICLE = "<html><body><article><h1>Harbour closed</h1>{}</article></body></html>".format(
    "".join(
        f"<p>The harbour master of Port Ellery closed basin {n} on Monday after the storm had "
        f"torn two cranes loose. “Nobody enters basin {n} before Friday,” said harbour master "
        "Edda Kvist, who had walked the quays since dawn with her crew of nine.</p>"
        for n in ("one", "two", "three", "four")
    )
)


def call(*arguments: object) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def answers(result: Result) -> list[dict[str, Any]]:
    """The JSON lines of standard output."""
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.html"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_extract_answers_the_contract(article: Path) -> None:
    result = call("extract", "--format", "json", "--url", "https://a.example/harbour", article)
    assert result.exit_code == 0
    (answer,) = answers(result)
    assert answer["file"] == str(article)
    assert answer["error"] is None
    assert answer["article"]["url"] == "https://a.example/harbour"
    assert answer["article"]["headline"] == "Harbour closed"
    assert len(answer["article"]["paragraphs"]) == 4
    text = "\n\n".join(answer["article"]["paragraphs"])
    assert len(answer["quotes"]) == 4
    for quote in answer["quotes"]:
        assert quote["speaker"] == "Edda Kvist"
        assert quote["kind"] == "direct"
        ((start, end),) = quote["spans"]
        assert text[start:end] == quote["text"]
        assert quote["segments"][0] in quote["text"]


def test_extract_reads_gzip_and_plain_text_dumps(article: Path, tmp_path: Path) -> None:
    compressed = tmp_path / "harbour.html.gz"
    compressed.write_bytes(gzip.compress(article.read_bytes()))
    dump = tmp_path / "harbour.txt"
    dump.write_text("Harbour closed\n\n12\n\nEdda Kvist said the harbour was closed.\n")
    first, second = answers(call("extract", "--format", "json", compressed, dump))
    assert len(first["article"]["paragraphs"]) == 4
    assert second["article"]["paragraphs"] == ["Edda Kvist said the harbour was closed."]
    assert [removed["label"] for removed in second["removed"]] == ["counter"]


def test_a_dropped_block_is_printed_with_its_rule_and_what_the_arbiter_found() -> None:
    blocks = (
        Block(Label.RELATED, "related-by-name", "More on the harbour", "p"),
        Block(Label.OTHER, "arbiter-over-in-container", "Read on", "p", 0.1234),
        Block(Label.SHARE, "share", "Send", "p", 0.0),
    )
    article = Article(None, None, (), None, None, None, None, None, blocks)
    answer = FileAnswer("page.html", article=article)
    removed = extract_text(answer).partition("Removed:\n")[2].partition("\n\n")[0]
    assert removed.splitlines() == [
        "  [related: related-by-name] More on the harbour",
        "  [other: arbiter-over-in-container 0.12] Read on",
        "  [share: share 0.00] Send",
    ]
    assert [list(block) for block in json.loads(extract_json(answer))["removed"]] == [
        ["label", "rule", "text"]
    ] * len(blocks)


BAD_FILES = {
    "missing": (None, "does not exist"),
    "empty.html": (b"", "empty"),
    "binary.html": (b"%PDF-1.7\x00\x01\x02" + bytes(range(256)) * 20, "binary"),
    "no-text.html": (b"<html><body><div></div></body></html>", "no-text"),
    "spaces.html": (b" " * 1_000_000, "empty"),
    "broken.html.gz": (b"\x1f\x8b\x08\x00garbage", "gzip"),
    "binary.txt": (b"\x00\x01\x02" * 100, "binary"),
    "latin.txt": ("Überfahrt".encode("latin-1"), "not UTF-8"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_answered_and_the_others_go_on(
    name: str, article: Path, tmp_path: Path
) -> None:
    content, message = BAD_FILES[name]
    bad = tmp_path / name
    if content is not None:
        bad.write_bytes(content)
    result = call("extract", "--format", "json", bad, article)
    assert result.exit_code == 1
    first, second = answers(result)
    assert message in first["error"]
    assert "\n" not in first["error"]
    assert first["article"] is None
    assert first["quotes"] == []
    assert second["error"] is None
    assert second["quotes"]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    result = call("extract", "--format", "json", tmp_path)
    assert result.exit_code == 1
    assert "folder" in answers(result)[0]["error"]


def test_a_page_of_ten_thousand_nested_tags_is_answered(tmp_path: Path, article: Path) -> None:
    page = tmp_path / "nested.html"
    page.write_text("<div>" * 10_000 + ARTICLE + "</div>" * 10_000, encoding="utf-8")
    result = call("extract", "--format", "json", page, article)
    first, second = answers(result)
    assert first["error"] is not None or first["article"]["paragraphs"]
    assert second["error"] is None


def test_quotes_counts_characters_of_the_file_as_it_is(tmp_path: Path) -> None:
    text = "A \U0001f6a2 left.\r\n\r\n“We sail at dawn,” Edda Kvist said.\r\n"
    path = tmp_path / "ships.txt"
    path.write_bytes(text.encode())
    (answer,) = answers(call("quotes", "--format", "json", path))
    (attribution,) = answer["attributions"]
    ((start, end),) = attribution["content"]
    assert text[start:end] == "“We sail at dawn,”"
    assert text[slice(*attribution["source"])] == "Edda Kvist"
    assert text[slice(*attribution["cue"])] == "said"
    assert attribution["speaker"] == "Edda Kvist"


def test_an_article_is_shown_with_the_minute_in_which_it_was_published(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<html><head><title>The ferry</title>"
        '<meta property="article:published_time" content="2026-03-02T11:40:05.123+02:00"></head>'
        "<body><article><h1>The ferry</h1><p>“We sail at dawn,” the harbour master Edda Kvist told "
        "the council on Monday, and nobody in the room objected to it.</p></article></body></html>",
        encoding="utf-8",
    )
    shown = call("extract", "--format", "text", path)
    assert "\n2026-03-02 11:40+02:00\n" in shown.stdout


def test_marks_that_never_close_are_answered(tmp_path: Path) -> None:
    path = tmp_path / "open.txt"
    path.write_text("“We sail at dawn, she said. " * 2_000, encoding="utf-8")
    result = call("quotes", "--format", "json", path)
    assert result.exit_code == 0
    assert answers(result)[0]["error"] is None


def test_of_a_text_too_long_the_part_that_was_read_is_reported(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "marks.txt"
    path.write_text("“We sail at dawn,” Edda Kvist said.\n\n" + '"' * 400_000, encoding="utf-8")
    result = call("quotes", "--format", "json", path)
    assert result.exit_code == 0
    (answer,) = answers(result)
    assert [one["speaker"] for one in answer["attributions"]] == ["Edda Kvist"]
    assert f"{path}: only the first" in caplog.text


def test_readable_output_shows_no_control_characters(tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text("“We sail \x1b[2J at dawn \u202e,” Edda Kvist said.", encoding="utf-8")
    result = call("quotes", "--format", "json", path)
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout
    assert "Edda Kvist" in result.stdout


@pytest.mark.parametrize("date", ["yesterday", "2026-02-30", "06.03.2026", "2026-3-6"])
def test_a_date_that_is_none_is_told(date: str) -> None:
    result = call("search", "ferry", "--since", date)
    assert result.exit_code == 2
    assert f"{date!r} is not a date; write it as YYYY-MM-DD" in result.stderr


@pytest.mark.usefixtures("settings")
def test_an_unknown_key_in_the_sources_file_is_told(tmp_path: Path) -> None:
    sources = tmp_path / "other.yaml"
    sources.write_text(
        "sources: [{key: paper, name: Paper, feed: ['https://paper.example/feed']}]\n"
    )
    result = call("run", "--sources", sources)
    assert result.exit_code == 1
    assert "sources.0.feed: unknown key" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("settings")
def test_an_unknown_source_is_told(tmp_path: Path) -> None:
    sources = tmp_path / "other.yaml"
    sources.write_text(
        "sources: [{key: paper, name: Paper, feeds: ['https://paper.example/feed']}]\n"
    )
    result = call("run", "--sources", sources, "--source", "papper")
    assert result.exit_code == 1
    assert "has no source 'papper'; it has paper; did you mean 'paper'?" in result.stderr


@pytest.mark.usefixtures("settings")
def test_a_warehouse_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERBATIM_WAREHOUSE", "postgresql+psycopg://me:secret@127.0.0.1:1/none")
    result = call("search", "ferry")
    assert result.exit_code == 1
    assert "127.0.0.1" in result.stderr
    assert "secret" not in result.output
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("settings")
def test_a_search_before_there_is_a_warehouse_says_what_to_do() -> None:
    result = call("search", "ferry")
    assert result.exit_code == 1
    assert "VERBATIM_HOME" in result.stderr


@pytest.mark.usefixtures("settings")
def test_db_upgrade_makes_a_warehouse_that_check_and_stats_can_read() -> None:
    assert call("db", "upgrade").exit_code == 0
    assert call("db", "check").exit_code == 0
    stats = call("db", "stats")
    assert stats.exit_code == 0
    assert "quotation" in stats.stdout
    nothing = call("search", "ferry")
    assert nothing.exit_code == 0
    assert nothing.stdout == ""
    assert "nothing found" in nothing.stderr


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run", "--until", "0001-01-03"), "there are no 7 days before"),
        (("show", "no-such-run"), "there is no run no-such-run"),
    ],
)
def test_what_cannot_be_asked_for_is_told(
    tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    (tmp_path / "sources.yaml").write_text(
        "sources: [{key: paper, name: Paper, feeds: ['https://paper.example/feed']}]\n"
    )
    result = call(*arguments)
    assert result.exit_code == 1
    assert message in result.stderr
    assert "Traceback" not in result.output


def test_rules_alone_are_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ferry.txt"
    path.write_text("Many islanders fear for the ferry. “It is late,” Ada Cole said.")
    (with_model,) = answers(call("quotes", "--format", "json", path))
    monkeypatch.setenv("VERBATIM_ATTRIBUTION", "rules")
    (by_rules,) = answers(call("quotes", "--format", "json", path))
    assert [a["kind"] for a in by_rules["attributions"]] == ["direct"]
    assert len(with_model["attributions"]) > 1
    monkeypatch.setenv("VERBATIM_ATTRIBUTION", "guesses")
    refused = call("quotes", "--format", "json", path)
    assert refused.exit_code == 1
    assert "VERBATIM_ATTRIBUTION" in refused.stderr


@pytest.mark.parametrize(
    "error", [MemoryError(), ImportError("reader.so: failed to map segment from shared object")]
)
def test_too_little_memory_is_one_line_whatever_part_met_it(error: Exception) -> None:
    @click.group(cls=TellingGroup)
    def group() -> None:
        pass

    @group.command()
    def read() -> None:
        raise error

    ended = CliRunner().invoke(group, ["read"])
    assert ended.exit_code == 1
    assert ended.output.startswith("Error: there is too little memory; ")
    assert ended.output.count("\n") == 1
