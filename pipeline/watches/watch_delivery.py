"""Telling what a watch found: made, claimed, sent, noted (see `warehouse.watch_messages`)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Engine

from pipeline.errors import VerbatimError
from pipeline.settings.watches_file import Watch
from pipeline.warehouse.watch_messages import (
    WatchMessage,
    claim_message,
    make_messages,
    note_doubt,
    note_not_taken,
    note_taken,
    unsettled_messages,
)

logger = logging.getLogger(__name__)

BROKEN_OFF = "the process that sent it was broken off"


class NotTakenError(VerbatimError):
    """A message that was surely not taken; it waits to be sent again."""

    def __init__(self, why: str, *, again: bool) -> None:
        """`why` is a sentence; `again` says whether trying again soon may help."""
        super().__init__(why)
        self.again = again


Sender = Callable[[Watch, WatchMessage], str | None]
"""Sends a message; gives a sentence if some of those whom it was for will not have it. Raises
NotTakenError if it was surely not taken; after anything else that it raises nobody knows whether it
was."""


def now_in_utc() -> datetime:
    """The time now."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Delivery:
    """What became of the messages of a watch and a channel."""

    sent: int = 0
    things: int = 0
    """That the sent messages told."""
    not_taken: NotTakenError | None = None
    doubts: list[str] = field(default_factory=list)
    """A sentence for each message that came to be in doubt."""
    refusals: list[str] = field(default_factory=list)
    """A sentence for each message that was sent, and refused for some of its recipients."""


def deliver(
    engine: Engine,
    watch: Watch,
    channel: str,
    send: Sender,
    clock: Callable[[], datetime] = now_in_utc,
) -> Delivery:
    """Tell by a channel what a watch finds and did not tell yet, and what waits to be sent.

    May be killed anywhere and called again: no message is sent a second time. Raises WarehouseError
    if the warehouse cannot be used.
    """
    for note in make_messages(engine, watch.key, channel, watch.question, clock()):
        logger.warning("%s: %s", watch.key, note)
    done = Delivery()
    for message in unsettled_messages(engine, watch.key, channel):
        if message.is_in_doubt:
            _report(engine, message, done)
        elif done.not_taken is None and claim_message(engine, message.id, clock()):
            _send(engine, watch, message, send, done, clock)
    return done


def _send(  # noqa: PLR0917 - a message, and what sends it
    engine: Engine,
    watch: Watch,
    message: WatchMessage,
    send: Sender,
    done: Delivery,
    clock: Callable[[], datetime],
) -> None:
    """Send a message, and note what became of it."""
    try:
        refusal = send(watch, message)
    except NotTakenError as error:
        note_not_taken(engine, message.id, str(error))
        done.not_taken = error
    except Exception as error:  # whatever a server or the way to it does
        logger.warning("%s", error, exc_info=error)
        why = str(error) or type(error).__name__
        note_doubt(engine, message.id, why)
        done.doubts.append(_doubt(message, why))
    else:
        note_taken(engine, message.id, clock(), refusal)
        done.sent += 1
        done.things += len(message.things)
        if refusal:
            done.refusals.append(f"message {message.id}: {refusal}")


def _report(engine: Engine, message: WatchMessage, done: Delivery) -> None:
    """Tell of a message in doubt: as a failure the first time, afterwards in the log."""
    doubt = _doubt(message, message.failure or BROKEN_OFF)
    logger.warning("%s", doubt)
    if message.failure is None:
        note_doubt(engine, message.id, BROKEN_OFF)
        done.doubts.append(doubt)


def _doubt(message: WatchMessage, why: str) -> str:
    return (
        f"nobody knows whether message {message.id} of the watch {message.watch_key} by "
        f"{message.channel} arrived: {why}. It is not sent again by itself. Look whether it is "
        f"there, then: python -m pipeline watch settle {message.id} --arrived, or --resend"
    )
