"""Tables as CSV: what comes back is what was written, and nothing in it is calculated."""

from __future__ import annotations

import csv
import io

import pytest

from pipeline.text.csv_table import csv_lines


@pytest.mark.parametrize("cell", ["one\ntwo", 'a "quoted" word', "a, b", "tab\there", "'", ""])
def test_a_cell_comes_back_as_it_was(cell: str) -> None:
    table = "".join(f"{line}\r\n" for line in csv_lines(["text", "speaker"], [(cell, "Ada Kvist")]))
    rows = list(csv.reader(io.StringIO(table, newline="")))
    assert rows == [["text", "speaker"], [cell, "Ada Kvist"]]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\n", "\r=", "\0=", "\u200b="])
def test_a_cell_that_a_spreadsheet_would_calculate_has_an_apostrophe_in_front(sign: str) -> None:
    _head, line = csv_lines(["text"], [(f"{sign}1+1",)])
    ((cell,),) = csv.reader(io.StringIO(line, newline=""))
    assert cell.startswith("'")
