"""What watches told, when, and whether it is known to have arrived."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON_VALUE = sa.JSON(none_as_null=True)


def upgrade() -> None:
    """Make the tables; nothing was told so far."""
    op.create_table(
        "watch_channel",
        sa.Column("watch_key", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("begins_at", sa.DateTime(), nullable=False),
        sa.Column("looked_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("watch_key", "channel", name="pk_watch_channel"),
    )
    op.create_table(
        "watch_message",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("watch_key", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("things", JSON_VALUE, nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("sending_at", sa.DateTime()),
        sa.Column("sent_at", sa.DateTime()),
        sa.Column("failure", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_watch_message"),
        sa.UniqueConstraint("key", name="uq_watch_message_key"),
    )
    op.create_index("ix_watch_message_watch_key", "watch_message", ["watch_key", "channel"])
    op.create_table(
        "watch_thing",
        sa.Column("watch_key", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("thing_key", sa.Text(), nullable=False),
        sa.Column("watch_message_id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("watch_key", "channel", "thing_key", name="pk_watch_thing"),
        sa.ForeignKeyConstraint(
            ["watch_message_id"], ["watch_message.id"], name="fk_watch_thing_watch_message_id"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_watch_thing_watch_message_id", "watch_thing", ["watch_message_id"])
