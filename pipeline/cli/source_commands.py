"""Commands about the sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import settings_with, sources_option
from pipeline.errors import VerbatimError
from pipeline.settings.environment import load_sources, source_named

if TYPE_CHECKING:
    from pipeline.runs.source_check import SourceCheck
    from pipeline.settings.environment import Settings
    from pipeline.warehouse import SourceHealth

SHOWN_ARTICLES = 3
"""Of each source: enough to see that they are articles, and the right ones."""


@click.group()
def sources() -> None:
    """Try out the sources of the sources file."""


@sources.command()
@click.argument("key", required=False)
@sources_option
def check(key: str | None, sources: Path | None) -> None:
    """Ask the front doors of the source KEY, or of all, and show three articles of each.

    Nothing is kept. Exit status 1 if a source announces nothing.
    """
    from pipeline.runs.source_check import check_sources

    settings = settings_with(sources)
    chosen = (source_named(settings.sources, key),) if key else load_sources(settings.sources)
    healths = _healths(settings)
    failed = False
    for checked in check_sources(settings, chosen, SHOWN_ARTICLES):
        for line in _lines(checked, healths.get(checked.source.key)):
            click.echo(line)
        failed = failed or checked.fails
    if failed:
        raise SystemExit(1)


def _healths(settings: Settings) -> dict[str, SourceHealth]:
    """How the sources were at the last runs; empty if there was none, or they cannot be had."""
    from pipeline.warehouse import NoWarehouseYetError, opened, source_healths

    try:
        with opened(settings.warehouse_url) as engine:
            return source_healths(engine)
    except NoWarehouseYetError:
        return {}
    except VerbatimError as error:
        click.echo(f"what runs found is not known: {error}", err=True)
        return {}


def _lines(checked: SourceCheck, health: SourceHealth | None) -> Iterator[str]:
    """What a person reads of a source."""
    from pipeline.text.safe_text import printable

    yield f"{checked.source.key}: {'FAILS' if checked.fails else 'ok'}"
    for door, pages in checked.announced:
        yield f"  {door}: {pages} page{'' if pages == 1 else 's'}"
    for sentence in (*checked.failed, *checked.left_out):
        yield f"  {printable(sentence)}"
    for article in checked.articles:
        day = f"{article.published:%Y-%m-%d}" if article.published else "no date   "
        yield f"    {day}  {printable(article.title or 'no title')}  {printable(article.url)}"
    if health is not None:
        yield f"  runs: {printable(_of_runs(health))}"


def _of_runs(health: SourceHealth) -> str:
    """How runs found the source."""
    parts = []
    if health.failure and health.failing_since:
        visits = health.failures_in_a_row
        in_a_row = f", {visits} visits in a row" if visits > 1 else ""
        parts.append(f"failing since {health.failing_since:%Y-%m-%d}{in_a_row}: {health.failure}")
    elif health.last_success_at:
        parts.append(f"well at the last visit, {health.last_success_at:%Y-%m-%d %H:%M} UTC")
    if health.pages_a_day is not None:
        pages = f"{health.pages_a_day:.0f}" if health.pages_a_day >= 1 else "less than 1"
        parts.append(f"new pages on a typical day: {pages}")
    return "; ".join(parts)
