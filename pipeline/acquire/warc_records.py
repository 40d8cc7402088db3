"""The records of a WARC file one by one, with what cannot be read between them."""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from pipeline.acquire.archive_reader import MAX_PAYLOAD_BYTES
from pipeline.acquire.archive_writer import ArchiveError
from pipeline.errors import FinalError
from pipeline.text.safe_text import one_line

MAX_HEAD_BYTES = 100_000
"""Of a record, unpacked. Where something else begins, warcio looks for the end of its first line
through the whole of a file."""

MAX_DAMAGES = 1000
"""Damages of one file. After each the next record is looked for; a file with more is not a WARC
file, or made to keep its readers busy."""

_GZIP_BEGINNING = b"\x1f\x8b\x08"
"""First bytes of a compressed record: gzip with deflate."""
_PLAIN_BEGINNING = b"WARC/"
"""First bytes of a record."""
_HEAD_END = re.compile(rb"\r?\n\r?\n")
"""What ends the headers of a record."""


class UnusableWarcFile(ArchiveError, FinalError):
    """A file that has to be mended or fetched again before anything can be read from it."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A part of a WARC file that cannot be read."""

    detail: str
    """One line: where, and why."""
    offset: int
    """In bytes of the file."""


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as it lies in a file."""

    offset: int
    """In bytes of the file."""
    record: ArcWarcRecord
    block: bytes | None
    """None for a record that is too large to be a page."""
    length: int
    """In bytes of the file, packed if that is."""


def stored_records(path: Path, warc_file: str) -> Iterator[StoredRecord | Damage]:
    """The records of a file in its order; `warc_file` is what messages call it.

    A damaged part is passed over: reading goes on where a record begins next. The file may be
    packed (gzip, a member for each record) or plain, and is not held in memory as a whole.

    Raises OSError, and UnusableWarcFile for several records in one gzip member.
    """
    size = path.stat().st_size
    if not size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        # a client that unpacks what it fetches leaves the name as it was
        is_plain = content[: len(_PLAIN_BEGINNING)] == _PLAIN_BEGINNING
        packed = not is_plain and (content[:3] == _GZIP_BEGINNING or path.suffix == ".gz")
        beginning = _GZIP_BEGINNING if packed else _PLAIN_BEGINNING
        start, damages, is_sound = 0, 0, True
        while 0 <= start < size and damages < MAX_DAMAGES:
            file.seek(start)
            records = ArchiveIterator(file, no_record_parse=True)
            reason = "there is no record"
            read = 0
            record = None
            try:
                _require_head(content, start, packed=packed)
                for record in records:
                    # get_record_offset() would read the record to its end
                    offset = records.offset
                    at_beginning = content[offset : offset + len(beginning)] == beginning
                    if record.format != "warc" or not at_beginning:
                        # what is left of a broken member may look like a record of the older ARC
                        break
                    start, is_sound = offset, True
                    read += 1
                    declared = _declared_length(record)
                    head = _HEAD_END.search(content, start, start + MAX_HEAD_BYTES)
                    if not packed and (head.end() if head else start) + declared > size:
                        # what follows would be taken for a part of it
                        raise ValueError("the record is incomplete, or longer than the file")
                    fits = record.length <= MAX_PAYLOAD_BYTES
                    block = record.raw_stream.read() if fits else None
                    yield StoredRecord(start, record, block, records.get_record_length())
                else:
                    if read and records.offset == size:
                        return
            except (ArchiveLoadFailed, EOFError, ValueError, zlib.error) as error:
                if packed and record is not None and records.record is not record:
                    # warcio has read a second record where the member should have ended
                    raise UnusableWarcFile(
                        f"{warc_file} has several records in one gzip member, so none can be found "
                        "again by its place; the command warcio recompress mends that"
                    ) from error
                reason = one_line(str(error), 200)
            # several vain tries in a row are one damage
            if is_sound:
                yield Damage(f"{warc_file} is damaged from byte {start:,} on: {reason}", start)
            is_sound = False
            damages += 1
            start = content.find(beginning, start + 1)
        if start >= 0:
            yield Damage(
                f"{warc_file} was not read beyond byte {start:,}: it is too damaged", start
            )


def _declared_length(record: ArcWarcRecord) -> int:
    """How long the block of a record is said to be.

    Raises ValueError for a record that does not say it, or not what it is.
    """
    headers = record.rec_headers
    # warcio takes what is no length for none
    declared = (headers.get_header("Content-Length") or "").strip()
    if not (declared.isascii() and declared.isdecimal()):
        raise ValueError("the record does not say how long it is")
    if not record.rec_type:
        raise ValueError("the record does not say of which kind it is")
    if record.rec_type == "response" and not headers.get_header("WARC-Target-URI"):
        raise ValueError("the response does not say of which address it is")
    return int(declared)


def _require_head(content: mmap.mmap, start: int, *, packed: bool) -> None:
    """Raise ValueError or zlib.error unless the head of a record stands at a place of a file."""
    head = content[start : start + MAX_HEAD_BYTES]
    if packed:
        head = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS).decompress(head, MAX_HEAD_BYTES)
    if not head.startswith(_PLAIN_BEGINNING) or not _HEAD_END.search(head):
        raise ValueError("there is no record")
