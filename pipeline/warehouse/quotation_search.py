"""Searching quotations by their words, speaker, outlet, date and kind.

What is found is ordered by how well it fits (`_Grade`), then the newest first. Both databases
stem words of English: FTS5's porter on SQLite, Snowball on PostgreSQL (see migration 0006).
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    Text,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
    union_all,
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
    NEWEST_FIRST,
    fetch_quotations,
    published_within,
    quotation_query,
)
from pipeline.warehouse.tables import (
    article_version,
    quotation,
    speaker_name,
    speaker_name_word,
    wording,
)

_MAX_WORDS = 100
"""Of one search: more than anybody types, and few enough for one query. The rest is left out, which
can only find more."""

_MAX_WORD = 500
"""Characters. PostgreSQL does not index words of more than 2,046 bytes, so neither database is
asked for them."""

_MAX_TYPED = 20_000
"""Characters of a question that are read: more than so many words have, whatever they are."""

_MAX_GROUPS = 8
"""Groups of speakers who have the same of the words in their names; a name has a few words, so
there are hardly ever more."""

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
    dialect: str
    kind: Kind | None = None
    language: str | None = None
    has_speaker: bool = False
    only_sure: bool = False
    """Whether a speaker must have the name as it is written, not one that is nearly so."""
    named: list[frozenset[str]] = field(default_factory=list)
    """Groups of the words that speakers have in their names."""
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
    what is counted. Only current versions of articles are searched. Raises WarehouseError if the
    warehouse cannot be used.
    """
    read = folded_words(words[:_MAX_TYPED]).split()
    typed = [word for word in read if len(word) <= _MAX_WORD][:_MAX_WORDS]
    within = published_within(since, until)
    asked = _Search(typed, engine.dialect.name, kind, language, conditions=within)
    if words.strip() and not typed:
        return SearchResult((), 0, 0, ())
    if statement is not None:
        asked.conditions.append(current_quotation.c.statement_id == statement)
    with reading(engine) as connection:
        possible = _restrict(connection, asked, speaker, outlet)
        if not possible:
            return SearchResult((), 0, 0, tuple(asked.notes))
        if typed:
            asked.named = _groups(connection, typed)
        result = _result(connection, asked, min_confidence, limit, offset)
        restricted = asked.conditions or kind is not None or language is not None
        if not result.total and not result.hidden and typed and not restricted:
            asked.notes += _near_names(connection, typed)
    return SearchResult(result.quotations, result.total, result.hidden, tuple(asked.notes))


def fitting_quotations(
    connection: Connection, words: str, *, speaker: str | None, outlet: str | None
) -> tuple[Select[Any] | None, tuple[str, ...]]:
    """The ids (`quotation_id`) of the quotations that a search would find, and its messages.

    None if a name fits nobody or no outlet. For questions that are asked again and again while
    nobody looks: unlike for a search, a name that is only similar fits nobody.
    """
    typed = [word for word in folded_words(words).split() if len(word) <= _MAX_WORD][:_MAX_WORDS]
    asked = _Search(typed, connection.dialect.name, only_sure=True)
    if not _restrict(connection, asked, speaker, outlet):
        return None, tuple(asked.notes)
    asked.named = _groups(connection, typed) if typed else []
    fitting = _fitting(asked).subquery()
    return select(fitting.c.quotation_id), tuple(asked.notes)


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
        asked.has_speaker = True
    if outlet is not None:
        ids, notes = outlets_meant(connection, outlet)
        asked.notes += notes
        if not ids:
            return False
        of = current_quotation.c.outlet_id
        # an outlet has more quotations than a speaker or a word: where those are asked for, its
        # index is not to be used
        asked.conditions.append((of + 0 if asked.has_speaker or asked.words else of).in_(ids))
    return True


def _result(
    connection: Connection, asked: _Search, min_confidence: float, limit: int, offset: int
) -> SearchResult:
    fitting = _fitting(asked).cte("fitting")
    sure = fitting.c.confidence >= min_confidence
    numbers = select(func.count(), func.count().filter(sure)).select_from(fitting)
    every, total = connection.execute(numbers).one()
    current = current_quotation.c
    newest = current.published_or_first_seen_at.desc()
    # of those at the same time, the ids decide only which are cut off by the limit
    if asked.words:
        first = (
            select(fitting.c.quotation_id, fitting.c.grade)
            .join(current_quotation, current.quotation_id == fitting.c.quotation_id)
            .where(sure)
            .order_by(fitting.c.grade.desc(), newest, current.article_id, current.quotation_id)
            .limit(limit)
            .offset(offset)
        )
    else:
        # all fit equally well, so the index of times gives the newest
        first = (
            _fitting(asked)
            .where(current.confidence >= min_confidence)
            .order_by(newest, current.article_id, current.quotation_id)
            .limit(limit)
            .offset(offset)
        )
    grades = {row.quotation_id: row.grade for row in connection.execute(first)}
    query = quotation_query().where(quotation.c.id.in_(grades)).order_by(*NEWEST_FIRST)
    shown = sorted(fetch_quotations(connection, query), key=lambda one: -grades[one.quotation_id])
    return SearchResult(tuple(shown), total, every - total, ())


