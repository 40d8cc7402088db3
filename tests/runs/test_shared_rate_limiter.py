"""Machines that share a warehouse on PostgreSQL leave a host alone between their requests."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial

import pytest
from sqlalchemy import make_url, text

from pipeline import warehouse
from pipeline.acquire import Delay, RateLimiter, RateLimitError
from pipeline.acquire.reasons import NotFetched
from pipeline.runs.locks import LockedError, locked
from pipeline.runs.shared_rate_limiter import WarehouseRateLimiter, rate_limiter_of
from pipeline.settings.environment import Settings
from pipeline.warehouse import LEASE_SECONDS, HostDelay, HostSlots, WarehouseError

HOST = "www.courier.example"


@pytest.fixture
def shared(settings: Settings, postgres_warehouses: Iterator[str]) -> Settings:
    """Settings with an empty warehouse on PostgreSQL."""
    return settings.model_copy(update={"warehouse": next(postgres_warehouses)})


@pytest.fixture
def slots(shared: Settings) -> Iterator[HostSlots]:
    with (
        warehouse.opened(shared.warehouse_url) as engine,
        HostSlots(engine, "one", longest_delay=3600) as slots,
    ):
        yield slots


@asynccontextmanager
async def two_machines(settings: Settings) -> AsyncIterator[tuple[RateLimiter, RateLimiter]]:
    async with rate_limiter_of(settings) as one, rate_limiter_of(settings) as other:
        yield one, other


def expire(settings: Settings) -> None:
    """Let the time of all leases pass."""
    with warehouse.opened(settings.warehouse_url) as engine, engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE host_slot SET held_until = held_until - :lease * interval '1 s', "
                "next_request_at = next_request_at - :lease * interval '1 s'"
            ),
            {"lease": LEASE_SECONDS},
        )


def test_two_machines_never_ask_a_host_closer_than_its_delay(shared: Settings) -> None:
    ended = [-1.0]
    pauses: list[float] = []

    async def ask(limiter: RateLimiter) -> None:
        async with limiter.slot(HOST, Delay(0.2, "its robots.txt")):
            pauses.append(time.monotonic() - ended[-1])
            await asyncio.sleep(0.05)
            ended.append(time.monotonic())

    async def ask_all() -> None:
        async with two_machines(shared) as limiters:
            await asyncio.gather(*(ask(limiters[n % 2]) for n in range(8)))

    asyncio.run(ask_all())
    assert len(pauses) == 8
    assert min(pauses) >= 0.2


def test_hosts_are_asked_at_the_same_time(shared: Settings) -> None:
    async def ask(limiter: RateLimiter, host: str, together: asyncio.Barrier) -> None:
        async with limiter.slot(host, Delay(60, "nobody")):
            await together.wait()

    async def ask_all() -> None:
        together = asyncio.Barrier(40)
        async with two_machines(shared) as limiters:
            await asyncio.wait_for(
                asyncio.gather(
                    *(ask(limiters[n % 2], f"{n}.example", together) for n in range(40))
                ),
                timeout=60,
            )

    asyncio.run(ask_all())


def test_a_longer_delay_that_a_host_asked_for_holds_for_all(shared: Settings) -> None:
    async def ask() -> float:
        async with two_machines(shared) as (one, other):
            async with one.slot(HOST, Delay(0, "nobody")) as slot:
                slot.extend(1.0)
            began = time.monotonic()
            async with other.slot(HOST, Delay(0, "nobody")):
                return time.monotonic() - began

    assert asyncio.run(ask()) >= 0.9


def test_a_host_that_asked_for_hours_is_not_waited_for(shared: Settings) -> None:
    async def ask() -> None:
        async with rate_limiter_of(shared) as one, one.slot(HOST, Delay(0, "nobody")) as slot:
            slot.extend(7300)
        async with rate_limiter_of(shared) as other, other.slot(HOST, Delay(0, "nobody")):
            pass

    with pytest.raises(NotFetched, match=f"{HOST} asked an earlier visit to be left alone"):
        asyncio.run(ask())


def test_a_slot_that_is_held_is_nobody_elses_until_its_lease_ends(
    slots: HostSlots, shared: Settings
) -> None:
    with (
        warehouse.opened(shared.warehouse_url) as engine,
        HostSlots(engine, "two", longest_delay=3600) as others,
    ):
        wanted = [HostDelay(HOST, 0.0)]
        assert slots.claim(wanted) == {}
        assert others.claim(wanted)[HOST] <= 0
        slots.renew()
        # whose machine is gone does not renew it
        expire(shared)
        assert others.claim(wanted) == {}
        # what the first one says of it now counts no more
        slots.release([HostDelay(HOST, 0.0)])
        assert HOST in slots.claim(wanted)


def test_a_time_far_ahead_is_that_of_a_wrong_clock(slots: HostSlots) -> None:
    assert slots.claim([HostDelay(HOST, 7200.0)]) == {}
    slots.release([HostDelay(HOST, 7200.0)])
    assert slots.claim([HostDelay(HOST, 0.0)]) == {}


def test_a_database_that_is_gone_stops_the_visit_in_a_sentence(shared: Settings) -> None:
    named = make_url(shared.warehouse_url).update_query_dict({"application_name": "visit"})
    ended = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'visit'"
    )

    async def ask() -> None:
        with (
            warehouse.opened(named.render_as_string(hide_password=False)) as engine,
            HostSlots(engine, "one", longest_delay=3600) as slots,
            warehouse.opened(shared.warehouse_url) as elsewhere,
        ):
            async with WarehouseRateLimiter(slots) as limiter:
                with elsewhere.begin() as connection:
                    assert connection.scalar(ended)
                async with limiter.slot(HOST, Delay(0, "nobody")):
                    pass

    with pytest.raises(RateLimitError, match="the delays between requests cannot be kept"):
        asyncio.run(ask())


def test_a_connection_that_was_lost_is_made_anew(slots: HostSlots, shared: Settings) -> None:
    ended = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND query LIKE '%INTO host_slot%'"
    )
    slots.claim([HostDelay(HOST, 0.0)])
    with warehouse.opened(shared.warehouse_url) as engine, engine.begin() as connection:
        assert connection.scalar(ended)
    with pytest.raises(WarehouseError):
        slots.renew()
    assert HOST in slots.claim([HostDelay(HOST, 0.0), HostDelay("other.example", 0.0)])
    slots.release([HostDelay(HOST, 0.0)])
    assert slots.claim([HostDelay(HOST, 0.0)]) == {}


@pytest.mark.parametrize("what", ["renew", "release"])
def test_hosts_are_locked_in_one_order(what: str, slots: HostSlots, shared: Settings) -> None:
    first, last = HostDelay("a.example", 0.0), HostDelay("b.example", 0.0)
    # they lie in the other order in the table
    slots.claim([last])
    slots.claim([first])
    lock = text("SELECT host FROM host_slot WHERE host = :host FOR UPDATE NOWAIT")
    waits = text(
        "SELECT count(*) FROM pg_stat_activity AS one "
        "WHERE pg_backend_pid() = ANY(pg_blocking_pids(one.pid))"
    )
    with (
        warehouse.opened(shared.warehouse_url) as engine,
        ThreadPoolExecutor() as threads,
        engine.begin() as connection,
    ):
        connection.execute(lock, {"host": first.host})
        changed = threads.submit(
            slots.renew if what == "renew" else partial(slots.release, [last, first])
        )
        while not connection.scalar(waits):
            assert not changed.done()
        # who waits for the first host has no other yet
        assert connection.scalar(lock, {"host": last.host}) == last.host
        connection.rollback()
        changed.result()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_one_process_at_a_time_has_a_lock(
    kind: str, settings: Settings, request: pytest.FixtureRequest
) -> None:
    used: Settings = request.getfixturevalue("shared") if kind == "postgresql" else settings
    with locked(used, "visit a/b"):
        with pytest.raises(LockedError), locked(used, "visit a/b"):
            pass
        with locked(used, "another"):
            pass
    with locked(used, "visit a/b", waits=True):
        pass
