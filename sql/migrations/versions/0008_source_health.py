"""What each visit of a source came to, and how the sources are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; nothing is known of visits before."""
    op.create_table(
        "source_visit",
        sa.Column("run_id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("outlet_key", sa.Text(), nullable=False),
        sa.Column("front_doors", sa.Integer(), nullable=False),
        sa.Column("front_doors_failed", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Integer(), nullable=False),
        sa.Column("captured", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text()),
        sa.PrimaryKeyConstraint("run_id", "outlet_key", name="pk_source_visit"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_source_visit_run_id"),
        sa.ForeignKeyConstraint(["outlet_key"], ["outlet.key"], name="fk_source_visit_outlet_key"),
    )
    op.create_index("ix_source_visit_outlet_key", "source_visit", ["outlet_key"])
    op.create_table(
        "source_health",
        sa.Column("outlet_key", sa.Text(), nullable=False),
        sa.Column("last_success_at", sa.DateTime()),
        sa.Column("last_new_at", sa.DateTime()),
        sa.Column("pages_a_day", sa.Double()),
        sa.Column("longest_silence_hours", sa.Double()),
        sa.Column("failures_in_a_row", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime()),
        sa.Column("failure", sa.Text()),
        sa.PrimaryKeyConstraint("outlet_key", name="pk_source_health"),
        sa.ForeignKeyConstraint(["outlet_key"], ["outlet.key"], name="fk_source_health_outlet_key"),
    )
