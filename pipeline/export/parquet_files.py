"""A mart as a Parquet file, by Arrow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pyarrow
from pyarrow import parquet

from pipeline.warehouse import Mart, MartBatch

_TYPES = {
    int: pyarrow.int64(),
    float: pyarrow.float64(),
    str: pyarrow.string(),
    datetime: pyarrow.timestamp("us", tz="UTC"),
    date: pyarrow.date32(),
}


def write_parquet(path: Path, mart: Mart, batches: Iterator[MartBatch]) -> int:
    """Write the rows of a mart, each column with its own type; returns their number."""
    schema = pyarrow.schema([(name, _TYPES[of]) for name, of in mart.columns.items()])
    count = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            count += len(batch)
            columns = [
                pyarrow.array(values, of)
                for values, of in zip(zip(*batch, strict=True), schema.types, strict=True)
            ]
            writer.write_batch(pyarrow.record_batch(columns, schema=schema))
    return count
