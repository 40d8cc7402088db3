"""Names are compared word by word, so that "Eva Nash" is not "Evan Ash".

What their letters have in common without the spaces has a column of its own, `letters`, by which
spellings that differ in a space alone are found. `pipeline.warehouse.identity_rebuild` writes both
anew, and the decisions with them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the column; what names had in common so far were the letters."""
    op.add_column("speaker_name", sa.Column("letters", sa.Text()))
    op.execute("UPDATE speaker_name SET letters = normalised")
    with op.batch_alter_table("speaker_name") as batch:
        batch.alter_column("letters", existing_type=sa.Text(), nullable=False)
    op.create_index("ix_speaker_name_letters", "speaker_name", ["letters"])
