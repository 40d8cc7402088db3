"""Searching quotations by their words, speaker, outlet, date and kind.

What is found is ordered by how well it fits (`_Grade`), then the newest first. It is counted up to
a bound, so that no question takes long because very much fits.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    and_,
    func,
    or_,
    select,
    true,
    union,
)

from pipeline.people.name_parts import latin_words
from pipeline.records import Kind
from pipeline.shown_records import UNCERTAIN_BELOW, SearchResult
from pipeline.text.folding import folded_words
from pipeline.warehouse import speaker_search
from pipeline.warehouse.connection import reading
from pipeline.warehouse.derived_tables import current_quotation
from pipeline.warehouse.outlet_search import outlets_meant
from pipeline.warehouse.quotation_query import (
    MOST_COUNTED,
    NEWEST_FIRST,
    fetch_quotations,
    published_within,
    quotation_query,
)
from pipeline.warehouse.tables import (
    quotation,
    speaker_name,
    speaker_name_word,
)
from pipeline.warehouse.word_index import (
    MAX_WORD,
    MAX_WORDS,
    SoughtWords,
    sought_words,
    wordings_with_phrase,
)

_MAX_TYPED = 20_000
"""Characters of a question that are read: more than so many words have, whatever they are."""

_MAX_GROUPS = 8
"""Groups of speakers who have the same of the words in their names; a name has a few words, so
there are hardly ever more."""

_MOST_PROBED = 2_000
"""Quotations that are looked at one after the other for words that very many have: a page is among
so many if one in a hundred has the words."""

_SHORTEST_MEANT = 4
"""Letters of a word that may be a misspelt name; shorter ones are near too many."""


class _Grade(enum.IntEnum):
    """How well a quotation fits; what is greater, is shown first."""

    SPEAKER = 1
    """Some of the words are in the speaker's name, the others in the quotation."""
    WORDS = 2
    """All words are in the quotation, or in what the article calls a source without a name."""
    PHRASE = 3
    """They stand there side by side, in this order."""
    NAME = 4
    """There are several words, and all of them are in the speaker's name."""


@dataclass(slots=True)
class _Search:
    """What is searched for."""

    words: list[str]
    among_few: bool = False
    """Whether a speaker or a statement says which quotations are looked at, rather than words."""
    only_sure: bool = False
    """Whether a speaker must have the name as it is written, not one that is nearly so."""
    conditions: list[ColumnElement[bool]] = field(default_factory=list)
    """What must hold whatever the words are."""
    notes: list[str] = field(default_factory=list)
    """Messages for the person who searches."""


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
    language: str | None = None,
    min_confidence: float = UNCERTAIN_BELOW,
    limit: int = 20,
    offset: int = 0,
) -> SearchResult:
    """The quotations that have all the words, in their own words or the speaker's name.

    All quotations if `words` is empty. Case, accents, punctuation and endings make no difference,
    and nothing in `words` is syntax. `speaker` is a name as a person types it (see
    `speaker_search`) or an id, `outlet` a name or key, `statement` an id, `language` that of the
    article by its ISO 639-1 code; the dates are those of the articles; what has less than
    `min_confidence` is only counted. The first `offset` are left out of what is given back, not of
    what is counted; no more than `MOST_COUNTED` are counted, or than are asked for. Only current
    versions of articles are searched. Raises WarehouseError if the warehouse cannot be used.
    """
    typed = _words(words)
    asked = _Search(typed, conditions=published_within(since, until))
    if words.strip() and not typed:
        return SearchResult((), 0, 0, ())
    if statement is not None:
        asked.conditions.append(current_quotation.c.statement_id == statement)
        asked.among_few = True
    if kind is not None:
        asked.conditions.append(current_quotation.c.kind == kind.value)
    if language is not None:
        asked.conditions.append(current_quotation.c.language == language)
    with reading(engine) as connection:
        if not _restrict(connection, asked, speaker, outlet):
            return SearchResult((), 0, 0, tuple(asked.notes))
        result = _result(connection, asked, min_confidence, limit, offset)
        if not result.total and not result.hidden and typed and not asked.conditions:
            asked.notes += _near_names(connection, typed)
    return replace(result, notes=tuple(asked.notes))


def fitting(
    connection: Connection, words: str, *, speaker: str | None, outlet: str | None
) -> tuple[ColumnElement[bool] | None, tuple[str, ...]]:
    """What holds for `current_quotation` if a search would find it, and messages for a person.

    None if a name fits nobody or no outlet. For questions that are asked again and again while
    nobody looks: unlike for a search, a name that is only similar fits nobody.
    """
    asked = _Search(_words(words), only_sure=True)
    if not _restrict(connection, asked, speaker, outlet):
        return None, tuple(asked.notes)
    ways = [
        and_(true(), *way.names, *([way.words.cheapest()] if way.words else []))
        for way in _ways(connection, asked)
    ]
    return and_(or_(*ways), *asked.conditions), tuple(asked.notes)


