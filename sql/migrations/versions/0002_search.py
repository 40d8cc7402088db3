"""The index of the words of statements, by which quotations are searched.

On SQLite an FTS5 table that reads its words from `statement` and is kept by triggers, on
PostgreSQL a GIN index. The words are normalised by the load (case, accents, punctuation), so
both are made of plain words and find the same.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

SQLITE = (
    """
    CREATE VIRTUAL TABLE search_statement
    USING fts5(words, content = 'statement', content_rowid = 'id', tokenize = 'unicode61')
    """,
    """
    CREATE TRIGGER search_statement_added AFTER INSERT ON statement BEGIN
        INSERT INTO search_statement (rowid, words) VALUES (new.id, new.words);
    END
    """,
    """
    CREATE TRIGGER search_statement_removed AFTER DELETE ON statement BEGIN
        INSERT INTO search_statement (search_statement, rowid, words)
        VALUES ('delete', old.id, old.words);
    END
    """,
    """
    CREATE TRIGGER search_statement_changed AFTER UPDATE OF words ON statement BEGIN
        INSERT INTO search_statement (search_statement, rowid, words)
        VALUES ('delete', old.id, old.words);
        INSERT INTO search_statement (rowid, words) VALUES (new.id, new.words);
    END
    """,
    # what is there already
    "INSERT INTO search_statement (search_statement) VALUES ('rebuild')",
)

# the index takes a megabyte of words at most; nobody searches for the 100,000th character
POSTGRESQL = (
    """
    CREATE INDEX search_statement ON statement
    USING gin (to_tsvector('simple', left(words, 100000)))
    """,
)


def upgrade() -> None:
    """Make the index, with what is there already."""
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)
