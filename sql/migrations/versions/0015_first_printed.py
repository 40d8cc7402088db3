"""Who printed a statement first is found anew, and what edits changed.

No table changes. The upgrade that runs this fills `statement_spread` and the tables of edits again
(`pipeline.warehouse.upgrades`).
"""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Empty the table, so that no row of it is left that was found otherwise."""
    op.execute("DELETE FROM statement_spread")
