"""Pauses between the requests to one host, kept by all processes of one home together.

    <home>/pacing/<host>.lock    held while a request is under way: one fetcher per host
    <home>/pacing/<host>.next    when the next request may begin

The pause is counted from the end of a response to the beginning of the next
request, so a site that is slow is not asked while it still works.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from filelock import FileLock

from pipeline.errors import VerbatimError

logger = logging.getLogger(__name__)

LONGEST_DELAY_SECONDS = 3600.0
"""A noted moment farther ahead is one of a clock that was wrong, and is not waited for."""


class RateLimitError(VerbatimError):
    """The pauses cannot be kept, so nobody is visited; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Delay:
    """How long a host is left alone between two requests, and who asked for it."""

    seconds: float
    asked_by: str


def longest(*pauses: Delay) -> Delay:
    """The pause to keep: the longest asked for; of equal ones the first."""
    return max(pauses, key=lambda delay: delay.seconds)


class Slot:
    """The right to send one request to a host."""

    def __init__(self, delay: Delay) -> None:
        self.delay_seconds = delay.seconds
        """Seconds for which the host is left alone afterwards."""

    def extend(self, seconds: float) -> None:
        """Leave the host alone for at least so long, because it asked for that."""
        self.delay_seconds = max(self.delay_seconds, min(seconds, LONGEST_DELAY_SECONDS))


class RateLimiter:
    """Gives out turns; as many processes as like may share a folder."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made with the first turn."""
        self._folder = folder

    @contextmanager
    def slot(self, host: str, delay: Delay) -> Iterator[Slot]:
        """Wait until the host may be asked, and keep everybody else from asking meanwhile.

        Raises RateLimitError if the folder cannot be written to.
        """
        name = quote(host, safe="")[:200]
        moment = self._folder / f"{name}.next"
        slot = Slot(delay)
        with self._lock(name):
            _wait(host, _read_moment(moment), delay)
            # noted before as well: the request may be the last thing that this process does
            self._note(moment, time.time() + delay.seconds)
            try:
                yield slot
            finally:
                self._note(moment, time.time() + slot.delay_seconds)

    def _lock(self, name: str) -> AbstractContextManager[object]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return FileLock(self._folder / f"{name}.lock").acquire()
        except OSError as error:
            raise self._unwritable(error) from error

    def _note(self, path: Path, moment: float) -> None:
        try:
            path.write_text(f"{moment:.3f}\n", encoding="ascii")
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> RateLimitError:
        return RateLimitError(
            f"{self._folder} cannot be written to ({error.strerror}), so the pauses between "
            "requests cannot be kept; make room there and clear the task, or start the command "
            "again"
        )


def _wait(host: str, moment: float, delay: Delay) -> None:
    seconds = moment - time.time()
    if 0 < seconds <= LONGEST_DELAY_SECONDS:
        logger.debug("%s: %.1f s until the next request (%s)", host, seconds, delay.asked_by)
        time.sleep(seconds)


def _read_moment(path: Path) -> float:
    """The moment that was noted last; 0 if there is none, or a process died while noting it."""
    try:
        moment = float(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0.0
    return moment if math.isfinite(moment) else 0.0
