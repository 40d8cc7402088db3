"""What a speaker of several names is called."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection

from pipeline.people.name_parts import parsed
from pipeline.warehouse.row_sync import Row, select_where_in, update_rows
from pipeline.warehouse.tables import speaker, speaker_name


def update_display_names(
    connection: Connection, names: Iterable[int], speakers: set[int], chosen: Collection[str]
) -> set[int]:
    """Bring up to date what speakers, and those of names, are called; all by id.

    `chosen` has the keys of names that were chosen by hand. Returns the speakers who are called
    otherwise than before.
    """
    ids = {
        row["speaker_id"] for row in select_where_in(connection, speaker_name.c.id, names)
    } | speakers
    called: dict[int, list[Row]] = defaultdict(list)
    for row in select_where_in(connection, speaker_name.c.speaker_id, ids):
        called[row["speaker_id"]].append(row)
    renamed = []
    for row in select_where_in(connection, speaker.c.id, ids):
        shown = _display_columns(called[row["id"]], chosen)
        if any(row[column] != value for column, value in shown.items()):
            renamed.append(row | shown)
    update_rows(connection, speaker, renamed)
    return {row["id"] for row in renamed}


def _display_columns(names: list[Row], chosen: Collection[str]) -> Row:
    """What a speaker with these names is called, and whether it is a person or an organisation."""
    (root,) = [row for row in names if row["points_to"] is None]

    def preference(row: Row) -> tuple[Any, ...]:
        name = parsed(row["name"])
        return not name.is_single, row["quotations"], name.fullness, row["key"]

    normalised_names = {row["normalised"] for row in names if row["key"] in chosen}
    decided = root["label"] or root["normalised"] in normalised_names
    best = root if decided else max(names, key=preference)
    label = f" ({root['label']})" if root["label"] else ""
    kinds = Counter(row["kind"] for row in names if row["kind"])
    kind = min(kinds, key=lambda kind: (-kinds[kind], kind)) if kinds else None
    return {"name": best["name"] + label, "kind": kind}
