"""Group commit: what many tasks write to one file is put on disk together.

To be sure that a record is on disk takes some milliseconds, whether it is one
record or a hundred. So one thread writes; what is handed in while it is busy waits,
and is written next, all at once. Nobody goes on before what they handed in is on disk.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Generic, Self, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class GroupCommit(Generic[Item, Result]):
    """Writes items that come from many tasks of an event loop; to be used in `async with`."""

    def __init__(
        self, write: Callable[[Sequence[Item]], Sequence[Result]], seconds_between: float = 0.0
    ) -> None:
        """`write` puts items on disk, all or none, and gives back one result for each.

        It is called at most once in `seconds_between`, where each call has its price.
        """
        self._write = write
        self._seconds_between = seconds_between
        self._last_began = -math.inf
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._writing:
            await self._writing

    async def submit(self, item: Item) -> Result:
        """Write an item; it is on disk when this returns. Raises what `write` raises."""
        written: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, written))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        return await written

    async def _write_all(self) -> None:
        while self._waiting:
            await asyncio.sleep(self._last_began + self._seconds_between - time.monotonic())
            self._last_began = time.monotonic()
            batch, self._waiting = self._waiting, []
            items = [item for item, _ in batch]
            try:
                results = await asyncio.to_thread(self._write, items)
            except Exception as error:  # noqa: BLE001  # whatever it is, those who wait get it
                for _, written in batch:
                    if not written.done():
                        written.set_exception(error)
            else:
                for (_, written), result in zip(batch, results, strict=True):
                    # whoever was cancelled waits no more
                    if not written.done():
                        written.set_result(result)
        self._writing = None