def _words(typed: str) -> list[str]:
    """The words that are searched for."""
    words = folded_words(typed[:_MAX_TYPED]).split()
    return [word for word in words if len(word) <= MAX_WORD][:MAX_WORDS]


def _restrict(
    connection: Connection, asked: _Search, speaker: str | None, outlet: str | None
) -> bool:
    """Restrict a search to a speaker and an outlet; False if a name fits nobody or no outlet."""
    if speaker is not None:
        meant, notes = speaker_search.speakers_meant(connection, speaker, only_sure=asked.only_sure)
        asked.notes += notes
        if not meant:
            return False
        asked.conditions.append(current_quotation.c.speaker_id.in_(sorted(meant)))
        asked.among_few = True
    if outlet is not None:
        ids, notes = outlets_meant(connection, outlet)
        asked.notes += notes
        if not ids:
            return False
        of = current_quotation.c.outlet_id
        # an outlet has more quotations than a speaker or a word: where those are asked for, its
        # index is not to be used
        asked.conditions.append((of + 0 if asked.among_few or asked.words else of).in_(ids))
    return True


@dataclass(frozen=True, slots=True)
class _Way:
    """One way in which a quotation may fit the words."""

    grade: _Grade
    words: SoughtWords | None = None
    """Words that it must have."""
    names: tuple[ColumnElement[bool], ...] = ()
    """What must hold for the name of its speaker."""
    begin: datetime | None = None
    """Where words are common: since then the newest `_MOST_PROBED` of those that fit else appeared;
    None if there are fewer."""


class _Looked(enum.Enum):
    """Which of the quotations that fit are found."""

    ALL = enum.auto()
    SOME = enum.auto()
    """Of common words some: to know that there are many."""
    NEWEST = enum.auto()
    """Of common words those since `_Way.begin`."""


def _ways(connection: Connection, asked: _Search) -> list[_Way]:
    """The ways in which a quotation may fit; what fits in one may fit in others too."""
    if not asked.words:
        return [_Way(_Grade.WORDS)]
    ways = [_Way(_Grade.WORDS, sought_words(connection, asked.words))]
    for group in _groups(connection, asked.words):
        rest = [word for word in asked.words if word not in group]
        grade = _Grade.SPEAKER if rest or len(asked.words) == 1 else _Grade.NAME
        names = tuple(_in_name(word) for word in sorted(group))
        ways.append(_Way(grade, sought_words(connection, rest) if rest else None, names))
    return ways


def _with_beginning(connection: Connection, asked: _Search, way: _Way) -> _Way:
    """The way with its `begin`."""
    if way.words is None or not way.words.common:
        return way
    appeared = current_quotation.c.published_or_first_seen_at
    newest = select(appeared).where(*asked.conditions, *way.names).order_by(appeared.desc())
    return replace(way, begin=connection.scalar(newest.offset(_MOST_PROBED).limit(1)))


def _result(
    connection: Connection, asked: _Search, min_confidence: float, limit: int, offset: int
) -> SearchResult:
    ways = [_with_beginning(connection, asked, way) for way in _ways(connection, asked)]
    most = max(MOST_COUNTED, offset + limit)
    number, sure = _numbers(connection, asked, ways, min_confidence, most)
    if len(asked.words) > 1:
        phrase = _Way(_Grade.PHRASE, sought_words(connection, asked.words, phrase=True))
        ways.append(_with_beginning(connection, asked, phrase))
    grades = _best(connection, asked, ways, min_confidence, offset + limit)
    shown = dict(list(grades.items())[offset:])
    query = quotation_query().where(quotation.c.id.in_(shown)).order_by(*NEWEST_FIRST)
    found = sorted(fetch_quotations(connection, query), key=lambda one: -shown[one.quotation_id])
    # not all were counted, so more may have been found
    total = max(min(sure, most), offset + len(found) if found else 0)
    hidden = min(number, most) - min(sure, most)
    return SearchResult(tuple(found), total, hidden, (), number > most)


