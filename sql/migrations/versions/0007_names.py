"""Tables and columns named by the field's terms, and foreign keys wherever one of few words stands.

Nothing is read anew and nothing is lost: rows keep their ids, decisions what they decide. Outlets
that only a capture, a rejection or a decision names get a row of their own.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
}

RENAMED_TABLES = {"label": "block_label", "kind": "quotation_kind"}

RENAMED_COLUMNS = (
    ("speaker_name", "fuller", "points_to"),
    ("speaker_name", "spelling", "normalised"),
    ("speaker_name", "sound", "phonetic"),
    ("speaker_name", "facets", "role_facets"),
    ("speaker_decision", "outlet", "outlet_key"),
    ("wording", "fuller", "points_to"),
    ("block", "place", "dom_path"),
    ("capture", "source", "outlet_key"),
    ("rejected", "source", "outlet_key"),
    ("article", "appeared_at", "published_or_first_seen_at"),
    ("current_quotation", "appeared_at", "published_or_first_seen_at"),
)
"""Table, column as it was, column as it is."""

INDEXED = frozenset({"points_to", "normalised", "phonetic", "published_or_first_seen_at"})
"""Renamed columns that have an index named after them, wherever they are; and the outlet of a
capture has one."""

OUTLETS = ("capture", "rejected", "speaker_decision")
"""Tables that name an outlet by its key."""

VOCABULARIES = {
    "speaker_kind": (("speaker", "kind"), ("speaker_name", "kind"), ("quotation", "speaker_kind")),
    "decision_kind": (("speaker_decision", "kind"),),
    "stage": (("rejected", "stage"),),
    "outcome": (("run", "outcome"),),
}
"""New tables of words, and the columns that have them."""


def upgrade() -> None:
    """Rename in place, then add the foreign keys; on SQLite that copies the tables that get one.

    On SQLite foreign keys have to be off meanwhile (`pipeline.warehouse.connection.migrating`):
    a table cannot be copied under those that refer to it otherwise.
    """
    for old, new in RENAMED_TABLES.items():
        op.rename_table(old, new)
    for table, old, new in RENAMED_COLUMNS:
        indexed = new in INDEXED or table == "capture"
        if indexed:
            op.drop_index(f"ix_{table}_{old}", table)
        # in plain SQL: Alembic would copy the table on SQLite, which has this statement too
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
        if indexed:
            op.create_index(f"ix_{table}_{new}", table, [new])
    _make_version_capture()
    for table, column in VOCABULARIES["speaker_kind"]:
        kind = sa.column(column)
        renamed = sa.update(sa.table(table, kind)).where(kind == "body")
        op.execute(renamed.values({column: "organisation"}))
    _add_outlets()
    references = {(table, "outlet_key"): "outlet" for table in OUTLETS}
    for vocabulary, columns in VOCABULARIES.items():
        _make_vocabulary(vocabulary, columns)
        references |= dict.fromkeys(columns, vocabulary)
    for table in sorted({table for table, _column in references}):
        with op.batch_alter_table(table, naming_convention=NAMES) as batch:
            for (of, column), other in references.items():
                if of == table:
                    batch.create_foreign_key(f"fk_{table}_{column}", other, [column], ["key"])


def _make_version_capture() -> None:
    """`sighting` under its new name, with constraints that are named after it."""
    columns = (
        sa.Column("capture_id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("version_id", IDENTIFIER, autoincrement=False, nullable=False),
    )
    made = op.create_table(
        "version_capture",
        *columns,
        sa.ForeignKeyConstraint(
            ["capture_id"], ["capture.id"], name="fk_version_capture_capture_id"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["article_version.id"], name="fk_version_capture_version_id"
        ),
        sa.PrimaryKeyConstraint("capture_id", name="pk_version_capture"),
    )
    names = [column.name for column in columns]
    stored = sa.table("sighting", *map(sa.column, names))
    op.execute(sa.insert(made).from_select(names, sa.select(*stored.c)))
    op.drop_table("sighting")
    op.create_index("ix_version_capture_version_id", "version_capture", ["version_id"])


def _words(columns: Iterable[tuple[str, str]]) -> sa.Subquery:
    """The different words, as `key`, that stand in columns of tables."""
    column_of = {
        table: sa.table(table, sa.column(column)).c[column].label("key")
        for table, column in columns
    }
    return sa.union(*map(sa.select, column_of.values())).subquery("words")


def _add_outlets() -> None:
    """A row for every outlet that is named; one of which nothing is known is called by its key."""
    outlet = sa.table("outlet", sa.column("key"), sa.column("name"))
    named = _words((table, "outlet_key") for table in OUTLETS).c.key
    missing = named.is_not(None) & named.not_in(sa.select(outlet.c.key))
    query = sa.select(named, named.label("name")).where(missing).distinct().order_by(named)
    op.execute(sa.insert(outlet).from_select(["key", "name"], query))


def _make_vocabulary(name: str, columns: tuple[tuple[str, str], ...]) -> None:
    """A table of words with those that are there, whoever wrote them; the upgrade adds the rest."""
    made = op.create_table(
        name,
        sa.Column("key", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=f"pk_{name}"),
    )
    used = _words(columns).c.key
    # of one column alone there is no union that would leave out what is there twice
    query = sa.select(used).where(used.is_not(None)).distinct().order_by(used)
    op.execute(sa.insert(made).from_select(["key"], query))
