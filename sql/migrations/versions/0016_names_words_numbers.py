"""Speakers and statements are found anew, and no number is given twice.

Names and words are compared otherwise; `pipeline.warehouse.identity_rebuild` finds them. On SQLite
a speaker, statement or decision got the number of the last one that was taken away, so that a
number that somebody had written down meant another person after a merge. PostgreSQL never gave a
number twice.
"""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Copy the tables into such ones; their rows stay as they are."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in ("speaker", "statement", "speaker_decision"):
        with op.batch_alter_table(
            table, recreate="always", table_kwargs={"sqlite_autoincrement": True}
        ):
            pass
