"""Asking which speakers there are, and deciding by hand who is who.

A decision is a row of `speaker_decision`; it is about names, so it holds for all that is loaded
later and for every extraction, and it can be taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Column, Connection, Engine, delete, func, insert, select, update

from pipeline.records import ORGANISATION, PERSON
from pipeline.shown_records import SpeakerDecision, SpeakerEntry
from pipeline.warehouse.connection import reading, writing
from pipeline.warehouse.identity.decisions import ALONE, MERGE, SPLIT, decisions
from pipeline.warehouse.identity.identity_keys import normalised_name
from pipeline.warehouse.identity.name_counts import NameChanges
from pipeline.warehouse.identity.speakers import link_names
from pipeline.warehouse.identity.statements import link_wordings
from pipeline.warehouse.mart_tables import Touched, rebuild_mart_tables, refresh_mart_tables
from pipeline.warehouse.names import tidy
from pipeline.warehouse.outlet_search import match_outlets, several_outlets, unknown_outlet
from pipeline.warehouse.quotation_loading import reassign_identities
from pipeline.warehouse.row_sync import Row, select_where_in
from pipeline.warehouse.speaker_search import (
    Match,
    match_speakers,
    quotations_of,
    speakers_with_form,
)
from pipeline.warehouse.tables import (
    article_version,
    quotation,
    speaker,
    speaker_alias,
    speaker_day,
    speaker_decision,
    speaker_name,
    speaker_name_word,
    speaker_role,
    statement,
    wording,
    wording_shingle,
)
from pipeline.warehouse.warehouse_errors import WarehouseError

SHOWN_ROLES = 5


def speakers(engine: Engine, name: str = "", *, limit: int = 20) -> list[SpeakerEntry]:
    """The speakers whom a name may mean, all if it is empty.

    Those who are called so come first, then those whose name begins so or is nearly so (see
    `speaker_search`); of equals, the most quoted. A number is taken for the id of a speaker.
    Raises WarehouseError if the warehouse cannot be used.
    """
    with reading(engine) as connection:
        if name:
            matches = _matches(connection, name)
            counts = quotations_of(connection, matches)
            found = sorted(matches, key=lambda who: (matches[who], -counts.get(who, 0), who))
        else:
            total = func.sum(speaker_day.c.quotations)
            query = (
                select(speaker_day.c.speaker_id)
                .group_by(speaker_day.c.speaker_id)
                .order_by(total.desc(), speaker_day.c.speaker_id)
                .limit(limit)
            )
            found = list(connection.scalars(query))
        entries = {entry.speaker_id: entry for entry in _entries(connection, found[:limit])}
    return [entries[identifier] for identifier in found if identifier in entries]


def _matches(connection: Connection, name: str) -> dict[int, Match]:
    if _is_number(name):
        return dict.fromkeys(_called(connection, name), Match.FORM)
    return match_speakers(connection, name, always_near=True).matches


def merge_speakers(engine: Engine, name: str, into: str) -> SpeakerEntry:
    """Decide that the speaker `name` is the speaker `into`; both are names or ids.

    Returns the speaker that they are now. Raises WarehouseError if there is none of a name or
    there are several, or if they are one already.
    """
    with writing(engine) as connection:
        one, other = _only(connection, name), _only(connection, into)
        if one["id"] == other["id"]:
            raise WarehouseError(f"{name!r} and {into!r} are one speaker already: {one['name']}")
        known = decisions(connection).merges
        aim: str | None = other["key"]
        while aim is not None and aim != one["key"]:
            aim = known.get(aim)
        if aim is not None:
            raise WarehouseError(
                f"{other['name']} was merged into {one['name']} before; take that back first "
                "(speakers decisions, speakers undo ID)"
            )
        connection.execute(
            delete(speaker_decision).where(
                speaker_decision.c.kind == MERGE, speaker_decision.c.name_key == one["key"]
            )
        )
        _decide(connection, kind=MERGE, name_key=one["key"], into_key=other["key"])
        _link_again(connection, speaker_name.c.key, {one["key"], other["key"]})
        (entry,) = _entries(connection, [_speaker_of_key(connection, other["key"])])
    return entry


def split_speaker(
    engine: Engine,
    name: str,
    *,
    label: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    role: str | None = None,
) -> list[SpeakerEntry]:
    """Decide that some quotations of a full name are another person's.

    Those of an outlet (its key or name), of an article, or whose role has some words; `label`
    names that other person. Without any of these the name belongs to nobody else: it is not taken
    for a form of a fuller name any more. Returns the speakers of the name as they are now.
    Raises WarehouseError if no speaker has the name, a label is missing or there alone, or no
    quotation is another person's by this.
    """
    restricted = any((outlet, url, tidy(role)))
    if restricted and not tidy(label):
        raise WarehouseError("say with --label how the other person is to be told from this one")
    if label is not None and not restricted:
        raise WarehouseError(
            "say with --outlet, --url or --role which quotations are of the person with that label"
        )
    with writing(engine) as connection:
        normalised = _normalised(connection, name)
        criterion = {
            "outlet_key": None if outlet is None else _outlet_key(connection, outlet),
            "url": url,
            "role": tidy(role) or None,
        }
        if not restricted:
            _require_not_merged(connection, normalised, name)
        before = _speakers_of(connection, normalised)
        _decide(
            connection,
            kind=SPLIT,
            name_key=normalised,
            label=tidy(label) if restricted else ALONE,
            **criterion,
        )
        _settle(connection, normalised)
        after = _speakers_of(connection, normalised)
        if restricted and after == before:
            asked = {"outlet": outlet, "url": url, "role": role}
            given = ", ".join(f"{what} {value!r}" for what, value in asked.items() if value)
            raise WarehouseError(f"no quotation of {name!r} has {given}; nothing was decided")
        entries = _entries(connection, after)
    return sorted(entries, key=lambda entry: (-entry.quotations, entry.speaker_id))


def _speakers_of(connection: Connection, normalised: str) -> set[int]:
    """The speakers whom a name stands for."""
    columns = [speaker_name.c.speaker_id]
    found = select_where_in(connection, speaker_name.c.normalised, [normalised], columns)
    return {row["speaker_id"] for row in found}


def speaker_decisions(engine: Engine) -> list[SpeakerDecision]:
    """What was decided by hand, the earliest first."""
    with reading(engine) as connection:
        return [
            SpeakerDecision(
                decision_id=row.id,
                kind=row.kind,
                name=row.name_key,
                into=row.into_key,
                label=row.label or None,
                criterion={
                    column.removesuffix("_key"): value
                    for column in ("outlet_key", "url", "role")
                    if (value := getattr(row, column)) is not None
                },
                made_at=row.made_at,
            )
            for row in connection.execute(select(speaker_decision).order_by(speaker_decision.c.id))
        ]


def undo_decision(engine: Engine, decision_id: int) -> None:
    """Take a decision back. Raises WarehouseError if there is no decision of that number."""
    with writing(engine) as connection:
        rows = select_where_in(connection, speaker_decision.c.id, [decision_id])
        if not rows:
            raise WarehouseError(
                f"there is no decision {decision_id}; speakers decisions shows those there are"
            )
        connection.execute(delete(speaker_decision).where(speaker_decision.c.id == decision_id))
        (row,) = rows
        if row["kind"] == MERGE:
            _link_again(connection, speaker_name.c.key, {row["name_key"], row["into_key"]})
        else:
            _settle(connection, row["name_key"])


def rebuild_speakers(engine: Engine) -> None:
    """Find speakers and statements of all quotations anew, by today's rules and the decisions.

    Speakers and statements get other numbers.
    """
    with writing(engine) as connection:
        connection.execute(update(quotation).values(wording_id=None, name_id=None))
        for table in (
            wording_shingle,
            wording,
            statement,
            speaker_role,
            speaker_name_word,
            speaker_alias,
            speaker_name,
            speaker,
        ):
            connection.execute(delete(table))
        reassign_identities(
            connection, connection.scalars(select(article_version.c.id)).all(), Touched()
        )
        rebuild_mart_tables(connection)


def _decide(connection: Connection, **values: str | None) -> None:
    connection.execute(insert(speaker_decision), [values | {"made_at": datetime.now(UTC)}])


def _outlet_key(connection: Connection, outlet: str) -> str:
    outlets = match_outlets(connection, outlet)
    if not outlets:
        raise WarehouseError(unknown_outlet(connection, outlet))
    if len(outlets) > 1:
        raise WarehouseError(several_outlets(outlet, outlets))
    return outlets[0].key


def _settle(connection: Connection, normalised: str) -> None:
    """Let what was decided about a spelling take effect."""
    names = select_where_in(
        connection, speaker_name.c.normalised, [normalised], [speaker_name.c.id]
    )
    versions = select_where_in(
        connection, quotation.c.name_id, {row["id"] for row in names}, [quotation.c.version_id]
    )
    touched = Touched()
    reassign_identities(connection, {row["version_id"] for row in versions}, touched)
    refresh_mart_tables(connection, touched)
    _link_again(connection, speaker_name.c.normalised, {normalised})


def _link_again(connection: Connection, column: Column[str], values: Iterable[str]) -> None:
    names = select_where_in(connection, column, values, [speaker_name.c.id])
    changes = NameChanges(changed={row["id"] for row in names})
    moved, renamed = link_names(connection, [], changes, decisions(connection))
    wordings = link_wordings(connection, [], [], moved)
    refresh_mart_tables(connection, Touched(names=moved, speakers=renamed, wordings=wordings))


def _called(connection: Connection, name: str) -> list[int]:
    """The ids of the speakers of a name or id."""
    if _is_number(name):
        return [int(name)] if len(name) < 19 else []
    return speakers_with_form(connection, name)


def _is_number(name: str) -> bool:
    return name.isdecimal() and name.isascii()


def _only(connection: Connection, name: str) -> Row:
    found = select_where_in(connection, speaker.c.id, _called(connection, name))
    exact = [row for row in found if row["name"] == tidy(name)] or found
    if len(exact) == 1:
        return exact[0]
    if not exact:
        raise WarehouseError(f"no speaker is called {name!r}; speakers list shows whom there is")
    several = ", ".join(f"{row['id']} {row['name']}" for row in exact[:5])
    raise WarehouseError(f"several speakers are called {name!r}; name one by its number: {several}")


def _normalised(connection: Connection, name: str) -> str:
    asked = {normalised_name(tidy(name), kind) for kind in (PERSON, ORGANISATION)}
    found = select_where_in(
        connection, speaker_name.c.normalised, asked, [speaker_name.c.normalised]
    )
    normalised_names = {str(row["normalised"]) for row in found}
    if not normalised_names:
        raise WarehouseError(
            f"no article has a speaker of the full name {name!r}; speakers list shows the names"
        )
    return min(normalised_names)


def _require_not_merged(connection: Connection, normalised: str, name: str) -> None:
    columns = [speaker_name.c.key]
    keys = {
        row["key"]
        for row in select_where_in(connection, speaker_name.c.normalised, [normalised], columns)
    }
    if keys & decisions(connection).merges.keys():
        raise WarehouseError(
            f"{name} was merged into another speaker by hand; take that back first "
            "(speakers decisions, speakers undo ID)"
        )


def _speaker_of_key(connection: Connection, key: str) -> int:
    (row,) = select_where_in(connection, speaker_name.c.key, [key], [speaker_name.c.speaker_id])
    return int(row["speaker_id"])


def _entries(connection: Connection, ids: Iterable[int]) -> list[SpeakerEntry]:
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
        )
        for row in select_where_in(connection, speaker.c.id, asked)
    ]
