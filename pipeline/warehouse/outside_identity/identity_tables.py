"""The tables of the identities file, and of who of them a speaker may be; see docs/columns.md."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Table, Text, UniqueConstraint, text

from pipeline.warehouse.table_parts import id_column, id_of, metadata, reference

identity = Table(
    "identity",
    metadata,
    id_column(),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, ForeignKey("speaker_kind.key"), nullable=False),
)

identity_name = Table(
    "identity_name",
    metadata,
    reference("identity", primary_key=True),
    Column("name", Text, primary_key=True),
    Column("normalised", Text, index=True),
)

identity_office = Table(
    "identity_office",
    metadata,
    id_column(),
    reference("identity"),
    Column("office", Text, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    UniqueConstraint("identity_id", "office", "first_day", "last_day"),
)

# like a mart table it follows from others, and both speakers and identities come and go, so no
# foreign key has to be looked up whenever one goes
identity_candidate = Table(
    "identity_candidate",
    metadata,
    id_of("speaker", primary_key=True),
    id_of("identity", primary_key=True),
    Column("doubt", Text),
    Index("ix_identity_candidate_identity_id", "identity_id"),
    Index(
        "uq_identity_candidate_speaker_id",
        "speaker_id",
        unique=True,
        sqlite_where=text("doubt IS NULL"),
        postgresql_where=text("doubt IS NULL"),
    ),
    # on SQLite the rows are the index, so a view that looks a speaker up reads one page less
    sqlite_with_rowid=False,
)
