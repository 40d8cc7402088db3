"""Showing speakers, and what was decided by hand about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, Engine, func, select

from pipeline.shown_records import SpeakerDecision, SpeakerEntry, SpeakerList
from pipeline.warehouse.connection import reading
from pipeline.warehouse.derived_tables import speaker_day
from pipeline.warehouse.identity.decisions import SPLIT
from pipeline.warehouse.outside_identity.identity_list import identities_of
from pipeline.warehouse.row_sync import Row, fetch_rows, select_pairs, select_where_in
from pipeline.warehouse.speaker_search import (
    Match,
    match_speakers,
    quotations_of,
    speaker_number,
)
from pipeline.warehouse.tables import (
    speaker,
    speaker_alias,
    speaker_decision,
    speaker_name,
    speaker_role,
)

SHOWN_ROLES = 5
"""Roles of a speaker that are shown: enough to recognise somebody, on two lines."""


def speakers(engine: Engine, name: str = "", *, limit: int = 20) -> SpeakerList:
    """The speakers whom a name may mean, all who are quoted if it is empty; `limit` at most.

    Those who are called so come first, then those whose name begins so or is nearly so (see
    `speaker_search`); of equals, the most quoted. A number is taken for the id of a speaker.
    Raises WarehouseError if the warehouse cannot be used.
    """
    with reading(engine) as connection:
        if name:
            matches = _matches(connection, name)
            counts = quotations_of(connection, matches)
            found = sorted(matches, key=lambda who: (matches[who], -counts.get(who, 0), who))
            number = len(found)
        else:
            who = speaker_day.c.speaker_id
            most = func.sum(speaker_day.c.quotations).desc()
            query = select(who).group_by(who).order_by(most, who).limit(limit)
            found = list(connection.scalars(query))
            number = connection.execute(select(func.count(who.distinct()))).scalar_one()
        entries = {entry.speaker_id: entry for entry in speaker_entries(connection, found[:limit])}
    return SpeakerList(tuple(entries[who] for who in found if who in entries), number)


def _matches(connection: Connection, name: str) -> dict[int, Match]:
    number = speaker_number(connection, name)
    if number is not None:
        return {number: Match.FORM}
    return match_speakers(connection, name, always_near=True).matches


def speaker_entries(connection: Connection, ids: Iterable[int]) -> list[SpeakerEntry]:
    """Some speakers, by id, as a person is shown them; in no order."""
    asked = set(ids)
    names: dict[int, list[Row]] = defaultdict(list)
    for row in select_where_in(connection, speaker_name.c.speaker_id, asked):
        names[row["speaker_id"]].append(row)
    of_name = {row["id"]: identifier for identifier, rows in names.items() for row in rows}
    forms: dict[int, set[str]] = defaultdict(set)
    for row in select_where_in(connection, speaker_alias.c.name_id, of_name):
        forms[of_name[row["name_id"]]].add(row["alias"])
    roles: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in select_where_in(connection, speaker_role.c.name_id, of_name):
        roles[of_name[row["name_id"]]][row["role"]] += row["quotations"]
    counts = quotations_of(connection, asked)
    identities = identities_of(connection, asked)
    return [
        SpeakerEntry(
            speaker_id=row["id"],
            name=row["name"],
            kind=row["kind"],
            quotations=counts.get(row["id"], 0),
            names=tuple(sorted({name["name"] for name in names[row["id"]]})),
            forms=tuple(sorted(forms[row["id"]])),
            roles=tuple(
                sorted(roles[row["id"]], key=lambda r: (-roles[row["id"]][r], r))[:SHOWN_ROLES]
            ),
            identity=identities.get(row["id"]),
        )
        for row in select_where_in(connection, speaker.c.id, asked)
    ]


def speaker_decisions(engine: Engine) -> list[SpeakerDecision]:
    """What was decided by hand, the earliest first.

    Raises WarehouseError if the warehouse cannot be used.
    """
    with reading(engine) as connection:
        query = select(speaker_decision).order_by(speaker_decision.c.id)
        rows = fetch_rows(connection, query)
        names = _names(connection, rows)
    return [
        SpeakerDecision(
            decision_id=row["id"],
            kind=row["kind"],
            name=names.get((row["kind"] == SPLIT, row["name_key"])) or row["name_key"],
            into=names.get((False, row["into_key"])) or row["into_key"],
            label=row["label"] or None,
            criterion={
                column.removesuffix("_key"): row[column]
                for column in ("outlet_key", "url", "role")
                if row[column] is not None
            },
            made_at=row["made_at"],
        )
        for row in rows
    ]


def _names(connection: Connection, decisions: Iterable[Row]) -> dict[tuple[bool, str], str]:
    """How articles write the names that decisions are about, by whether it is a split, and key.

    A name that no quotation has any more is not among them. A split is about all names that are
    normalised alike; shown is the most quoted one.
    """
    keys: set[str] = set()
    split: set[str] = set()
    for row in decisions:
        if row["kind"] == SPLIT:
            split.add(row["name_key"])
        else:
            keys |= {row["name_key"], row["into_key"]}
    known = select_pairs(connection, speaker_name.c.key, keys, speaker_name.c.name)
    names: dict[tuple[bool, str], str] = {(False, key): known[key] for key in known}
    alike = select_where_in(connection, speaker_name.c.normalised, split)
    for row in sorted(alike, key=lambda row: (row["quotations"], row["key"])):
        names[True, row["normalised"]] = row["name"]
    return names
