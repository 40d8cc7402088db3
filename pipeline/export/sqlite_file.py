"""The marts as one SQLite file, with what datasette needs to show it well.

Datasette (https://docs.datasette.io/) reads descriptions and facets from a metadata file, finds
full-text indexes of FTS5 by their content table, and follows foreign keys.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from pipeline.export.column_texts import column_texts
from pipeline.warehouse import Mart, MartBatch

FILE, METADATA = "verbatim.sqlite", "metadata.json"

_TYPES = {int: "INTEGER", float: "REAL", str: "TEXT", datetime: "TEXT", date: "TEXT"}

_REFERENCES = {("quotations", "statement_id"): "statements_by_spread (statement_id)"}
"""Columns that datasette shows as links: those whose rows are in the file, too."""

_SEARCHED = {
    "quotations": ("text", "speaker", "headline"),
    "statements_by_spread": ("text", "speaker"),
    "quotations_changed_by_edit": ("text", "text_now", "speaker"),
}
"""Columns with words that a reader looks for."""

_FACETS = {
    "quotations": ("outlet", "kind", "language"),
    "statements_by_spread": ("first_outlet",),
    "quotations_by_outlet_and_speaker": ("outlet",),
    "quotations_changed_by_edit": ("outlet", "change"),
    "edited_articles": ("outlet",),
    "dropped_blocks_by_rule": ("label",),
    "rejections_by_reason": ("outlet_key", "stage", "reason"),
    "answers_by_outlet": ("outlet", "answer"),
    "run_outcomes": ("kind", "outcome"),
}
"""Columns of few different values, which datasette counts beside the rows."""

_INDEXED = {
    "quotations": ("speaker", "outlet", "statement_id", "published_or_first_seen_at"),
    "statements_by_spread": ("speaker",),
    "quotations_by_speaker_and_day": ("day",),
    "quotations_by_outlet_and_speaker": ("speaker",),
    "quotations_changed_by_edit": ("last_seen_at",),
}
"""Columns by which rows are asked for."""


_NOTHING_YET = json.dumps(
    {
        "title": "Who said what",
        "description": "Quotations from news articles, exported by Verbatim.",
        "databases": {Path(FILE).stem: {"tables": {}}},
    }
)


def write_sqlite(folder: Path, mart: Mart, batches: Iterator[MartBatch]) -> int:
    """Add a mart to the file of the folder, with its indexes; returns the number of its rows."""
    with closing(sqlite3.connect(folder / FILE)) as connection, connection:
        # the file is thrown away if anything goes wrong, so nothing has to be taken back
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(_definition(mart))
        places = ", ".join("?" * len(mart.columns))
        count = 0
        for batch in batches:
            count += len(batch)
            connection.executemany(
                f"INSERT INTO {mart.name} VALUES ({places})",
                ([_stored(value) for value in row] for row in batch),
            )
        for column in _INDEXED.get(mart.name, ()):
            connection.execute(f"CREATE INDEX {mart.name}_{column} ON {mart.name} ({column})")
        searched = ", ".join(_SEARCHED.get(mart.name, ()))
        if searched:
            index = f"{mart.name}_fts"
            connection.execute(
                f"CREATE VIRTUAL TABLE {index} USING fts5 "
                f"({searched}, content = '{mart.name}', tokenize = 'porter unicode61')"
            )
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
    _describe(folder / METADATA, mart)
    return count


def _definition(mart: Mart) -> str:
    """The statement that makes the table; its names are those of MARTS, never somebody's text."""
    parts = []
    for name, of in mart.columns.items():
        reference = _REFERENCES.get((mart.name, name))
        parts.append(f"{name} {_TYPES[of]}" + (f" REFERENCES {reference}" if reference else ""))
    if len(mart.key) == 1:
        parts.append(f"PRIMARY KEY ({mart.key[0]})")
    return f"CREATE TABLE {mart.name} ({', '.join(parts)})"


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _describe(path: Path, mart: Mart) -> None:
    """Add a mart to the metadata file of datasette."""
    text = path.read_text(encoding="utf-8") if path.exists() else _NOTHING_YET
    metadata = json.loads(text)
    description, columns = column_texts()[mart.name]
    metadata["databases"][Path(FILE).stem]["tables"][mart.name] = {
        "description": description,
        "columns": columns,
        "facets": list(_FACETS.get(mart.name, ())),
    }
    path.write_text(json.dumps(metadata, indent=2) + "\n", encoding="utf-8")
