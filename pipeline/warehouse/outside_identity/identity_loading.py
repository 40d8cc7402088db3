"""Loading identities files: the tables become what the files say, in one transaction.

The files are the whole truth: what is in none of them any more goes, with the links that it gave.
Loading the same files again changes nothing, and neither does the order of their lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select

from pipeline.people.name_parts import parsed
from pipeline.records import PERSON
from pipeline.warehouse.connection import writing
from pipeline.warehouse.identity.identity_keys import normalised_name
from pipeline.warehouse.outside_identity.identities_file import Identity, read_identities
from pipeline.warehouse.outside_identity.identity_candidates import rebuild_candidates
from pipeline.warehouse.outside_identity.identity_tables import (
    identity,
    identity_candidate,
    identity_name,
    identity_office,
)
from pipeline.warehouse.row_sync import delete_rows, fetch_rows, select_ids, sync_rows


@dataclass(frozen=True, slots=True)
class IdentityCounts:
    """What the tables hold after a load, and who is linked."""

    identities: int
    names: int
    not_compared: tuple[str, ...]
    """Names of persons that are one word, sorted: they stand for nobody by themselves."""
    linked: int
    """Speakers who have an identity."""
    open: int
    """Speakers who may have one, with a doubt that a person can settle."""


def load_identities(engine: Engine, paths: Iterable[Path]) -> IdentityCounts:
    """Make the warehouse's identities those of some files, and link speakers to them.

    Raises IdentitiesError with every fault of the files, and then nothing is changed;
    WarehouseError if the warehouse cannot be used.
    """
    identities = read_identities(paths)
    # a name takes a millisecond: of a long list that is minutes, in which others want to write
    compared = {
        (one.key, name): compared_name(name, one.kind)
        for one in identities
        for name in {one.name, *one.other_names}
    }
    with writing(engine) as connection:
        _write(connection, identities, compared)
        rebuild_candidates(connection)
        linked, candidates = _counted(connection)
    alone = {name for (_key, name), normalised in compared.items() if normalised is None}
    return IdentityCounts(
        identities=len(identities),
        names=len(compared),
        not_compared=tuple(sorted(alone)),
        linked=linked,
        open=candidates - linked,
    )


def _write(
    connection: Connection,
    identities: Iterable[Identity],
    compared: Mapping[tuple[str, str], str | None],
) -> None:
    """Bring the tables to what the files say.

    `compared` has what spellings of each name have in common, by the identity's key and the name.
    """
    known = {one.key: one for one in identities}
    stored = fetch_rows(connection, select(identity))
    wanted = [{"key": one.key, "name": one.name, "kind": one.kind} for one in known.values()]
    gone = [row for row in stored if row["key"] not in known]
    # those that go are referred to until their names and offices are gone
    staying = [row for row in stored if row["key"] in known]
    sync_rows(connection, identity, staying, wanted, ["key"])
    ids = select_ids(connection, identity.c.key, known)
    names = [
        {"identity_id": ids[key], "name": name, "normalised": normalised}
        for (key, name), normalised in compared.items()
    ]
    offices = [
        {
            "identity_id": ids[one.key],
            "office": office.title,
            "first_day": office.since,
            "last_day": office.until,
        }
        for one in known.values()
        for office in one.offices
    ]
    for table, rows, key in (
        (identity_name, names, ("identity_id", "name")),
        (identity_office, offices, ("identity_id", "office", "first_day", "last_day")),
    ):
        sync_rows(connection, table, fetch_rows(connection, select(table)), rows, key)
    delete_rows(connection, identity, gone)


def compared_name(name: str, kind: str) -> str | None:
    """What spellings of a name have in common; None for a person's name of one word.

    One word may be a family name, and of a family there are many.
    """
    if kind == PERSON and parsed(name).is_single:
        return None
    return normalised_name(name, kind)


def _counted(connection: Connection) -> tuple[int, int]:
    """How many speakers are linked, and how many have a candidate."""
    of = identity_candidate.c
    linked = select(func.count()).where(of.doubt.is_(None))
    candidates = select(func.count(of.speaker_id.distinct()))
    return connection.execute(linked).scalar_one(), connection.execute(candidates).scalar_one()
