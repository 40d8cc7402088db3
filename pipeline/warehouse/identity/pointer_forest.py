"""Groups of rows that point to one another: names of one speaker, wordings of one statement.

A node of a forest names in `points_to` the key of one other node, or nothing; a tree is a group,
and the node that points nowhere, its root, gives the group its key. Pointers follow from what
the nodes are, so the groups do too; only their ids tell which was there first: when a fuller
name or wording becomes the root of a tree, the tree's group keeps its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, insert

from pipeline.warehouse.row_sync import (
    Row,
    delete_rows,
    select_ids,
    select_where_in,
    update_rows,
    values_in_use,
)


@dataclass(frozen=True, slots=True)
class PointerForest:
    """Two tables: nodes, which have columns `points_to` and one of the group; and groups."""

    nodes: Table
    groups: Table
    key: str
    """Name of the column with the natural key, the same in both."""
    group: str
    """Name of the nodes' column that refers to the group."""
    group_columns: tuple[str, ...] = ()
    """Further columns that a new group takes from its root."""

    def columns(self) -> list[Column[Any]]:
        """What of a node is needed here."""
        columns = self.nodes.c
        names = ("id", self.key, "points_to", self.group, *self.group_columns)
        return [columns[name] for name in names]

    def where(self, connection: Connection, column: str, values: Iterable[Any]) -> list[Row]:
        """The nodes in which a column has one of the values."""
        return select_where_in(connection, self.nodes.c[column], values, self.columns())


def add_nodes(
    connection: Connection, forest: PointerForest, rows: Mapping[str, Row]
) -> tuple[dict[str, int], set[int]]:
    """The ids of nodes by key, and which are new: each new one is alone in a group."""
    known = select_ids(connection, forest.nodes.c[forest.key], rows)
    missing = [rows[key] for key in sorted(rows.keys() - known.keys())]
    if not missing:
        return known, set()
    groups = _add_groups(connection, forest, missing)
    connection.execute(
        insert(forest.nodes),
        [row | {forest.group: groups[row[forest.key]], "points_to": None} for row in missing],
    )
    made = select_ids(connection, forest.nodes.c[forest.key], (row[forest.key] for row in missing))
    return known | made, set(made.values())


def _add_groups(
    connection: Connection, forest: PointerForest, roots: Iterable[Row]
) -> dict[str, int]:
    rows = [{name: row[name] for name in (forest.key, *forest.group_columns)} for row in roots]
    if rows:
        connection.execute(insert(forest.groups), rows)
    return select_ids(connection, forest.groups.c[forest.key], (row[forest.key] for row in rows))


def set_pointers(
    connection: Connection, forest: PointerForest, points_to: Mapping[int, str | None]
) -> set[int]:
    """Let nodes, by id, point to others by key; returns those that pointed elsewhere before."""
    stored = select_where_in(
        connection, forest.nodes.c.id, points_to, [forest.nodes.c.id, forest.nodes.c.points_to]
    )
    changed = [
        {"id": row["id"], "points_to": points_to[row["id"]]}
        for row in stored
        if row["points_to"] != points_to[row["id"]]
    ]
    update_rows(connection, forest.nodes, changed)
    return {row["id"] for row in changed}


def regroup(
    connection: Connection,
    forest: PointerForest,
    added: Iterable[int],
    changed: Iterable[int],
    vacated: Iterable[int] = (),
) -> tuple[set[int], set[int]]:
    """Bring groups up to date after the pointers of nodes were set.

    `added` are new nodes, `changed` those whose pointer changed, `vacated` groups that lost
    nodes. Groups without any node are taken away. Returns the nodes that came from one group
    into another, and the groups that they came from.
    """
    new = set(added)
    trees = _trees(connection, forest, new | set(changed))
    group_of, renamed = _chosen(connection, forest, trees, new)
    moved = [
        (row, group_of[root])
        for root, members in trees.items()
        for row in members
        if row[forest.group] != group_of[root]
    ]
    moved += _descendants(connection, forest, moved)
    left = {row[forest.group] for row, _group in moved}
    update_rows(
        connection, forest.nodes, ({"id": row["id"], forest.group: group} for row, group in moved)
    )
    _delete_empty_groups(connection, forest, left | set(vacated))
    update_rows(connection, forest.groups, renamed)
    return {row["id"] for row, _group in moved}, left


def _trees(
    connection: Connection, forest: PointerForest, touched: Iterable[int]
) -> dict[str, list[Row]]:
    """The touched nodes, and those above them, by the key of their root."""
    nodes = {row[forest.key]: row for row in forest.where(connection, "id", touched)}
    wanted = {row["points_to"] for row in nodes.values()} - nodes.keys() - {None}
    while wanted:
        above = {row[forest.key]: row for row in forest.where(connection, forest.key, wanted)}
        nodes |= above
        wanted = {row["points_to"] for row in above.values()} - nodes.keys() - {None}
    trees: dict[str, list[Row]] = {}
    for row in nodes.values():
        root = row
        while root["points_to"] is not None:
            root = nodes[root["points_to"]]
        trees.setdefault(root[forest.key], []).append(row)
    return trees


def _chosen(
    connection: Connection, forest: PointerForest, trees: Mapping[str, list[Row]], added: set[int]
) -> tuple[dict[str, int], list[Row]]:
    """The group of each root, and the groups that change their key."""
    own = select_ids(connection, forest.groups.c[forest.key], trees)
    present = {row[forest.group] for members in trees.values() for row in members}
    columns = [forest.groups.c.id, forest.groups.c[forest.key]]
    keys = {
        row["id"]: row[forest.key]
        for row in select_where_in(connection, forest.groups.c.id, present, columns)
    }
    still = forest.where(connection, forest.key, keys.values())
    roots = {row[forest.key] for row in still if row["points_to"] is None}
    # groups whose root points elsewhere now, or is gone: the tree they went into may have them
    free = {identifier for identifier, key in keys.items() if key not in roots}
    group_of: dict[str, int] = {}
    renamed: list[Row] = []
    missing: list[Row] = []
    for root in sorted(trees):
        candidates = sorted(free & {row[forest.group] for row in trees[root]})
        top = next(row for row in trees[root] if row[forest.key] == root)
        if candidates and (root not in own or top["id"] in added):
            group_of[root] = candidates[0]
            free.discard(candidates[0])
            renamed.append({"id": candidates[0], forest.key: root})
        elif root in own:
            group_of[root] = own[root]
        else:
            missing.append(top)
    return group_of | _add_groups(connection, forest, missing), renamed


def _descendants(
    connection: Connection, forest: PointerForest, moved: Iterable[tuple[Row, int]]
) -> list[tuple[Row, int]]:
    """The nodes below moved ones, with the group that they move to."""
    found: list[tuple[Row, int]] = []
    level = list(moved)
    seen = {row["id"] for row, _group in level}
    while level:
        group_of = {row[forest.key]: group for row, group in level}
        level = [
            (row, group_of[row["points_to"]])
            for row in forest.where(connection, "points_to", group_of)
            if row["id"] not in seen and row[forest.group] != group_of[row["points_to"]]
        ]
        seen |= {row["id"] for row, _group in level}
        found += level
    return found


def _delete_empty_groups(connection: Connection, forest: PointerForest, groups: set[int]) -> None:
    empty = groups - values_in_use(connection, forest.nodes.c[forest.group], groups)
    delete_rows(connection, forest.groups, [{"id": group} for group in sorted(empty)])
