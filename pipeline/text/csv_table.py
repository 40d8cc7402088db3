"""Tables as CSV (RFC 4180), safe to be opened by a spreadsheet."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from pipeline.text.safe_text import printable

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\n")
"""What a cell begins with that spreadsheets calculate."""


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of a CSV table, without line ends; a cell may have some inside.

    A cell of text that a spreadsheet would take for a formula gets an apostrophe in front, for
    it comes from a web page. None is an empty cell, a time is written as ISO 8601.
    """
    line = io.StringIO()
    # a cell is quoted for the ends of lines that the writer knows of, in Python before 3.13
    writer = csv.writer(line, lineterminator="\r\n")
    for row in itertools.chain([columns], rows):
        writer.writerow(map(_cell, row))
        yield line.getvalue().removesuffix("\r\n")
        line.seek(0)
        line.truncate()


def table_rows(columns: Sequence[str], things: Iterable[object]) -> Iterator[list[object]]:
    """The rows of a table of things that have its columns as attributes."""
    return ([getattr(one, name) for name in columns] for one in things)


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
