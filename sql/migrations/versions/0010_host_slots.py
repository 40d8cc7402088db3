"""Whose turn it is to ask a host, where several machines visit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the table; nobody holds a slot so far."""
    op.create_table(
        "host_slot",
        sa.Column("host", sa.Text(), primary_key=True),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("held_until", sa.DateTime(), nullable=False),
        sa.Column("next_request_at", sa.DateTime(), nullable=False),
    )
