"""Making a warehouse, and bringing an older one to the tables and views of this version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter

from sqlalchemy import Connection, Engine, Table, insert, inspect, select, text

from pipeline.records import (
    ABANDONED,
    FAILED,
    INCOMPLETE,
    KEPT_LABELS,
    ORGANISATION,
    PERSON,
    STAGES,
    SUCCEEDED,
    Kind,
    Label,
)
from pipeline.warehouse.connection import (
    migrating,
    only_writer,
    require_not_newer,
    require_references,
    schema_revision,
    sqlite_file,
    writing,
)
from pipeline.warehouse.identity.decisions import DISTINGUISH, MERGE, SPLIT
from pipeline.warehouse.identity_rebuild import rebuild_identities
from pipeline.warehouse.mart_tables import rebuild_mart_tables
from pipeline.warehouse.row_sync import Row
from pipeline.warehouse.sql_files import mart_files, migrations_folder
from pipeline.warehouse.tables import (
    SCHEMA_REVISION,
    block_label,
    decision_kind,
    outcome,
    quotation_kind,
    speaker_kind,
    stage,
)
from pipeline.warehouse.warehouse_errors import WarehouseError, display_url

IDENTITIES_FOUND_ANEW = "0017"
"""In a warehouse older than this, speakers and statements are found anew, and what follows from
them."""


def upgrade(engine: Engine, revision: str = SCHEMA_REVISION) -> None:
    """Bring the tables to `revision` and replace the views of sql/marts, in one transaction.

    An empty database becomes a warehouse; on SQLite file and folder are made. Two processes may
    call this at once. Raises WarehouseError if the tables are of a newer version, or the
    database belongs to another program or does not answer. Views are only made at the revision of
    this version, which they are written for.
    """
    _make_folder(engine)
    with migrating(engine) as connection:
        stored = schema_revision(connection)
        if stored is not None:
            require_not_newer(stored, display_url(engine.url))
        # a view would hold on to the tables that migrations change
        _drop_views(connection)
        if stored != revision:
            _migrate(connection, revision)
        if revision == SCHEMA_REVISION:
            _fill_vocabularies(connection)
            if stored is not None and stored < IDENTITIES_FOUND_ANEW:
                rebuild_identities(connection)
            for name, query in _views():
                connection.exec_driver_sql(f"CREATE VIEW {name} AS\n{query}")
        if stored != revision:
            require_references(connection)


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


def _fill_vocabularies(connection: Connection) -> None:
    """Add the words of this version; those that only older rows have stay."""
    words: dict[Table, Iterable[str]] = {
        quotation_kind: Kind,
        speaker_kind: (PERSON, ORGANISATION),
        decision_kind: (MERGE, SPLIT, DISTINGUISH),
        stage: STAGES,
        outcome: (SUCCEEDED, INCOMPLETE, FAILED, ABANDONED),
    }
    rows_of: dict[Table, list[Row]] = {
        block_label: [{"key": str(one), "is_kept": one in KEPT_LABELS} for one in Label]
    }
    rows_of |= {table: [{"key": str(word)} for word in of] for table, of in words.items()}
    for table, rows in rows_of.items():
        there = set(connection.scalars(select(table.c.key)))
        missing = [row for row in rows if row["key"] not in there]
        if missing:
            connection.execute(insert(table), missing)


def rebuild_marts(engine: Engine) -> None:
    """Rebuild the tables that follow from others, in one transaction.

    Raises WarehouseError if the warehouse cannot be used.
    """
    with writing(engine) as connection:
        rebuild_mart_tables(connection)


def _drop_views(connection: Connection) -> None:
    quote = connection.dialect.identifier_preparer.quote
    there = inspect(connection).get_view_names()
    for name, _query in reversed(_views()):
        if name in there:
            connection.execute(text(f"DROP VIEW {quote(name)}"))


def _views() -> list[tuple[str, str]]:
    """The views of sql/marts by name, each after those that it builds on."""
    return in_order({file.stem: file.read_text(encoding="utf-8") for file in mart_files()})


def in_order(queries: Mapping[str, str]) -> list[tuple[str, str]]:
    """Marts by name, each after those that its query names.

    A file of sql/marts is a query and nothing else, so what it builds on is read off its words.
    """
    uses = {
        name: set(re.findall(r"\b(?:FROM|JOIN) (\w+)", query)) & queries.keys()
        for name, query in queries.items()
    }
    order = TopologicalSorter({name: sorted(uses[name]) for name in sorted(uses)}).static_order()
    return [(name, queries[name]) for name in order]
