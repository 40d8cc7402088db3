"""All names, speakers, wordings and statements found again from the quotations.

Articles and notes cite a speaker or a statement by its number, so a number goes on to what most of
its quotations are of now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, MetaData, delete, func, insert, select, update

from pipeline.warehouse.identity.decisions import SPLIT
from pipeline.warehouse.identity.identity_keys import facets_of_name, key_of_name, normalised_name
from pipeline.warehouse.identity.pointer_forest import PointerForest
from pipeline.warehouse.identity.speakers import NAMES
from pipeline.warehouse.identity.statements import WORDINGS
from pipeline.warehouse.mart_tables import Touched, rebuild_mart_tables
from pipeline.warehouse.outside_identity.identity_loading import compared_name
from pipeline.warehouse.outside_identity.identity_tables import identity, identity_name
from pipeline.warehouse.quotation_loading import reassign_identities
from pipeline.warehouse.row_sync import chunks, delete_rows, select_where_in, update_rows
from pipeline.warehouse.tables import (
    article_version,
    quotation,
    speaker_alias,
    speaker_decision,
    speaker_name,
    speaker_name_word,
    speaker_role,
    wording,
    wording_shingle,
)
from pipeline.warehouse.temporary_tables import analyse, fill, temporary_table

FORMER = "\x01"
"""Begins the key of a former group, since today's may have the same; no key has a control."""
FOREST_OF = {NAMES: quotation.c.name_id, WORDINGS: quotation.c.wording_id}
"""What of a quotation refers to a node of each forest."""

_temporary = MetaData()
_former = temporary_table(
    "former_group", _temporary, "quotation_id", *(forest.group for forest in FOREST_OF)
)
"""Which groups the quotations were of."""
_renumbered = temporary_table("renumbered_group", _temporary, "id", "former_id")
"""The groups that get a former number."""


def rebuild_identities(connection: Connection) -> None:
    """Find all speakers and statements again, and what follows from them.

    A speaker or statement that has most quotations of a former one has its number.
    """
    _temporary.drop_all(connection)
    _temporary.create_all(connection)
    groups = (
        select(quotation.c.id, speaker_name.c.speaker_id, wording.c.statement_id)
        .outerjoin(speaker_name, speaker_name.c.id == quotation.c.name_id)
        .outerjoin(wording, wording.c.id == quotation.c.wording_id)
    )
    fill(connection, _former, groups)
    _name_anew(connection)
    for forest in FOREST_OF:
        key = forest.groups.c[forest.key]
        connection.execute(update(forest.groups).values({key: FORMER + key}))
    connection.execute(update(quotation).values(wording_id=None, name_id=None))
    for table in (
        *(wording_shingle, wording),
        *(speaker_role, speaker_name_word, speaker_alias, speaker_name),
    ):
        connection.execute(delete(table))
    versions = connection.scalars(select(article_version.c.id)).all()
    reassign_identities(connection, versions, Touched())
    for forest in FOREST_OF:
        _give_former_numbers(connection, forest)
    rebuild_mart_tables(connection)
    _temporary.drop_all(connection)


def _name_anew(connection: Connection) -> None:
    """Let decisions and the identities file have names as they are compared today.

    A decision about a name that no quotation has stays as it is: how the name was written is not
    known. A split of a name that is several names today is a split of each.
    """
    keys: dict[str, str] = {}
    normalised_names: dict[str, dict[str, None]] = defaultdict(dict)
    # of several names of one split, the most quoted one keeps the number of the decision
    query = select(speaker_name).order_by(speaker_name.c.quotations, speaker_name.c.key)
    for row in connection.execute(query).mappings():
        normalised = normalised_name(row["name"], row["kind"])
        normalised_names[row["normalised"]][normalised] = None
        label = row["label"]
        facets = facets_of_name(row["name"], row["kind"], row["role_facets"]) if not label else ""
        keys[row["key"]] = key_of_name(normalised, facets, label)
    of = speaker_decision.c
    for decided in connection.execute(select(speaker_decision)).mappings().all():
        name, into = decided["name_key"], decided["into_key"]
        if decided["kind"] == SPLIT:
            *others, now = normalised_names.get(name, [name])
            copies = [{**decided, "name_key": other} for other in others]
            for copy in copies:
                del copy["id"]
            if copies:
                connection.execute(insert(speaker_decision), copies)
            columns = {"name_key": now}
        else:
            columns = {"name_key": keys.get(name, name), "into_key": keys.get(into, into)}
        connection.execute(update(speaker_decision).where(of.id == decided["id"]).values(columns))
    compared = select(identity_name, identity.c.kind).join(identity)
    for row in connection.execute(compared).mappings().all():
        connection.execute(
            update(identity_name)
            .where(
                identity_name.c.identity_id == row["identity_id"],
                identity_name.c.name == row["name"],
            )
            .values(normalised=compared_name(row["name"], row["kind"]))
        )


def _give_former_numbers(connection: Connection, forest: PointerForest) -> None:
    """Put today's groups into the rows of former ones; those without one keep their own."""
    connection.execute(delete(_renumbered))
    former_of = dict(_pairs(connection, forest))
    rows = [{"id": now, "former_id": before} for now, before in former_of.items()]
    if rows:
        connection.execute(insert(_renumbered), rows)
        analyse(connection, _renumbered)
    group = forest.nodes.c[forest.group]
    number = select(_renumbered.c.former_id).where(_renumbered.c.id == group).scalar_subquery()
    connection.execute(
        update(forest.nodes)
        .where(group.in_(select(_renumbered.c.id)))
        .values({forest.group: number})
    )
    for some in chunks(former_of):
        today = select_where_in(connection, forest.groups.c.id, some)
        # the key is taken as long as there are two
        delete_rows(connection, forest.groups, ({"id": row["id"]} for row in today))
        update_rows(
            connection, forest.groups, (row | {"id": former_of[row["id"]]} for row in today)
        )
    key = forest.groups.c[forest.key]
    connection.execute(delete(forest.groups).where(key.startswith(FORMER)))


def _pairs(connection: Connection, forest: PointerForest) -> Iterable[tuple[int, int]]:
    """Today's groups with the former ones of which they have the most quotations."""
    now, before = forest.nodes.c[forest.group], _former.c[forest.group]
    shared = (
        select(now, before)
        .join(quotation, FOREST_OF[forest] == forest.nodes.c.id)
        .join(_former, _former.c.quotation_id == quotation.c.id)
        .where(before.is_not(None))
        .group_by(now, before)
        .order_by(func.count().desc(), before, now)
    )
    given: set[int] = set()
    taken: set[int] = set()
    for one, other in connection.execute(shared):
        if one not in given and other not in taken:
            given.add(one)
            taken.add(other)
            yield one, other
