"""A copy of a warehouse on SQLite, made while others read and write it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from pipeline.warehouse.connection import reading, sqlite_file
from pipeline.warehouse.warehouse_errors import WarehouseError, display_url
from pipeline.whole_files import replacing


def back_up(engine: Engine, path: Path) -> None:
    """Write a copy of the warehouse to `path`, as it stands at one moment.

    Runs may read and write the warehouse meanwhile (SQLite's online backup). The file is whole or
    not there. Raises WarehouseError if `path` exists or cannot be written to, if the warehouse is
    not on SQLite, or if it cannot be read.
    """
    if sqlite_file(engine) is None:
        raise WarehouseError(
            f"the warehouse {display_url(engine.url)} is not on SQLite; PostgreSQL has a program "
            "of its own for that, pg_dump: docs/operations.md says how to call it"
        )
    if path.exists():
        raise WarehouseError(f"{path} is there already, and is kept; name another file")
    try:
        with replacing(path) as temporary:
            _copy(engine, temporary)
    except OSError as error:
        raise WarehouseError(f"{path} cannot be written: {error.strerror}") from error
    except sqlite3.Error as error:
        raise WarehouseError(f"{path} cannot be written: {error}") from error


def _copy(engine: Engine, path: Path) -> None:
    with reading(engine) as connection, closing(sqlite3.connect(path)) as target:
        source = connection.connection.driver_connection
        if not isinstance(source, sqlite3.Connection):
            raise TypeError(type(source))
        # all pages in one step: in between, a writer would make it begin again
        source.backup(target)
