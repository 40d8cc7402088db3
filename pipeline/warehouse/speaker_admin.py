"""Deciding by hand who is who.

A decision is a row of `speaker_decision`; it is about names, so it holds for all that is loaded
later and for every extraction, and it can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    and_,
    delete,
    insert,
    or_,
    select,
)

from pipeline.people.proper_names import tidy
from pipeline.records import ORGANISATION, PERSON
from pipeline.shown_records import SpeakerEntry
from pipeline.warehouse.connection import writing
from pipeline.warehouse.identity.decisions import DISTINGUISH, MERGE, SPLIT, decisions
from pipeline.warehouse.identity.identity_keys import normalised_name
from pipeline.warehouse.identity.name_counts import NameChanges
from pipeline.warehouse.identity.speakers import link_names
from pipeline.warehouse.identity.statements import link_wordings
from pipeline.warehouse.identity_rebuild import rebuild_identities
from pipeline.warehouse.mart_tables import Touched, refresh_mart_tables
from pipeline.warehouse.outlet_search import match_outlets, several_outlets, unknown_outlet
from pipeline.warehouse.quotation_loading import reassign_identities
from pipeline.warehouse.row_sync import (
    Row,
    select_pairs,
    select_values,
    select_where_in,
    values_in_use,
)
from pipeline.warehouse.speaker_list import speaker_entries
from pipeline.warehouse.speaker_search import match_speakers, several_speakers, speaker_number
from pipeline.warehouse.stored_text import storable
from pipeline.warehouse.tables import (
    quotation,
    speaker,
    speaker_decision,
    speaker_name,
)
from pipeline.warehouse.warehouse_errors import FinalWarehouseError


class DecidedOtherwise(FinalWarehouseError):
    """An earlier decision says otherwise, and has to be taken back first."""


def merge_speakers(engine: Engine, name: str, into: str) -> SpeakerEntry:
    """Decide that the speaker `name` is the speaker `into`; both are names or ids.

    Returns the speaker that they are now. Raises WarehouseError if a name means nobody or
    several speakers, or if the two are one already.
    """
    with writing(engine) as connection:
        one, other = _the_speaker(connection, name), _the_speaker(connection, into)
        if one["id"] == other["id"]:
            raise FinalWarehouseError(
                f"{name!r} and {into!r} are one speaker already: {one['name']}"
            )
        _merge(connection, one, other)
        of = speaker_name.c
        now = select_values(connection, of.key, [other["key"]], of.speaker_id)
        (entry,) = speaker_entries(connection, now)
    return entry


def _merge(connection: Connection, one: Row, other: Row) -> None:
    """Decide that the speaker of one row is that of another row."""
    known = decisions(connection).merges
    aim: str | None = other["key"]
    while aim is not None and aim != one["key"]:
        aim = known.get(aim)
    if aim is not None:
        raise DecidedOtherwise(
            f"{other['name']} was merged into {one['name']} before; take that back first "
            "(speakers decisions, speakers undo ID)"
        )
    connection.execute(
        delete(speaker_decision).where(
            speaker_decision.c.kind == MERGE, speaker_decision.c.name_key == one["key"]
        )
    )
    # whoever thinks otherwise now has changed their mind
    between = _distinguished(_keys_of(connection, one["id"]), _keys_of(connection, other["id"]))
    connection.execute(delete(speaker_decision).where(between))
    _decide(connection, kind=MERGE, name_key=one["key"], into_key=other["key"])
    _link_again(connection, speaker_name.c.key, {one["key"], other["key"]})


def distinguish_speakers(engine: Engine, name: str, other: str) -> None:
    """Decide that the speakers `name` and `other`, names or ids, are two and stay two.

    Decided again, it changes nothing. Raises WarehouseError if a name means nobody or several
    speakers, or both mean one.
    """
    with writing(engine) as connection:
        rows = _the_speaker(connection, name), _the_speaker(connection, other)
        if rows[0]["id"] == rows[1]["id"]:
            raise FinalWarehouseError(
                f"{name!r} and {other!r} are one speaker: {rows[0]['name']}; take back what merged "
                "them (speakers decisions, speakers undo ID), or split the name (speakers split)"
            )
        _distinguish(connection, *rows)


def _distinguish(connection: Connection, one: Row, other: Row) -> None:
    there = _distinguished({one["key"]}, {other["key"]})
    if connection.scalar(select(speaker_decision.c.id).where(there)) is None:
        _decide(connection, kind=DISTINGUISH, name_key=one["key"], into_key=other["key"])
        _link_again(connection, speaker_name.c.key, {one["key"], other["key"]})


def _distinguished(keys: set[str], others: set[str]) -> ColumnElement[bool]:
    """Whether a decision is that names with some keys are other persons' than those of others."""
    of = speaker_decision.c
    return and_(
        of.kind == DISTINGUISH,
        or_(
            and_(of.name_key.in_(keys), of.into_key.in_(others)),
            and_(of.name_key.in_(others), of.into_key.in_(keys)),
        ),
    )


