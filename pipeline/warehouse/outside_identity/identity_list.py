"""Showing who of the identities file speakers are, and who they may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, Engine, func, select

from pipeline.shown_records import Doubt, IdentityCandidate, IdentityOffice, SpeakerCandidates
from pipeline.warehouse.connection import reading
from pipeline.warehouse.derived_tables import speaker_day
from pipeline.warehouse.outside_identity.identity_tables import (
    identity,
    identity_candidate,
    identity_office,
)
from pipeline.warehouse.row_sync import fetch_where_in, select_where_in
from pipeline.warehouse.tables import speaker


def candidates_of(
    connection: Connection, speakers: Iterable[int]
) -> dict[int, tuple[IdentityCandidate, ...]]:
    """Whom of the identities file some speakers may be, by id; the one that they are first."""
    of = identity_candidate.c
    rows = select_where_in(connection, of.speaker_id, speakers)
    ids = {row["identity_id"] for row in rows}
    known = {row["id"]: row for row in select_where_in(connection, identity.c.id, ids)}
    offices: dict[int, list[IdentityOffice]] = defaultdict(list)
    for row in select_where_in(connection, identity_office.c.identity_id, ids):
        office = IdentityOffice(row["office"], row["first_day"], row["last_day"])
        offices[row["identity_id"]].append(office)
    found: dict[int, list[IdentityCandidate]] = defaultdict(list)
    for row in rows:
        one = known[row["identity_id"]]
        held = sorted(offices[one["id"]], key=lambda office: (str(office.first_day), office.office))
        doubt = None if row["doubt"] is None else Doubt(row["doubt"])
        candidate = IdentityCandidate(one["key"], one["name"], tuple(held), doubt)
        found[row["speaker_id"]].append(candidate)
    return {
        who: tuple(sorted(some, key=lambda one: (one.doubt is not None, one.identity)))
        for who, some in found.items()
    }


def identities_of(connection: Connection, speakers: Iterable[int]) -> dict[int, str]:
    """The identities of some speakers, by id; those without one are left out."""
    of = identity_candidate.c
    query = select(of.speaker_id, identity.c.key).join(identity, identity.c.id == of.identity_id)
    certain = query.where(of.doubt.is_(None))
    return {
        row["speaker_id"]: row["key"]
        for row in fetch_where_in(connection, certain, of.speaker_id, speakers)
    }


def open_candidates(engine: Engine, *, limit: int) -> tuple[list[SpeakerCandidates], int]:
    """Speakers who may be somebody of the identities file and are not taken for it.

    The most quoted first, `limit` at most, and how many there are. Raises WarehouseError if the
    warehouse cannot be used.
    """
    of = identity_candidate.c
    linked = select(of.speaker_id).where(of.doubt.is_(None))
    unsettled = of.speaker_id.not_in(linked)
    number = func.coalesce(func.sum(speaker_day.c.quotations), 0).label("number")
    asked = select(of.speaker_id).where(unsettled).distinct().subquery()
    query = (
        select(speaker.c.id, speaker.c.name, number)
        .join(asked, asked.c.speaker_id == speaker.c.id)
        .outerjoin(speaker_day, speaker_day.c.speaker_id == speaker.c.id)
        .group_by(speaker.c.id, speaker.c.name)
        .order_by(number.desc(), speaker.c.id)
        .limit(limit)
    )
    with reading(engine) as connection:
        total = connection.scalar(select(func.count(of.speaker_id.distinct())).where(unsettled))
        rows = connection.execute(query).all()
        candidates = candidates_of(connection, [row.id for row in rows])
    found = [
        SpeakerCandidates(row.id, row.name, int(row.number), candidates[row.id]) for row in rows
    ]
    return found, total or 0
