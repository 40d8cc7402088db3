"""The archive: what sites answered, as they answered it, in WARC files (ISO 28500:2017).

    <archive folder>/2026/03/05/<warc name>-00000.warc.gz

A file is a segment: written by one process, once, and only appended to; the responses
of all sources of a visit come to lie in one. A task that is tried again begins a new
segment, so that nothing that was acknowledged can be harmed by it. Each record is a
gzip member of its own, so one is read by its offset, and a record that a killed
process left unfinished at the end of a segment harms none before it.

A response is on disk (fsync) when `append` returns. If the disk is full, the
segment is cut back to its last whole record and ArchiveError is raised.

The archive is enough to make the warehouse anew: beside what the standard asks
for, the first record of a segment describes its sources, and each response names
its source and the address that was asked for (`SOURCE_HEADER`, `ASKED_HEADER`).
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import os
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import pipeline
from pipeline.acquire.reasons import WarcPosition
from pipeline.acquire.response import Response
from pipeline.errors import VerbatimError
from pipeline.settings.environment import Source
from pipeline.text.safe_text import without_controls

MAX_SEGMENT_BYTES = 1_000_000_000
"""The size that archives commonly give a WARC file; the next record goes to a new one."""

SOURCE_HEADER = "Verbatim-Source"
"""Our own header of response records: the key of the source. In a warcinfo record, each
field of this name is what extraction may know of one source, as JSON."""

ASKED_HEADER = "Verbatim-Asked-URI"
"""Our own header of response records: the address that was to be fetched. The response
may be one to its redirect, or to the robots.txt that was asked for first."""

IMPORTED_HEADER = "Verbatim-Imported-From"
"""Our own field of a metadata record: the file or URL that the record it is about was taken from,
byte for byte. Its source and the address that was asked for are fields beside it."""

_PROCESSED = frozenset({"key", "name", "language", "founded", "layouts"})
"""What of a source is archived. Where it announces its pages may be a secret between the two."""

GZIP_MAGIC = b"\x1f\x8b"
"""What every gzip member begins with (RFC 1952, 2.3.1)."""

_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
"""Begins the names of the kinds of revisit records (WARC 1.1)."""
_WARC_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,220}")
"""Names that are a file's and never a path's."""


class ArchiveError(VerbatimError):
    """The archive cannot be written or read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Revisited:
    """The capture that a revisit record refers to."""

    url: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Archived:
    """A response to archive."""

    response: Response
    source: str
    """Key of the source for which it was asked for."""
    asked: str
    """The address for whose sake the request was made."""
    revisited: Revisited | None = None
    """For a response that brought nothing new (not modified, or the same bytes): the capture that
    a revisit record, which has no body, refers to."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A record of somebody else's WARC file."""

    content: bytes
    """As it lies there, packed or not."""
    record_id: str
    """Without the angle brackets."""
    source: str
    """Key of the source that its page belongs to."""
    asked: str
    """The address for whose sake the request was made."""
    imported_from: str


class ArchiveWriter:
    """Appends responses to segments of its own; nothing is made on disk before the first."""

    def __init__(self, folder: Path, warc_name: str, sources: Sequence[Source]) -> None:
        """`warc_name` begins the names of the segments: letters, digits, ".", "_" and "-".

        `sources` are whose pages are archived. Raises ValueError for any other name.
        """
        if not _WARC_NAME.fullmatch(warc_name):
            raise ValueError(f"{warc_name!r} cannot be the name of a WARC file")
        self._folder = folder
        self._name = warc_name
        self._sources = sources
        self._segment: _Segment | None = None

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
        if self._segment:
            self._segment.close()
            self._segment = None

    def append(self, some: Sequence[Archived]) -> list[WarcPosition]:
        """Archive responses, each with its request; all are on disk when this returns.

        Raises ArchiveError if they cannot be written; then none of them is there.
        """
        identifiers = [_new_identifier() for _ in some]
        groups = (
            _packed(_response_record(one, identifier), _request_record(one.response, identifier))
            for one, identifier in zip(some, identifiers, strict=True)
        )
        name, offsets = self._append(groups, some[0].response.url)
        return [
            WarcPosition(name, offset, identifier)
            for offset, identifier in zip(offsets, identifiers, strict=True)
        ]

    def append_copies(self, some: Sequence[Copied]) -> list[WarcPosition]:
        """Archive records of others as they are; all are on disk when this returns.

        Before each a metadata record says where it is from. Raises ArchiveError like `append`.
        """
        described = [_packed(_metadata_record(one)) for one in some]
        groups = (
            [*before, one.content if one.content[:2] == GZIP_MAGIC else gzip.compress(one.content)]
            for one, before in zip(some, described, strict=True)
        )
        name, offsets = self._append(groups, some[0].imported_from)
        return [
            WarcPosition(name, offset + sum(map(len, before)), one.record_id)
            for one, before, offset in zip(some, described, offsets, strict=True)
        ]

    def _append(self, groups: Iterable[list[bytes]], first: str) -> tuple[str, list[int]]:
        """Write groups of packed records; returns the segment's name and where each group lies.

        `first` is what the first of them is about, for the message.
        """
        try:
            if self._segment is None or self._segment.size >= MAX_SEGMENT_BYTES:
                self.close()
                self._segment = _Segment(self._folder, self._name, self._sources)
            return self._segment.name, self._segment.append(groups)
        except OSError as error:
            raise ArchiveError(
                f"{self._folder} cannot be written to ({error.strerror}): {first} "
                "was not archived, all before it is. Make room there and clear the task, or start "
                "the command again"
            ) from error