def _fitting(asked: _Search) -> Select[Any]:
    """The quotations that fit, each once, with confidence and grade."""
    if not asked.words:
        return _branch(asked, _Grade.WORDS)
    branches = [_branch(asked, _Grade.WORDS, _in_words(asked, asked.words))]
    if len(asked.words) > 1:
        phrase = _in_words(asked, asked.words, phrase=True)
        branches.append(_branch(asked, _Grade.PHRASE, phrase))
    for group in asked.named:
        rest = [word for word in asked.words if word not in group]
        grade = _Grade.SPEAKER if rest or len(asked.words) == 1 else _Grade.NAME
        conditions = [_in_name(word) for word in sorted(group)]
        if rest:
            conditions.append(_in_words(asked, rest))
        branches.append(_branch(asked, grade, *conditions))
    if len(branches) == 1:
        return branches[0]
    every = union_all(*branches).subquery("every").c
    return select(
        every.quotation_id,
        func.max(every.confidence).label("confidence"),
        func.max(every.grade).label("grade"),
    ).group_by(every.quotation_id)


def _branch(asked: _Search, grade: _Grade, *conditions: ColumnElement[bool]) -> Select[Any]:
    query = select(
        current_quotation.c.quotation_id,
        current_quotation.c.confidence,
        literal_column(str(int(grade))).label("grade"),
    )
    if conditions or asked.kind is not None or asked.language is not None:
        # without words, kind and language, the rows of `current_quotation` are enough
        query = query.join(quotation, quotation.c.id == current_quotation.c.quotation_id)
    if asked.kind is not None:
        query = query.where(quotation.c.kind == asked.kind.value)
    if asked.language is not None:
        query = query.join(article_version, article_version.c.id == quotation.c.version_id).where(
            article_version.c.language == asked.language
        )
    return query.where(*asked.conditions, *conditions)


def _in_name(word: str) -> ColumnElement[bool]:
    """That a word is in a name of the speaker."""
    having = (
        select(speaker_name.c.speaker_id)
        .join(speaker_name_word, speaker_name_word.c.name_id == speaker_name.c.id)
        .where(speaker_name_word.c.word == latin_words(word))
    )
    return current_quotation.c.speaker_id.in_(having)


def _in_words(asked: _Search, words: Sequence[str], *, phrase: bool = False) -> ColumnElement[bool]:
    """That all words are in the quotation; as a phrase, side by side."""
    # the quotations of a speaker are looked through; without one, those that have the words are
    # found by the index of `quotation`
    of = current_quotation if asked.has_speaker else quotation
    if asked.dialect == "sqlite":
        index = table("search_wording", column("rowid"), column("search_wording"))
        # in quotation marks, so that no word is an operator
        match = f'"{" ".join(words)}"' if phrase else " ".join(f'"{word}"' for word in words)
        having = select(index.c.rowid).where(index.c.search_wording.op("MATCH")(match))
        return of.c.wording_id.in_(having)
    english: ColumnElement[str] = literal_column("'search_words'::regconfig")
    indexed = func.to_tsvector(
        english,
        func.left(wording.c.words, literal_column("100000"), type_=Text)
        + literal_column("' '", Text)
        + wording.c.source,
    )
    to_query = func.phraseto_tsquery if phrase else func.plainto_tsquery
    found_there = indexed.op("@@")(to_query(english, " ".join(words)))
    # materialized: the words are looked up in their index, not taken from each quotation's wording
    ids = select(wording.c.id).where(found_there).cte().prefix_with("MATERIALIZED")
    return of.c.wording_id.in_(select(ids.c.id))


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
    dialect = connection.dialect.name
    any_of = [
        _in_words(_Search([], dialect), some[:_MAX_WORDS], phrase=phrase)
        for some, phrase in asked
        if some and all(len(word) <= _MAX_WORD for word in some)
    ]
    if not any_of:
        return []
    query = select(quotation.c.wording_id).where(or_(*any_of)).distinct()
    return list(connection.scalars(query.order_by(quotation.c.wording_id).limit(limit)))


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
    """A message for a search that finds nothing: speakers whose names are nearly the words."""
    near: set[int] = set()
    for word in words:
        if len(word) >= _SHORTEST_MEANT:
            called = speaker_search.match_speakers(connection, word)
            near |= set() if called.is_sure else called.best()
    names = speaker_search.names_of(connection, near, speaker_search.SUGGESTED)
    return [f"did you mean {' or '.join(names)}?"] if names else []
