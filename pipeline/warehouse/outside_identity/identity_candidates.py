"""Which speaker may be whom of the identities file, and which speaker it is.

A speaker may be an identity if a full name that current articles give them is one of its names, as
names are compared everywhere (`identity_keys`). It is the identity if nothing speaks against it and
the speaker may be no other, nor another speaker of the same name be the identity. Everything else
is kept with its doubt. All of it follows from the rows that are there, whatever came first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from sqlalchemy import Connection, Select, func, insert, select

from pipeline.people.name_likeness import Likeness, likeness
from pipeline.people.name_parts import PersonName, parsed
from pipeline.records import ORGANISATION
from pipeline.shown_records import Doubt
from pipeline.warehouse.derived_tables import current_quotation
from pipeline.warehouse.identity.roles import (
    FACETS_JOINED_BY,
    contradict,
    distinctive_words,
    facets_of,
    is_of_another_time,
)
from pipeline.warehouse.outside_identity.identity_tables import (
    identity,
    identity_candidate,
    identity_name,
    identity_office,
)
from pipeline.warehouse.row_sync import (
    Row,
    chunks,
    delete_rows,
    fetch_rows,
    fetch_where_in,
    select_pairs,
    select_values,
    select_where_in,
)
from pipeline.warehouse.tables import quotation, speaker, speaker_name

TITLES_LAG = timedelta(days=31)
"""So long before an office begins and after it ends newspapers call somebody by it: between an
election and the oath, after a resignation."""

LIFETIME = timedelta(days=60 * 365)
"""Who held an office is not quoted anew so long after it, nor so long before it: lists of all who
ever held one have namesakes of two centuries."""


@dataclass(slots=True)
class _Speaker:
    """What current articles say of a speaker."""

    kind: str | None
    names: dict[str, str] = field(default_factory=dict)
    """Full names by what their spellings have in common."""
    has_label: bool = False
    """Whether somebody split this speaker off from the name by hand."""
    roles: dict[str, tuple[date, date]] = field(default_factory=dict)
    """Roles with the first and the last day on which they were given; "" for no role."""

    def add(self, row: Row) -> None:
        """Add the quotations of one name and role."""
        self.names[row["normalised"]] = row["name"]
        self.has_label = self.has_label or row["label"] is not None
        role = row["role"] or ""
        first, last = row["first"].date(), row["last"].date()
        before = self.roles.get(role, (first, last))
        self.roles[role] = min(first, before[0]), max(last, before[1])


@dataclass(slots=True)
class _Office:
    words: frozenset[str]
    first: date
    last: date

    def has(self, day: date, margin: timedelta) -> bool:
        """Whether a day lies within the time of the office, or at most a margin from it."""
        return self.first - day <= margin and day - self.last <= margin


@dataclass(slots=True)
class _Identity:
    kind: str
    names: dict[str, str] = field(default_factory=dict)
    """By what their spellings have in common."""
    offices: list[_Office] = field(default_factory=list)
    facets: set[str] = field(default_factory=set)


def refresh_candidates(connection: Connection, speakers: Iterable[int]) -> None:
    """Bring the candidates of some speakers, by id, up to date; and of those whom that concerns.

    `speakers` are all of whom current quotations came, went or moved in a transaction.
    """
    if connection.scalar(select(identity.c.id).limit(1)) is None:
        return
    matching = partial(fetch_where_in, connection, _matches())
    asked = set(speakers)
    of = identity_candidate.c
    concerned = select_values(connection, of.speaker_id, asked, of.identity_id)
    concerned |= {row["identity_id"] for row in matching(speaker_name.c.speaker_id, asked)}
    # whether a name stands for one speaker alone depends on all speakers of the name
    asked |= {row["speaker_id"] for row in matching(identity_name.c.identity_id, concerned)}
    asked |= select_values(connection, of.identity_id, concerned, of.speaker_id)
    theirs = {row["identity_id"] for row in matching(speaker_name.c.speaker_id, asked)}
    matches = list(matching(identity_name.c.identity_id, theirs))
    found = [row for row in _candidates(connection, matches) if row["speaker_id"] in asked]
    _write(connection, select_where_in(connection, of.speaker_id, asked), found)


def rebuild_candidates(connection: Connection) -> None:
    """Find the candidates of all speakers anew."""
    stored = fetch_rows(connection, select(identity_candidate))
    _write(connection, stored, _candidates(connection, fetch_rows(connection, _matches())))


def _write(connection: Connection, stored: Iterable[Row], wanted: Iterable[Row]) -> None:
    before, after = ({tuple(row.values()): row for row in rows} for rows in (stored, wanted))
    # what goes goes first: a speaker has one identity at any moment
    delete_rows(connection, identity_candidate, [before[key] for key in before.keys() - after])
    come = [after[key] for key in sorted(after.keys() - before, key=lambda key: key[:2])]
    if come:
        connection.execute(insert(identity_candidate), come)


def _matches() -> Select[tuple[int, int, str]]:
    """Speakers and identities who have a name in common."""
    return (
        select(
            speaker_name.c.speaker_id,
            identity_name.c.identity_id,
            speaker_name.c.normalised,
        )
        .join(identity_name, identity_name.c.normalised == speaker_name.c.normalised)
        .distinct()
    )


def _candidates(connection: Connection, matches: Collection[Row]) -> list[Row]:
    """The rows of some speakers; `matches` are all those of every identity that they may be."""
    speakers = _speakers(connection, {row["speaker_id"] for row in matches})
    identities = _identities(connection, {row["identity_id"] for row in matches})
    shared: dict[tuple[int, int], set[str]] = defaultdict(set)
    for row in matches:
        who = speakers.get(row["speaker_id"])
        if who is not None and row["normalised"] in who.names:
            shared[row["speaker_id"], row["identity_id"]].add(row["normalised"])
    doubts = {
        (one, other): _against(speakers[one], identities[other], names)
        for (one, other), names in shared.items()
    }
    possible: dict[int, list[int]] = defaultdict(list)
    bearers: dict[tuple[int, str], set[int]] = defaultdict(set)
    for (one, other), doubt in doubts.items():
        if doubt is None:
            possible[one].append(other)
            for name in shared[one, other]:
                bearers[other, name].add(one)
    for (one, other), doubt in list(doubts.items()):
        if doubt is not None:
            continue
        if len(possible[one]) > 1:
            doubts[one, other] = Doubt.SEVERAL_IDENTITIES
        elif any(len(bearers[other, name]) > 1 for name in shared[one, other]):
            doubts[one, other] = Doubt.NAMESAKES
    return [
        {"speaker_id": one, "identity_id": other, "doubt": None if doubt is None else doubt.value}
        for (one, other), doubt in doubts.items()
    ]


def _speakers(connection: Connection, ids: Iterable[int]) -> dict[int, _Speaker]:
    """What current articles say of some speakers; those whom none quotes are left out."""
    kinds = select_pairs(connection, speaker.c.id, ids, speaker.c.kind)
    appeared = current_quotation.c.published_or_first_seen_at
    said = (
        select(
            current_quotation.c.speaker_id,
            quotation.c.name_id,
            quotation.c.role,
            func.min(appeared).label("first"),
            func.max(appeared).label("last"),
        )
        .join(quotation, quotation.c.id == current_quotation.c.quotation_id)
        .group_by(current_quotation.c.speaker_id, quotation.c.name_id, quotation.c.role)
    )
    found: dict[int, _Speaker] = {}
    for some in chunks(kinds):
        rows = said.where(current_quotation.c.speaker_id.in_(some)).subquery()
        named = select(
            rows, speaker_name.c.normalised, speaker_name.c.name, speaker_name.c.label
        ).join(speaker_name, speaker_name.c.id == rows.c.name_id)
        for row in connection.execute(named).mappings():
            identifier = row["speaker_id"]
            found.setdefault(identifier, _Speaker(kinds[identifier])).add(dict(row))
    return found


def _identities(connection: Connection, ids: Iterable[int]) -> dict[int, _Identity]:
    asked = set(ids)
    kinds = select_pairs(connection, identity.c.id, asked, identity.c.kind)
    found = {identifier: _Identity(kind) for identifier, kind in kinds.items()}
    for row in select_where_in(connection, identity_name.c.identity_id, asked):
        if row["normalised"] is not None:
            found[row["identity_id"]].names[row["normalised"]] = row["name"]
    for row in select_where_in(connection, identity_office.c.identity_id, asked):
        office = _Office(
            distinctive_words(row["office"]),
            row["first_day"] or date.min,
            row["last_day"] or date.max,
        )
        found[row["identity_id"]].offices.append(office)
        found[row["identity_id"]].facets |= {facets_of(row["office"])} - {""}
    return found


def _against(who: _Speaker, other: _Identity, shared: set[str]) -> Doubt | None:
    """What speaks against a speaker being an identity with which they share names."""
    if who.kind is not None and who.kind != other.kind:
        return Doubt.KIND
    if who.has_label:
        return Doubt.SPLIT_OFF
    if other.kind != ORGANISATION and _given_names_differ(who, other, shared):
        return Doubt.GIVEN_NAME
    facets = FACETS_JOINED_BY.join(sorted(other.facets))
    if any(contradict(facets_of(role), facets) for role in who.roles):
        return Doubt.ROLE
    if not all(_was_in_office(role, days, other.offices) for role, days in who.roles.items()):
        return Doubt.OFFICE_DAYS
    return None if _lived_then(who, other.offices) else Doubt.LIFETIME


def _given_names_differ(who: _Speaker, other: _Identity, shared: set[str]) -> bool:
    """Whether articles also call a speaker by a name of the family that the identity has not."""
    known = [parsed(name) for name in other.names.values()]
    for normalised, name in who.names.items():
        own = parsed(name)
        family = [one for one in known if one.family == own.family and not one.is_single]
        if normalised in shared or own.is_single or not family:
            continue
        if not any(_may_be_one(own, one) for one in family):
            return True
    return False


def _may_be_one(own: PersonName, known: PersonName) -> bool:
    alike = likeness(own, known)
    both_have_middle_names = len(own.given) > 1 and len(known.given) > 1
    return alike is Likeness.SHORTER or (alike is Likeness.SPELLING and not both_have_middle_names)


def _was_in_office(role: str, days: tuple[date, date], offices: Iterable[_Office]) -> bool:
    """Whether an office that a role names was held when the role was given, if one is named."""
    words = distinctive_words(role)
    if not words or is_of_another_time(role):
        return True
    named = [one for one in offices if one.words and (words <= one.words or one.words <= words)]
    return not named or all(any(one.has(day, TITLES_LAG) for one in named) for day in days)


def _lived_then(who: _Speaker, offices: Collection[_Office]) -> bool:
    days = [day for span in who.roles.values() for day in span]
    return not offices or all(any(one.has(day, LIFETIME) for one in offices) for day in days)
