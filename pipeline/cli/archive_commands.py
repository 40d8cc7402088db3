"""The commands `python -m pipeline archive`: upkeep of the WARC files."""

from __future__ import annotations

from datetime import datetime

import click

from pipeline.cli.options import new_option, since_option, until_option
from pipeline.settings.environment import load_settings

MAX_HOSTS_TOLD = 20
"""Hosts of nobody that are told one by one; archives of other programs may have thousands."""


@click.group()
def archive() -> None:
    """Keep the archive: the WARC files with what sites answered."""


@archive.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
def index(files: tuple[str, ...]) -> None:
    """Note the pages that lie in WARC files in the warehouse, so that reprocess finds them.

    FILES are names relative to the archive folder, VERBATIM_HOME/archive; without any, all of it is
    read. After the loss of a warehouse, this and `reprocess` make it again. Files of other programs
    are read too, once they lie in the archive folder.

    The exit status is 1 if part of a file could not be read.
    """
    from rich.console import Console
    from rich.progress import track

    from pipeline.runs.stages import index_archive
    from pipeline.text.safe_text import printable

    settings = load_settings()
    console = Console(stderr=True)
    found = index_archive(
        settings, files, lambda names: track(names, description="index", console=console)
    )
    for host, pages in found.unassigned.most_common(MAX_HOSTS_TOLD):
        click.echo(
            f"{pages} pages on {printable(host)} were left out: it is not a host of any source of "
            f"{settings.sources}; add it to the hosts of one if they are wanted",
            err=True,
        )
    others = len(found.unassigned) - MAX_HOSTS_TOLD
    if others > 0:
        click.echo(f"and pages on {others} more such hosts", err=True)
    for damage in found.damages:
        click.echo(printable(damage), err=True)
    click.echo(f"{found.files} files, {found.pages} pages, {found.added} of them new")
    if not found.files:
        click.echo(f"there are no WARC files in {settings.archive_folder}", err=True)
    if found.damages:
        raise SystemExit(1)


@archive.command("import")
@click.option("--source", "keys", multiple=True, metavar="KEY", help="Only this source. Repeat.")
@click.option("--language", "languages", multiple=True, metavar="CODE", help="As en. Repeat.")
@since_option
@until_option
@new_option
@click.argument("files", nargs=-1, required=True, metavar="FILE-OR-URL...")
def import_files(
    keys: tuple[str, ...],
    languages: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    new: bool,
    files: tuple[str, ...],
) -> None:
    """Take pages of the sources from WARC files of others, and process them.

    Files of Common Crawl's news crawl, Browsertrix or wget are read, from disk or by URL. Only
    pages on hosts of the sources file are taken; the dates are those of their capture. Importing a
    file again takes what is missing.
    """
    from pipeline.cli.run_output import show_run
    from pipeline.runs.local_runner import import_archive

    settings = load_settings()
    key = import_archive(
        settings, files, keys=keys, languages=languages, since=since, until=until, new=new
    )
    show_run(settings, key)
