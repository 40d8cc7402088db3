"""Quotations, the statements they repeat and the speakers who made them.

A speaker or statement that no quotation refers to any more, because a newer extraction reads
the page otherwise, is taken away: nothing stays that no page says. Each alias counts the
quotations whose article uses it, so it goes when the last of them does. The warehouse is thus
the same as if only the newest extraction had ever been loaded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Table, select

from pipeline.warehouse.merging import (
    Difference,
    Row,
    change,
    chunks,
    ensure,
    remove,
    rows_with,
    synchronise,
)
from pipeline.warehouse.names import MAX_KEY_BYTES, alias_words, bounded, name_key, plainest
from pipeline.warehouse.rows import PageRows, QuotedRow
from pipeline.warehouse.tables import quotation, speaker, speaker_alias, statement

NATURAL_KEY = ("version_id", "start_offset", "end_offset", "kind", "ordinal")


@dataclass(frozen=True, slots=True)
class UtteranceCounts:
    """What became of quotations."""

    added: int
    changed: int
    removed: int


def write_quotations(
    connection: Connection, written: Mapping[int, PageRows], abandoned: Iterable[int]
) -> UtteranceCounts:
    """Make the quotations of `written` versions those of their pages, of `abandoned` ones none.

    Speakers, aliases and statements are added, counted and taken away with them.
    """
    stored = rows_with(connection, quotation.c.version_id, [*written, *abandoned])
    wanted = [(version, quoted) for version, page in written.items() for quoted in page.quotations]
    speakers = _ensure_speakers(connection, (quoted for _version, quoted in wanted))
    statements = _ensure_statements(connection, (quoted for _version, quoted in wanted), speakers)
    rows = [
        quoted.row
        | {
            "version_id": version,
            "speaker_id": speakers[quoted.speaker_key] if quoted.speaker_key else None,
            "statement_id": statements[quoted.statement["digest"]],
        }
        for version, quoted in wanted
    ]
    difference = synchronise(connection, quotation, stored, rows, NATURAL_KEY)
    _take_away_unused(connection, statement, quotation.c.statement_id, difference)
    _count_aliases(connection, difference)
    _take_away_unused(connection, speaker, quotation.c.speaker_id, difference)
    return UtteranceCounts(len(difference.added), len(difference.changed), len(difference.removed))


def _ensure_speakers(connection: Connection, wanted: Iterable[QuotedRow]) -> dict[str, int]:
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for quoted in wanted:
        if quoted.speaker_key is not None:
            forms[quoted.speaker_key].update(_names_among(quoted.forms, quoted.speaker_key))
    rows = {key: {"key": key, "name": plainest(counted)} for key, counted in forms.items()}
    return ensure(connection, speaker.c.key, rows)


def _names_among(forms: Iterable[str], key: str) -> list[str]:
    """The forms that are spellings of the speaker's full name."""
    return [form for form in forms if bounded(name_key(form), MAX_KEY_BYTES) == key]


def _ensure_statements(
    connection: Connection, wanted: Iterable[QuotedRow], speakers: Mapping[str, int]
) -> dict[str, int]:
    rows = {
        quoted.statement["digest"]: quoted.statement
        | {"speaker_id": speakers[quoted.speaker_key] if quoted.speaker_key else None}
        for quoted in wanted
    }
    return ensure(connection, statement.c.digest, rows)


def _take_away_unused(
    connection: Connection, table: Table, column: Column[int], difference: Difference
) -> None:
    """Delete rows of `table` that a quotation referred to by `column`, and none does now."""
    left = {row[column.name] for row in difference.gone if row[column.name] is not None}
    used = {
        identifier
        for some in chunks(left)
        for identifier in connection.scalars(select(column).where(column.in_(some)).distinct())
    }
    remove(connection, table, [{"id": identifier} for identifier in sorted(left - used)])


def _count_aliases(connection: Connection, difference: Difference) -> None:
    """Bring the counts of aliases, and the name that a speaker is shown by, up to date."""
    counted: Counter[tuple[int, str]] = Counter()
    for sign, rows in ((-1, difference.gone), (1, difference.come)):
        for row in rows:
            if row["speaker_id"] is not None:
                for alias in row["aliases"]:
                    counted[row["speaker_id"], alias] += sign
    touched = {speaker_id for (speaker_id, _alias), number in counted.items() if number}
    stored = rows_with(connection, speaker_alias.c.speaker_id, touched)
    numbers: Counter[tuple[int, str]] = Counter(
        {(row["speaker_id"], row["alias"]): row["quotations"] for row in stored}
    )
    for (speaker_id, alias), number in counted.items():
        if speaker_id in touched:
            numbers[speaker_id, alias] += number
    wanted = [
        {
            "speaker_id": speaker_id,
            "alias": alias,
            "words": alias_words(alias),
            "quotations": number,
        }
        for (speaker_id, alias), number in numbers.items()
        if number
    ]
    synchronise(connection, speaker_alias, stored, wanted, ["speaker_id", "alias"])
    _rename(connection, touched, wanted)


def _rename(connection: Connection, touched: Iterable[int], aliases: Iterable[Row]) -> None:
    forms: dict[int, dict[str, int]] = defaultdict(dict)
    for row in aliases:
        forms[row["speaker_id"]][row["alias"]] = row["quotations"]
    renamed = []
    for row in rows_with(connection, speaker.c.id, touched):
        names = _names_among(forms[row["id"]], row["key"])
        if names:
            name = plainest({form: forms[row["id"]][form] for form in names})
            if name != row["name"]:
                renamed.append(row | {"name": name})
    change(connection, speaker, renamed)
