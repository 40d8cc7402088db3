"""What commands list with `--format json|text|csv`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

import click

from pipeline.text.csv_table import csv_lines, table_rows

Shown = TypeVar("Shown")


def show_rows(
    form: str,
    found: Iterable[Shown],
    columns: Sequence[str],
    as_text: Callable[[Shown], str],
    as_record: Callable[[Any], dict[str, Any]] = asdict,
) -> None:
    """Print what was found: as text, as JSON lines, or as CSV with some of its fields.

    In a cell, several texts are parted by "; ".
    """
    if form == "csv":
        rows = ([_cell(value) for value in row] for row in table_rows(columns, found))
        lines: Iterable[str] = csv_lines(columns, rows)
    elif form == "json":
        lines = (json.dumps(as_record(one), default=str) for one in found)
    else:
        lines = map(as_text, found)
    for line in lines:
        click.echo(line)


def _cell(value: object) -> object:
    return "; ".join(value) if isinstance(value, tuple) else value
