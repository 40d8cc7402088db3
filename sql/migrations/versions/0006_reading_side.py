"""What readers ask for, kept by the load; search by word stems and by parts of names.

The tables that marts read (`current_quotation` and those made of it) and the words of names are
filled by the upgrade that runs this (`pipeline.warehouse.upgrades`), since the code that keeps
them fills them too. Labels and kinds become tables that others refer to.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()
TIME = sa.DateTime()
PLAIN_WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
}

KEPT = ("headline", "standfirst", "paragraph", "heading", "list_item", "blockquote")

SQLITE = (
    "DROP TRIGGER search_wording_added",
    "DROP TRIGGER search_wording_removed",
    "DROP TRIGGER search_wording_changed",
    "DROP TABLE search_wording",
    """
    CREATE VIRTUAL TABLE search_wording USING fts5(
        words, source, content = 'wording', content_rowid = 'id',
        tokenize = 'porter unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER search_wording_added AFTER INSERT ON wording BEGIN
        INSERT INTO search_wording (rowid, words, source)
        VALUES (new.id, new.words, new.source);
    END
    """,
    """
    CREATE TRIGGER search_wording_removed AFTER DELETE ON wording BEGIN
        INSERT INTO search_wording (search_wording, rowid, words, source)
        VALUES ('delete', old.id, old.words, old.source);
    END
    """,
    """
    CREATE TRIGGER search_wording_changed AFTER UPDATE OF words, source ON wording BEGIN
        INSERT INTO search_wording (search_wording, rowid, words, source)
        VALUES ('delete', old.id, old.words, old.source);
        INSERT INTO search_wording (rowid, words, source)
        VALUES (new.id, new.words, new.source);
    END
    """,
    # what is there already
    "INSERT INTO search_wording (search_wording) VALUES ('rebuild')",
)

# the stemmer of the configuration "english" without its stop words: "ours" is to be found, on
# PostgreSQL as on SQLite, and a phrase may have any word
POSTGRESQL = (
    "DROP INDEX search_wording",
    """
    CREATE TEXT SEARCH DICTIONARY search_stem (
        TEMPLATE = pg_catalog.snowball, LANGUAGE = english
    )
    """,
    "CREATE TEXT SEARCH CONFIGURATION search_words (COPY = pg_catalog.simple)",
    """
    ALTER TEXT SEARCH CONFIGURATION search_words
    ALTER MAPPING FOR asciiword, word WITH search_stem
    """,
    """
    CREATE INDEX search_wording ON wording
    USING gin (to_tsvector('search_words', left(words, 100000) || ' ' || source))
    """,
)


def upgrade() -> None:
    """Make the tables; all but the vocabularies are empty until the upgrade fills them."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    _make_vocabularies()
    op.create_index("ix_speaker_name", "speaker", ["name"])
    op.create_table(
        "speaker_name_word",
        sa.Column("word", PLAIN_WORD, nullable=False),
        sa.Column("name_id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["name_id"], ["speaker_name.id"], name="fk_speaker_name_word_name_id"
        ),
        sa.PrimaryKeyConstraint("word", "name_id", name="pk_speaker_name_word"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_speaker_name_word_name_id", "speaker_name_word", ["name_id"])
    op.create_table(
        "run_article",
        sa.Column("run_id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("article_id", IDENTIFIER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_run_article_run_id"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_run_article_article_id"),
        sa.PrimaryKeyConstraint("run_id", "article_id", name="pk_run_article"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_run_article_article_id", "run_article", ["article_id"])
    _make_facts()
    for query in SQLITE if sqlite else POSTGRESQL:
        op.execute(query)


def _make_vocabularies() -> None:
    label = op.create_table(
        "label",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_label"),
    )
    kind = op.create_table(
        "kind",
        sa.Column("key", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_kind"),
    )
    # what is there, whoever wrote it; the upgrade adds what this version knows
    connection = op.get_bind()
    labels = connection.scalars(sa.text("SELECT DISTINCT label FROM block ORDER BY label")).all()
    kinds = connection.scalars(sa.text("SELECT DISTINCT kind FROM quotation ORDER BY kind")).all()
    if labels:
        op.bulk_insert(label, [{"key": key, "is_kept": key in KEPT} for key in labels])
    if kinds:
        op.bulk_insert(kind, [{"key": key} for key in kinds])
    # on SQLite both tables are copied: a foreign key cannot be added in place
    probability = sa.CheckConstraint(
        "probability BETWEEN 0 AND 1", name=op.f("ck_block_probability")
    )
    with op.batch_alter_table("block", naming_convention=NAMES, table_args=[probability]) as table:
        table.create_foreign_key("fk_block_label", "label", ["label"], ["key"])
    with op.batch_alter_table("quotation", naming_convention=NAMES) as table:
        table.add_column(sa.Column("withheld", TEXT))
        table.create_foreign_key("fk_quotation_kind", "kind", ["kind"], ["key"])


def _number(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, IDENTIFIER, autoincrement=False, nullable=optional)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _time(name: str) -> sa.Column[sa.DateTime]:
    return sa.Column(name, TIME, nullable=False)


def _make_facts() -> None:
    op.create_table(
        "current_quotation",
        _number("quotation_id"),
        _number("article_id"),
        _number("outlet_id"),
        _number("statement_id"),
        _number("wording_id"),
        _number("speaker_id", optional=True),
        sa.Column("speaker", TEXT),
        _time("appeared_at"),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("quotation_id", name="pk_current_quotation"),
    )
    for columns in (
        ["article_id"],
        ["statement_id"],
        ["speaker_id", "appeared_at"],
        ["speaker", "appeared_at"],
        ["outlet_id", "appeared_at"],
        ["appeared_at"],
    ):
        op.create_index(f"ix_current_quotation_{columns[0]}", "current_quotation", columns)
    op.create_table(
        "statement_spread",
        _number("statement_id"),
        _number("first_quotation_id"),
        _count("quotations"),
        _count("articles"),
        _count("outlets"),
        _time("first_appeared_at"),
        _time("last_appeared_at"),
        sa.PrimaryKeyConstraint("statement_id", name="pk_statement_spread"),
    )
    op.create_index(
        "ix_statement_spread_outlets",
        "statement_spread",
        ["outlets", "articles", "quotations", "statement_id"],
    )
    op.create_table(
        "speaker_day",
        _number("speaker_id"),
        sa.Column("day", sa.Date(), nullable=False),
        _count("quotations"),
        _count("statements"),
        _count("outlets"),
        sa.PrimaryKeyConstraint("speaker_id", "day", name="pk_speaker_day"),
    )
    op.create_index("ix_speaker_day_day", "speaker_day", ["day"])
    op.create_table(
        "changed_quotation",
        _number("article_id"),
        _number("wording_id"),
        _number("statement_id"),
        _number("quotation_id"),
        _number("quotation_now_id", optional=True),
        _time("first_seen_at"),
        _time("last_seen_at"),
        sa.PrimaryKeyConstraint("article_id", "wording_id", name="pk_changed_quotation"),
    )
    for column in ("first_seen_at", "last_seen_at"):
        op.create_index(f"ix_changed_quotation_{column}", "changed_quotation", [column])
