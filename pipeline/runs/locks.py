"""Locks between processes: in the warehouse where machines share one, else in files.

Whoever shares a warehouse on PostgreSQL shares its locks and the delays between requests. A SQLite
file has one machine, which keeps both in files of its home.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout
from sqlalchemy import make_url

from pipeline import warehouse
from pipeline.errors import VerbatimError
from pipeline.settings.environment import Settings

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
"""What a lock's name may have and the name of a file may not."""


class LockedError(VerbatimError):
    """Another process has a lock."""


def is_shared(settings: Settings) -> bool:
    """Whether other machines may use the same warehouse."""
    return make_url(settings.warehouse_url).get_backend_name() == "postgresql"


@contextmanager
def locked(settings: Settings, name: str, *, waits: bool = False) -> Iterator[None]:
    """Hold a lock; it is free again as soon as its holder is gone, however that ended.

    Raises LockedError if another process has it and this one does not wait, WarehouseError or
    OSError if it cannot be had at all.
    """
    if is_shared(settings):
        with (
            warehouse.opened(settings.warehouse_url) as engine,
            warehouse.shared_lock(engine, name, waits=waits) as is_held,
        ):
            if not is_held:
                raise LockedError(f"another process has the lock {name}")
            yield
        return
    folder = settings.home / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / _UNSAFE.sub("-", name), timeout=-1 if waits else 0)
    try:
        lock.acquire()
    except Timeout as error:
        raise LockedError(f"another process has the lock {name}") from error
    try:
        yield
    finally:
        lock.release()
