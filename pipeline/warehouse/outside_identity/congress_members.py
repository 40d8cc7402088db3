"""The members of the US Congress as an identities file, out of a public list.

The list is `legislators-current.csv` (or `-historical`) of unitedstates/congress-legislators, which
is in the public domain. It has one line per member, with the office of the latest term and without
its days.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import InputError
from pipeline.people.proper_names import tidy
from pipeline.warehouse.outside_identity.identities_file import OTHER_NAMES_PARTED_BY

COLUMNS = ("id", "name", "other_names", "office")
NEEDED = ("last_name", "first_name", "bioguide_id", "type", "state")
OFFICES = {
    "sen": "United States senator for {state}",
    "rep": "United States representative for {state}",
}
"""By the list's word for the chamber."""


def congress_rows(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """The lines of an identities file, by `COLUMNS`, one per member.

    The id is that of Wikidata where the list has it, else that of the Biographical Directory of
    the Congress. Raises InputError if the file cannot be read or is no such list.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True, restval="")
            missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
            if missing:
                raise InputError(
                    f"{path} is no list of legislators: the column {missing[0]!r} is missing"
                )
            yield from map(_row, reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read as CSV: {error}") from error


def _row(member: dict[str, str]) -> tuple[str, str, str, str]:
    first, middle, last, suffix, nickname = (
        tidy(member.get(column))
        for column in ("first_name", "middle_name", "last_name", "suffix", "nickname")
    )
    plain = tidy(f"{first} {last} {suffix}")
    name = tidy(member.get("full_name")) or plain
    others = [plain, tidy(f"{first} {middle} {last} {suffix}")]
    if nickname:
        others.append(tidy(f"{nickname} {last} {suffix}"))
    office = OFFICES.get(member["type"], "member of the US Congress for {state}")
    bioguide = f"bioguide:{member['bioguide_id']}"
    return (
        tidy(member.get("wikidata_id")) or bioguide,
        name,
        OTHER_NAMES_PARTED_BY.join(sorted({*others} - {name})),
        office.format(state=member["state"]),
    )
