"""Options that several commands of the command line have."""

from __future__ import annotations

import click

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["json", "text"]),
    default="text",
    show_default=True,
    help="json: one object a line; text: for reading.",
)
rows_format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["json", "text", "csv"]),
    default="text",
    show_default=True,
    help="json: one object a line; csv: a table with names of columns; text: for reading.",
)
limit_option = click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="So many at most."
)
