"""A mart as a CSV file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.text.csv_table import csv_lines
from pipeline.warehouse import Mart, MartBatch


def write_csv(path: Path, mart: Mart, batches: Iterator[MartBatch]) -> int:
    """Write the rows of a mart, UTF-8 with names of columns; returns their number."""
    count = 0

    def rows() -> Iterator[tuple[object, ...]]:
        nonlocal count
        for batch in batches:
            count += len(batch)
            yield from batch

    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"{line}\r\n" for line in csv_lines(list(mart.columns), rows()))
    return count
