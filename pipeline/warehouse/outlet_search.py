"""Finding outlets by what a person types: a key of the sources file, or a name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from pipeline.text.folding import folded_words
from pipeline.warehouse.tables import outlet

LISTED = 10
"""Outlets that a message lists: as many as fit on two lines."""


@dataclass(frozen=True, slots=True)
class KnownOutlet:
    """A row of `outlet`."""

    id: int
    key: str
    name: str

    def __str__(self) -> str:
        """As a message names it: the key is what tells outlets of one name apart."""
        return f"{self.key} ({self.name})"


def match_outlets(connection: Connection, typed: str) -> list[KnownOutlet]:
    """The outlets that may be meant: one by its key, else by exactly its name, else all by words.

    Compared by words, case, accents, punctuation and an article in front make no difference, so
    several outlets may fit. They are compared here and not by the database, since what databases
    take for the lower case of a letter beyond ASCII differs; there are few of them.
    """
    outlets = _outlets(connection)
    for exact in (
        [one for one in outlets if one.key == typed],
        [one for one in outlets if one.name == typed],
    ):
        if len(exact) == 1:
            return exact
    words = _compared(typed)
    return [one for one in outlets if words in {_compared(one.key), _compared(one.name)}]


def outlets_meant(connection: Connection, typed: str) -> tuple[list[int], list[str]]:
    """The ids of the outlets that may be meant, and messages for the person who asks."""
    outlets = match_outlets(connection, typed)
    if not outlets:
        return [], [unknown_outlet(connection, typed)]
    notes = [several_outlets(typed, outlets)] if len(outlets) > 1 else []
    return [one.id for one in outlets], notes


def unknown_outlet(connection: Connection, typed: str) -> str:
    """The message for a name that no outlet has, with the names that are most like it."""
    outlets = _outlets(connection)
    if not outlets:
        return f"there is no outlet {typed!r}; the warehouse has no outlets yet"
    # imported here, since most commands do not need it
    from rapidfuzz.distance import JaroWinkler

    words = folded_words(typed)
    names = [one.name for one in outlets]
    near = sorted(names, key=lambda name: -JaroWinkler.similarity(folded_words(name), words))
    more = ", …" if len(near) > LISTED else ""
    return (
        f"there is no outlet {typed!r}; did you mean {near[0]}? "
        f"There are: {', '.join(near[:LISTED])}{more}"
    )


def several_outlets(typed: str, outlets: list[KnownOutlet]) -> str:
    """The message for a name that several outlets have."""
    more = ", …" if len(outlets) > LISTED else ""
    return (
        f"{len(outlets)} outlets are called {typed!r}: "
        f"{', '.join(map(str, outlets[:LISTED]))}{more}; name one by its key"
    )


def _outlets(connection: Connection) -> list[KnownOutlet]:
    query = select(outlet.c.id, outlet.c.key, outlet.c.name).order_by(outlet.c.name, outlet.c.id)
    return [KnownOutlet(row.id, row.key, row.name) for row in connection.execute(query)]


def _compared(name: str) -> str:
    return folded_words(name).removeprefix("the ")
