"""Tables as CSV, for spreadsheets: what comes from web pages must not become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from pipeline.text.safe_text import printable


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of a CSV table, without line ends (RFC 4180; a cell may have some inside).

    A cell of text that a spreadsheet would take for a formula gets an apostrophe in front, for
    it comes from a web page.
    """
    for row in ([*columns], *rows):
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow(map(_cell, row))
        yield line.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that spreadsheets calculate."""
