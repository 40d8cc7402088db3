"""Whether an article is behind a wall, what told its times, and what was not believed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    """Add the columns; versions that are there already say nothing of it."""
    op.add_column(
        "article_version",
        sa.Column("paywalled", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("article_version", sa.Column("published_from", sa.Text()))
    op.add_column("article_version", sa.Column("modified_from", sa.Text()))
    op.add_column(
        "article_version",
        sa.Column("doubts", JSON, nullable=False, server_default="[]"),
    )
