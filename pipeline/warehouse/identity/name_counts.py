"""What is known of a name: the forms, roles and kinds that its quotations give it, counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table, func, select

from pipeline.people.proper_names import plainest, tidy
from pipeline.warehouse.identity.identity_keys import family_of, normalised_name
from pipeline.warehouse.identity.name_words import index_names
from pipeline.warehouse.row_sync import (
    Difference,
    Row,
    chunks,
    delete_rows,
    select_where_in,
    sync_rows,
    update_rows,
)
from pipeline.warehouse.stored_text import MAX_KEY_BYTES, alias_words, bounded
from pipeline.warehouse.tables import quotation, speaker_alias, speaker_name, speaker_role

Counts = dict[int, Counter[str]]


@dataclass(slots=True)
class NameChanges:
    """How names changed."""

    counted: set[int] = field(default_factory=set)
    """Those that more or fewer quotations have than before."""
    changed: set[int] = field(default_factory=set)
    """Those of which something else is known that may make them another speaker's."""
    gone: list[Row] = field(default_factory=list)
    """The rows of those that no quotation has any more; they are taken away."""
    rewritten: list[Row] = field(default_factory=list)
    """The rows of those that are written otherwise now, as they were before."""
    lost_forms: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Forms that no article uses beside a name any more, by the name's id."""


@dataclass(slots=True)
class _Counted:
    """What quotations that were added (and, negative, those that were removed) say of names."""

    numbers: Counter[int] = field(default_factory=Counter)
    aliases: Counter[tuple[int, str]] = field(default_factory=Counter)
    roles: Counter[tuple[int, str]] = field(default_factory=Counter)
    kinds: dict[int, set[str | None]] = field(default_factory=lambda: defaultdict(set))
    lost: set[int] = field(default_factory=set)
    """Names that quotations went from."""

    def add(self, row: Row, sign: int) -> None:
        """Count a quotation: 1 for one that came, -1 for one that went."""
        name = row["name_id"]
        if name is None:
            return
        self.numbers[name] += sign
        self.kinds[name].add(row["speaker_kind"])
        if sign < 0:
            self.lost.add(name)
        for alias in row["aliases"]:
            self.aliases[name, alias] += sign
        if role := tidy(row["role"]):
            self.roles[name, bounded(role, MAX_KEY_BYTES)] += sign


def update_name_counts(connection: Connection, difference: Difference) -> NameChanges:
    """Bring what is known of names up to date with quotations that came and went."""
    counted = _Counted()
    for row in difference.gone:
        counted.add(row, -1)
    for row in difference.come:
        counted.add(row, 1)
    changes = NameChanges()
    forms = _count(connection, speaker_alias, "alias", counted.aliases, changes)
    index_names(connection, changes.changed)
    _count(connection, speaker_role, "role", counted.roles, changes)
    _refresh(connection, counted, forms, changes)
    return changes


def _count(
    connection: Connection,
    table: Table,
    column: str,
    counted: Counter[tuple[int, str]],
    changes: NameChanges,
) -> Counts:
    """Add to the counts of a table; returns all counts of the names that it concerns."""
    names = {name for (name, _value) in counted}
    stored = select_where_in(connection, table.c.name_id, names)
    totals: Counts = defaultdict(Counter)
    for row in stored:
        totals[row["name_id"]][row[column]] += row["quotations"]
    for (name, value), number in counted.items():
        totals[name][value] += number
    wanted = [
        {"name_id": name, column: value, "quotations": number}
        | ({"words": alias_words(value)} if column == "alias" else {})
        for name, values in totals.items()
        for value, number in values.items()
        if number
    ]
    written = sync_rows(connection, table, stored, wanted, ["name_id", column])
    changes.changed |= {row["name_id"] for row in (*written.added, *written.removed)}
    if column == "alias":
        for row in written.removed:
            changes.lost_forms[row["name_id"]].add(row["alias"])
    return totals


def _refresh(
    connection: Connection, counted: _Counted, forms: Counts, changes: NameChanges
) -> None:
    stored = select_where_in(connection, speaker_name.c.id, counted.numbers)
    mixed = {
        row["id"]
        for row in stored
        if row["id"] in counted.lost or counted.kinds[row["id"]] != {row["kind"]}
    }
    kind_of = _kinds(connection, mixed)
    refreshed = []
    for row in stored:
        number = row["quotations"] + counted.numbers[row["id"]]
        if not number:
            changes.gone.append(row)
            continue
        kind = kind_of.get(row["id"], row["kind"])
        spelled = {
            form: count
            for form, count in forms[row["id"]].items()
            if count and normalised_name(form, kind) == row["normalised"]
        }
        name = plainest(spelled) if spelled else row["name"]
        new = {"quotations": number, "name": name, "kind": kind, **family_of(name, kind)}
        if any(row[column] != value for column, value in new.items()):
            refreshed.append(row | new)
        if (name, kind) != (row["name"], row["kind"]):
            changes.changed.add(row["id"])
            changes.rewritten.append(row)
    update_rows(connection, speaker_name, refreshed)
    delete_rows(connection, speaker_name, changes.gone)
    gone = {row["id"] for row in changes.gone}
    changes.counted = {row["id"] for row in stored} - gone
    changes.changed = (changes.changed | _sharing_normalised(connection, stored)) - gone


def _sharing_normalised(connection: Connection, names: Iterable[Row]) -> set[int]:
    """The names whose numbers matter, since others are normalised alike."""
    columns = [speaker_name.c.id, speaker_name.c.normalised]
    alike: dict[str, list[int]] = defaultdict(list)
    for row in select_where_in(
        connection, speaker_name.c.normalised, {name["normalised"] for name in names}, columns
    ):
        alike[row["normalised"]].append(row["id"])
    return {identifier for ids in alike.values() if len(ids) > 1 for identifier in ids}


def _kinds(connection: Connection, names: Iterable[int]) -> dict[int, str | None]:
    """The kind of speaker that most quotations with a name give it."""
    columns = quotation.c
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for some in chunks(names):
        query = (
            select(columns.name_id, columns.speaker_kind, func.count().label("number"))
            .where(columns.name_id.in_(some))
            .group_by(columns.name_id, columns.speaker_kind)
        )
        for row in connection.execute(query):
            if row.speaker_kind is not None:
                found[row.name_id].append((-row.number, row.speaker_kind))
    return {name: min(found[name])[1] if found[name] else None for name in names}
