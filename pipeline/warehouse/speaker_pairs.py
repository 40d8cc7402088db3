"""Pairs of speakers who may be one person, with what speaks for it: for a person to decide.

Names alone never make two speakers one where they might be two (`identity.speakers`). What is left
open so is listed here: names that are alike, beside what articles say of both.
"""

from __future__ import annotations

import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, Engine, func, select

from pipeline.people.name_likeness import Likeness, likeness, nicknamed
from pipeline.people.name_parts import latin_words, parsed
from pipeline.records import ORGANISATION
from pipeline.shown_records import SpeakerPair
from pipeline.text.shortening import shorten
from pipeline.warehouse.connection import reading
from pipeline.warehouse.derived_tables import current_quotation, speaker_day
from pipeline.warehouse.identity.decisions import decisions
from pipeline.warehouse.identity.roles import distinctive_words
from pipeline.warehouse.outside_identity.identity_list import identities_of
from pipeline.warehouse.outside_identity.identity_tables import identity_candidate
from pipeline.warehouse.row_sync import Row, select_pairs, select_where_in
from pipeline.warehouse.speaker_search import quotations_of
from pipeline.warehouse.tables import (
    outlet,
    speaker,
    speaker_name,
    speaker_role,
    wording,
)

NAMES_COMPARED = 20_000
"""The most quoted names are compared, so many: a pair that is hardly ever quoted is not worth a
person's time."""
PAIRS_PARSED = 1000
"""Pairs, the most quoted of those that agree in what is stored of names, whose names are parsed:
parsing one takes half a millisecond."""
OF_A_FAMILY = 60
"""The most quoted speakers of a family name who are compared with each other: their pairs grow by
the square."""
PAIRS_WEIGHED = 100
"""Pairs, at least, for which everything is looked up that articles say of both."""
NEWEST = 100
"""Quotations of each speaker that are compared: articles, outlets and words of some weeks."""
SHORTEST_WORDS = 6
"""Words that two speakers have in common by chance in fewer cases than by a name written otherwise:
"we have no comment on that" has six."""
LISTED = 3
"""Outlets, words of roles and articles that evidence names."""


@dataclass(slots=True)
class _Speaker:
    """What is known of a speaker of a pair."""

    key: str
    name: str
    quotations: int = 0
    identity: str | None = None
    roles: frozenset[str] = frozenset()
    outlets: dict[int, str] = field(default_factory=dict)
    articles: set[int] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    days: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True, order=True)
class _Alike:
    """Two names that are alike, ordered by how much; by id, the lower one first."""

    likeness: float
    fewer: int
    """Quotations of the one who is quoted less."""
    one: int
    other: int
    reason: str


def doubtful_pairs(engine: Engine, *, limit: int = 20) -> list[SpeakerPair]:
    """The pairs of speakers for whose being one most speaks; `limit` at most.

    Pairs that somebody decided to be two are left out. Raises WarehouseError if the warehouse
    cannot be used.
    """
    with reading(engine) as connection:
        pairs = _alike_pairs(connection, max(PAIRS_WEIGHED, 3 * limit))
        known = _speakers(connection, {who for pair in pairs for who in (pair.one, pair.other)})
    found = [_weighed(pair, known) for pair in pairs]
    found.sort(key=lambda pair: (-pair.score, -pair.quotations, pair.speaker_id, pair.other_id))
    return found[:limit]


def _alike_pairs(connection: Connection, number: int) -> list[_Alike]:
    """The pairs whose names are most alike, the most quoted of them; each once."""
    settled = _distinguished(connection)
    best: dict[tuple[int, int], _Alike] = {}
    unsettled = (
        rows
        for rows in _compared(connection)
        if _in_order(rows[0]["speaker_id"], rows[1]["speaker_id"]) not in settled
    )
    for rows in heapq.nlargest(PAIRS_PARSED, unsettled, key=_fewer):
        score, reason = _name_evidence(*rows)
        ids = _in_order(rows[0]["speaker_id"], rows[1]["speaker_id"])
        pair = _Alike(score, _fewer(rows), *ids, reason)
        if score and (ids not in best or best[ids] < pair):
            best[ids] = pair
    for one, other in _of_one_identity(connection) - settled:
        best.setdefault((one, other), _Alike(0, 0, one, other, ""))
    same = [pair for pair in best.values() if not pair.reason]
    alike = [pair for pair in best.values() if pair.reason]
    return same[:number] + heapq.nlargest(number, alike)


