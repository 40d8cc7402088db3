"""Persons and organisations of an identities file, and which speaker may be whom of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, IDENTIFIER, autoincrement=False, nullable=False)


def upgrade() -> None:
    """Make the tables; they are empty until a file is loaded."""
    op.create_table(
        "identity",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_identity"),
        sa.ForeignKeyConstraint(["kind"], ["speaker_kind.key"], name="fk_identity_kind"),
        sa.UniqueConstraint("key", name="uq_identity_key"),
    )
    op.create_table(
        "identity_name",
        _number("identity_id"),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("normalised", TEXT),
        sa.PrimaryKeyConstraint("identity_id", "name", name="pk_identity_name"),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["identity.id"], name="fk_identity_name_identity_id"
        ),
    )
    op.create_index("ix_identity_name_normalised", "identity_name", ["normalised"])
    op.create_table(
        "identity_office",
        sa.Column("id", IDENTIFIER, nullable=False),
        _number("identity_id"),
        sa.Column("office", TEXT, nullable=False),
        sa.Column("first_day", sa.Date()),
        sa.Column("last_day", sa.Date()),
        sa.PrimaryKeyConstraint("id", name="pk_identity_office"),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["identity.id"], name="fk_identity_office_identity_id"
        ),
        sa.UniqueConstraint(
            "identity_id",
            "office",
            "first_day",
            "last_day",
            name="uq_identity_office_identity_id_office_first_day_last_day",
        ),
    )
    op.create_table(
        "identity_candidate",
        _number("speaker_id"),
        _number("identity_id"),
        sa.Column("doubt", TEXT),
        sa.PrimaryKeyConstraint("speaker_id", "identity_id", name="pk_identity_candidate"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_identity_candidate_identity_id", "identity_candidate", ["identity_id"])
    op.create_index(
        "uq_identity_candidate_speaker_id",
        "identity_candidate",
        ["speaker_id"],
        unique=True,
        sqlite_where=sa.text("doubt IS NULL"),
        postgresql_where=sa.text("doubt IS NULL"),
    )
