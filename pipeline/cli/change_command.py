"""The command that tells what edits did to quotations."""

from __future__ import annotations

from datetime import datetime

import click

from pipeline.cli.options import (
    limit_option,
    min_confidence_option,
    rows_format_option,
    since_option,
    until_option,
)
from pipeline.settings.environment import load_settings
from pipeline.shown_records import TOLD_CHANGES, QuotationChange

ALL_KINDS = "all"


@click.command()
@since_option
@until_option
@click.option("--outlet", metavar="NAME", help="Only this outlet.")
@click.option(
    "--speaker", metavar="NAME", help="Only this speaker, before or after, by name or number."
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    # Click calls the members of an enumeration by their names, and stored are their values
    type=click.Choice([*(kind.value for kind in QuotationChange), ALL_KINDS], case_sensitive=False),
    help=f"Only this kind of change. Repeat. If not given: {', '.join(sorted(TOLD_CHANGES))}.",
)
@click.option(
    "--min-words",
    type=click.IntRange(1, 1000),
    default=1,
    show_default=True,
    help="Where words differ, so many at least.",
)
@min_confidence_option
@limit_option
@rows_format_option
def changes(
    since: datetime | None,
    until: datetime | None,
    outlet: str | None,
    speaker: str | None,
    kinds: tuple[str, ...],
    min_words: int,
    min_confidence: float,
    limit: int,
    form: str,
) -> None:
    """Show quotations that an edit of an article reworded, gave to another speaker, or took out.

    Before and after, the newest edits first; the days are those on which the edited article was
    first seen.
    """
    from pipeline.cli.change_output import COLUMNS, change_notes, change_record, change_text
    from pipeline.cli.row_output import show_rows
    from pipeline.warehouse import find_changes, opened

    asked = frozenset(QuotationChange if ALL_KINDS in kinds else map(QuotationChange, kinds))
    with opened(load_settings().warehouse_url) as engine:
        found = find_changes(
            engine,
            since=since,
            until=until,
            outlet=outlet,
            speaker=speaker,
            kinds=asked,
            min_words=min_words,
            min_confidence=min_confidence,
            limit=limit,
        )
    show_rows(form, found.changes, COLUMNS, change_text, change_record)
    for note in change_notes(found):
        click.echo(note, err=True)
