"""What is there is documented: commands, their options, settings, make targets' claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from sqlalchemy import text

from pipeline.acquire import Reason
from pipeline.cli.commands import cli
from pipeline.runs.source_failures import NOT_AGAINST_A_DOOR
from pipeline.runs.stages import opened_warehouse
from pipeline.settings.environment import Settings, Source
from pipeline.settings.watches_file import Watch
from pipeline.warehouse import upgrade
from tests import dag_pages

ROOT = Path(__file__).resolve().parents[1]
COMMAND_LINE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
WATCHES = (ROOT / "docs" / "watches.md").read_text(encoding="utf-8")
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def commands(group: click.Group, prefix: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with the words that call it."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


@pytest.mark.parametrize(("name", "command"), list(commands(cli)), ids=str)
def test_every_command_and_option_is_documented(name: str, command: click.Command) -> None:
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", COMMAND_LINE, re.M | re.S)
    assert section, f"docs/command-line.md has no section '## {name}'"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in section[1], f"{name}: {parameter.opts[0]} is undocumented"
    assert command.help


@pytest.mark.parametrize("reason", list(Reason))
def test_the_runbook_says_what_to_do_for_every_reason_why_a_source_fails(reason: Reason) -> None:
    page = (ROOT / "docs" / "runbooks" / "source-fails.md").read_text(encoding="utf-8")
    only_of_pages = {Reason.NOT_HTML, Reason.WARC_DAMAGED}
    if reason not in NOT_AGAINST_A_DOOR | only_of_pages:
        assert f"`{reason}`" in page, f"docs/runbooks/source-fails.md has no row for {reason}"


def test_no_command_is_documented_that_is_not_there() -> None:
    documented = set(re.findall(r"^## (.+)$", COMMAND_LINE, re.M))
    assert documented == {name for name, _ in commands(cli)}


@pytest.mark.parametrize("field", sorted(Settings.model_fields))
def test_every_setting_is_documented(field: str) -> None:
    assert f"`VERBATIM_{field.upper()}`" in OPERATIONS


@pytest.mark.parametrize("field", sorted(Watch.model_fields))
def test_every_key_of_the_watches_file_is_documented(field: str) -> None:
    assert re.search(rf"^ +(- )?{field}:", WATCHES, re.M)


@pytest.mark.parametrize("field", sorted(Source.model_fields))
def test_every_key_of_the_sources_file_is_documented(field: str) -> None:
    assert re.search(rf"^ +(- )?{field}:", OPERATIONS, re.M)


def test_the_page_of_the_dags_says_what_the_dags_say() -> None:
    assert dag_pages.PAGE.read_text(encoding="utf-8") == dag_pages.written(), (
        "run python -m tests.dag_pages"
    )
    assert set(re.findall(r"^## (.+)$", dag_pages.written(), re.M)) >= {"daily_quotes", "reprocess"}


def test_the_queries_of_the_readme_run(settings: Settings) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    queries = re.findall(r"^    SELECT .*?;$", readme, re.M | re.S)
    assert len(queries) >= 4
    with opened_warehouse(settings) as engine:
        upgrade(engine)
        with engine.connect() as connection:
            for query in queries:
                connection.execute(text(query))


@pytest.mark.parametrize("page", PAGES)
def test_commands_call_the_python_that_was_installed_for_them(page: Path) -> None:
    bare = re.findall(r"^ {4,}python3? -m .*$", page.read_text(encoding="utf-8"), re.M)
    assert not bare, "begin with .venv/bin/python"


@pytest.mark.parametrize("page", PAGES)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def installations() -> list[str]:
    """What the pages for users tell to install, by command."""
    pages = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*.md"), ROOT / "README.md"]
    text = "\n".join(page.read_text(encoding="utf-8") for page in sorted(pages))
    return re.findall(r"^    .*pip install (.+)$", text, re.MULTILINE)


@pytest.mark.parametrize("arguments", installations())
def test_what_is_to_be_installed_is_a_lock_or_what_the_tests_run_with(arguments: str) -> None:
    """A lock has hashes, and pip takes such a file only for what is all in it."""
    tested = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    if "--require-hashes -r" in arguments:
        assert (ROOT / arguments.rsplit(maxsplit=1)[-1]).is_file()
    else:
        for wanted in arguments.split():
            assert f"\n{wanted} \\\n" in tested, wanted
