"""Delays between the requests to one host, kept by all machines that share a warehouse."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from types import TracebackType
from typing import Self
from uuid import uuid4

from pipeline import warehouse
from pipeline.acquire import (
    LONGEST_WISH_SECONDS,
    Delay,
    FileRateLimiter,
    GroupCommit,
    RateLimiter,
    RateLimitError,
    Slot,
    wait_for,
)
from pipeline.runs.locks import is_shared
from pipeline.settings.environment import Settings
from pipeline.warehouse import LEASE_SECONDS, HostDelay, HostSlots, WarehouseError

POLL_SECONDS = 0.25
"""Between two looks at a host that another machine is asking: small beside any delay that is
polite, and the database answers all that is asked for at one time by one statement."""

_Claim = tuple[HostDelay, bool]
"""A host, and whether its slot is asked for; else it is given back."""


@asynccontextmanager
async def rate_limiter_of(settings: Settings) -> AsyncIterator[RateLimiter]:
    """The rate limiter that the settings ask for. Raises WarehouseError."""
    if not is_shared(settings):
        yield FileRateLimiter(settings.home / "pacing")
        return
    with (
        warehouse.opened(settings.warehouse_url) as engine,
        HostSlots(engine, str(uuid4()), longest_delay=LONGEST_WISH_SECONDS) as slots,
    ):
        async with WarehouseRateLimiter(slots) as shared:
            yield shared


class WarehouseRateLimiter(RateLimiter):
    """Slots noted in a warehouse on PostgreSQL; see `pipeline.warehouse.host_slots`.

    What many tasks ask for at one time is one statement.
    """

    def __init__(self, slots: HostSlots) -> None:
        """`slots` are of this process alone, and connected."""
        super().__init__()
        self._slots = slots
        self._asking: GroupCommit[_Claim, float | None] = GroupCommit(self._ask)
        self._renewing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._renewing = asyncio.create_task(self._renew())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._renewing:
            self._renewing.cancel()
            with suppress(asyncio.CancelledError):
                await self._renewing
        await self._asking.__aexit__(kind, error, trace)

    @asynccontextmanager
    async def _turn(self, host: str, delay: Delay) -> AsyncIterator[Slot]:
        slot = Slot(delay)
        while True:
            async with self._free_slots:
                seconds = await self._submit(HostDelay(host, delay.seconds), is_claim=True)
                if seconds is None:
                    try:
                        yield slot
                    finally:
                        given_back = HostDelay(host, slot.delay_seconds)
                        await self._submit(given_back, is_claim=False)
                    return
            await wait_for(host, max(seconds, POLL_SECONDS), delay)

    async def _submit(self, wanted: HostDelay, *, is_claim: bool) -> float | None:
        try:
            return await self._asking.submit((wanted, is_claim))
        except WarehouseError as error:
            raise RateLimitError(
                f"the delays between requests cannot be kept, as the warehouse fails: {error}"
            ) from error

    def _ask(self, some: Sequence[_Claim]) -> list[float | None]:
        """For each host whose slot is not free the seconds until it may be; None for all others."""
        self._slots.release([wanted for wanted, is_claim in some if not is_claim])
        claims = [wanted for wanted, is_claim in some if is_claim]
        left = self._slots.claim(claims) if claims else {}
        return [left.get(wanted.host) if is_claim else None for wanted, is_claim in some]

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(LEASE_SECONDS / 3)
            # where it fails, the next claim does, and says why
            with suppress(WarehouseError):
                await asyncio.to_thread(self._slots.renew)
