"""Locks that the machines that share a warehouse share: advisory locks of PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from pipeline.warehouse.warehouse_errors import translated_errors

_KEY = "hashtextextended('verbatim lock ' || current_schema() || ' ' || :name, 0)"


@contextmanager
def shared_lock(engine: Engine, name: str, *, waits: bool) -> Iterator[bool]:
    """Hold the lock `name` of a warehouse on PostgreSQL; gives whether it is held.

    It is not if somebody else has it, unless `waits`. It is free again as soon as its holder is
    gone, however that ended: it belongs to a connection (a pooler must leave it one for its
    session). Raises WarehouseError.
    """
    each_by_itself = engine.execution_options(isolation_level="AUTOCOMMIT")
    with translated_errors(engine.url):
        connection = each_by_itself.connect()
    try:
        with translated_errors(engine.url):
            if waits:
                connection.execute(text(f"SELECT pg_advisory_lock({_KEY})"), {"name": name})
                is_held = True
            else:
                taken = text(f"SELECT pg_try_advisory_lock({_KEY})")
                is_held = bool(connection.scalar(taken, {"name": name}))
        yield is_held
    finally:
        # closed, not pooled: that frees the lock
        connection.close()
