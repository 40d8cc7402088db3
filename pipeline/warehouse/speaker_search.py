"""Finding speakers by what a person types: a form, a family name, its beginning, a misspelling.

A name is compared in plain ASCII letters (`name_words`), so diacritics make no difference.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, func, or_, select

from pipeline.people.name_parts import latin_words, parsed
from pipeline.people.proper_names import tidy
from pipeline.warehouse.derived_tables import speaker_day
from pipeline.warehouse.identity.name_words import MAX_WORD
from pipeline.warehouse.row_sync import fetch_where_in, select_pairs
from pipeline.warehouse.stored_text import alias_words, storable
from pipeline.warehouse.tables import speaker, speaker_alias, speaker_name, speaker_name_word

MAX_WORDS = 20
"""Words of a name that are compared: the longest names of organisations have fewer. The rest is
left out."""

MAX_TYPED = 2_000
"""Characters of a name that are read: more than so many words of names have."""

SHORTEST_MISSPELT = 3
"""Letters of a word in which one may be wrong; of two letters, half the word would be."""

LONG_WORD = 8
"""Letters of a word in which two may be wrong: still three in four are right."""

SHORTEST_PREFIX = 2
"""Letters that may be the beginning of a word; one would fit a large part of all names."""

SUGGESTED = 3
"""Names that are suggested where a search finds nothing: enough to choose from at a glance."""

LISTED = 5
"""Speakers that a message lists; `speakers list` shows all."""

AFTER_LETTERS = "~"
"""Greater than every letter and digit of ASCII, so it ends the span of words that begin alike."""


class Match(enum.IntEnum):
    """How a speaker fits what was typed, the best first."""

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
    NAMESAKE = 5
    """The family name is the same, and a given name is missing or another."""


@dataclass(frozen=True, slots=True)
class SpeakerMatches:
    """The speakers whom a name may mean."""

    matches: dict[int, Match] = field(default_factory=dict)
    """How each fits, by id."""

    def best(self) -> set[int]:
        """Those who fit best: by form, family name or words; else by beginning; else nearly."""
        sure = {Match.FORM, Match.FAMILY, Match.WORDS}
        for kinds in (sure, {Match.BEGINNING}, {Match.NEAR}, {Match.NAMESAKE}):
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
        """Whether nobody has the name, but somebody has one that is similar."""
        return bool(self.matches) and min(self.matches.values()) >= Match.NEAR


def match_speakers(
    connection: Connection, name: str, *, always_near: bool = False
) -> SpeakerMatches:
    """The speakers of a name, however it is written.

    Similar names are looked for only if nobody has this one, or with `always_near`: that reads a
    large part of all words of names.
    """
    name = storable(name[:MAX_TYPED])
    matches: dict[int, Match] = {}

    def add(match: Match, found: Iterable[int]) -> None:
        for identifier in found:
            matches.setdefault(identifier, match)

    add(Match.FORM, speakers_with_form(connection, name))
    words = _typed(name)
    if words:
        add(Match.FAMILY, _of_family(connection, "".join(words)))
        add(Match.WORDS, _having_all(connection, [[word] for word in words], whole=True))
        add(Match.BEGINNING, _having_all(connection, [[word] for word in words], whole=False))
        if always_near or not matches:
            near = near_words(connection, words)
            alike = [[word, *near.get(word, ())] for word in words]
            if any(len(some) > 1 for some in alike):
                add(Match.NEAR, _having_all(connection, alike, whole=True))
            if len(words) > 1:
                add(Match.NAMESAKE, _of_family(connection, parsed(name).family))
    return SpeakerMatches(matches)


def speakers_meant(
    connection: Connection, name: str, *, only_sure: bool = False
) -> tuple[set[int], list[str]]:
    """The speakers, by id, whom a name or number means, and messages for the person who asks.

    There are none if nobody is called so, nor nearly so; with `only_sure` a name that is nearly so
    means nobody, and is suggested.
    """
    number = speaker_number(connection, name)
    if number is not None:
        return {number}, []
    matches = match_speakers(connection, name)
    if only_sure and matches.matches and not matches.is_sure:
        near = names_of(connection, matches.best(), SUGGESTED)
        return set(), [f"no speaker is called {name!r}; did you mean {' or '.join(near)}?"]
    meant = matches.best()
    if not meant:
        return meant, [f"no speaker is called {name!r}"]
    listed = several_speakers(connection, meant)
    if matches.only_near:
        return meant, [f"nobody is called {name!r}; these are quotations of: {listed}"]
    if len(meant) == 1:
        return meant, []
    return meant, [
        f"{len(meant)} speakers may be meant by {name!r}, and all are shown: {listed}; "
        "the number of one in place of the name shows that one alone"
    ]


def bearing(connection: Connection, name: str) -> set[int]:
    """The speakers whom a text may mean by a name: who is called so, or has all its words.

    Titles and initials make no difference. Unlike `match_speakers` this takes nobody for another
    of the same family, unless the text names only the family.
    """
    words = [word for word in _typed(storable(name)) if len(word) > 1]
    having = _having_all(connection, [[word] for word in words], whole=True) if words else set()
    return having | set(speakers_with_form(connection, storable(name)))


def speakers_with_form(connection: Connection, name: str) -> list[int]:
    """The ids of the speakers whom an article calls by a name, or who are shown by it."""
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
    words = [word[:MAX_WORD] for word in latin_words(name).split()][:MAX_WORDS]
    titles = set(parsed(name).title.split()) if len(words) > 1 else set()
    return [word for word in words if word not in titles] or words


def _of_family(connection: Connection, family: str) -> list[int]:
    query = select(speaker_name.c.speaker_id).where(speaker_name.c.family == family).distinct()
    return list(connection.scalars(query)) if family else []


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


def near_words(connection: Connection, words: Collection[str]) -> dict[str, list[str]]:
    """For each of some words, those of names that differ by a letter; by two, if it is long.

    A letter may be another one, too much, missing, or change places with its neighbour
    (optimal string alignment).
    """
    allowed = {
        word: 2 if len(word) >= LONG_WORD else 1 for word in words if len(word) >= SHORTEST_MISSPELT
    }
    lengths = {
        len(word) + more for word in allowed for more in range(-allowed[word], allowed[word] + 1)
    }
    column = speaker_name_word.c.word
    # read once for all words: it is a large part of all that there are
    query = select(column).where(func.length(column).in_(sorted(lengths))).distinct()
    candidates = connection.scalars(query).all() if allowed else []
    if not candidates:
        return {}
    # only who is not found by the letters waits for it
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    def near(word: str) -> list[str]:
        found = process.extract(
            word, candidates, scorer=OSA.distance, score_cutoff=allowed[word], limit=None
        )
        return sorted(other for other, distance, _place in found if distance)

    return {word: near(word) for word in allowed}


def quotations_of(connection: Connection, speakers: Iterable[int]) -> dict[int, int]:
    """The numbers of quotations of speakers, by id; those without any are left out."""
    total = func.sum(speaker_day.c.quotations)
    query = select(speaker_day.c.speaker_id, total.label("number")).group_by(
        speaker_day.c.speaker_id
    )
    return {
        row["speaker_id"]: int(row["number"])
        for row in fetch_where_in(connection, query, speaker_day.c.speaker_id, speakers)
    }


def speaker_number(connection: Connection, name: str) -> int | None:
    """The id of a speaker that was typed in place of a name; None if no speaker has it."""
    # ids go up to 2**63 - 1, which has 19 digits
    if not (name.isdecimal() and name.isascii() and len(name) < 19):
        return None
    return connection.scalar(select(speaker.c.id).where(speaker.c.id == int(name)))


def several_speakers(connection: Connection, speakers: Iterable[int]) -> str:
    """Some speakers as a message lists them, the most quoted first, each with its number."""
    counts = dict.fromkeys(speakers, 0) | quotations_of(connection, speakers)
    names = _most_quoted(connection, counts, LISTED)
    listed = ", ".join(f"{who} {name} (quoted {counts[who]} times)" for who, name in names.items())
    return f"{listed}, …" if len(counts) > len(names) else listed


def names_of(connection: Connection, speakers: Iterable[int], limit: int) -> list[str]:
    """What some speakers are called, the most quoted first."""
    return list(_most_quoted(connection, quotations_of(connection, speakers), limit).values())


def _most_quoted(connection: Connection, counts: Mapping[int, int], limit: int) -> dict[int, str]:
    """The names of the most quoted speakers by id, the most quoted first."""
    first = sorted(counts, key=lambda who: (-counts[who], who))[:limit]
    names = select_pairs(connection, speaker.c.id, first, speaker.c.name)
    return {who: names[who] for who in first}