def settle_pair(engine: Engine, key: str, other_key: str, *, are_one: bool) -> str:
    """Decide whether the speakers of two names, by their keys, are one, as a person said.

    Of one speaker, `other_key` is the one they are shown by. Settled again, it changes nothing, and
    neither if the names went since the person was asked. Returns a sentence that says what became
    of it. Raises DecidedOtherwise if a merge the other way round was decided before.
    """
    with writing(engine) as connection:
        found = select_pairs(
            connection, speaker_name.c.key, {key, other_key}, speaker_name.c.speaker_id
        )
        if len(found) < 2:
            return "nothing was decided: no article has one of the names any more"
        rows = {row["id"]: row for row in select_where_in(connection, speaker.c.id, found.values())}
        one, other = rows[found[key]], rows[found[other_key]]
        if one["id"] == other["id"]:
            if are_one:
                return f"nothing was left to decide: both are {one['name']} already"
            return (
                f"nothing was decided: both are {one['name']} by now; take back what merged them "
                "(speakers decisions, speakers undo ID)"
            )
        if are_one:
            _merge(connection, one, other)
            return f"{one['name']} is {other['name']}"
        _distinguish(connection, one, other)
        return f"{one['name']} is not {other['name']}"


def _keys_of(connection: Connection, speaker_id: int) -> set[str]:
    return select_values(connection, speaker_name.c.speaker_id, [speaker_id], speaker_name.c.key)


def split_speaker(
    engine: Engine,
    name: str,
    *,
    label: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    role: str | None = None,
) -> list[SpeakerEntry]:
    """Decide that some quotations of a full name belong to another person.

    Those of an outlet (its key or name), of an article, or whose role has some words; `label`
    names that other person. Without any of these the name belongs to nobody else: it is not taken
    for a form of a fuller name any more. Returns the speakers of the name as they are now.
    Raises WarehouseError if no speaker has the name, a label is missing or there alone, one of the
    others is empty, or no quotation is another person's by this.
    """
    name, label, outlet, url, role = storable((name, label, outlet, url, role))
    asked = {
        what: tidy(value)
        for what, value in (("outlet", outlet), ("url", url), ("role", role))
        if value is not None
    }
    if empty := [what for what, value in asked.items() if not value]:
        raise FinalWarehouseError(
            f"--{empty[0]} is empty; say which quotations are meant, or leave it out"
        )
    restricted = bool(asked)
    if restricted and not tidy(label):
        raise FinalWarehouseError("name the other person with --label, as in --label 'the pilot'")
    if label is not None and not restricted:
        raise FinalWarehouseError(
            "say with --outlet, --url or --role which quotations are of the person with that label"
        )
    with writing(engine) as connection:
        normalised = _normalised(connection, name)
        criterion = {
            "outlet_key": None if outlet is None else _outlet_key(connection, outlet),
            "url": url,
            "role": asked.get("role"),
        }
        if not restricted:
            _require_not_merged(connection, normalised, name)
        _decide(
            connection,
            kind=SPLIT,
            name_key=normalised,
            label=tidy(label),
            **criterion,
        )
        moved = _settle(connection, normalised)
        if restricted and not moved:
            given = ", ".join(f"{what} {value!r}" for what, value in asked.items())
            raise FinalWarehouseError(
                f"no quotation of {name!r} with {given} is left to split off; nothing was decided"
            )
        of = speaker_name.c
        speakers = select_values(connection, of.normalised, [normalised], of.speaker_id)
        entries = speaker_entries(connection, speakers)
    return sorted(entries, key=lambda entry: (-entry.quotations, entry.speaker_id))


