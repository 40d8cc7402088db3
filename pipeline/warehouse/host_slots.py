"""Whose turn it is to ask a host, where several machines visit: the table `host_slot`.

A slot is leased: it is its holder's for some seconds, which the holder renews while it lives, so
that one whose machine is gone holds up a host for no longer. All times are those of the database,
so the clocks of the machines may differ. For PostgreSQL; what visits beside a SQLite file is one
machine, which keeps its delays in files.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from pipeline.warehouse.upgrades import make_if_empty
from pipeline.warehouse.warehouse_errors import translated_errors

LEASE_SECONDS = 30.0
"""How long a slot is held without being renewed: a few times what a process may be busy with
something else, and short for whoever takes up the visit of one that was killed."""

_NOW = "(clock_timestamp() AT TIME ZONE 'UTC')"

_CLAIM = text(
    f"""
    INSERT INTO host_slot AS slot (host, holder, held_until, next_request_at)
    SELECT
        asked.host,
        :holder,
        {_NOW} + :lease * interval '1 second',
        {_NOW} + asked.delay * interval '1 second'
    FROM unnest(CAST(:hosts AS text[]), CAST(:delays AS float8[])) AS asked (host, delay)
    ORDER BY asked.host
    ON CONFLICT (host) DO UPDATE SET
        holder = excluded.holder,
        held_until = excluded.held_until,
        next_request_at = excluded.next_request_at
    WHERE
        slot.held_until <= {_NOW}
        AND (
            slot.next_request_at <= {_NOW}
            OR slot.next_request_at > {_NOW} + :longest * interval '1 second'
        )
    RETURNING slot.host
    """  # noqa: S608 - only the expression of the time is put in
)
_LEFT = text(
    f"""
    SELECT host, extract(epoch FROM next_request_at - {_NOW}) AS seconds
    FROM host_slot
    WHERE host = ANY(CAST(:hosts AS text[]))
    """  # noqa: S608
)
# rows are locked in the order of their hosts, as a claim does: two machines that lock the same ones
# in different orders would wait for each other
_RELEASE = text(
    f"""
    WITH given AS (
        SELECT slot.host, named.delay
        FROM host_slot AS slot
        INNER JOIN unnest(CAST(:hosts AS text[]), CAST(:delays AS float8[])) AS named (host, delay)
            ON slot.host = named.host
        WHERE slot.holder = :holder
        ORDER BY slot.host
        FOR UPDATE OF slot
    )
    UPDATE host_slot SET
        held_until = {_NOW},
        next_request_at = greatest(
            host_slot.next_request_at, {_NOW} + given.delay * interval '1 second'
        )
    FROM given
    WHERE host_slot.host = given.host
    """  # noqa: S608
)
_RENEW = text(
    f"""
    WITH held AS (
        SELECT slot.host
        FROM host_slot AS slot
        WHERE slot.holder = :holder AND slot.held_until > {_NOW}
        ORDER BY slot.host
        FOR UPDATE
    )
    UPDATE host_slot SET held_until = {_NOW} + :lease * interval '1 second'
    FROM held
    WHERE host_slot.host = held.host
    """  # noqa: S608
)


@dataclass(frozen=True, slots=True)
class HostDelay:
    """A host, and for how long it is left alone between two requests."""

    host: str
    seconds: float


class HostSlots:
    """The slots of one process; safe to be used by several of its threads."""

    def __init__(self, engine: Engine, holder: str, *, longest_delay: float) -> None:
        """`holder` is called like no other; a delay that was noted longer is not believed."""
        self._engine = engine
        self._holder = holder
        self._longest_delay = longest_delay
        self._one_at_a_time = threading.Lock()
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        """Connect; in an empty database the tables are made. Raises WarehouseError."""
        make_if_empty(self._engine)
        with translated_errors(self._engine.url):
            self._connection = self._connected()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._disconnect()

    def claim(self, wanted: Sequence[HostDelay]) -> dict[str, float]:
        """Take the slots of hosts that are free; gives those that are not, all hosts different.

        Each with the seconds until its next request may begin: none or less for a host that is
        being asked. Raises WarehouseError.
        """
        asked = _columns(wanted) | {"lease": LEASE_SECONDS, "longest": self._longest_delay}
        taken = {row.host for row in self._execute(_CLAIM, asked)}
        others = [one.host for one in wanted if one.host not in taken]
        if not others:
            return {}
        left = {row.host: float(row.seconds) for row in self._execute(_LEFT, {"hosts": others})}
        return {host: left.get(host, 0.0) for host in others}

    def release(self, given_back: Sequence[HostDelay]) -> None:
        """Give slots back; each host is left alone from now on. Raises WarehouseError."""
        if given_back:
            self._execute(_RELEASE, _columns(given_back))

    def renew(self) -> None:
        """Hold all slots that are held for LEASE_SECONDS from now on. Raises WarehouseError."""
        self._execute(_RENEW, {"lease": LEASE_SECONDS})

    def _execute(self, statement: Any, values: dict[str, object]) -> list[Any]:
        with self._one_at_a_time, translated_errors(self._engine.url):
            if self._connection is None:
                self._connection = self._connected()
            try:
                result = self._connection.execute(statement, values | {"holder": self._holder})
                return list(result) if result.returns_rows else []
            except DBAPIError:
                # it may be lost: the next statement gets another one
                self._disconnect()
                raise

    def _connected(self) -> Connection:
        return self._engine.execution_options(isolation_level="AUTOCOMMIT").connect()

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _columns(some: Sequence[HostDelay]) -> dict[str, object]:
    return {"hosts": [one.host for one in some], "delays": [one.seconds for one in some]}
