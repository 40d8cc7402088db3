"""The index of the words of quotations, on either database.

It stems words of English: FTS5's porter on SQLite, Snowball on PostgreSQL (see migration 0006). It
lists the wordings that have some words, however many there are. The newest that have words that
very many have are found sooner by looking at one quotation after another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
)

from pipeline.warehouse.derived_tables import current_quotation
from pipeline.warehouse.tables import quotation, wording

MAX_WORDS = 100
"""Of one search: more than anybody types, and few enough for one query. The rest is left out, which
can only find more."""

MAX_WORD = 500
"""Characters. PostgreSQL does not index words of more than 2,046 bytes, so neither database is
asked for them."""

COMMON = 20_000
"""Wordings with the same words from which on these are common: to list them all takes longer than
to find the newest."""

_SQLITE = table("search_wording", column("rowid"), column("search_wording"))


@dataclass(frozen=True, slots=True)
class SoughtWords:
    """Words that are looked for, and the ways to tell that a row of `current_quotation` has them.

    All ways hold for the same rows, but for `some_listed`, which leaves rows out.
    """

    dialect: str
    words: tuple[str, ...]
    phrase: bool
    """Whether they must stand side by side, in this order."""
    common: bool
    """Whether more than `COMMON` wordings have them."""

    def listed(self, *, among_few: bool = False) -> ColumnElement[bool]:
        """By a list of all that have them: what is to be used unless they are common.

        The list says which rows are looked at, unless these are few anyway by what else is asked.
        """
        return self._in(_wordings(self.dialect, self.words, phrase=self.phrase), among_few)

    def some_listed(self, *, among_few: bool = False) -> ColumnElement[bool]:
        """By a list of at most `COMMON` that have them."""
        some = _wordings(self.dialect, self.words, phrase=self.phrase).limit(COMMON)
        return self._in(some, among_few)

    def probed(self) -> ColumnElement[bool]:
        """By asking the index for each row that is looked at."""
        having = _wordings(self.dialect, self.words, phrase=self.phrase)
        of_row = (_SQLITE.c.rowid if self.dialect == "sqlite" else wording.c.id) == (
            current_quotation.c.wording_id
        )
        return having.where(of_row).correlate(current_quotation).exists()

    def cheapest(self) -> ColumnElement[bool]:
        """By whichever is quicker if few rows are looked at."""
        return self.probed() if self.common else self.listed(among_few=True)

    def _in(self, having: Select[Any], among_few: bool) -> ColumnElement[bool]:
        if self.dialect == "postgresql":
            # materialized: the words are looked up in their index, not taken from each wording
            having = select(having.cte().prefix_with("MATERIALIZED").c.id)
        if among_few:
            return current_quotation.c.wording_id.in_(having)
        ids = select(quotation.c.id).where(quotation.c.wording_id.in_(having))
        return current_quotation.c.quotation_id.in_(ids)


def sought_words(
    connection: Connection, words: Sequence[str], *, phrase: bool = False
) -> SoughtWords:
    """Words that are looked for; as a phrase, side by side and in this order."""
    dialect = connection.dialect.name
    having = _wordings(dialect, words, phrase=phrase).limit(COMMON + 1).subquery()
    number = connection.scalar(select(func.count()).select_from(having)) or 0
    return SoughtWords(dialect, tuple(words), phrase, number > COMMON)


def wordings_with_phrase(connection: Connection, words: Sequence[str], *, limit: int) -> list[int]:
    """The ids of some wordings in which the words stand side by side."""
    return _some_wordings(connection, [(words, True)], limit)


def wordings_with_most(connection: Connection, words: Sequence[str], *, limit: int) -> list[int]:
    """The ids of some wordings that have all of the words but one, in any order."""
    fewer = [(*words[:at], *words[at + 1 :]) for at in range(len(words))]
    return _some_wordings(connection, [(some, False) for some in fewer], limit)


def _some_wordings(
    connection: Connection, asked: Iterable[tuple[Sequence[str], bool]], limit: int
) -> list[int]:
    """The ids of wordings that have one of several lists of words, or phrases."""
    any_of = [
        wording.c.id.in_(_wordings(connection.dialect.name, some[:MAX_WORDS], phrase=phrase))
        for some, phrase in asked
        if some and all(len(word) <= MAX_WORD for word in some)
    ]
    if not any_of:
        return []
    query = select(wording.c.id).where(or_(*any_of)).order_by(wording.c.id).limit(limit)
    return list(connection.scalars(query))


def _wordings(dialect: str, words: Sequence[str], *, phrase: bool) -> Select[Any]:
    """The ids of the wordings that have the words."""
    if dialect == "sqlite":
        # in quotation marks, so that no word is an operator
        match = f'"{" ".join(words)}"' if phrase else " ".join(f'"{word}"' for word in words)
        return select(_SQLITE.c.rowid.label("id")).where(
            _SQLITE.c.search_wording.op("MATCH")(match)
        )
    english: ColumnElement[str] = literal_column("'search_words'::regconfig")
    indexed = func.to_tsvector(
        english,
        func.left(wording.c.words, literal_column("100000"), type_=Text)
        + literal_column("' '", Text)
        + wording.c.source,
    )
    to_query = func.phraseto_tsquery if phrase else func.plainto_tsquery
    return select(wording.c.id).where(indexed.op("@@")(to_query(english, " ".join(words))))
