"""What a warehouse holds, in a form in which two warehouses can be compared row for row."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Engine, MetaData, select

from pipeline.warehouse.derived_tables import MART_TABLES
from pipeline.warehouse.visit_tables import host_slot, source_health, source_visit

VISIT_TABLES = (source_visit, source_health, host_slot)
"""Tables of how the sources are visited."""

OWN_TABLES = ("alembic_version", "search_", "host_slot")
"""Beginnings of the names of tables that say nothing of what was read: the last one whose turn it
was to ask a host."""

OF_THE_VISIT = frozenset(
    {
        "fetched_at", "published_or_first_seen_at", "first_seen_at", "last_seen_at", "started_at",
        "finished_at", "last_success_at", "last_new_at", "failing_since",
        "created_at", "record_id", "warc_file", "warc_offset", "headers", "key", "etag",
        "last_modified", "first_appeared_at", "last_appeared_at", "first_quotation_id",
        "run_id", "first_seen_extraction_at", "seen_at", "checked_at", "loaded_at",
    }
)  # fmt: skip
"""Columns that differ between two visits to the same pages."""

MART_REFERENCES = {
    "first_quotation_id": "quotation",
    "quotation_now_id": "quotation",
    "version_id": "article_version",
    "version_now_id": "article_version",
}
"""Columns of mart tables whose names say more than the table that they refer to."""


def contents(engine: Engine, *, ignoring: frozenset[str] = frozenset()) -> dict[str, Counter[str]]:
    """Every row of every table as text, counted.

    Surrogate ids say nothing, so an id of its own is left out of a row and a reference is
    replaced by what the row it leads to says. Columns named in `ignoring` are left out. Mart tables
    refer to others without a foreign key: a column is named after the table that it refers to.
    """
    metadata = MetaData()
    metadata.reflect(engine)
    mart_tables = {table.name for table in MART_TABLES}
    tables = [table for table in metadata.sorted_tables if not table.name.startswith(OWN_TABLES)]
    tables.sort(key=lambda table: table.name in mart_tables)
    said: dict[tuple[str, Any], str] = {}
    rows: dict[str, Counter[str]] = {}
    with engine.connect() as connection:
        for table in tables:
            referred = {
                column.name: key.column.table.name
                for column in table.columns
                for key in column.foreign_keys
            }
            if table.name in mart_tables:
                referred = {
                    column.name: MART_REFERENCES.get(column.name, column.name.removesuffix("_id"))
                    for column in table.columns
                    if column.name.endswith("_id")
                }
            counted: Counter[str] = Counter()
            for row in connection.execute(select(table)).mappings():
                values = {
                    name: said.get((referred[name], value), value) if name in referred else value
                    for name, value in row.items()
                    if name != "id" and name not in ignoring
                }
                text = repr(sorted(values.items()))
                counted[text] += 1
                if "id" in row:
                    said[table.name, row["id"]] = text
            rows[table.name] = counted
    return rows