def _distinguished(connection: Connection) -> set[tuple[int, int]]:
    """The pairs of speakers that somebody decided to be two."""
    known = decisions(connection).distinguished
    speaker_of = select_pairs(connection, speaker_name.c.key, known, speaker_name.c.speaker_id)
    return {
        _in_order(speaker_of[key], speaker_of[other])
        for key, others in known.items()
        for other in others
        if key in speaker_of and other in speaker_of
    }


def _in_order(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _of_one_identity(connection: Connection) -> set[tuple[int, int]]:
    """The pairs of speakers who both are the same entry of the identities file."""
    one, other = identity_candidate.alias("one").c, identity_candidate.alias("other").c
    query = select(one.speaker_id, other.speaker_id).where(
        one.identity_id == other.identity_id,
        one.speaker_id < other.speaker_id,
        one.doubt.is_(None),
        other.doubt.is_(None),
    )
    return {(row[0], row[1]) for row in connection.execute(query)}


def _compared(connection: Connection) -> Iterator[tuple[Row, Row]]:
    """Names of two persons that share a family name, or sound alike."""
    of = speaker_name.c
    names = (
        select(of.speaker_id, of.name, of.family, of.phonetic, of.normalised, of.label)
        .add_columns(of.quotations)
        .where(of.family.is_not(None), of.kind.is_distinct_from(ORGANISATION))
        .order_by(of.quotations.desc(), of.id)
        .limit(NAMES_COMPARED)
    )
    groups: dict[tuple[str, str], dict[int, Row]] = defaultdict(dict)
    for row in connection.execute(names).mappings():
        for column in ("family", "phonetic"):
            if row[column]:
                # of several names of a speaker the most quoted one comes first
                groups[column, row[column]].setdefault(row["speaker_id"], dict(row))
    for members in groups.values():
        for one, other in itertools.combinations(
            itertools.islice(members.values(), OF_A_FAMILY), 2
        ):
            if _may_be_alike(one, other):
                yield one, other


def _may_be_alike(one: Row, other: Row) -> bool:
    """Whether two names of a family agree in as much as can be seen without parsing them."""
    if one["phonetic"] is None or other["phonetic"] is None:
        return True
    first, second = (latin_words(row["name"]).partition(" ")[0] for row in (one, other))
    return one["phonetic"] == other["phonetic"] or nicknamed(first, second)


def _fewer(pair: tuple[Row, Row]) -> int:
    return min(int(row["quotations"]) for row in pair)


def _name_evidence(one: Row, other: Row) -> tuple[float, str]:
    """How much the names of two speakers speak for one person, and why; 0 if they do not."""
    if one["normalised"] == other["normalised"]:
        if one["label"] is not None or other["label"] is not None:
            return 0, ""
        return 1.5, "the same name, told apart by contradicting roles or titles"
    first, second = parsed(one["name"]), parsed(other["name"])
    if first.is_single != second.is_single and first.family == second.family:
        return 1, "one is called by the family name alone"
    match likeness(first, second):
        case Likeness.SHORTER:
            return 2, "the same name with initials or middle names left out"
        case Likeness.SPELLING:
            return 1.5, "a nickname, another spelling or another order of the name"
    return 0, ""


def _speakers(connection: Connection, ids: Iterable[int]) -> dict[int, _Speaker]:
    """What is known of some speakers, by id."""
    found = {
        row["id"]: _Speaker(row["key"], row["name"])
        for row in select_where_in(connection, speaker.c.id, ids)
    }
    for who, number in quotations_of(connection, found).items():
        found[who].quotations = number
    for who, key in identities_of(connection, found).items():
        found[who].identity = key
    columns = [speaker_name.c.id, speaker_name.c.speaker_id]
    of_name = {
        row["id"]: row["speaker_id"]
        for row in select_where_in(connection, speaker_name.c.speaker_id, found, columns)
    }
    for row in select_where_in(connection, speaker_role.c.name_id, of_name):
        found[of_name[row["name_id"]]].roles |= distinctive_words(row["role"])
    outlets = {row.id: row.name for row in connection.execute(select(outlet.c.id, outlet.c.name))}
    for who, one in found.items():
        _add_quotations(connection, who, one, outlets)
    return found


def _add_quotations(
    connection: Connection, who: int, one: _Speaker, outlets: dict[int, str]
) -> None:
    current = current_quotation.c
    newest = (
        select(current.outlet_id, current.article_id, wording.c.words)
        .join(wording, wording.c.id == current.wording_id)
        .where(current.speaker_id == who)
        .order_by(current.published_or_first_seen_at.desc(), current.quotation_id)
        .limit(NEWEST)
    )
    for row in connection.execute(newest):
        one.outlets[row.outlet_id] = outlets[row.outlet_id]
        one.articles.add(row.article_id)
        if row.words.count(" ") >= SHORTEST_WORDS - 1:
            one.words.add(row.words)
    days = select(func.min(speaker_day.c.day), func.max(speaker_day.c.day))
    first, last = connection.execute(days.where(speaker_day.c.speaker_id == who)).one()
    if first is not None:
        one.days = first, last


def _weighed(pair: _Alike, known: dict[int, _Speaker]) -> SpeakerPair:
    fewer, more = sorted(
        (pair.one, pair.other), key=lambda who: (known[who].quotations, known[who].key)
    )
    evidence = sorted(_evidence(pair, known[fewer], known[more]), key=lambda one: -abs(one[0]))
    return SpeakerPair(
        key=known[fewer].key,
        speaker_id=fewer,
        name=known[fewer].name,
        quotations=known[fewer].quotations,
        other_key=known[more].key,
        other_id=more,
        other_name=known[more].name,
        other_quotations=known[more].quotations,
        evidence=tuple(text for _score, text in evidence),
        score=sum(score for score, _text in evidence),
    )


def _evidence(pair: _Alike, one: _Speaker, other: _Speaker) -> Iterator[tuple[float, str]]:
    """What speaks for two speakers being one (above 0) or two (below 0), with how much it does."""
    if pair.reason:
        yield pair.likeness, pair.reason
    if one.identity is not None and one.identity == other.identity:
        yield 4, f"both are {one.identity} in the identities file"
    elif one.identity is not None and other.identity is not None:
        yield -4, f"they are {one.identity} and {other.identity} in the identities file"
    if shared_words := one.words & other.words:
        words = shorten(min(shared_words, key=lambda text: (-len(text), text)), 100)
        yield 3, f"the same words under both names: “{words}”"
    if roles := one.roles & other.roles:
        yield 1, f"roles share: {_some(roles)}"
    if outlets := set(one.outlets.values()) & set(other.outlets.values()):
        yield 0.5, f"both are quoted by {_some(outlets)}"
    if articles := one.articles & other.articles:
        number = "an article" if len(articles) == 1 else f"{len(articles)} articles"
        yield -2, f"against it: {number} quoted both beside each other"
    if one.days and other.days:
        yield 0, f"quoted {_span(one.days)} and {_span(other.days)}"


def _some(values: Iterable[str]) -> str:
    first = sorted(values)
    return ", ".join(first[:LISTED]) + (", …" if len(first) > LISTED else "")


def _span(days: tuple[date, date]) -> str:
    first, last = days
    return f"{first}" if first == last else f"{first} to {last}"
