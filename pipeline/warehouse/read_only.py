"""A warehouse opened so that nothing can be written to it and no question takes for ever.

For programs that answer strangers' questions: whatever is asked, the database itself refuses to
change anything, and breaks off what takes longer than it may.
"""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Engine, event

from pipeline.warehouse.connection import open_warehouse

STEPS = 20_000
"""Of SQLite's virtual machine between two looks at the clock: well under a millisecond."""


def open_read_only(url: str, *, seconds: float) -> Engine:
    """The warehouse at a URL, to be read; a transaction's questions may take `seconds`.

    Raises WarehouseError like `open_warehouse`; a question that takes longer raises it too.
    """
    engine = open_warehouse(url)

    def restrict_sqlite(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA query_only = ON")
        # each transaction has a connection of its own
        deadline = time.monotonic() + seconds
        connection.set_progress_handler(lambda: time.monotonic() > deadline, STEPS)

    def restrict_postgresql(connection: Any, _record: Any) -> None:
        connection.autocommit = True
        connection.execute("SET default_transaction_read_only = on")
        connection.execute(f"SET statement_timeout = {int(seconds * 1000)}")
        connection.autocommit = False

    restrict = restrict_sqlite if engine.name == "sqlite" else restrict_postgresql
    event.listen(engine, "connect", restrict)
    return engine
