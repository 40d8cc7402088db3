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
from pipeline.warehouse.tables import article, quotation, speaker_alias, speaker_name, wording

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
    statement: int | None = None,
    limit: int = 20,
) -> list[FoundQuotation]:
    """The quotations that have all the words, newest first; all of them if `words` is empty.

    Case, accents and punctuation make no difference, in names neither, and nothing in `words`
    is syntax. `speaker` is any form of the name that an article used, `outlet` a name or key,
    `statement` an id; the dates are those of the articles. Only current versions of articles are
    searched. Raises WarehouseError if the warehouse cannot be used.
    """
    asked = [word for word in words_of(words).split() if len(word) <= _MAX_WORD][:_MAX_WORDS]
    if words.strip() and not asked:
        return []
    query = found_query(since, until).limit(limit)
    if kind is not None:
        query = query.where(quotation.c.kind == kind.value)
    if statement is not None:
        query = query.where(wording.c.statement_id == statement)
    if speaker is not None:
        query = query.where(quotation.c.name_id.in_(_names(speaker)))
    with reading(engine) as connection:
        if outlet is not None:
            query = query.where(article.c.outlet_id.in_(_outlets(connection, outlet)))
        if asked:
            query = query.where(quotation.c.wording_id.in_(_having(connection, asked)))
        return found(connection, query)


def _names(form: str) -> Select[tuple[int]]:
    """The ids of all names of the speakers whom an article calls so."""
    called = (
        select(speaker_name.c.speaker_id)
        .join(speaker_alias, speaker_alias.c.name_id == speaker_name.c.id)
        .where(speaker_alias.c.words == alias_words(form))
    )
    return select(speaker_name.c.id).where(speaker_name.c.speaker_id.in_(called))


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
    """The ids of the wordings that have all the words; see migrations 0002 and 0004."""
    if connection.dialect.name == "sqlite":
        index = table("search_wording", column("rowid"), column("search_wording"))
        # in quotation marks, so that no word is an operator
        asked = " ".join(f'"{word}"' for word in words)
        return select(index.c.rowid).where(index.c.search_wording.op("MATCH")(asked))
    simple: ColumnElement[str] = literal_column("'simple'")
    indexed = func.to_tsvector(simple, func.left(wording.c.words, literal_column("100000")))
    return select(wording.c.id).where(
        indexed.op("@@")(func.plainto_tsquery(simple, " ".join(words)))
    )
