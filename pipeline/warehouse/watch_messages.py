"""What watches told: each thing once, whatever is killed when.

No mail server and no web address tells after a crash whether it took a message. So a message is
first made, with the things that it tells, in one transaction; then it is claimed; then sent; then
noted as sent. One that is made and not claimed is sent later. One that was claimed, and of which
nobody knows whether it was taken, is in doubt: it is not sent again unless a person says so.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, tuple_, update

from pipeline.errors import InputError
from pipeline.text.digests import digest_of
from pipeline.warehouse.connection import is_made, reading, writing
from pipeline.warehouse.row_sync import Row, put_row, select_where_in
from pipeline.warehouse.run_rows import newest_start
from pipeline.warehouse.stored_text import storable
from pipeline.warehouse.watch_tables import watch_channel, watch_message, watch_thing
from pipeline.warehouse.watched_things import watched_things
from pipeline.watch_records import Watched, WatchedThing, WatchQuestion

LOOK_BACK = timedelta(days=14)
"""How far before the last look things are looked for that were not there then: pages that waited
for a failed task to be mended. It also bounds what a newer extraction can make look new."""

THINGS_A_MESSAGE = 100
"""More than anybody reads at once; a mail of so many has some hundred kilobytes."""


@dataclass(frozen=True, slots=True)
class WatchMessage:
    """A message of a watch."""

    id: int
    key: str
    """The same whenever it is sent, so that a receiver can tell that it has it (a UUID)."""
    watch_key: str
    channel: str
    things: tuple[WatchedThing, ...]
    """Each with its own key alone."""
    made_at: datetime
    sending_at: datetime | None
    """When it was claimed; None if it waits to be sent."""
    sent_at: datetime | None
    """When it was taken; None if that is not known."""
    failure: str | None
    """Why it was not taken, why nobody knows, or for whom of several it was not."""

    @property
    def is_in_doubt(self) -> bool:
        """Whether it may have been taken, or not."""
        return self.sending_at is not None and self.sent_at is None


@dataclass(frozen=True, slots=True)
class WatchChannel:
    """A watch and a channel by which it tells."""

    watch_key: str
    channel: str
    begins_at: datetime
    """What was there before is not told."""
    looked_at: datetime | None
    things: int
    """That it told."""
    last_sent_at: datetime | None


def make_messages(
    engine: Engine, watch_key: str, channel: str, question: WatchQuestion, now: datetime
) -> tuple[str, ...]:
    """Make the messages of what a watch finds and did not tell yet; returns notes for a person.

    A watch begins with the newest run, or where its question says; one whose question changed
    begins anew. Raises WarehouseError if the warehouse cannot be used.
    """
    asked = digest_of(json.dumps(asdict(question), default=str).encode())
    with reading(engine) as connection:
        begins_at, looked_at = _begun(connection, watch_key, channel, question, asked, now)
    since = begins_at if looked_at is None else max(begins_at, looked_at - LOOK_BACK)
    found = watched_things(engine, question, since)
    # two looks at the same time find the same: the second one then finds it told
    with writing(engine) as connection:
        told = _told(connection, watch_key, channel, found.things)
        fresh = [one for one in found.things if told.keys().isdisjoint(one.keys)]
        oldest_first = _without_repeats(reversed(fresh))
        for start in range(0, len(oldest_first), THINGS_A_MESSAGE):
            things = oldest_first[start : start + THINGS_A_MESSAGE]
            _make(connection, watch_key, channel, things, now)
        _note_further_prints(connection, watch_key, channel, found.things)
        put_row(
            connection,
            watch_channel,
            {
                "watch_key": watch_key,
                "channel": channel,
                "question": asked,
                "begins_at": begins_at,
                "looked_at": now,
            },
        )
    return found.notes


def _begun(  # noqa: PLR0917 - a watch, a channel, a question
    connection: Connection,
    watch_key: str,
    channel: str,
    question: WatchQuestion,
    asked: str,
    now: datetime,
) -> tuple[datetime, datetime | None]:
    """When the watch began and when it last looked."""
    row = connection.execute(
        select(watch_channel).where(
            watch_channel.c.watch_key == watch_key, watch_channel.c.channel == channel
        )
    ).first()
    if row is not None and row.question == asked:
        return row.begins_at, row.looked_at
    return question.since or newest_start(connection) or now, None


def _told(
    connection: Connection, watch_key: str, channel: str, things: Iterable[WatchedThing]
) -> dict[str, int]:
    """The keys of things that were told, each with the id of its message."""
    keys = {key for thing in things for key in thing.keys}
    rows = select_where_in(connection, watch_thing.c.thing_key, keys)
    return {
        row["thing_key"]: row["watch_message_id"]
        for row in rows
        if (row["watch_key"], row["channel"]) == (watch_key, channel)
    }


def _without_repeats(things: Iterable[WatchedThing]) -> list[WatchedThing]:
    """The things of which none shares a key with one before it."""
    kept, seen = [], set[str]()
    for thing in things:
        if seen.isdisjoint(thing.keys):
            kept.append(thing)
        seen.update(thing.keys)
    return kept


def _make(
    connection: Connection,
    watch_key: str,
    channel: str,
    told: Sequence[WatchedThing],
    now: datetime,
) -> None:
    name = "\n".join(("verbatim", watch_key, channel, told[0].keys[0]))
    made = insert(watch_message).values(
        key=str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
        watch_key=watch_key,
        channel=channel,
        things=storable([_as_json(thing) for thing in told]),
        made_at=now,
    )
    message_id = connection.execute(made.returning(watch_message.c.id)).scalar_one()
    message_of = dict.fromkeys((thing.keys[0] for thing in told), message_id)
    _note_told(connection, watch_key, channel, message_of)


def _note_further_prints(
    connection: Connection, watch_key: str, channel: str, things: Iterable[WatchedThing]
) -> None:
    """Note all keys of things that were told: an edit may take the place away by which one was."""
    told = _told(connection, watch_key, channel, things)
    further: dict[str, int] = {}
    for thing in things:
        by = [told[key] for key in thing.keys if key in told]
        further |= {key: min(by) for key in thing.keys if by and key not in told}
    _note_told(connection, watch_key, channel, further)


def _note_told(
    connection: Connection, watch_key: str, channel: str, message_of: Mapping[str, int]
) -> None:
    """Note the keys of things that messages, by id, tell."""
    rows = [
        {
            "watch_key": watch_key,
            "channel": channel,
            "thing_key": key,
            "watch_message_id": message_id,
        }
        for key, message_id in message_of.items()
    ]
    if rows:
        connection.execute(insert(watch_thing), rows)


def forget_watches(engine: Engine, kept: Iterable[tuple[str, str]]) -> None:
    """Let all but some watches and channels begin anew if they ever come back.

    What they told stays told. A warehouse that was never made knows none. Raises WarehouseError if
    the warehouse cannot be used.
    """
    if not is_made(engine):
        return
    known = tuple_(watch_channel.c.watch_key, watch_channel.c.channel)
    others = known.not_in(list(kept))
    with reading(engine) as connection:
        if connection.execute(select(watch_channel.c.watch_key).where(others)).first() is None:
            # a writer waits its turn, and where nobody watches there is nothing to wait for
            return
    with writing(engine) as connection:
        connection.execute(delete(watch_channel).where(others))


def unsettled_messages(
    engine: Engine, watch_key: str | None = None, channel: str | None = None
) -> tuple[WatchMessage, ...]:
    """The messages that are not known to have been taken, oldest first, of a watch or of all.

    Raises WarehouseError if the warehouse cannot be used.
    """
    query = (
        select(watch_message).where(watch_message.c.sent_at.is_(None)).order_by(watch_message.c.id)
    )
    if watch_key is not None:
        query = query.where(watch_message.c.watch_key == watch_key)
    if channel is not None:
        query = query.where(watch_message.c.channel == channel)
    with reading(engine) as connection:
        return tuple(_message(row) for row in connection.execute(query).mappings())


def watch_channels(engine: Engine) -> tuple[WatchChannel, ...]:
    """How far watches came, by their keys. Raises WarehouseError if the warehouse is no use."""
    mine = (watch_message.c.watch_key == watch_channel.c.watch_key) & (
        watch_message.c.channel == watch_channel.c.channel
    )
    things = func.coalesce(func.sum(func.json_array_length(watch_message.c.things)), 0)
    sent = watch_message.c.sent_at.is_not(None)
    query = select(
        watch_channel.c.watch_key,
        watch_channel.c.channel,
        watch_channel.c.begins_at,
        watch_channel.c.looked_at,
        select(things).where(mine, sent).scalar_subquery().label("things"),
        select(func.max(watch_message.c.sent_at)).where(mine).scalar_subquery().label("last"),
    ).order_by(watch_channel.c.watch_key, watch_channel.c.channel)
    with reading(engine) as connection:
        return tuple(WatchChannel(*row) for row in connection.execute(query))


def claim_message(engine: Engine, message_id: int, now: datetime) -> bool:
    """Claim a message before it is sent; False if it is not there to be sent any more."""
    waits = watch_message.c.sending_at.is_(None) & watch_message.c.sent_at.is_(None)
    return _changed(engine, message_id, waits, sending_at=now, failure=None)


def note_taken(engine: Engine, message_id: int, now: datetime, refusal: str | None = None) -> None:
    """Note that a message was taken; `refusal` says for which of its recipients it was not."""
    _changed(engine, message_id, sent_at=now, failure=storable(refusal))


def note_not_taken(engine: Engine, message_id: int, why: str) -> None:
    """Note that a message was surely not taken: it waits to be sent again."""
    _changed(engine, message_id, sending_at=None, failure=storable(why))


def note_doubt(engine: Engine, message_id: int, why: str) -> None:
    """Note why nobody knows whether a message was taken."""
    _changed(engine, message_id, watch_message.c.sent_at.is_(None), failure=storable(why))


def settle_message(engine: Engine, message_id: int, now: datetime, *, arrived: bool) -> None:
    """Say of a message in doubt that it arrived, or that it did not and shall be sent again.

    Raises InputError if there is no message of this number in doubt.
    """
    in_doubt = watch_message.c.sending_at.is_not(None) & watch_message.c.sent_at.is_(None)
    values: Row = {"sent_at": now} if arrived else {"sending_at": None}
    if not _changed(engine, message_id, in_doubt, failure=None, **values):
        raise InputError(
            f"no message {message_id} is in doubt; those that are: python -m pipeline watch list"
        )


def _changed(engine: Engine, message_id: int, *conditions: Any, **values: Any) -> bool:
    change = update(watch_message).where(watch_message.c.id == message_id, *conditions)
    with writing(engine) as connection:
        return bool(connection.execute(change.values(values)).rowcount)


def _as_json(thing: WatchedThing) -> Row:
    """A thing as the table keeps it, so that it can be sent whatever becomes of its rows."""
    return asdict(replace(thing, keys=thing.keys[:1])) | {
        "found_at": thing.found_at.isoformat(),
        "published": thing.published.isoformat(),
    }


def _message(row: Any) -> WatchMessage:
    things = tuple(
        WatchedThing(
            **one
            | {
                "what": Watched(one["what"]),
                "keys": tuple(one["keys"]),
                "outlets": tuple(one["outlets"]),
                "found_at": datetime.fromisoformat(one["found_at"]),
                "published": datetime.fromisoformat(one["published"]),
            }
        )
        for one in row["things"]
    )
    return WatchMessage(**dict(row) | {"things": things})
