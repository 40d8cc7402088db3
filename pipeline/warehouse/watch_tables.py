"""The tables of watches: what each told, when, and whether it is known to have arrived."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text

from pipeline.warehouse.column_types import JSON_VALUE, UtcTime
from pipeline.warehouse.table_parts import id_column, metadata, reference

watch_channel = Table(
    "watch_channel",
    metadata,
    Column("watch_key", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("question", Text, nullable=False),
    Column("begins_at", UtcTime, nullable=False),
    Column("looked_at", UtcTime),
)

watch_message = Table(
    "watch_message",
    metadata,
    id_column(),
    Column("key", Text, nullable=False, unique=True),
    Column("watch_key", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("things", JSON_VALUE, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("sending_at", UtcTime),
    Column("sent_at", UtcTime),
    Column("failure", Text),
    Index("ix_watch_message_watch_key", "watch_key", "channel"),
)

watch_thing = Table(
    "watch_thing",
    metadata,
    Column("watch_key", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("thing_key", Text, primary_key=True),
    reference("watch_message", index=True),
    # on SQLite the rows are the index
    sqlite_with_rowid=False,
)
