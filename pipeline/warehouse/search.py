"""Searching quotations by their words, speaker, outlet, date and kind."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    column,
    func,
    literal_column,
    select,
    table,
)

from pipeline.records import FoundQuotation, Kind
from pipeline.warehouse import tables
from pipeline.warehouse.connection import reading
from pipeline.warehouse.found import found, found_query
from pipeline.warehouse.names import alias_words, words_of
from pipeline.warehouse.tables import article, quotation, speaker_alias, statement

_MAX_WORDS = 100
"""Of one search; the rest is left out, which can only find more."""
_MAX_WORD = 500
"""Characters. PostgreSQL leaves out words of more than 2,046 bytes; so both leave out such."""


def search(
    engine: Engine,
    words: str,
    *,
    speaker: str | None = None,
    outlet: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    kind: Kind | None = None,
    limit: int = 20,
) -> list[FoundQuotation]:
    """The quotations that have all the words, newest first; all of them if `words` is empty.

    Case, accents and punctuation make no difference, in names neither, and nothing in `words`
    is syntax. `speaker` is any form of the name that an article used, `outlet` a name or key;
    the dates are those of the articles. Only current versions of articles are searched. Raises
    WarehouseError if the warehouse cannot be used.
    """
    asked = [word for word in words_of(words).split() if len(word) <= _MAX_WORD][:_MAX_WORDS]
    if words.strip() and not asked:
        return []
    query = found_query(since, until).limit(limit)
    if kind is not None:
        query = query.where(quotation.c.kind == kind.value)
    if speaker is not None:
        named = select(speaker_alias.c.speaker_id).where(
            speaker_alias.c.words == alias_words(speaker)
        )
        query = query.where(quotation.c.speaker_id.in_(named))
    with reading(engine) as connection:
        if outlet is not None:
            query = query.where(article.c.outlet_id.in_(_outlets(connection, outlet)))
        if asked:
            query = query.where(quotation.c.statement_id.in_(_having(connection, asked)))
        return found(connection, query)


def _outlets(connection: Connection, name: str) -> list[int]:
    """The ids of the outlets of a name or key.

    They are few, so they are compared here: what the databases take for the lower case of a
    letter beyond ASCII differs.
    """
    columns = tables.outlet.c
    return [
        row.id
        for row in connection.execute(select(columns.id, columns.key, columns.name))
        if row.key == name or words_of(row.name) == words_of(name)
    ]


def _having(connection: Connection, words: list[str]) -> Select[tuple[int]]:
    """The ids of the statements that have all the words; see migration 0002."""
    if connection.dialect.name == "sqlite":
        index = table("search_statement", column("rowid"), column("search_statement"))
        # in quotation marks, so that no word is an operator
        asked = " ".join(f'"{word}"' for word in words)
        return select(index.c.rowid).where(index.c.search_statement.op("MATCH")(asked))
    simple: ColumnElement[str] = literal_column("'simple'")
    indexed = func.to_tsvector(simple, func.left(statement.c.words, literal_column("100000")))
    return select(statement.c.id).where(
        indexed.op("@@")(func.plainto_tsquery(simple, " ".join(words)))
    )
