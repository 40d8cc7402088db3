"""Watches: their feeds, and telling what they found."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from pipeline.errors import VerbatimError
from pipeline.runs.stages.common import StageError, VerdictError, opened_warehouse
from pipeline.settings.environment import Settings
from pipeline.settings.watches_file import Watch, load_watches, no_watches, watch_named
from pipeline.warehouse.watch_messages import forget_watches
from pipeline.watches.feed_files import remove_other_feeds, write_feed
from pipeline.watches.watch_delivery import Delivery, Sender, deliver

logger = logging.getLogger(__name__)


def begin_notifying(settings: Settings) -> list[str]:
    """Read the watches file; returns the keys of its watches.

    Watches and channels that are there no more begin anew if they ever come back. Raises
    SettingsError if the file cannot be used, WarehouseError if the warehouse cannot; where there
    are no watches, one that was never made is not missed.
    """
    watches = load_watches(settings)
    if not watches:
        logger.info("%s", no_watches(settings))
    kept = [(watch.key, channel) for watch in watches for channel in watch.channels]
    with opened_warehouse(settings) as engine:
        forget_watches(engine, kept)
    return [watch.key for watch in watches]


def write_feeds(settings: Settings) -> list[str]:
    """Write the feeds of all watches beside the digest; returns their paths.

    A feed that cannot be written does not hold up the others. Raises StageError that names those,
    SettingsError if the watches file cannot be used.
    """
    watches = load_watches(settings)
    folder = settings.watch_feeds_folder
    written, failures = [], []
    if watches:
        with opened_warehouse(settings) as engine:
            for watch in watches:
                try:
                    written += [str(path) for path in write_feed(engine, watch, folder)]
                except VerbatimError as error:
                    failures.append(f"{watch.key}: {error}")
    remove_other_feeds(folder, watches)
    if failures:
        raise StageError("; ".join(failures))
    if written:
        logger.info("feeds of %d watches are in %s", len(watches), folder)
    return written


def tell_watch(
    settings: Settings, key: str, senders_of: Callable[[Watch], Mapping[str, Sender]]
) -> None:
    """Tell by all channels of a watch what it found and did not tell yet.

    `senders_of` gives the senders of a watch by channel. Raises StageError if a message was not
    taken and trying again may help, VerdictError if it cannot, a message came to be in doubt or was
    refused for some of its recipients; the other channels are done before.
    """
    watch = watch_named(settings, key)
    senders = senders_of(watch)
    done: dict[str, Delivery] = {}
    with opened_warehouse(settings) as engine:
        for channel in watch.channels:
            done[channel] = deliver(engine, watch, channel, senders[channel])
    for channel, of in done.items():
        logger.info("%s: told %d by %s, in messages: %d", key, of.things, channel, of.sent)
    failed = {channel: of.not_taken for channel, of in done.items() if of.not_taken}
    sentences = [
        *(f"{key} by {channel}: {error}" for channel, error in failed.items()),
        *(doubt for of in done.values() for doubt in of.doubts),
        *(f"{key} by {channel}: {said}" for channel, of in done.items() for said in of.refusals),
    ]
    if sentences:
        again = any(error.again for error in failed.values())
        raise (StageError if again else VerdictError)("\n".join(sentences))