def undo_decision(engine: Engine, decision_id: int) -> None:
    """Take a decision back. Raises WarehouseError if there is no decision of that number."""
    with writing(engine) as connection:
        rows = select_where_in(connection, speaker_decision.c.id, [decision_id])
        if not rows:
            raise FinalWarehouseError(
                f"there is no decision {decision_id}; speakers decisions lists them"
            )
        connection.execute(delete(speaker_decision).where(speaker_decision.c.id == decision_id))
        (row,) = rows
        if row["kind"] != SPLIT:
            _link_again(connection, speaker_name.c.key, {row["name_key"], row["into_key"]})
        else:
            _settle(connection, row["name_key"])


def rebuild_speakers(engine: Engine) -> None:
    """Find the speakers and statements of all quotations again, by today's rules and the decisions.

    Raises WarehouseError if the warehouse cannot be used.
    """
    with writing(engine) as connection:
        rebuild_identities(connection)


def _decide(connection: Connection, **values: str | None) -> None:
    connection.execute(insert(speaker_decision), [values | {"made_at": datetime.now(UTC)}])


def _outlet_key(connection: Connection, outlet: str) -> str:
    outlets = match_outlets(connection, outlet)
    if not outlets:
        raise FinalWarehouseError(unknown_outlet(connection, outlet))
    if len(outlets) > 1:
        raise FinalWarehouseError(several_outlets(outlet, outlets))
    return outlets[0].key


def _settle(connection: Connection, normalised: str) -> bool:
    """Apply what was decided about a name, given as it is normalised.

    Returns whether a quotation is another person's now.
    """
    names = select_values(connection, speaker_name.c.normalised, [normalised], speaker_name.c.id)
    versions = select_values(connection, quotation.c.name_id, names, quotation.c.version_id)
    touched = Touched()
    reassign_identities(connection, versions, touched)
    refresh_mart_tables(connection, touched)
    _link_again(connection, speaker_name.c.normalised, {normalised})
    return bool(touched.versions)


def _link_again(connection: Connection, column: Column[str], values: Iterable[str]) -> None:
    changes = NameChanges(changed=select_values(connection, column, values, speaker_name.c.id))
    moved, renamed = link_names(connection, [], changes, decisions(connection))
    wordings = link_wordings(connection, [], [], moved)
    refresh_mart_tables(connection, Touched(names=moved, speakers=renamed, wordings=wordings))


def _the_speaker(connection: Connection, name: str) -> Row:
    """The row of the one speaker whom a name or number means.

    A name that exactly one speaker is shown by means that speaker; any other has to fit one only.
    """
    name = storable(name)
    number = speaker_number(connection, name)
    if number is not None:
        found = select_where_in(connection, speaker.c.id, [number])
    else:
        found = select_where_in(connection, speaker.c.name, [tidy(name)])
        if len(found) != 1:
            matches = match_speakers(connection, name)
            if not matches.is_sure:
                raise FinalWarehouseError(_nobody(connection, name, matches.matches))
            found = select_where_in(connection, speaker.c.id, matches.best())
    if len(found) > 1:
        several = several_speakers(connection, {row["id"] for row in found})
        raise FinalWarehouseError(
            f"{len(found)} speakers are called {name!r}: {several}; name one by its number"
        )
    return found[0]


def _nobody(connection: Connection, name: str, near: Iterable[int]) -> str:
    names = several_speakers(connection, near)
    hint = f"did you mean {names}?" if names else "speakers list shows all speakers"
    return f"no speaker is called {name!r}; {hint}"


def _normalised(connection: Connection, name: str) -> str:
    asked = {normalised_name(tidy(name), kind) for kind in (PERSON, ORGANISATION)}
    there = values_in_use(connection, speaker_name.c.normalised, asked)
    if not there:
        raise FinalWarehouseError(
            f"no article has a speaker of the full name {name!r}; speakers list shows the names"
        )
    return str(min(there))


def _require_not_merged(connection: Connection, normalised: str, name: str) -> None:
    keys = select_values(connection, speaker_name.c.normalised, [normalised], speaker_name.c.key)
    if keys & decisions(connection).merges.keys():
        raise FinalWarehouseError(
            f"{name} was merged into another speaker by hand; take that back first "
            "(speakers decisions, speakers undo ID)"
        )
