"""The archive: what sites answered, as they answered it, in WARC files (ISO 28500:2017).

    <archive folder>/2026/03/05/<warc name>-00000.warc.gz

The responses of all sources of a visit come to lie in the segments of one process; see
`archive_segments`. Each record is a gzip member of its own, so one is read by its offset.

A response is kept for good when `append` returns. If it cannot be, ArchiveError is raised.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Self

from pipeline.acquire.archive_segments import segments_in
from pipeline.acquire.reasons import WarcPosition
from pipeline.acquire.warc_serialisation import (
    GZIP_MAGIC,
    Archived,
    Copied,
    information_record,
    metadata_record,
    new_identifier,
    packed,
    request_record,
    response_record,
)
from pipeline.errors import VerbatimError
from pipeline.settings.environment import Source
from pipeline.store import StorePath, is_local

_WARC_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,220}")
"""Names that are a file's and never a path's."""


class ArchiveError(VerbatimError):
    """The archive cannot be written or read; the message says why and what to do."""


class ArchiveWriter:
    """Appends responses to segments of its own; nothing is made in the archive before the first."""

    def __init__(self, folder: StorePath, warc_name: str, sources: Sequence[Source]) -> None:
        """`warc_name` begins the names of the segments: letters, digits, ".", "_" and "-".

        `sources` are whose pages are archived. Raises ValueError for any other name.
        """
        if not _WARC_NAME.fullmatch(warc_name):
            raise ValueError(f"{warc_name!r} cannot be the name of a WARC file")
        self._folder = folder
        self._sources = sources
        self._segments = segments_in(folder, warc_name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the segment; the next response would begin a new one."""
        self._segments.close()

    def append(self, some: Sequence[Archived]) -> list[WarcPosition]:
        """Archive responses, each with its request; all are kept for good when this returns.

        Raises ArchiveError if they cannot be written; then none of them is there.
        """
        identifiers = [new_identifier() for _ in some]
        groups = [
            packed(response_record(one, identifier), request_record(one.response, identifier))
            for one, identifier in zip(some, identifiers, strict=True)
        ]
        name, offsets = self._append(groups, {one.source for one in some}, some[0].response.url)
        return [
            WarcPosition(name, offset, identifier)
            for offset, identifier in zip(offsets, identifiers, strict=True)
        ]

    def append_copies(self, some: Sequence[Copied]) -> list[WarcPosition]:
        """Archive records of others as they are; all are kept for good when this returns.

        Before each a metadata record says where it is from. Raises ArchiveError like `append`.
        """
        described = [packed(metadata_record(one)) for one in some]
        groups = [
            [*before, one.content if one.content[:2] == GZIP_MAGIC else gzip.compress(one.content)]
            for one, before in zip(some, described, strict=True)
        ]
        name, offsets = self._append(groups, {one.source for one in some}, some[0].imported_from)
        return [
            WarcPosition(name, offset + sum(map(len, before)), one.record_id)
            for one, before, offset in zip(some, described, offsets, strict=True)
        ]

    def _append(
        self, groups: Iterable[list[bytes]], keys: set[str], first: str
    ) -> tuple[str, list[int]]:
        """Write groups of packed records; returns the segment's name and where each group lies.

        `keys` are those of their sources, `first` is what the first of them is about, for the
        message.
        """

        def beginning(file_name: str, is_whole: bool) -> list[bytes]:
            # whatever is appended later may be of any of them
            sources = [one for one in self._sources if not is_whole or one.key in keys]
            return packed(information_record(file_name, sources))

        try:
            return self._segments.append(groups, beginning)
        except OSError as error:
            advice = "Make room there" if is_local(self._folder) else "See that it can be reached"
            raise ArchiveError(
                f"{self._folder} cannot be written to ({error.strerror}): {first} "
                f"was not archived, all before it is. {advice} and clear the task, or start "
                "the command again"
            ) from error
