"""Edits of articles, and what each did to quotations.

Both tables follow from the others and are filled by the upgrade that runs this
(`pipeline.warehouse.upgrades`), since the code that keeps them fills them too.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime()


def _number(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, IDENTIFIER, autoincrement=False, nullable=optional)


def upgrade() -> None:
    """Make the tables; they are empty until the upgrade fills them."""
    op.drop_table("changed_quotation")
    op.create_table(
        "article_edit",
        _number("version_id"),
        _number("version_now_id"),
        _number("article_id"),
        sa.Column("last_seen_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("changed_quotations", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("version_id", "version_now_id", name="pk_article_edit"),
    )
    for column in ("article_id", "seen_at"):
        op.create_index(f"ix_article_edit_{column}", "article_edit", [column])
    op.create_table(
        "changed_quotation",
        _number("version_id"),
        _number("version_now_id"),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        _number("quotation_id", optional=True),
        _number("quotation_now_id", optional=True),
        sa.Column("change", sa.Text()),
        sa.Column("other_speaker", sa.Boolean(), nullable=False),
        sa.Column("words_changed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "version_id", "version_now_id", "ordinal", name="pk_changed_quotation"
        ),
    )
    for column in ("version_now_id", "quotation_id"):
        op.create_index(f"ix_changed_quotation_{column}", "changed_quotation", [column])
