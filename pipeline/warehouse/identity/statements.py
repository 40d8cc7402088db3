"""Wordings of one statement, across articles, outlets and versions.

A wording points to the fullest other wording of the same speaker that is the same but for how
it was cut (see `near_duplicates`): the longest, of equally long ones the first by alphabet. A
cut that fits into two statements goes to the fuller one and does not tie them together. Adding
a day asks for the wordings that share a fingerprint with a new one, so it takes as long in a
large warehouse as in a small one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, insert

from pipeline.warehouse.identity.near_duplicates import compared_words, fingerprints, same_statement
from pipeline.warehouse.identity.pointer_forest import PointerForest, regroup, set_pointers
from pipeline.warehouse.row_sync import Row, chunks, select_where_in
from pipeline.warehouse.tables import speaker_name, statement, wording, wording_shingle

WORDINGS = PointerForest(wording, statement, key="digest", group="statement_id")

COMMON = 200
"""A run of words that a speaker used in more wordings than this is a habit of speech; wordings that
share no other run are not compared. It bounds how many wordings one new one is compared with."""


def link_wordings(
    connection: Connection,
    added: Collection[int],
    gone: Collection[Row],
    moved_names: Collection[int],
) -> set[int]:
    """Let wordings point to fuller ones, and statements follow.

    `added` wordings are new, the rows of `gone` ones are there no longer, names in
    `moved_names` came to another speaker. Returns the ids of wordings that came to another
    statement.
    """
    fresh = select_where_in(connection, wording.c.id, added)
    moved = select_where_in(connection, wording.c.name_id, moved_names)
    lost = {row["digest"] for row in gone} | {row["digest"] for row in moved}
    orphans = select_where_in(connection, wording.c.points_to, lost)
    focus = {row["id"]: row for row in (*fresh, *moved, *orphans)}
    if not focus and not gone:
        return set()
    pointers = _pointers(connection, focus)
    repointed = set_pointers(connection, WORDINGS, pointers)
    vacated = {row["statement_id"] for row in gone}
    moved_wordings, _left = regroup(connection, WORDINGS, added, repointed, vacated)
    return moved_wordings


def add_fingerprints(connection: Connection, names: dict[int, str], rows: Iterable[Row]) -> None:
    """Write the fingerprints of new wordings; `names` has the keys of names by id."""
    made = [
        {"shingle": shingle, "wording_id": row["id"]}
        for row in rows
        for shingle in fingerprints(_owner(row, names), row["words"])
    ]
    made.sort(key=lambda row: (row["shingle"], row["wording_id"]))
    if made:
        connection.execute(insert(wording_shingle), made)


def remove_fingerprints(connection: Connection, names: dict[int, str], rows: Iterable[Row]) -> None:
    """Take away the fingerprints of wordings that go."""
    for row in rows:
        for some in chunks(fingerprints(_owner(row, names), row["words"])):
            connection.execute(
                delete(wording_shingle).where(
                    wording_shingle.c.shingle.in_(some), wording_shingle.c.wording_id == row["id"]
                )
            )


def _owner(row: Row, names: dict[int, str]) -> str:
    """Whose words they are, as fingerprints have it."""
    return names[row["name_id"]] if row["name_id"] is not None else f"\0{row['source']}"


Rank = tuple[int, str, str]
"""Orders wordings by how full they are; no two are equal."""


def _rank(row: Row) -> Rank:
    return row["words"].count(" ") + 1, row["words"], row["digest"]


def _pointers(connection: Connection, focus: dict[int, Row]) -> dict[int, str | None]:
    """Where the wordings of the focus point, and others that one of them is a better aim for."""
    near = _near(connection, focus)
    others = {other for found in near.values() for other in found} - focus.keys()
    rows = focus | {row["id"]: row for row in select_where_in(connection, wording.c.id, others)}
    words = {identifier: compared_words(row["words"]) for identifier, row in rows.items()}
    aims: dict[int, Row] = {}
    for one, two in sorted({(min(a, b), max(a, b)) for a, found in near.items() for b in found}):
        low, high = sorted((one, two), key=lambda identifier: _rank(rows[identifier]))
        if low in aims and _rank(aims[low]) > _rank(rows[high]):
            continue
        if same_statement(words[low], words[high]):
            aims[low] = rows[high]
    before = {
        row["digest"]: row
        for row in select_where_in(
            connection,
            wording.c.digest,
            {rows[low]["points_to"] for low in aims.keys() - focus.keys()} - {None},
        )
    }
    pointers: dict[int, str | None] = dict.fromkeys(focus)
    for low, aim in aims.items():
        stored = None if low in focus else before.get(rows[low]["points_to"])
        if stored is None or _rank(aim) > _rank(stored):
            pointers[low] = aim["digest"]
    return pointers


def _near(connection: Connection, focus: dict[int, Row]) -> dict[int, set[int]]:
    """The wordings of the same speaker that share a fingerprint with one of the focus."""
    siblings = _siblings(connection, {row["name_id"] for row in focus.values()} - {None})
    asked: dict[int, list[int]] = defaultdict(list)
    for identifier, row in focus.items():
        names = siblings.get(row["name_id"], {})
        owners = names.values() if names else [_owner(row, {})]
        for owner in owners:
            for shingle in fingerprints(owner, row["words"]):
                asked[shingle].append(identifier)
    having: dict[int, list[int]] = defaultdict(list)
    for row in select_where_in(connection, wording_shingle.c.shingle, asked):
        having[row["shingle"]].append(row["wording_id"])
    near: dict[int, set[int]] = defaultdict(set)
    for shingle, found in having.items():
        if len(found) <= COMMON:
            for identifier in asked[shingle]:
                near[identifier] |= set(found) - {identifier}
    return near


def _siblings(connection: Connection, names: Collection[int]) -> dict[int, dict[int, str]]:
    """All names of the speaker of each name: id -> the id and key of each."""
    columns = [speaker_name.c.id, speaker_name.c.key, speaker_name.c.speaker_id]
    speaker_of = {
        row["id"]: row["speaker_id"]
        for row in select_where_in(connection, speaker_name.c.id, names, columns)
    }
    of_speaker: dict[int, dict[int, str]] = defaultdict(dict)
    for row in select_where_in(
        connection, speaker_name.c.speaker_id, set(speaker_of.values()), columns
    ):
        of_speaker[row["speaker_id"]][row["id"]] = row["key"]
    return {name: of_speaker[speaker_id] for name, speaker_id in speaker_of.items()}