class _Segment:
    """One WARC file, made by this process."""

    def __init__(self, folder: Path, warc_name: str, sources: Sequence[Source]) -> None:
        day = folder / f"{datetime.now(UTC):%Y/%m/%d}"
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
            self.append([_packed(_information_record(path.name, sources))])
        except OSError:
            self.close()
            path.unlink()
            raise

    def append(self, groups: Iterable[list[bytes]]) -> list[int]:
        """Write groups of packed records, all or none; returns the offset of each group.

        Raises OSError.
        """
        buffer = io.BytesIO()
        offsets = []
        for records in groups:
            offsets.append(self.size + buffer.tell())
            buffer.writelines(records)
        remaining = buffer.getbuffer()
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


def _packed(*records: ArcWarcRecord) -> list[bytes]:
    """Records as they are written: each a gzip member of its own."""
    packed = []
    for record in records:
        buffer = io.BytesIO()
        WARCWriter(buffer, gzip=True, warc_version="1.1").write_record(record)
        packed.append(buffer.getvalue())
    return packed


def _sync_folder(folder: Path) -> None:
    """Put the name of a new file on disk; syncing the file alone does not."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _information_record(file_name: str, sources: Sequence[Source]) -> ArcWarcRecord:
    # JSON of ASCII alone is one line, and the same in every charset
    described = (
        json.dumps(source.model_dump(mode="json", include=set(_PROCESSED), exclude_defaults=True))
        for source in sources
    )
    fields = (
        ("software", f"Verbatim/{pipeline.__version__}"),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
        ("robots", "obey"),
        *((SOURCE_HEADER, one) for one in described),
    )  # fmt: skip
    body = "".join(f"{name}: {value}\r\n" for name, value in fields).encode()
    headers = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", f"<{_new_identifier()}>"),
        ("WARC-Date", _warc_date(datetime.now(UTC))),
        ("WARC-Filename", file_name),
        ("Content-Type", "application/warc-fields"),
    ]
    return _record(headers, b"", body)


def _metadata_record(copied: Copied) -> ArcWarcRecord:
    fields = (
        (IMPORTED_HEADER, copied.imported_from),
        (SOURCE_HEADER, copied.source),
        (ASKED_HEADER, copied.asked),
    )
    body = "".join(f"{name}: {without_controls(value)}\r\n" for name, value in fields).encode()
    headers = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", f"<{_new_identifier()}>"),
        ("WARC-Date", _warc_date(datetime.now(UTC))),
        ("WARC-Refers-To", f"<{copied.record_id}>"),
        ("Content-Type", "application/warc-fields"),
    ]
    return _record(headers, b"", body)


def _response_record(archived: Archived, identifier: str) -> ArcWarcRecord:
    response, revisited = archived.response, archived.revisited
    head = response.response_bytes[: response.head_length]
    body = response.response_bytes[response.head_length :]
    headers = [
        ("WARC-Type", "revisit" if revisited else "response"),
        ("WARC-Record-ID", f"<{identifier}>"),
        ("WARC-Date", _warc_date(response.fetched_at)),
        ("WARC-Target-URI", response.url),
        ("WARC-Payload-Digest", _digest(body)),
        ("Content-Type", "application/http;msgtype=response"),
        (SOURCE_HEADER, archived.source),
        (ASKED_HEADER, archived.asked),
    ]
    if response.peer:
        headers.append(("WARC-IP-Address", response.peer))
    if response.truncated:
        headers.append(("WARC-Truncated", response.truncated.value))
    if revisited:
        same = "server-not-modified" if response.status == 304 else "identical-payload-digest"
        headers += [
            ("WARC-Profile", _PROFILES + same),
            ("WARC-Refers-To-Target-URI", revisited.url),
            ("WARC-Refers-To-Date", _warc_date(revisited.fetched_at)),
        ]
    return _record(headers, head, b"" if revisited else body)


def _request_record(response: Response, concurrent_to: str) -> ArcWarcRecord:
    headers = [
        ("WARC-Type", "request"),
        ("WARC-Record-ID", f"<{_new_identifier()}>"),
        ("WARC-Date", _warc_date(response.fetched_at)),
        ("WARC-Target-URI", response.url),
        ("WARC-Concurrent-To", f"<{concurrent_to}>"),
        ("WARC-Payload-Digest", _digest(b"")),
        ("Content-Type", "application/http;msgtype=request"),
    ]
    return _record(headers, response.request_bytes, b"")


class _HeadAsSent:
    """The head of an HTTP message, which warcio would otherwise parse and write anew."""

    def __init__(self, head: bytes) -> None:
        self.headers_buff = head

    def compute_headers_buffer(self, header_filter: object) -> None:
        """Nothing to compute."""


def _record(headers: list[tuple[str, str]], head: bytes, body: bytes) -> ArcWarcRecord:
    """A record whose block is written as it is."""
    named = dict(headers)
    # whatever comes from outside stays in its line
    lines = [(name, without_controls(value)) for name, value in headers]
    lines.append(("WARC-Block-Digest", _digest(head + body)))
    fields = StatusAndHeaders("", lines, protocol="WARC/1.1")
    return ArcWarcRecord(
        "warc",
        named["WARC-Type"],
        fields,
        io.BytesIO(body),
        _HeadAsSent(head) if head else None,
        named["Content-Type"],
        len(head) + len(body),
        payload_length=len(body),
    )


def _new_identifier() -> str:
    return f"urn:uuid:{uuid.uuid4()}"


def _warc_date(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def _digest(content: bytes) -> str:
    """A labelled digest as WARC files have it: SHA-256, base 32."""
    return "sha256:" + base64.b32encode(hashlib.sha256(content).digest()).decode()
