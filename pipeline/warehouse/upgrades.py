"""Making a warehouse, and bringing an older one to the tables and views of this version."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, select, text

from pipeline.warehouse.connection import (
    only_writer,
    require_not_newer,
    schema_revision,
    sqlite_file,
)
from pipeline.warehouse.errors import WarehouseError, shown
from pipeline.warehouse.places import mart_files, migrations_folder
from pipeline.warehouse.tables import SCHEMA_REVISION, article_version
from pipeline.warehouse.utterances import name_again

SPEAKERS_ANEW = "0004"
"""A warehouse older than this has its speakers and statements found anew."""


def upgrade(engine: Engine, revision: str = SCHEMA_REVISION) -> None:
    """Bring the tables to `revision` and make the views of sql/marts anew, in one transaction.

    An empty database becomes a warehouse; on SQLite file and folder are made. Two processes may
    call this at once. Raises WarehouseError if the tables are of a newer version, or the
    database is another program's, or does not answer. Views are only made at the revision of
    this version, which they are written for.
    """
    _make_folder(engine)
    with only_writer(engine) as connection:
        stored = schema_revision(connection)
        if stored is not None:
            require_not_newer(stored, shown(engine.url))
        # a view would hold on to the tables that migrations change
        _drop_views(connection)
        if stored != revision:
            _migrate(connection, revision)
        if revision == SCHEMA_REVISION:
            if stored is not None and stored < SPEAKERS_ANEW:
                name_again(connection, connection.scalars(select(article_version.c.id)))
            for file in mart_files():
                connection.exec_driver_sql(_view(file.stem, file.read_text(encoding="utf-8")))


def make_if_empty(engine: Engine) -> None:
    """Make the tables and views if there is nothing yet; an older warehouse stays as it is."""
    _make_folder(engine)
    with only_writer(engine) as connection:
        empty = schema_revision(connection) is None
    if empty:
        upgrade(engine)


def _make_folder(engine: Engine) -> None:
    file = sqlite_file(engine)
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseError(
            f"the folder {file.parent} of the warehouse cannot be made: {error.strerror}"
        ) from error


def _migrate(connection: Connection, revision: str) -> None:
    # only who migrates waits for Alembic
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _drop_views(connection: Connection) -> None:
    names = {file.stem for file in mart_files()}
    quote = connection.dialect.identifier_preparer.quote
    for name in sorted(names & set(inspect(connection).get_view_names())):
        connection.execute(text(f"DROP VIEW {quote(name)}"))


def _view(name: str, query: str) -> str:
    """The statement that makes a mart: its file is the query and nothing else."""
    return f"CREATE VIEW {name} AS\n{query}"
