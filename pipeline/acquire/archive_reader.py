"""Reading the archive: one response, by the place that its `Capture` names."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from pipeline.acquire.archive_writer import ArchiveError
from pipeline.acquire.response import ParsedResponse, parse_response
from pipeline.acquire.warc_serialisation import GZIP_MAGIC
from pipeline.records import ArchivedPage
from pipeline.store import StorePath, reaching, store_path
from pipeline.text.safe_text import one_line

MAX_PAYLOAD_BYTES = 100_000_000
"""After decoding. Far more than is ever fetched; an archived decompression bomb stays one."""

MAX_REASON = 200
"""Characters of what the reader of a damaged record says; it may quote the record."""

KEPT_FILES = 4
"""Of an object store, in memory: a shard has pages of one or a few segments."""
MAX_KEPT_BYTES = 32_000_000
"""Of one of them. A segment of ours on an object store has some megabytes; files of others, which
somebody put there, may have gigabytes."""

_CHUNKED = re.compile(rb"\r\nTransfer-Encoding:[ \t]*chunked[ \t]*(?=\r\n|\Z)", re.IGNORECASE)
_GZIPPED = re.compile(rb"\r\nContent-Encoding:[ \t]*(?:x-)?gzip[ \t]*(?=\r\n|\Z)", re.IGNORECASE)
_DEFLATED = re.compile(rb"\r\nContent-Encoding:[ \t]*deflate[ \t]*(?=\r\n|\Z)", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\nContent-Length:[ \t]*\d+[ \t]*(?=\r\n|\Z)", re.IGNORECASE)
_TRIED_BYTES = 10_000
"""Unpacked to see whether a body is packed: text that is not fails within the first hundred."""
_CHUNK = re.compile(rb"[0-9A-Fa-f]{1,16}[ \t]*(?:;[^\r\n]*)?\r?\n")
"""The line that begins a chunk (RFC 9112, 7.1)."""

_CHECKED_DIGESTS = frozenset({"sha1", "sha256", "sha512", "md5"})
"""Algorithms that WARC files are written with; what has another one cannot be checked."""


def read_payload(archive_folder: StorePath, warc_file: str, warc_offset: int) -> ArchivedPage:
    """The response that lies in `warc_file` (relative to the archive folder) at `warc_offset`.

    Reads that record only, so other records may be damaged. Of a response that was archived
    truncated, the payload is what there is of it. Does not write.

    Raises ArchiveError if the file lies outside of the archive folder or is missing, or if no
    whole response record with the digest it was written with is at the offset.
    """
    where = f"{warc_file} at {warc_offset}"
    path = archived_file(archive_folder, warc_file)
    try:
        with opened_file(path) as file:
            file.seek(warc_offset)
            # parsed by our own reader, so that what is read equals what was fetched
            records = ArchiveIterator(file, no_record_parse=True)
            record = next(iter(records), None)
            block = record.raw_stream.read() if record else b""
    except FileNotFoundError as error:
        raise ArchiveError(f"{path} is missing from the archive; restore it") from error
    except (OSError, ValueError, OverflowError, ArchiveLoadFailed, zlib.error) as error:
        reason = one_line(str(error), MAX_REASON)
        raise ArchiveError(f"{where}: no record can be read: {reason}") from error
    if record is None:
        raise ArchiveError(f"{where}: there is no record")
    archived = read_response_record(record, block, where)
    content_type = next(
        (v for n, v in archived.response.headers if n.lower() == "content-type"), None
    )
    return ArchivedPage(archived.response.body, content_type, archived.url, archived.fetched_at)


@contextmanager
def opened_file(path: StorePath) -> Iterator[IO[bytes]]:
    """A file of the archive, to read from any place of it. Raises OSError.

    The pages of a shard lie beside each other: of an object store, a small file is fetched once.
    """
    if isinstance(path, Path):
        with path.open("rb") as file:
            yield file
        return
    with reaching(path):
        content = _small_content(str(path))
        opened = io.BytesIO(content) if content is not None else path.open("rb")
    with opened as file:
        yield file


@lru_cache(maxsize=KEPT_FILES)
def _small_content(path: str) -> bytes | None:
    """What is in a file of an object store, which never changes; None for a large one."""
    file = store_path(path)
    return file.read_bytes() if file.stat().st_size <= MAX_KEPT_BYTES else None


def archived_file(archive_folder: StorePath, warc_file: str) -> StorePath:
    """The path of a WARC file of the archive.

    Raises ArchiveError for one that does not lie in the archive folder.
    """
    relative = PurePosixPath(warc_file)
    leads_away = relative.is_absolute() or ".." in relative.parts
    if leads_away or "\0" in warc_file or "://" in warc_file:
        raise ArchiveError(f"{warc_file!r} is no file of the archive")
    if not isinstance(archive_folder, Path):
        # an object store has no links
        return archive_folder / warc_file
    folder = archive_folder.resolve()
    path = (folder / relative).resolve()
    if not path.is_relative_to(folder):
        raise ArchiveError(f"{warc_file!r} leads out of the archive")
    return path


@dataclass(frozen=True, slots=True)
class ArchivedResponse:
    """What a response record holds."""

    response: ParsedResponse
    url: str
    """The address that answered."""
    fetched_at: datetime


def read_response_record(record: ArcWarcRecord, block: bytes, where: str) -> ArchivedResponse:
    """The response in a record, from the bytes of its block; `where` is its place, for messages.

    Raises ArchiveError unless it is a whole response record that is as it was written.
    """
    fields = record.rec_headers
    if record.rec_type != "response":
        kind = one_line(str(record.rec_type), MAX_REASON)
        raise ArchiveError(f"{where}: a {kind} record, which has no page")
    if len(block) != record.length:
        raise ArchiveError(f"{where}: the record is incomplete")
    if not _fits(fields.get_header("WARC-Block-Digest"), block):
        raise ArchiveError(f"{where}: the record was damaged: its digest does not fit")
    try:
        response = parse_response(_as_it_is_stored(block), MAX_PAYLOAD_BYTES)
        written = datetime.fromisoformat(fields.get_header("WARC-Date") or "")
        # of a date without a zone the standard says that it is in UTC, not where this runs
        fetched_at = written.astimezone(UTC) if written.tzinfo else written.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise ArchiveError(f"{where}: {error}") from error
    url = fields.get_header("WARC-Target-URI")
    if not url:
        raise ArchiveError(f"{where}: the record does not say of which address it is")
    # some programs of old write the address in angle brackets
    return ArchivedResponse(response, url.strip("<>"), fetched_at)


def _as_it_is_stored(block: bytes) -> bytes:
    """A response without the headers of encodings that its body no longer has.

    Many crawlers store a body decoded beside the headers as they came.
    """
    head, end, body = block.partition(b"\r\n\r\n")
    if _CHUNKED.search(head):
        if _CHUNK.match(body):
            return block
        head = _CHUNKED.sub(b"", head)
    for coding, is_packed in ((_GZIPPED, _is_gzip), (_DEFLATED, _is_deflate)):
        if coding.search(head) and not is_packed(body):
            # the length is that of the packed body
            head = _LENGTH.sub(b"", coding.sub(b"", head))
    return head + end + body


def _is_gzip(body: bytes) -> bool:
    return body[:2] == GZIP_MAGIC


def _is_deflate(body: bytes) -> bool:
    """Whether a body can be unpacked, as servers pack it: with the header of zlib, or without."""
    for wbits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        with suppress(zlib.error):
            zlib.decompressobj(wbits=wbits).decompress(body, _TRIED_BYTES)
            return True
    return False


def _fits(labelled: str | None, block: bytes) -> bool:
    """Whether a block has its digest: ours are SHA-256, those of others often SHA-1 or none."""
    algorithm, _, value = (labelled or "").partition(":")
    if algorithm.lower() not in _CHECKED_DIGESTS:
        return True
    digest = hashlib.new(algorithm.lower(), block).digest()
    return value.strip().upper() in {base64.b32encode(digest).decode(), digest.hex().upper()}
