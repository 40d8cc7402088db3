"""Delays between the requests to one host, kept by all processes of one machine together.

    <home>/pacing/<host>.next    when the next request may begin; locked while one is under way

The delay is counted from the end of a response to the beginning of the next
request, so a site that is slow is not asked while it still works. The lock of a
host is held for a request alone, not while its next one is waited for.
"""

from __future__ import annotations

import asyncio
import fcntl
import logging
import math
import os
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from pipeline.acquire.reasons import NotFetched, Reason
from pipeline.errors import VerbatimError
from pipeline.settings.environment import LONGEST_DELAY_SECONDS

logger = logging.getLogger(__name__)

LONGEST_WISH_SECONDS = 86_400.0
"""For which a host is left alone where it asks for more (Retry-After): visits are daily. A moment
that is noted farther ahead was noted by a clock that was wrong, and is not minded."""

LONG_WAIT_SECONDS = 60.0
"""A wait that is longer than this is told to who did not ask for details, too."""

MAX_SLOTS = 250
"""Requests under way at once. Each takes two of the 1,024 files that a process may usually have
open: its connection and its note."""

NOTE_BYTES = 21
"""Of a note: seconds since 1970 with six decimals, and the end of the line."""

POLL_SECONDS = 0.05
"""Between two looks at a host that another process is asking. Small beside any delay that is
polite, and a try costs some microseconds."""


class RateLimitError(VerbatimError):
    """The delays cannot be kept, so no site is visited; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Delay:
    """How long a host is left alone between two requests, and who asked for it."""

    seconds: float
    asked_by: str


def longest(*delays: Delay) -> Delay:
    """The delay to keep: the longest asked for; of equal ones the first."""
    return max(delays, key=lambda delay: delay.seconds)


class Slot:
    """The right to send one request to a host."""

    def __init__(self, delay: Delay) -> None:
        self.delay_seconds = delay.seconds
        """Seconds for which the host is left alone afterwards."""

    def extend(self, seconds: float) -> None:
        """Leave the host alone for at least so long, because it asked for that."""
        self.delay_seconds = max(self.delay_seconds, min(seconds, LONGEST_WISH_SECONDS))


def _nothing_against_it() -> None:
    """Whoever asks for a slot always wants it."""


class RateLimiter(ABC):
    """Gives out slots to the tasks of one process."""

    def __init__(self) -> None:
        self._free_slots = asyncio.Semaphore(MAX_SLOTS)
        self._hosts: dict[str, asyncio.Lock] = {}
        self._asked_last: dict[str, float] = {}
        """When a host was asked last, in seconds of time.monotonic()."""

    @asynccontextmanager
    async def slot(
        self, host: str, delay: Delay, check: Callable[[], None] = _nothing_against_it
    ) -> AsyncIterator[Slot]:
        """Wait until the host may be asked, and keep everybody else from asking meanwhile.

        `check` is called before the wait for the host, when nobody else of this process waits for
        it any more, and after it; what it raises is raised.

        Raises NotFetched (left-alone) if the host asked an earlier visit for a pause that is too
        long to be waited for; RateLimitError if the delays cannot be kept.
        """
        async with self._hosts.setdefault(host, asyncio.Lock()):
            check()
            # what was noted after the last request may be less: the delay that a robots.txt asks
            # for is known only once it was read
            before = self._asked_last.get(host, -math.inf)
            await wait_for(host, before + delay.seconds - time.monotonic(), delay)
            async with self._turn(host, delay) as slot:
                check()
                try:
                    yield slot
                finally:
                    self._asked_last[host] = time.monotonic()

    @abstractmethod
    def _turn(self, host: str, delay: Delay) -> AbstractAsyncContextManager[Slot]:
        """A slot that no other process has; in this one, nobody else waits for the host.

        A request under way takes one of the `_free_slots`.
        """


class FileRateLimiter(RateLimiter):
    """Slots of one machine, noted in files: many processes may share a folder."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made with the first slot; the delays are not kept if it cannot be written."""
        super().__init__()
        self._folder = folder

    @asynccontextmanager
    async def _turn(self, host: str, delay: Delay) -> AsyncIterator[Slot]:
        slot = Slot(delay)
        async with self._note_in_turn(host, delay) as note:
            # noted before as well: the request may be the last thing that this process does
            self._write(note, delay.seconds)
            try:
                yield slot
            finally:
                self._write(note, slot.delay_seconds)

    @asynccontextmanager
    async def _note_in_turn(self, host: str, delay: Delay) -> AsyncIterator[int]:
        """The note of a host, open and locked, from the moment on when its time has come."""
        path = self._folder / f"{quote(host, safe='')[:200]}.next"
        while True:
            await wait_for(host, _seconds_left(_content(path)), delay)
            async with self._free_slots:
                note = self._open(path)
                try:
                    if _locked(note):
                        # another process may have been faster
                        if _seconds_left(os.pread(note, NOTE_BYTES, 0)) <= 0:
                            yield note
                            return
                        continue
                finally:
                    # which unlocks it as well
                    os.close(note)
            await asyncio.sleep(POLL_SECONDS)

    def _open(self, path: Path) -> int:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise self._unwritable(error) from error

    def _write(self, note: int, seconds: float) -> None:
        """Note that the next request may begin in so many seconds."""
        # of one length, so that the whole of what was noted before is written over
        moment = f"{time.time() + seconds:0{NOTE_BYTES - 1}.6f}\n".encode("ascii")
        try:
            os.pwrite(note, moment, 0)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> RateLimitError:
        return RateLimitError(
            f"{self._folder} cannot be written to ({error.strerror}), so the delays between "
            "requests cannot be kept; make room there and clear the task, or start the command "
            "again"
        )


def _locked(note: int) -> bool:
    """Lock a note, if no other process has; the lock of a process that dies is free again."""
    try:
        fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _content(path: Path) -> bytes:
    """What a note says; nothing if there is none."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _seconds_left(content: bytes) -> float:
    """Seconds until the moment that was noted last.

    0 or less if it is over, if there is none, if a process died while noting it, or if it cannot
    be right.
    """
    try:
        seconds = float(content.partition(b"\n")[0]) - time.time()
    except ValueError:
        return 0.0
    return seconds if math.isfinite(seconds) and seconds <= LONGEST_WISH_SECONDS else 0.0


async def wait_for(host: str, seconds: float, delay: Delay) -> None:
    """Wait so long for a host, and say so where that is longer than its usual delay.

    Raises NotFetched (left-alone) if it is longer than any delay: then the host asked for it.
    """
    if seconds <= 0:
        return
    if seconds > LONGEST_DELAY_SECONDS:
        until = datetime.now(UTC) + timedelta(seconds=seconds)
        raise NotFetched(
            Reason.LEFT_ALONE,
            f"not asked for: {host} asked an earlier visit to be left alone (Retry-After), "
            f"until {until:%Y-%m-%d %H:%M} UTC",
        )
    if seconds > delay.seconds + 1:
        logger.log(
            logging.WARNING if seconds > LONG_WAIT_SECONDS else logging.INFO,
            "%s: waiting %.0f s until the next request, as an earlier request noted (the usual "
            "delay is %g s)",
            host,
            seconds,
            delay.seconds,
        )
    await asyncio.sleep(seconds)
