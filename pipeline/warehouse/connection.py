"""Opening the warehouse, and the two ways to work on it: `reading` and `writing`.

One process writes at a time. Loading is short next to fetching and extracting, and with a
single writer there is no deadlock, no lost update and nothing to repeat: SQLite has one writer
anyway (BEGIN IMMEDIATE, waiting its turn), and on PostgreSQL a writer takes an advisory lock
of the schema for the length of its transaction. Readers never wait.

A transaction has a connection of its own and closes it: a task has a handful of transactions,
and nothing is held in between.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Dialect,
    Engine,
    create_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import NullPool
from tenacity import Retrying, retry_if_exception, stop_after_delay
from tenacity.wait import wait_exponential_jitter

from pipeline.warehouse.tables import SCHEMA_REVISION
from pipeline.warehouse.warehouse_errors import (
    UPGRADE,
    FinalWarehouseError,
    NoWarehouseYetError,
    display_url,
    translated_errors,
)

BUSY_SECONDS = 120.0
"""How long a process waits for another one to finish writing to SQLite; a load of a few hundred
pages takes seconds, and a dozen may queue. `?timeout=` in the URL sets another."""

CONNECT_SECONDS = 10
"""How long PostgreSQL may take to accept a connection: a server that is up takes well under one, a
login over a slow line a few. `?connect_timeout=` in the URL sets another limit."""

CACHE_KILOBYTES = 64_000
"""Pages that SQLite keeps in memory, as far as a connection has read them. With the 2,000 of its
default a load into a large warehouse reads the pages of a dozen indexes again and again."""

_WRITES, _MIGRATES = "verbatim_writes", "verbatim_migrates"
"""Execution options that tell `_begin_sqlite` what a transaction is for."""


def open_warehouse(url: str) -> Engine:
    """The warehouse at a SQLAlchemy URL (sqlite:///FILE or postgresql+psycopg://…).

    Nothing is asked of the database yet: whether it answers, and whether its tables are those
    of this version, shows with the first use. Raises WarehouseError if the URL cannot be read or
    is that of another kind of database.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed)
    return _open_postgresql(parsed)


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """The warehouse at a URL, for the length of a task or command; raises like `open_warehouse`."""
    engine = open_warehouse(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads, on a warehouse with the tables of this version.

    All of it sees one state, whatever is loaded meanwhile. Raises WarehouseError if the
    warehouse is not there, has other tables or fails.
    """
    _require_file(engine)
    # SQLite gives a transaction one state to see anyway
    one_state = {"isolation_level": "REPEATABLE READ"} if engine.name == "postgresql" else {}
    reader = engine.execution_options(**one_state)
    with translated_errors(engine.url), reader.begin() as connection:
        _require_this_schema(connection)
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; it waits until no other process does.

    Whatever goes wrong in it, nothing of it stays. Raises WarehouseError like `reading`.
    """
    _require_file(engine)
    with only_writer(engine) as connection:
        _require_this_schema(connection)
        yield connection


@contextmanager
def only_writer(engine: Engine) -> Iterator[Connection]:
    """Like `writing`, but whatever the tables are."""
    with _exclusive(engine.execution_options(**{_WRITES: True})) as connection:
        yield connection


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """Like `only_writer`, for changes of tables; `require_references` is due at its end.

    On SQLite, which copies a table to change it, foreign keys are not enforced meanwhile
    (https://sqlite.org/lang_altertable.html, section 7).
    """
    options = {_WRITES: True, _MIGRATES: True}
    with _exclusive(engine.execution_options(**options)) as connection:
        yield connection


def require_references(connection: Connection) -> None:
    """Raise WarehouseError if a row refers to one that is not there, after `migrating`."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise FinalWarehouseError(
            f"the warehouse {display_url(connection.engine.url)} was not changed: row {broken[1]} "
            f"of its table {broken[0]} refers to a row of {broken[2]} that is not there; restore "
            "the warehouse from a backup"
        )


@contextmanager
def _exclusive(writer: Engine) -> Iterator[Connection]:
    with translated_errors(writer.url), writer.begin() as connection:
        if connection.dialect.name == "postgresql":
            # the lock of this schema: other warehouses in the same database are not held up
            connection.execute(
                text(
                    "SELECT pg_advisory_xact_lock(hashtextextended("
                    "'verbatim ' || current_schema(), 0))"
                )
            )
        yield connection


def schema_revision(connection: Connection) -> str | None:
    """The revision of the warehouse's tables; None for an empty database.

    Raises WarehouseError if the database has only tables of another program.
    """
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if revision is None else str(revision)
    if tables:
        raise FinalWarehouseError(
            f"the database {display_url(connection.engine.url)} holds tables that are not "
            f"Verbatim's ({', '.join(sorted(tables)[:3])} …); give the warehouse a database or "
            "schema of its own"
        )
    return None


def is_made(engine: Engine) -> bool:
    """Whether the database holds a warehouse, of whatever version.

    Raises WarehouseError if it does not answer, or has only tables of another program.
    """
    file = sqlite_file(engine)
    if file is not None and not file.exists():
        return False
    with translated_errors(engine.url), engine.begin() as connection:
        return schema_revision(connection) is not None


def sqlite_file(engine: Engine) -> Path | None:
    """The file of a warehouse on SQLite; None for any other."""
    if engine.dialect.name != "sqlite" or engine.url.database in {None, "", ":memory:"}:
        return None
    return Path(str(engine.url.database))


def _parsed(url: str) -> URL:
    advice = "write sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME in VERBATIM_WAREHOUSE"
    try:
        parsed = make_url(url)
        backend, driver = parsed.get_backend_name(), parsed.get_driver_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        # the URL itself is not shown: what cannot be parsed cannot be freed of its password
        raise FinalWarehouseError(
            f"the warehouse's address is not a database URL; {advice}"
        ) from error
    if backend == "postgresql":
        # "postgresql://" alone would ask for a driver that is not installed
        return parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and driver == "pysqlite":
        return parsed
    raise FinalWarehouseError(f"the warehouse cannot be kept in {parsed.drivername}; {advice}")


def _open_sqlite(url: URL) -> Engine:
    in_memory = url.database in {None, "", ":memory:"}
    if in_memory:
        raise FinalWarehouseError(
            "a warehouse in memory is gone with its process; write sqlite:///FILE in "
            "VERBATIM_WAREHOUSE"
        )
    # where SQLite sorts what its memory does not hold: beside the warehouse, not where all may look
    os.environ.setdefault("SQLITE_TMPDIR", str(Path(url.database or "").absolute().parent))
    settings = {} if "timeout" in url.query else {"timeout": BUSY_SECONDS}
    engine = create_engine(url, connect_args=settings, poolclass=NullPool)
    event.listen(engine, "do_connect", _connect_to_read_only)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_postgresql(url: URL) -> Engine:
    settings = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_SECONDS}
    engine = create_engine(url, connect_args=settings, poolclass=NullPool)
    event.listen(engine, "connect", _set_up_postgresql)
    return engine


def _set_up_postgresql(connection: Any, _record: Any) -> None:
    # a question takes some milliseconds and its compilation some hundred
    connection.autocommit = True
    connection.execute("SET jit = off")
    connection.autocommit = False


def _connect_to_read_only(
    _dialect: Dialect,
    _record: Any,
    arguments: tuple[str, ...],
    settings: dict[str, Any],
) -> sqlite3.Connection | None:
    """A connection to a warehouse beside which no file can be made; None for any other.

    To read a warehouse, SQLite makes files beside it through which readers and writers know of each
    other. Where it cannot, as on a read-only disk, it needs to know that nobody writes.
    """
    file = Path(arguments[0]).absolute()
    if not file.exists() or os.access(file.parent, os.W_OK):
        return None
    # with a journal beside it, somebody writes, and the files are there already
    nobody_writes = not file.with_name(f"{file.name}-wal").exists()
    options = "mode=ro&immutable=1" if nobody_writes else "mode=ro"
    connection: sqlite3.Connection = sqlite3.connect(
        f"{file.as_uri()}?{options}", uri=True, **settings
    )
    return connection


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # transactions are begun by `_begin_sqlite`, not by the driver's guess at what a write is
    connection.isolation_level = None
    # the last of the others, closing, holds the file for a moment without SQLite waiting for it
    # (https://sqlite.org/wal.html, section 9)
    for attempt in Retrying(
        retry=retry_if_exception(_is_locked),
        stop=stop_after_delay(BUSY_SECONDS),
        wait=wait_exponential_jitter(multiplier=0.05, max=1.0, jitter=0.05),
        reraise=True,
    ):
        with attempt:
            connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")


def _is_locked(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get(_MIGRATES):
        # within a transaction the pragma does nothing; the connection is closed after this one
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    # a transaction that turns into a writer midway cannot wait its turn, so writers say so first
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITES) else "BEGIN")


def _require_file(engine: Engine) -> None:
    file = sqlite_file(engine)
    if file is not None and not file.exists():
        # opening it would make an empty file
        raise NoWarehouseYetError(
            f"there is no warehouse {file}: the first run makes one; if yours is elsewhere, set "
            "VERBATIM_HOME or VERBATIM_WAREHOUSE"
        )


def _require_this_schema(connection: Connection) -> None:
    revision = schema_revision(connection)
    where = display_url(connection.engine.url)
    if revision is None:
        raise NoWarehouseYetError(f"the warehouse {where} is empty; {UPGRADE}")
    require_not_newer(revision, where)
    if revision < SCHEMA_REVISION:
        raise FinalWarehouseError(
            f"the warehouse {where} has the tables of an older version "
            f"({revision}, this one has {SCHEMA_REVISION}); {UPGRADE}"
        )


def require_not_newer(revision: str, where: str) -> None:
    """Raise WarehouseError for tables that this version of the code does not know."""
    if len(revision) != len(SCHEMA_REVISION) or revision > SCHEMA_REVISION:
        raise FinalWarehouseError(
            f"the warehouse {where} has tables that this version does not know ({revision}, "
            f"this one has {SCHEMA_REVISION}): a newer Verbatim made them, or another program; "
            "update Verbatim, or point VERBATIM_WAREHOUSE to another database"
        )
