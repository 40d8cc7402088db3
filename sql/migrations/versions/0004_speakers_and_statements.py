"""Speakers of several names, and statements of several wordings.

What was there follows from the quotations, so it is taken away here and found anew by the
upgrade that runs this (`pipeline.warehouse.upgrades`).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
}

WITHOUT_STATEMENTS = (
    "DROP TRIGGER search_statement_added",
    "DROP TRIGGER search_statement_removed",
    "DROP TRIGGER search_statement_changed",
    "DROP TABLE search_statement",
)
SQLITE = (
    """
    CREATE VIRTUAL TABLE search_wording
    USING fts5(words, content = 'wording', content_rowid = 'id', tokenize = 'unicode61')
    """,
    """
    CREATE TRIGGER search_wording_added AFTER INSERT ON wording BEGIN
        INSERT INTO search_wording (rowid, words) VALUES (new.id, new.words);
    END
    """,
    """
    CREATE TRIGGER search_wording_removed AFTER DELETE ON wording BEGIN
        INSERT INTO search_wording (search_wording, rowid, words)
        VALUES ('delete', old.id, old.words);
    END
    """,
    """
    CREATE TRIGGER search_wording_changed AFTER UPDATE OF words ON wording BEGIN
        INSERT INTO search_wording (search_wording, rowid, words)
        VALUES ('delete', old.id, old.words);
        INSERT INTO search_wording (rowid, words) VALUES (new.id, new.words);
    END
    """,
)
POSTGRESQL = (
    """
    CREATE INDEX search_wording ON wording
    USING gin (to_tsvector('simple', left(words, 100000)))
    """,
)


def upgrade() -> None:
    """Make the new tables; quotations refer to nothing until they are read again."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for query in WITHOUT_STATEMENTS if sqlite else ():
        op.execute(query)
    with op.batch_alter_table("quotation", naming_convention=NAMES) as table:
        table.drop_index("ix_quotation_statement_id")
        table.drop_index("ix_quotation_speaker_id")
        table.drop_constraint("fk_quotation_statement_id", type_="foreignkey")
        table.drop_constraint("fk_quotation_speaker_id", type_="foreignkey")
        table.drop_column("statement_id")
        table.drop_column("speaker_id")
    for old in ("speaker_alias", "statement", "speaker"):
        op.drop_table(old)
    _make_names()
    _make_wordings()
    with op.batch_alter_table("quotation", naming_convention=NAMES) as table:
        table.add_column(sa.Column("wording_id", IDENTIFIER))
        table.add_column(sa.Column("name_id", IDENTIFIER))
        table.add_column(sa.Column("speaker_kind", sa.Text()))
        table.create_foreign_key("fk_quotation_wording_id", "wording", ["wording_id"], ["id"])
        table.create_foreign_key("fk_quotation_name_id", "speaker_name", ["name_id"], ["id"])
        table.create_index("ix_quotation_wording_id", ["wording_id"])
        table.create_index("ix_quotation_name_id", ["name_id"])
    for query in SQLITE if sqlite else POSTGRESQL:
        op.execute(query)


def _id() -> sa.Column[int]:
    return sa.Column("id", IDENTIFIER, nullable=False)


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=optional)


def _primary_key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _foreign_key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def _make_names() -> None:
    op.create_table(
        "speaker",
        _id(),
        _text("key"),
        _text("name"),
        _text("kind", optional=True),
        _primary_key("speaker", "id"),
        sa.UniqueConstraint("key", name="uq_speaker_key"),
    )
    op.create_table(
        "speaker_name",
        _id(),
        _text("key"),
        sa.Column("speaker_id", IDENTIFIER, nullable=False),
        _text("fuller", optional=True),
        _text("name"),
        _text("kind", optional=True),
        _text("spelling"),
        _text("family", optional=True),
        _text("sound", optional=True),
        _text("facets"),
        _text("label", optional=True),
        sa.Column("quotations", sa.Integer(), nullable=False),
        _primary_key("speaker_name", "id"),
        _foreign_key("speaker_name", "speaker_id", "speaker"),
        sa.UniqueConstraint("key", name="uq_speaker_name_key"),
    )
    _indexed("speaker_name", "speaker_id", "fuller", "spelling", "family", "sound")
    op.create_table(
        "speaker_alias",
        sa.Column("name_id", IDENTIFIER, autoincrement=False, nullable=False),
        _text("alias"),
        _text("words"),
        sa.Column("quotations", sa.Integer(), nullable=False),
        _primary_key("speaker_alias", "name_id", "alias"),
        _foreign_key("speaker_alias", "name_id", "speaker_name"),
    )
    _indexed("speaker_alias", "words")
    op.create_table(
        "speaker_role",
        sa.Column("name_id", IDENTIFIER, autoincrement=False, nullable=False),
        _text("role"),
        sa.Column("quotations", sa.Integer(), nullable=False),
        _primary_key("speaker_role", "name_id", "role"),
        _foreign_key("speaker_role", "name_id", "speaker_name"),
    )
    op.create_table(
        "speaker_decision",
        _id(),
        _text("kind"),
        _text("name_key"),
        _text("into_key", optional=True),
        _text("label", optional=True),
        _text("outlet", optional=True),
        _text("url", optional=True),
        _text("role", optional=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        _primary_key("speaker_decision", "id"),
    )


def _make_wordings() -> None:
    op.create_table(
        "statement",
        _id(),
        _text("digest"),
        _primary_key("statement", "id"),
        sa.UniqueConstraint("digest", name="uq_statement_digest"),
    )
    op.create_table(
        "wording",
        _id(),
        _text("digest"),
        sa.Column("statement_id", IDENTIFIER, nullable=False),
        _text("fuller", optional=True),
        sa.Column("name_id", IDENTIFIER),
        _text("source"),
        _text("words"),
        _primary_key("wording", "id"),
        _foreign_key("wording", "statement_id", "statement"),
        _foreign_key("wording", "name_id", "speaker_name"),
        sa.UniqueConstraint("digest", name="uq_wording_digest"),
    )
    _indexed("wording", "statement_id", "fuller", "name_id")
    op.create_table(
        "wording_shingle",
        sa.Column("shingle", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("wording_id", IDENTIFIER, autoincrement=False, nullable=False),
        _primary_key("wording_shingle", "shingle", "wording_id"),
        _foreign_key("wording_shingle", "wording_id", "wording"),
        sqlite_with_rowid=False,
    )
