"""The feeds of watches, asked of the warehouse, and as files beside the digest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from pipeline.errors import VerbatimError
from pipeline.settings.watches_file import Watch
from pipeline.store import StorePath, replaced_whole
from pipeline.warehouse.connection import reading
from pipeline.warehouse.run_rows import newest_start
from pipeline.warehouse.watched_things import watched_things
from pipeline.watches.watch_feeds import FORMATS, MAX_ENTRIES, WatchFeed
from pipeline.watches.watch_texts import question_text

GOES_BACK = timedelta(days=30)
"""How far a feed goes back from the newest run: a reader may be away for a holiday."""


def feed_of(engine: Engine, watch: Watch, address: str | None = None) -> WatchFeed:
    """The feed of a watch; `address` is that of the folder of the feeds, if it is known.

    Raises WarehouseError if the warehouse cannot be used.
    """
    with reading(engine) as connection:
        newest = newest_start(connection) or datetime.now(UTC)
    since = newest - GOES_BACK
    found = watched_things(engine, watch.question, since, newest=MAX_ENTRIES)
    return WatchFeed(
        key=watch.key,
        name=watch.name,
        question=question_text(watch.question),
        things=found.things,
        updated=newest,
        address=address,
    )


def write_feed(engine: Engine, watch: Watch, folder: StorePath) -> list[StorePath]:
    """Write the feed of a watch in all formats; gives their paths.

    Raises VerbatimError if the folder cannot be written to, WarehouseError if the warehouse cannot
    be used.
    """
    feed = feed_of(engine, watch)
    written: list[StorePath] = []
    for end, form in FORMATS.items():
        path = folder / f"{watch.key}.{end}"
        try:
            with replaced_whole(path) as file:
                file.write(form(feed))
        except OSError as error:
            raise VerbatimError(
                f"the feed {path} cannot be written: {error.strerror}; "
                "make room, or give leave there"
            ) from error
        written.append(path)
    return written


def remove_other_feeds(folder: StorePath, watches: Iterable[Watch]) -> None:
    """Remove the feeds of watches that are there no more, so that no reader waits at one."""
    kept = {f"{watch.key}.{end}" for watch in watches for end in FORMATS}
    for end in FORMATS:
        for path in folder.glob(f"*.{end}"):
            if path.name not in kept:
                path.unlink(missing_ok=True)
