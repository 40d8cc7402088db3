"""Where a capture was taken from that we did not make."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column; all captures so far are ours."""
    op.add_column("capture", sa.Column("imported_from", sa.Text()))
