"""Words and names are compared otherwise, so speakers and statements are found anew.

No table changes. The upgrade that runs this finds them (`pipeline.warehouse.identity_rebuild`).
"""

from __future__ import annotations

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Nothing is to be done to the tables."""
