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
from pipeline.whole_files import replaced_whole

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


def _records(lines: Iterable[bytes], path: Path, kinds: tuple[type[Any], ...]) -> Iterator[Any]:
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
def _written(path: Path) -> Iterator[None]:
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


def write_records(path: Path, records: Iterable[object]) -> int:
    """Write `records` (dataclasses) to `path`, whole or not at all; returns their number.

    Raises StagingError if the disk is full or cannot be written to.
    """
    count = 0
    with _written(path), replaced_whole(path) as file:
        for record in records:
            file.write(_line(record))
            count += 1
    return count


def read_records(path: Path, *kinds: type[Record]) -> Iterator[Record]:
    """The records of a staged file, in the order written; only `kinds` are expected in it.

    Raises StagingError if the file is missing or holds anything else.
    """
    try:
        with path.open("rb") as file:
            yield from _records(file, path, kinds)
    except FileNotFoundError as error:
        raise StagingError(
            f"{path} is missing; clear the task that writes it and run it again"
        ) from error


def read_journal(path: Path, *kinds: type[Record]) -> Iterator[Record]:
    """The records of a journal, of which another process may be writing the last line.

    None if there is no journal. Raises StagingError if it holds anything but `kinds`.
    """
    if path.exists():
        with path.open("rb") as file:
            whole = (line for line in file if line.endswith(b"\n"))
            yield from _records(whole, path, kinds)


class Journal(Generic[Record]):
    """A file of records that is only appended to, each durable when `append` returns.

    One process at a time may have a journal open; the caller sees to that.
    """

    def __init__(self, path: Path, *kinds: type[Record]) -> None:
        """Open the journal at `path`, which is made if missing; `kinds` may be written to it."""
        self._kinds = kinds
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        # unbuffered: what a failed write leaves behind is on disk, where it can be cut off
        self._file = path.open("ab+", buffering=0)
        self._cut_unfinished_line()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[Record]:
        self._file.seek(0)
        yield from _records(self._file, self.path, self._kinds)

    def append(self, *records: Record) -> None:
        """Add records; all are on disk when this returns.

        Raises StagingError if the disk is full; then none of them counts.
        """
        lines = b"".join(map(_line, records))
        end = os.fstat(self._file.fileno()).st_size
        try:
            with _written(self.path):
                while lines:
                    lines = lines[self._file.write(lines) :]
                os.fsync(self._file.fileno())
        except BaseException:
            self._file.truncate(end)
            raise

    def _cut_unfinished_line(self) -> None:
        self._file.seek(0)
        content = self._file.read()
        if content and not content.endswith(b"\n"):
            self._file.truncate(content.rfind(b"\n") + 1)
