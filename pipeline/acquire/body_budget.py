"""How much memory the bodies of a visit may take together.

Hundreds of hosts answer at once, and most of their pages are small. A body that
is small costs nothing; before one grows, and before it is decoded, as much as it
may become is reserved, and it waits if others hold too much.
"""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self


class BodyBudget:
    """So many bytes, of which bodies reserve their share in the order in which they ask."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._free = total
        self._first_in_line = asyncio.Lock()
        self._released = asyncio.Event()

    def reservation(self) -> Reservation:
        """A reservation of nothing yet; to be used in `async with`."""
        return Reservation(self)

    async def take(self, size: int) -> int:
        """Wait until so many bytes are free, and take them; of more than all, all."""
        size = min(size, self._total)
        async with self._first_in_line:
            while self._free < size:
                self._released.clear()
                await self._released.wait()
            self._free -= size
        return size

    def give_back(self, size: int) -> None:
        """Free what was taken."""
        self._free += size
        self._released.set()


class Reservation:
    """The share of one address: held from its body until nobody needs that any more."""

    def __init__(self, budget: BodyBudget) -> None:
        self._budget = budget
        self._held = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    async def reserve(self, size: int) -> None:
        """Wait for so many bytes, unless some are held already."""
        if not self._held:
            self._held = await self._budget.take(size)

    def shrink(self, size: int) -> None:
        """Hold no more than so many bytes from now on."""
        if self._held > size:
            self._budget.give_back(self._held - size)
            self._held = size

    def release(self) -> None:
        """Hold nothing any more."""
        self.shrink(0)
