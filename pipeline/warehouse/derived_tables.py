"""The tables that marts read, kept by the load (see `mart_tables`).

Their rows follow from others and are compared with them by checks, so no foreign key has to be
looked up whenever a quotation goes.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Double, Index, Integer, Table, Text

from pipeline.warehouse.column_types import UtcTime
from pipeline.warehouse.outside_identity.identity_tables import identity_candidate
from pipeline.warehouse.table_parts import id_of, metadata

current_quotation = Table(
    "current_quotation",
    metadata,
    id_of("quotation", primary_key=True),
    id_of("article", index=True),
    id_of("outlet"),
    id_of("statement", index=True),
    id_of("wording"),
    id_of("speaker", nullable=True),
    Column("speaker", Text),
    Column("kind", Text, nullable=False),
    Column("language", Text),
    Column("published_or_first_seen_at", UtcTime, nullable=False, index=True),
    Column("confidence", Double, nullable=False),
    Index("ix_current_quotation_speaker_id", "speaker_id", "published_or_first_seen_at"),
    Index("ix_current_quotation_speaker", "speaker", "published_or_first_seen_at"),
    Index("ix_current_quotation_outlet_id", "outlet_id", "published_or_first_seen_at"),
    Index("ix_current_quotation_kind", "kind", "published_or_first_seen_at"),
    Index("ix_current_quotation_language", "language", "published_or_first_seen_at"),
)

statement_spread = Table(
    "statement_spread",
    metadata,
    id_of("statement", primary_key=True),
    id_of("quotation", name="first_quotation_id"),
    Column("quotations", Integer, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("outlets", Integer, nullable=False),
    Column("first_appeared_at", UtcTime, nullable=False),
    Column("last_appeared_at", UtcTime, nullable=False),
    Index("ix_statement_spread_outlets", "outlets", "articles", "quotations", "statement_id"),
)

speaker_day = Table(
    "speaker_day",
    metadata,
    id_of("speaker", primary_key=True),
    Column("day", Date, primary_key=True),
    Column("quotations", Integer, nullable=False),
    Column("statements", Integer, nullable=False),
    Column("outlets", Integer, nullable=False),
    Index("ix_speaker_day_day", "day"),
)

article_edit = Table(
    "article_edit",
    metadata,
    id_of("version", primary_key=True),
    id_of("version", name="version_now_id", primary_key=True),
    id_of("article", index=True),
    Column("last_seen_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False, index=True),
    Column("changed_quotations", Integer, nullable=False),
)

changed_quotation = Table(
    "changed_quotation",
    metadata,
    id_of("version", primary_key=True),
    id_of("version", name="version_now_id", primary_key=True, index=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    id_of("quotation", nullable=True, index=True),
    id_of("quotation", name="quotation_now_id", nullable=True),
    Column("change", Text),
    Column("other_speaker", Boolean, nullable=False),
    Column("words_changed", Integer, nullable=False),
)

MART_TABLES = (
    current_quotation,
    statement_spread,
    speaker_day,
    article_edit,
    changed_quotation,
    identity_candidate,
)
"""Tables that follow from the others; `python -m pipeline db rebuild` makes them anew."""
