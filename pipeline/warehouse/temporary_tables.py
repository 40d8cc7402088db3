"""Tables of ids that one connection has while it finds something out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, MetaData, Select, Table, insert, text

from pipeline.warehouse.column_types import IDENTIFIER


def temporary_table(name: str, metadata: MetaData, *columns: str) -> Table:
    """A temporary table of ids; the first column is its primary key."""
    key, *others = columns
    return Table(
        name,
        metadata,
        Column(key, IDENTIFIER, primary_key=True, autoincrement=False),
        *(Column(other, IDENTIFIER) for other in others),
        prefixes=["TEMPORARY"],
    )


def fill(connection: Connection, table: Table, rows: Select[Any]) -> None:
    """Write what a query gives into a temporary table that was made."""
    connection.execute(insert(table).from_select(list(table.c), rows))
    analyse(connection, table)


def analyse(connection: Connection, table: Table) -> None:
    """Let the database know how many rows a temporary table has; both plan badly without."""
    schema = "temp." if connection.dialect.name == "sqlite" else ""
    connection.execute(text(f"ANALYZE {schema}{table.name}"))
