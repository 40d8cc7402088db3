"""The command line: `python -m pipeline`. Commands only; what they do is elsewhere.

Modules are imported by the command that needs them, so that `--help` and
`quotes` do not wait for a database driver.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from pipeline import __version__
from pipeline.cli.archive_commands import archive
from pipeline.cli.change_command import changes
from pipeline.cli.explorer_commands import serve
from pipeline.cli.export_command import export
from pipeline.cli.identity_commands import identities
from pipeline.cli.options import (
    Day,
    format_option,
    limit_option,
    min_confidence_option,
    new_option,
    rows_format_option,
    settings_with,
    since_option,
    sources_option,
    until_option,
)
from pipeline.cli.source_commands import sources
from pipeline.cli.speaker_commands import speakers
from pipeline.cli.verify_commands import verify
from pipeline.cli.watch_commands import watch
from pipeline.errors import VerbatimError, exhausted
from pipeline.records import Kind
from pipeline.settings.environment import load_settings, source_named
from pipeline.text.dates import first_instant


class TellingGroup(click.Group):
    """A group of commands that tells an error that a person can mend in one line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error that a person can mend ends it with exit status 1."""
        try:
            return super().invoke(ctx)
        except VerbatimError as error:
            raise click.ClickException(str(error)) from error
        except Exception as error:
            what = exhausted(error)
            if what is None:
                raise
            raise click.ClickException(f"{what}, then run this again") from error


@click.group(cls=TellingGroup)
@click.version_option(__version__, package_name="verbatim", message="Verbatim %(version)s")
@click.option("-v", "--verbose", is_flag=True, help="Log what is done, to standard error.")
def cli(verbose: bool) -> None:
    """Verbatim: news pages in, a warehouse of who said what out.

    Settings come from the environment, as VERBATIM_WAREHOUSE; see docs/operations.md.
    """
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )


@cli.command()
@click.option("--url", help="Address of the page, where the page does not name it itself.")
@click.option("--source", "key", help="Source of the sources file whose pages they are.")
@click.option(
    "--captured",
    type=Day(first_instant),
    help="Day on which they were captured, for the source's layouts; today if not given.",
)
@format_option
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def extract(
    url: str | None,
    key: str | None,
    captured: datetime | None,
    form: str,
    files: tuple[str, ...],
) -> None:
    """Extract article and quotations from pages (.html, .html.gz) or text dumps (.txt).

    A file that cannot be processed is answered with its error; the others go on, and the exit
    status is 1 at the end.
    """
    from pipeline.cli.page_files import extract_file
    from pipeline.cli.page_output import EXTRACT_PRINTERS
    from pipeline.quotes import Attributor

    settings = load_settings()
    day = (captured or datetime.now(UTC)).date()
    known = source_named(settings.sources, key).facts_on(day) if key else None
    attributor = Attributor(rules_only=settings.attribution == "rules")
    _answer(
        (extract_file(name, attributor, url=url, known=known) for name in files),
        EXTRACT_PRINTERS[form],
    )


@cli.command()
@format_option
@click.argument("files", nargs=-1, required=True, metavar="FILE.txt...")
def quotes(form: str, files: tuple[str, ...]) -> None:
    """Attribute the quotations in article texts, taken as they are.

    Offsets are in characters of the file's text, line ends as in the file.
    """
    from pipeline.cli.page_files import attribute_file
    from pipeline.cli.page_output import QUOTES_PRINTERS
    from pipeline.quotes import Attributor

    attributor = Attributor(rules_only=load_settings().attribution == "rules")
    _answer((attribute_file(name, attributor) for name in files), QUOTES_PRINTERS[form])


@cli.command()
@sources_option
@since_option
@until_option
@click.option("--source", "keys", multiple=True, metavar="KEY", help="Only this source. Repeat.")
@click.option("--url", "urls", multiple=True, help="Only this page of a source. Repeat.")
@click.option("--refetch", is_flag=True, help="Fetch pages again that were captured lately.")
@new_option
def run(
    sources: Path | None,
    since: datetime | None,
    until: datetime | None,
    keys: tuple[str, ...],
    urls: tuple[str, ...],
    refetch: bool,
    new: bool,
) -> None:
    """Run the whole pipeline, without Airflow: from the sources to the digest.

    The last seven days are asked for unless --since says otherwise. A run of the last day that was
    asked for the same and was broken off is gone on with.
    """
    from pipeline.cli.run_output import show_run
    from pipeline.runs.local_runner import run_pipeline

    settings = settings_with(sources)
    show_run(
        settings,
        run_pipeline(
            settings, since=since, until=until, keys=keys, urls=urls, refetch=refetch, new=new
        ),
    )


@cli.command()
@since_option
@until_option
@new_option
def reprocess(since: datetime | None, until: datetime | None, new: bool) -> None:
    """Extract and attribute archived pages again, with today's code; nothing is fetched.

    The dates are those of the captures; without any, the whole archive is taken. A run of the last
    day that was asked for the same and was broken off is gone on with.
    """
    from pipeline.cli.run_output import show_run
    from pipeline.runs.local_runner import reprocess_archive

    settings = load_settings()
    show_run(settings, reprocess_archive(settings, since=since, until=until, new=new))


@cli.command()
@click.argument("words")
@click.option(
    "--speaker", metavar="NAME", help="Only this speaker, by any form of the name, or by number."
)
@click.option("--outlet", metavar="NAME", help="Only this outlet.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind], case_sensitive=False),
    help="Only this kind of quotation.",
)
@click.option("--statement", type=int, metavar="ID", help="Only this statement: where it stands.")
@since_option
@until_option
@min_confidence_option
@limit_option
@rows_format_option
def search(
    words: str,
    speaker: str | None,
    outlet: str | None,
    kind: str | None,
    statement: int | None,
    since: datetime | None,
    until: datetime | None,
    min_confidence: float,
    limit: int,
    form: str,
) -> None:
    """Search the warehouse for quotations that have WORDS, in the words or the speaker's name.

    An empty string for WORDS finds every quotation that the options allow.
    """
    from pipeline.cli.quotation_output import (
        CSV_COLUMNS,
        found_record,
        found_text,
        search_notes,
    )
    from pipeline.cli.row_output import show_rows
    from pipeline.warehouse import opened
    from pipeline.warehouse import search as search_warehouse

    with opened(load_settings().warehouse_url) as engine:
        found = search_warehouse(
            engine,
            words,
            speaker=speaker,
            outlet=outlet,
            since=since,
            until=until,
            kind=Kind(kind) if kind else None,
            statement=statement,
            limit=limit,
            min_confidence=min_confidence,
        )
    show_rows(form, found.quotations, CSV_COLUMNS, found_text, found_record)
    for note in search_notes(found):
        click.echo(note, err=True)


@cli.command()
@since_option
@until_option
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to; by default the digest folder of VERBATIM_HOME.",
)
def report(since: datetime | None, until: datetime | None, output: Path | None) -> None:
    """Write the digest as static HTML pages, and print where it is.

    With dates, one page of all these days; without any, the index and a page for every day of the
    warehouse, all made anew.
    """
    from pipeline.runs.digest_pages import refresh_digest, write_span
    from pipeline.warehouse import opened

    settings = load_settings()
    folder = output or settings.digest_folder
    with opened(settings.warehouse_url) as engine:
        if since or until:
            click.echo(write_span(engine, folder, since, until))
        else:
            click.echo(refresh_digest(settings, engine, folder))


@cli.command()
@click.argument("key", required=False)
def show(key: str | None) -> None:
    """Show what a run did, stage by stage; without KEY, the run begun last."""
    from pipeline.cli.run_output import show_run
    from pipeline.runs.run_folder import latest_key

    settings = load_settings()
    show_run(settings, key or latest_key(settings.runs_folder))


cli.add_command(speakers)
cli.add_command(identities)
cli.add_command(archive)
cli.add_command(verify)
cli.add_command(changes)
cli.add_command(serve)
cli.add_command(export)
cli.add_command(sources)
cli.add_command(watch)


@cli.group()
def db() -> None:
    """Keep the warehouse."""


@db.command()
def upgrade() -> None:
    """Make the warehouse, or bring an older one to this version's tables and views."""
    from pipeline.warehouse import open_warehouse
    from pipeline.warehouse import upgrade as upgrade_warehouse
    from pipeline.warehouse.warehouse_errors import display_url

    engine = open_warehouse(load_settings().warehouse_url)
    upgrade_warehouse(engine)
    click.echo(f"the warehouse is up to date: {display_url(engine.url)}")


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy a warehouse on SQLite to FILE, which must not be there yet; runs may go on meanwhile."""
    from pipeline.warehouse import back_up, open_warehouse

    back_up(open_warehouse(load_settings().warehouse_url), file)
    click.echo(file)


@db.command()
@click.option("--park", is_flag=True, help="Withhold the quotations that violate.")
def check(park: bool) -> None:
    """Run the data-quality queries of sql/checks over everything.

    Exit status 1 if any finds a violation.
    """
    from pipeline.warehouse import opened, park_violations, run_checks

    with opened(load_settings().warehouse_url) as engine:
        results = park_violations(engine) if park else run_checks(engine)
    for result in results:
        click.echo(f"{result.violations:>8}  {result.name}: {result.description}")
    if any(result.violations for result in results):
        raise SystemExit(1)


@db.command()
def stats() -> None:
    """Count what the warehouse holds, then the rows of every table."""
    from pipeline.warehouse import counts_of, opened
    from pipeline.warehouse import stats as count_rows

    with opened(load_settings().warehouse_url) as engine:
        for what, number in counts_of(engine).items():
            click.echo(f"{number:>10}  {what}")
        click.echo("\nrows of tables")
        for table, rows in count_rows(engine).items():
            click.echo(f"{rows:>10}  {table}")


@db.command()
def rebuild() -> None:
    """Make the tables that follow from others anew: those that the marts read."""
    from pipeline.warehouse import opened, rebuild_marts

    with opened(load_settings().warehouse_url) as engine:
        rebuild_marts(engine)


def _answer(answers: Iterator[Any], printer: Callable[[Any], str]) -> None:
    failed = False
    for answer in answers:
        click.echo(printer(answer))
        failed = failed or answer.error is not None
    if failed:
        raise SystemExit(1)