def _numbers(
    connection: Connection, asked: _Search, ways: list[_Way], min_confidence: float, most: int
) -> tuple[int, int]:
    """How many fit, and how many of these are sure enough; one more than `most` at most."""

    def counted(looked: _Looked) -> tuple[int, int]:
        # what fits in several ways has the same row in each
        rows = [_quotations(asked, way, looked).limit(most + 1).subquery() for way in ways]
        every = union(*map(select, rows)).subquery() if len(rows) > 1 else rows[0]
        first = select(every.c.confidence).limit(most + 1).subquery()
        sure = func.count().filter(first.c.confidence >= min_confidence)
        number, total = connection.execute(select(func.count(), sure).select_from(first)).one()
        return number, total

    if any(way.begin is not None for way in ways):
        numbers = counted(_Looked.SOME)
        if numbers[0] > most:
            return numbers
    return counted(_Looked.ALL)


def _best(
    connection: Connection, asked: _Search, ways: list[_Way], min_confidence: float, number: int
) -> dict[int, _Grade]:
    """The ids and grades of the quotations that fit best, in their order, so many at most."""
    found: dict[int, _Grade] = {}
    newest = current_quotation.c.published_or_first_seen_at
    # of those at the same time, the ids decide only which are cut off by the limit
    order = (newest.desc(), current_quotation.c.article_id, current_quotation.c.quotation_id)

    def first(way: _Way, looked: _Looked) -> Sequence[Any]:
        query = _quotations(asked, way, looked).add_columns(newest, current_quotation.c.article_id)
        sure = query.where(current_quotation.c.confidence >= min_confidence)
        return connection.execute(sure.order_by(*order).limit(number)).all()

    for grade in sorted({way.grade for way in ways}, reverse=True):
        rows: list[Any] = []
        for way in ways:
            if way.grade == grade:
                among: Sequence[Any] = ()
                if way.begin is not None and number <= _MOST_PROBED:
                    among = first(way, _Looked.NEWEST)
                rows += among if len(among) == number else first(way, _Looked.ALL)
        rows.sort(key=lambda row: (row.article_id, row.quotation_id))
        rows.sort(key=lambda row: row.published_or_first_seen_at, reverse=True)
        for row in rows:
            found.setdefault(row.quotation_id, grade)
        if len(found) >= number:
            break
    return dict(list(found.items())[:number])


def _quotations(asked: _Search, way: _Way, looked: _Looked) -> Select[Any]:
    """The quotations that fit in one way, with their confidence."""
    current = current_quotation.c
    query = select(current.quotation_id, current.confidence).where(*asked.conditions, *way.names)
    if way.words is None:
        return query
    among_few = asked.among_few or bool(way.names)
    if way.words.common and way.begin is None:
        return query.where(way.words.probed())
    if way.words.common and looked is _Looked.NEWEST:
        return query.where(current.published_or_first_seen_at >= way.begin, way.words.probed())
    if way.words.common and looked is _Looked.SOME:
        return query.where(way.words.some_listed(among_few=among_few))
    return query.where(way.words.listed(among_few=among_few))


def _in_name(word: str) -> ColumnElement[bool]:
    """That a word is in a name of the speaker."""
    having = (
        select(speaker_name.c.speaker_id)
        .join(speaker_name_word, speaker_name_word.c.name_id == speaker_name.c.id)
        .where(speaker_name_word.c.word == latin_words(word))
    )
    return current_quotation.c.speaker_id.in_(having)


def _groups(connection: Connection, words: Collection[str]) -> list[frozenset[str]]:
    """The groups of words that speakers have in their names, as many of the words as each has."""
    by_plain: dict[str, set[str]] = defaultdict(set)
    for word in words:
        by_plain[latin_words(word)].add(word)
    query = (
        select(speaker_name.c.speaker_id, speaker_name_word.c.word)
        .join(speaker_name, speaker_name.c.id == speaker_name_word.c.name_id)
        .where(speaker_name_word.c.word.in_(sorted(by_plain)))
    )
    having: dict[int, set[str]] = defaultdict(set)
    for row in connection.execute(query):
        having[row.speaker_id] |= by_plain[row.word]
    groups = {frozenset(group) for group in having.values()}
    return sorted(groups, key=lambda group: (-len(group), sorted(group)))[:_MAX_GROUPS]


def _near_names(connection: Connection, words: Iterable[str]) -> list[str]:
    """A message for a search that finds nothing: speakers whose names are nearly the words.

    A word that some quotation has is what it is, and no misspelt name.
    """
    near: set[int] = set()
    for word in words:
        if len(word) >= _SHORTEST_MEANT and not wordings_with_phrase(connection, [word], limit=1):
            called = speaker_search.match_speakers(connection, word)
            near |= set() if called.is_sure else called.best()
    names = speaker_search.names_of(connection, near, speaker_search.SUGGESTED)
    return [f"did you mean {' or '.join(names)}?"] if names else []
