"""Kind and language of quotations beside what else is asked for in searches.

The table follows from the others: the upgrade that runs this fills it again
(`pipeline.warehouse.upgrades`).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = "published_or_first_seen_at"


def _number(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, IDENTIFIER, autoincrement=False, nullable=optional)


def upgrade() -> None:
    """Make the table anew, with both columns and their indexes."""
    op.drop_table("current_quotation")
    op.create_table(
        "current_quotation",
        _number("quotation_id"),
        _number("article_id"),
        _number("outlet_id"),
        _number("statement_id"),
        _number("wording_id"),
        _number("speaker_id", optional=True),
        sa.Column("speaker", sa.Text()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column(TIME, sa.DateTime(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("quotation_id", name="pk_current_quotation"),
    )
    for columns in (
        ["article_id"],
        ["statement_id"],
        ["speaker_id", TIME],
        ["speaker", TIME],
        ["outlet_id", TIME],
        ["kind", TIME],
        ["language", TIME],
        [TIME],
    ):
        op.create_index(f"ix_current_quotation_{columns[0]}", "current_quotation", columns)
