"""Bringing rows to what they should be with the fewest changes.

Rows are compared with what is stored, and only differences are written: loading the same
thing twice writes nothing, and a row that stays keeps its id. All of this happens under the
single writer's lock (see `connection`), so what was read is still true when it is written.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)

Row = dict[str, Any]
Value = TypeVar("Value")

_AT_ONCE = 500
"""Values in one IN list: longer ones are not faster, and SQLAlchemy builds each list anew. SQLite
takes 32,766 parameters, PostgreSQL 65,535."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What `sync_rows` wrote."""

    added: list[Row]
    changed: list[tuple[Row, Row]]
    """Rows as they were and as they are."""
    removed: list[Row]

    @property
    def gone(self) -> list[Row]:
        """Rows as they were before and are not now."""
        return [before for before, _after in self.changed] + self.removed

    @property
    def come(self) -> list[Row]:
        """Rows as they are now and were not before."""
        return [after for _before, after in self.changed] + self.added


def chunks(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The different values, sorted, in lists short enough for one query."""
    remaining = iter(sorted(set(values)))  # type: ignore[type-var]  # ids or texts
    while some := list(itertools.islice(remaining, _AT_ONCE)):
        yield some


def fetch_rows(connection: Connection, query: Select[Any]) -> list[Row]:
    """What a query finds."""
    return [dict(row) for row in connection.execute(query).mappings()]


def fetch_where_in(
    connection: Connection, query: Select[Any], column: ColumnElement[Any], values: Iterable[Any]
) -> Iterator[Row]:
    """What a query finds where `column` has one of the values, however many they are."""
    for some in chunks(values):
        yield from map(dict, connection.execute(query.where(column.in_(some))).mappings())


def select_where_in(
    connection: Connection,
    column: Column[Any],
    values: Iterable[Any],
    columns: Sequence[Column[Any]] | None = None,
) -> list[Row]:
    """The rows in which `column` has one of the values: all columns of its table, or some."""
    query = select(*(columns or column.table.columns))
    return list(fetch_where_in(connection, query, column, values))


def select_values(
    connection: Connection, column: Column[Any], values: Iterable[Any], wanted: Column[Any]
) -> set[Any]:
    """What the rows in which `column` has one of the values have in the column `wanted`."""
    return {
        value
        for some in chunks(values)
        for value in connection.scalars(select(wanted).where(column.in_(some)).distinct())
    }


def values_in_use(connection: Connection, column: Column[Any], values: Iterable[Any]) -> set[Any]:
    """Those of some values that a column has in any row."""
    return select_values(connection, column, values, column)


def select_pairs(
    connection: Connection, column: Column[Any], values: Iterable[Any], wanted: Column[Any]
) -> dict[Any, Any]:
    """The same by the value of `column`, which no two rows share."""
    found = select_where_in(connection, column, values, [column, wanted])
    return {row[column.name]: row[wanted.name] for row in found}


def select_ids(
    connection: Connection, column: Column[Any], values: Iterable[Any]
) -> dict[Any, int]:
    """The ids of the rows with these natural keys, by key."""
    return select_pairs(connection, column, values, column.table.c.id)


def get_or_insert(
    connection: Connection, column: Column[Any], rows: Mapping[Any, Row]
) -> dict[Any, int]:
    """The ids of rows by their natural key; those that are missing are added, in order."""
    known = select_ids(connection, column, rows)
    missing = [rows[key] for key in sorted(rows.keys() - known.keys())]
    if missing:
        connection.execute(insert(column.table), missing)
        known |= select_ids(connection, column, (row[column.name] for row in missing))
    return known


def sync_rows(
    connection: Connection,
    table: Table,
    stored: Iterable[Row],
    wanted: Iterable[Row],
    key: Sequence[str],
) -> Difference:
    """Make the `stored` rows of a table into the `wanted` ones, matched by their natural key.

    Of a matched row only the columns that `wanted` names are compared and written.
    """
    before = {tuple(row[name] for name in key): row for row in stored}
    after = {tuple(row[name] for name in key): row for row in wanted}
    added = [after[k] for k in sorted(after.keys() - before.keys(), key=_nulls_first)]
    removed = [before[k] for k in sorted(before.keys() - after.keys(), key=_nulls_first)]
    changed = [
        (before[k], before[k] | after[k])
        for k in sorted(before.keys() & after.keys(), key=_nulls_first)
        if any(before[k][name] != value for name, value in after[k].items())
    ]
    delete_rows(connection, table, removed)
    update_rows(connection, table, (new for _old, new in changed))
    if added:
        connection.execute(insert(table), added)
    return Difference(added, changed, removed)


def _nulls_first(key: tuple[Any, ...]) -> list[tuple[bool, Any]]:
    return [(value is not None, value) for value in key]


def delete_rows(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Delete rows, found by their primary key."""
    keys = [_parameters(table, row) for row in rows]
    if keys:
        connection.execute(delete(table).where(_is_row(table)), keys)


def update_rows(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Write rows over those of the same primary key; all must name the same columns."""
    changed = list(rows)
    if not changed:
        return
    primary = set(table.primary_key.columns.keys())
    values: Row = {name: bindparam(f"new_{name}") for name in changed[0] if name not in primary}
    parameters = [
        {f"new_{name}": value for name, value in row.items() if name not in primary}
        | _parameters(table, row)
        for row in changed
    ]
    connection.execute(update(table).where(_is_row(table)).values(values), parameters)


def put_row(connection: Connection, table: Table, row: Row) -> None:
    """Write a row over the one of the same primary key; it is added if there is none."""
    same = and_(*(column == row[column.name] for column in table.primary_key))
    if not connection.execute(update(table).where(same).values(row)).rowcount:
        connection.execute(insert(table).values(row))


def _is_row(table: Table) -> Any:
    return and_(*(column == bindparam(f"old_{column.name}") for column in table.primary_key))


def _parameters(table: Table, row: Row) -> Row:
    return {f"old_{column.name}": row[column.name] for column in table.primary_key}
