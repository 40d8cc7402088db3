"""Alembic's entry: runs the migrations on the connection that `pipeline.warehouse` hands over.

To draft a new revision after changing pipeline/warehouse/tables.py:

    alembic -c sql/migrations/alembic.ini revision --autogenerate --rev-id 0008 -m "what changes"
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from pipeline.settings.environment import load_settings
from pipeline.warehouse.connection import migrating, open_warehouse, require_references
from pipeline.warehouse.tables import metadata


def run(connection: Connection) -> None:
    """Migrate within the transaction of the connection."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=lambda name, kind, _parents: not str(name).startswith("search_"),
    )
    with context.begin_transaction():
        context.run_migrations()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    run(handed_over)
else:
    with migrating(open_warehouse(load_settings().warehouse_url)) as own:
        run(own)
        require_references(own)
