"""Finding speakers by what a person types: a form, a family name, its beginning, a misspelling.

A name is compared in plain ASCII letters (`name_words`), so diacritics make no difference.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, func, or_, select

from pipeline.warehouse.identity.name_parts import parsed, plain
from pipeline.warehouse.identity.name_words import MAX_WORD
from pipeline.warehouse.names import alias_words, storable, tidy
from pipeline.warehouse.row_sync import chunks
from pipeline.warehouse.tables import (
    speaker,
    speaker_alias,
    speaker_day,
    speaker_name,
    speaker_name_word,
)

MAX_WORDS = 20
"""Words of a name that are compared; the rest is left out."""

SHORTEST_MISSPELT = 3
"""Letters of a word of which one may be wrong; of shorter ones nearly all are near."""

LONG_WORD = 8
"""Letters from which on two may be wrong."""

SHORTEST_PREFIX = 2
"""Letters that may be the beginning of a word."""

AFTER_LETTERS = "~"
"""Comes after every letter and digit, by its code."""


class Match(enum.IntEnum):
    """How a speaker fits what was typed; the first is the best."""

    FORM = 0
    """It is a form of the name that an article uses, or the name as shown."""
    FAMILY = 1
    """It is the family name."""
    WORDS = 2
    """All its words are words of the name."""
    BEGINNING = 3
    """All its words are words of the name or begin one."""
    NEAR = 4
    """The same with a letter wrong, too much or missing."""


@dataclass(frozen=True, slots=True)
class SpeakerMatches:
    """The speakers whom a name may mean."""

    matches: dict[int, Match] = field(default_factory=dict)
    """How each fits, by id."""

    def best(self) -> set[int]:
        """Those whom it means: by form, family name or words; else by beginning; else nearly."""
        for kinds in ({Match.FORM, Match.FAMILY, Match.WORDS}, {Match.BEGINNING}, {Match.NEAR}):
            found = {who for who, match in self.matches.items() if match in kinds}
            if found:
                return found
        return set()

    @property
    def is_sure(self) -> bool:
        """Whether somebody has the whole name, as a form, a family name or word by word."""
        return any(match <= Match.WORDS for match in self.matches.values())

    @property
    def only_near(self) -> bool:
        """Whether nobody is called so, but somebody nearly so."""
        return bool(self.matches) and set(self.matches.values()) == {Match.NEAR}


def match_speakers(
    connection: Connection, name: str, *, always_near: bool = False
) -> SpeakerMatches:
    """The speakers of a name, however it is written.

    Names that are nearly so are compared only if nobody is called so, or if it is said: that
    asks for a good part of all words of names.
    """
    name = storable(name)
    matches: dict[int, Match] = {}

    def add(match: Match, found: Iterable[int]) -> None:
        for identifier in found:
            matches.setdefault(identifier, match)

    add(Match.FORM, speakers_with_form(connection, name))
    words = _typed(name)
    if words:
        family = parsed(name).family if len(words) > 1 else words[0]
        add(
            Match.FAMILY,
            connection.scalars(
                select(speaker_name.c.speaker_id)
                .where(speaker_name.c.family.in_({family, "".join(words)} - {""}))
                .distinct()
            ),
        )
        add(Match.WORDS, _having_all(connection, [[word] for word in words], whole=True))
        add(Match.BEGINNING, _having_all(connection, [[word] for word in words], whole=False))
        if always_near or not matches:
            alike = [[word, *near_words(connection, word)] for word in words]
            if any(len(some) > 1 for some in alike):
                add(Match.NEAR, _having_all(connection, alike, whole=True))
    return SpeakerMatches(matches)


def speakers_with_form(connection: Connection, name: str) -> list[int]:
    """The ids of the speakers whom an article calls so, or who are shown so."""
    query = (
        select(speaker_name.c.speaker_id)
        .join(speaker_alias, speaker_alias.c.name_id == speaker_name.c.id)
        .where(speaker_alias.c.words == alias_words(name))
        .distinct()
    )
    shown = select(speaker.c.id).where(speaker.c.name == tidy(name))
    return sorted({*connection.scalars(query), *connection.scalars(shown)})


def _typed(name: str) -> list[str]:
    """The words of what was typed, a title left out if something else is there."""
    words = [word[:MAX_WORD] for word in plain(name).split()][:MAX_WORDS]
    titles = set(parsed(name).title.split()) if len(words) > 1 else set()
    return [word for word in words if word not in titles] or words


def _having_all(
    connection: Connection, words: Iterable[Collection[str]], *, whole: bool
) -> set[int]:
    """The speakers who have, for each of several words, one of its spellings in their names."""
    found: set[int] | None = None
    for spellings in words:
        having = _having(connection, spellings, whole=whole)
        found = having if found is None else found & having
        if not found:
            return set()
    return found or set()


def _having(connection: Connection, spellings: Collection[str], *, whole: bool) -> set[int]:
    word = speaker_name_word.c.word
    fits: list[ColumnElement[bool]] = [word.in_(list(spellings))]
    if not whole:
        fits += [
            (word >= start) & (word < start + AFTER_LETTERS)
            for start in spellings
            if len(start) >= SHORTEST_PREFIX
        ]
    query = (
        select(speaker_name.c.speaker_id)
        .join(speaker_name_word, speaker_name_word.c.name_id == speaker_name.c.id)
        .where(or_(*fits))
        .distinct()
    )
    return set(connection.scalars(query))


def near_words(connection: Connection, word: str) -> list[str]:
    """The words of names that differ from a word by a letter; by two, if it is long.

    A letter may be another one, too much, missing, or change places with its neighbour
    (optimal string alignment).
    """
    if len(word) < SHORTEST_MISSPELT:
        return []
    allowed = 2 if len(word) >= LONG_WORD else 1
    column = speaker_name_word.c.word
    length = func.length(column)
    query = (
        select(column)
        .where(length.between(len(word) - allowed, len(word) + allowed), column != word)
        .distinct()
    )
    candidates = connection.scalars(query).all()
    if not candidates:
        return []
    # only who is not found by the letters waits for it
    from rapidfuzz.distance import OSA

    return sorted(
        other for other in candidates if OSA.distance(word, other, score_cutoff=allowed) <= allowed
    )


def quotations_of(connection: Connection, speakers: Iterable[int]) -> dict[int, int]:
    """The numbers of quotations of speakers, by id; those without any are left out."""
    total = func.sum(speaker_day.c.quotations)
    counts: dict[int, int] = defaultdict(int)
    for some in chunks(speakers):
        query = (
            select(speaker_day.c.speaker_id, total.label("number"))
            .where(speaker_day.c.speaker_id.in_(some))
            .group_by(speaker_day.c.speaker_id)
        )
        counts |= {row.speaker_id: int(row.number) for row in connection.execute(query)}
    return dict(counts)


def names_of(connection: Connection, speakers: Iterable[int], limit: int) -> list[str]:
    """What some speakers are called, the most quoted first."""
    counts = quotations_of(connection, speakers)
    first = sorted(counts, key=lambda who: (-counts[who], who))[:limit]
    shown = {
        row.id: row.name
        for some in chunks(first)
        for row in connection.execute(
            select(speaker.c.id, speaker.c.name).where(speaker.c.id.in_(some))
        )
    }
    return [shown[who] for who in first]
