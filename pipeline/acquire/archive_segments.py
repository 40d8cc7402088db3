"""The WARC files of the archive while they are written: segments.

On a disk a segment is a file that one process made and only appends to. A task that is tried again
begins a new one, so that nothing that was acknowledged can be harmed by it; a record that a killed
process left unfinished at its end harms none before it. If the disk is full, the segment is cut
back to its last whole record.

Nothing can be appended to an object of an object store. There a segment is what was to be written
at one time: it comes into being whole, by one request, or not at all.
"""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from pipeline.store import StorePath, write_once

MAX_SEGMENT_BYTES = 1_000_000_000
"""The size that archives commonly give a WARC file; the next record goes to a new one."""

Beginning = Callable[[str, bool], list[bytes]]
"""The packed records that a segment begins with, by the name of its file and whether it is whole
with what is written now."""


class Segments(Protocol):
    """The segments of one process."""

    def append(self, groups: Iterable[list[bytes]], beginning: Beginning) -> tuple[str, list[int]]:
        """Write groups of packed records, all or none; they are kept for good when this returns.

        Gives the path of the file, relative to the archive folder, and the offset of each group.
        Raises OSError.
        """

    def close(self) -> None:
        """Append no more to what was written."""


def segments_in(folder: StorePath, warc_name: str) -> Segments:
    """New segments in an archive folder; `warc_name` begins their names."""
    if isinstance(folder, Path):
        return _FileSegments(folder, warc_name)
    return _ObjectSegments(folder, warc_name)


def _day_folder() -> str:
    return f"{datetime.now(UTC):%Y/%m/%d}"


def _joined(groups: Iterable[list[bytes]], start: int) -> tuple[memoryview, list[int]]:
    """Groups one behind the other, and where each begins if the first does at `start`."""
    buffer = io.BytesIO()
    offsets = []
    for records in groups:
        offsets.append(start + buffer.tell())
        buffer.writelines(records)
    return buffer.getbuffer(), offsets


class _ObjectSegments:
    """Segments on an object store: one for each time that something is written."""

    def __init__(self, folder: StorePath, warc_name: str) -> None:
        self._folder = folder
        # segments of an earlier try, or of another machine, are called otherwise
        self._name = f"{warc_name}-{secrets.token_hex(4)}"
        self._number = 0

    def append(self, groups: Iterable[list[bytes]], beginning: Beginning) -> tuple[str, list[int]]:
        file_name = f"{self._name}-{self._number:05d}.warc.gz"
        first = beginning(file_name, True)
        content, offsets = _joined(groups, sum(map(len, first)))
        name = f"{_day_folder()}/{file_name}"
        write_once(self._folder / name, b"".join(first) + content)
        self._number += 1
        return name, offsets

    def close(self) -> None:
        """Each is whole as it is."""


class _FileSegments:
    """Segments on a disk: one is appended to until it is large."""

    def __init__(self, folder: Path, warc_name: str) -> None:
        self._folder = folder
        self._name = warc_name
        self._segment: _SegmentFile | None = None

    def append(self, groups: Iterable[list[bytes]], beginning: Beginning) -> tuple[str, list[int]]:
        if self._segment is None or self._segment.size >= MAX_SEGMENT_BYTES:
            self.close()
            self._segment = _SegmentFile(self._folder, self._name, beginning)
        return self._segment.name, self._segment.append(groups)

    def close(self) -> None:
        if self._segment:
            self._segment.close()
            self._segment = None


class _SegmentFile:
    """One WARC file, made by this process."""

    def __init__(self, folder: Path, warc_name: str, beginning: Beginning) -> None:
        day = folder / _day_folder()
        day.mkdir(parents=True, exist_ok=True)
        number = 0
        while True:
            path = day / f"{warc_name}-{number:05d}.warc.gz"
            try:
                # unbuffered: what a failed write leaves behind is on disk, where it can be cut off
                self._file = path.open("xb", buffering=0)
            except FileExistsError:
                number += 1
            else:
                break
        self.name = path.relative_to(folder).as_posix()
        self.size = 0
        _sync_folder(day)
        try:
            self.append([beginning(path.name, False)])
        except OSError:
            self.close()
            path.unlink()
            raise

    def append(self, groups: Iterable[list[bytes]]) -> list[int]:
        """Write groups of packed records, all or none; returns the offset of each group.

        Raises OSError.
        """
        remaining, offsets = _joined(groups, self.size)
        try:
            while remaining:
                remaining = remaining[self._file.write(remaining) :]
            os.fsync(self._file.fileno())
        except OSError:
            self._file.seek(self.size)
            self._file.truncate()
            raise
        self.size = self._file.tell()
        return offsets

    def close(self) -> None:
        self._file.close()


def _sync_folder(folder: Path) -> None:
    """Put the name of a new file on disk; syncing the file alone does not."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
