"""How likely the arbiter finds it that a block is the article's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

# in plain SQL, which both databases take: with it SQLite adds column and constraint in place,
# where Alembic's batch mode would make the table anew and copy every block of the archive
PROBABILITY = """
    ALTER TABLE block ADD COLUMN probability {number}
    CONSTRAINT ck_block_probability CHECK (probability BETWEEN 0 AND 1)
"""


def upgrade() -> None:
    """Add the column; of blocks that are there already, the arbiter was not asked."""
    number = sa.Double().compile(dialect=op.get_bind().dialect)
    op.execute(PROBABILITY.format(number=number))
