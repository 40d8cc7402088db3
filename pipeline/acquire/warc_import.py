"""Pages taken from WARC files of others into the archive: Common Crawl's, Browsertrix's, wget's.

The records of pages are copied byte for byte, so a copy can be compared with what it was taken
from; what else a file holds is left behind. A file is read from its beginning to its end and is
never in memory as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from pipeline.acquire.archive_index import FoundPage, PageReading, Unassigned
from pipeline.acquire.archive_writer import ArchiveError, ArchiveWriter
from pipeline.acquire.reasons import Reason
from pipeline.acquire.warc_records import Damage, UnusableWarcFile, stored_records
from pipeline.acquire.warc_serialisation import Copied
from pipeline.records import Capture, Rejection
from pipeline.settings.environment import Source

BATCH_BYTES = 8_000_000
"""Of the records that are written, and put on disk, at once: some hundred pages."""

KnownRecords = Callable[[Collection[str]], Collection[str]]
"""Those of some ids of records that were imported before."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pages of a file are taken."""

    sources: tuple[Source, ...]
    """Only pages of their hosts."""
    languages: frozenset[str] = frozenset()
    """ISO 639-1; a page that declares another one is left. Empty: of any language."""
    since: datetime | None = None
    """Of the capture."""
    until: datetime | None = None

    def takes(self, page: FoundPage) -> bool:
        """Whether a page of one of the sources is taken."""
        at = page.capture.fetched_at
        if (self.since and at < self.since) or (self.until and at > self.until):
            return False
        return not self.languages or page.language is None or page.language in self.languages


@dataclass
class LeftBehind:
    """What was not taken of a file."""

    known: int = 0
    """Pages that were imported before."""
    unwanted: int = 0
    """Pages of the sources, of other days or languages."""
    other_hosts: Counter[str] = field(default_factory=Counter)
    """Pages of hosts that belong to none of the sources."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """A page to be taken, and where its record lies in the file."""

    capture: Capture
    offset: int
    length: int


class WarcImport:
    """The import of one file."""

    def __init__(
        self,
        path: Path,
        imported_from: str,
        *,
        wanted: Wanted,
        archive: ArchiveWriter,
        known: KnownRecords,
        taken: Collection[str] = (),
    ) -> None:
        """`imported_from` is what the file is called in the warehouse.

        `taken` are the ids of the records that an earlier try took.
        """
        self._taken = taken
        self.left = LeftBehind()
        self._path = path
        self._imported_from = imported_from
        self._wanted = wanted
        self._archive = archive
        self._known = known

    def take(self) -> Iterator[Capture | Rejection]:
        """Take the wanted pages; each is on disk before its capture is yielded.

        A part that cannot be read is a rejection, and reading goes on behind it. Importing a file
        again, or after a kill, takes what is missing.

        Raises UnusableWarcFile for a file that holds no records, ArchiveError if it cannot be read
        or the archive cannot be written to.
        """
        reading = PageReading(self._imported_from, self._wanted.sources, is_ours=False)
        waiting: list[_Taken] = []
        waiting_bytes = 0
        seen: set[str] = set()
        has_records = False
        try:
            for stored in stored_records(self._path, self._imported_from):
                if isinstance(stored, Damage):
                    yield self._damaged(stored)
                    continue
                has_records = True
                match reading.take(stored):
                    case Damage() as damage:
                        yield self._damaged(damage)
                    case Unassigned(host):
                        self.left.other_hosts[host] += 1
                    case FoundPage(Capture(record_id=twice)) if twice in seen:
                        detail = "the record has the WARC-Record-ID of an earlier one"
                        yield self._damaged(Damage(detail, stored.offset))
                    case FoundPage(Capture(record_id=before)) if before in self._taken:
                        seen.add(before)
                    case FoundPage() as page if self._wanted.takes(page):
                        seen.add(page.capture.record_id)
                        waiting.append(_Taken(page.capture, stored.offset, stored.length))
                        waiting_bytes += stored.length
                    case FoundPage():
                        self.left.unwanted += 1
                if waiting_bytes >= BATCH_BYTES:
                    yield from self._copied(waiting)
                    waiting, waiting_bytes = [], 0
            yield from self._copied(waiting)
        except OSError as error:
            raise ArchiveError(f"{self._path} cannot be read: {error.strerror}") from error
        if not has_records:
            raise UnusableWarcFile(
                f"{self._imported_from} has no record of a WARC file: it is empty, or of another "
                "format; of an older ARC file the command warcio recompress makes one"
            )

    def _damaged(self, damage: Damage) -> Rejection:
        where = f"{self._imported_from} at {damage.offset}"
        return Rejection("fetch", where, Reason.WARC_DAMAGED, damage.detail)

    def _copied(self, taken: Sequence[_Taken]) -> Iterator[Capture]:
        """Archive the records of pages that were not imported before."""
        before = set(self._known([one.capture.record_id for one in taken])) if taken else set()
        new = [one for one in taken if one.capture.record_id not in before]
        self.left.known += len(taken) - len(new)
        if not new:
            return
        with self._path.open("rb") as file:
            copies = [self._copy(file, one) for one in new]
        for one, position in zip(new, self._archive.append_copies(copies), strict=True):
            yield replace(
                one.capture,
                warc_file=position.warc_file,
                warc_offset=position.warc_offset,
                imported_from=self._imported_from,
            )

    def _copy(self, file: BinaryIO, taken: _Taken) -> Copied:
        file.seek(taken.offset)
        capture = taken.capture
        return Copied(
            file.read(taken.length),
            capture.record_id,
            capture.source,
            capture.url_asked,
            self._imported_from,
        )
