"""The tables of how the sources are visited; docs/columns.md explains every column."""

from __future__ import annotations

from sqlalchemy import Column, Double, ForeignKey, Integer, Table, Text

from pipeline.warehouse.column_types import UtcTime
from pipeline.warehouse.table_parts import metadata, reference

source_visit = Table(
    "source_visit",
    metadata,
    reference("run", primary_key=True),
    Column("outlet_key", Text, ForeignKey("outlet.key"), primary_key=True, index=True),
    Column("front_doors", Integer, nullable=False),
    Column("front_doors_failed", Integer, nullable=False),
    Column("announced", Integer, nullable=False),
    Column("captured", Integer, nullable=False),
    Column("failure", Text),
)

source_health = Table(
    "source_health",
    metadata,
    Column("outlet_key", Text, ForeignKey("outlet.key"), primary_key=True),
    Column("last_success_at", UtcTime),
    Column("last_new_at", UtcTime),
    Column("pages_a_day", Double),
    Column("longest_silence_hours", Double),
    Column("failures_in_a_row", Integer, nullable=False),
    Column("failing_since", UtcTime),
    Column("failure", Text),
)

host_slot = Table(
    "host_slot",
    metadata,
    Column("host", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("held_until", UtcTime, nullable=False),
    Column("next_request_at", UtcTime, nullable=False),
)
