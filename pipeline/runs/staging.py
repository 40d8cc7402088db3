"""Staged records: what one task leaves on disk for the next.

Between tasks travel paths, never pages, so every stage writes its records to a
file of JSON lines and hands on where it is. Two kinds of file:

- a *staged file* is written whole or not at all (`write_records`), and written
  anew when its task runs again;
- a *journal* grows record by record, each on disk before the next is begun
  (`Journal`), for work that must not be done twice, such as asking a news site
  for a page. A line that a killed process left unfinished is cut off when the
  journal is opened again: its record was never acknowledged.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from pydantic import TypeAdapter, ValidationError

from pipeline.errors import VerbatimError, exhausted
from pipeline.store import StorePath, reaching, read_all, replaced_whole, write_once

Record = TypeVar("Record")

_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}
"""Made once for each kind of record, as making them takes longer than using them."""


class StagingError(VerbatimError):
    """A staged file that is missing, unreadable or cannot be written; the message says the way."""


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def _line(record: object) -> bytes:
    body = _adapter(type(record)).dump_json(record)
    return b'{"type":"' + type(record).__name__.encode() + b'","record":' + body + b"}\n"


def _records(
    lines: Iterable[bytes], path: StorePath, kinds: tuple[type[Any], ...]
) -> Iterator[Any]:
    by_name = {kind.__name__: kind for kind in kinds}
    for number, line in enumerate(lines, start=1):
        try:
            wrapped = json.loads(line)
            kind = by_name[wrapped["type"]]
            yield _adapter(kind).validate_python(wrapped["record"])
        except (ValueError, KeyError, TypeError, ValidationError) as error:
            raise StagingError(
                f"{path}, line {number} is no {' or '.join(by_name)} of this version "
                f"({type(error).__name__}); clear the task that wrote it and run it again"
            ) from error


@contextmanager
def _written(path: StorePath) -> Iterator[None]:
    """Turn what the machine has too little of into a StagingError."""
    try:
        yield
    except OSError as error:
        what = exhausted(error)
        if what is None:
            raise
        raise StagingError(
            f"{path} cannot be written: {what}, then clear the failed task or run this again"
        ) from error


def write_records(path: StorePath, records: Iterable[object]) -> int:
    """Write `records` (dataclasses) to `path`, whole or not at all; returns their number.

    Raises StagingError if the disk is full or cannot be written to.
    """
    count = 0
    with _written(path), replaced_whole(path) as file:
        for record in records:
            file.write(_line(record))
            count += 1
    return count


def read_records(path: StorePath, *kinds: type[Record]) -> Iterator[Record]:
    """The records of a staged file, in the order written; only `kinds` are expected in it.

    Raises StagingError if the file is missing or holds anything else.
    """
    try:
        with reaching(path), path.open("rb") as file:
            yield from _records(file, path, kinds)
    except FileNotFoundError as error:
        raise StagingError(
            f"{path} is missing; clear the task that writes it and run it again"
        ) from error


def read_journal(path: StorePath, *kinds: type[Record]) -> Iterator[Record]:
    """The records of a journal, of which another process may be writing the last line.

    None if there is no journal. Raises StagingError if it holds anything but `kinds`.
    """
    if not isinstance(path, Path):
        for part, content in _parts(path):
            yield from _records(content.splitlines(), part, kinds)
    elif path.exists():
        with path.open("rb") as file:
            whole = (line for line in file if line.endswith(b"\n"))
            yield from _records(whole, path, kinds)


def _parts(path: StorePath) -> Iterator[tuple[StorePath, bytes]]:
    """The parts of a journal on an object store, in their order."""
    parts: list[StorePath] = sorted(path.parent.glob(f"{path.name}.*"), key=str)
    yield from zip(parts, read_all(parts), strict=True)


class Journal(Generic[Record]):
    """A file of records that is only appended to, each durable when `append` returns.

    On an object store, to whose objects nothing can be appended, it is a row of them: `path` with
    a number at its end, each what one `append` wrote.

    One process at a time may have a journal open; the caller sees to that.
    """

    def __init__(self, path: StorePath, *kinds: type[Record]) -> None:
        """Open the journal at `path`, which is made if missing; `kinds` may be written to it."""
        self._kinds = kinds
        self.path = path
        self._appender = _Lines(path) if isinstance(path, Path) else _Parts(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._appender.close()

    def __iter__(self) -> Iterator[Record]:
        return read_journal(self.path, *self._kinds)

    def append(self, *records: Record) -> None:
        """Add records; all are kept for good when this returns.

        Raises StagingError if the disk is full; then none of them counts.
        """
        with _written(self.path):
            self._appender.append(b"".join(map(_line, records)))


class _Lines:
    """Appends to a file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # unbuffered: what a failed write leaves behind is on disk, where it can be cut off
        self._file = path.open("ab+", buffering=0)
        self._cut_unfinished_line()

    def append(self, lines: bytes) -> None:
        end = os.fstat(self._file.fileno()).st_size
        try:
            while lines:
                lines = lines[self._file.write(lines) :]
            os.fsync(self._file.fileno())
        except BaseException:
            self._file.truncate(end)
            raise

    def close(self) -> None:
        self._file.close()

    def _cut_unfinished_line(self) -> None:
        self._file.seek(0)
        content = self._file.read()
        if content and not content.endswith(b"\n"):
            self._file.truncate(content.rfind(b"\n") + 1)


class _Parts:
    """Appends objects to a row of them."""

    def __init__(self, path: StorePath) -> None:
        self._path = path
        self._number = sum(1 for _ in path.parent.glob(f"{path.name}.*"))

    def append(self, lines: bytes) -> None:
        # should there be another process after all, it has the number, and this one fails
        write_once(self._path.with_name(f"{self._path.name}.{self._number:08d}"), lines)
        self._number += 1

    def close(self) -> None:
        """Each is whole as it is."""
