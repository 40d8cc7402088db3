"""WARC records (ISO 28500:2017) made of responses, and packed as they are written.

The archive is enough to make the warehouse anew: beside what the standard asks for, the first
record of a file describes its sources, and each response names its source and the address that was
asked for (`SOURCE_HEADER`, `ASKED_HEADER`).
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import pipeline
from pipeline.acquire.response import Response
from pipeline.settings.environment import Source
from pipeline.text.safe_text import without_controls

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

_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
"""The kind of revisit record for a site that says that a page is as it was (WARC 1.1, 6.7)."""

_SAME_BODY = "urn:x-verbatim:revisit:same-decoded-body"
"""Our own kind of revisit record: the body is that of the record that it refers to once both are
unpacked. As it was sent it may be another, since sites pack a page anew, so that the standard's
identical-payload-digest would be wrong."""


@dataclass(frozen=True, slots=True)
class Revisited:
    """The capture that a revisit record refers to."""

    url: str
    """The address that answered."""
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


def packed(*records: ArcWarcRecord) -> list[bytes]:
    """Records as they are written: each a gzip member of its own."""
    packed = []
    for record in records:
        buffer = io.BytesIO()
        WARCWriter(buffer, gzip=True, warc_version="1.1").write_record(record)
        packed.append(buffer.getvalue())
    return packed


def information_record(file_name: str, sources: Iterable[Source]) -> ArcWarcRecord:
    """What a file and its sources are: its first record."""
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
        ("WARC-Record-ID", f"<{new_identifier()}>"),
        ("WARC-Date", _warc_date(datetime.now(UTC))),
        ("WARC-Filename", file_name),
        ("Content-Type", "application/warc-fields"),
    ]
    return _record(headers, b"", body)


def metadata_record(copied: Copied) -> ArcWarcRecord:
    """Where the record that comes next was taken from."""
    fields = (
        (IMPORTED_HEADER, copied.imported_from),
        (SOURCE_HEADER, copied.source),
        (ASKED_HEADER, copied.asked),
    )
    body = "".join(f"{name}: {without_controls(value)}\r\n" for name, value in fields).encode()
    headers = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", f"<{new_identifier()}>"),
        ("WARC-Date", _warc_date(datetime.now(UTC))),
        ("WARC-Refers-To", f"<{copied.record_id}>"),
        ("Content-Type", "application/warc-fields"),
    ]
    return _record(headers, b"", body)


def response_record(archived: Archived, identifier: str) -> ArcWarcRecord:
    """What a site answered, byte for byte; `identifier` is the record's."""
    response, revisited = archived.response, archived.revisited
    head = response.response_bytes[: response.head_length]
    body = response.response_bytes[response.head_length :]
    headers = [
        ("WARC-Type", "revisit" if revisited else "response"),
        ("WARC-Record-ID", f"<{identifier}>"),
        ("WARC-Date", _warc_date(response.fetched_at)),
        ("WARC-Target-URI", response.url),
        ("Content-Type", "application/http;msgtype=response"),
        (SOURCE_HEADER, archived.source),
        (ASKED_HEADER, archived.asked),
    ]
    if response.peer:
        headers.append(("WARC-IP-Address", response.peer))
    if response.truncated:
        headers.append(("WARC-Truncated", response.truncated.value))
    if revisited:
        # the payload is that of the other record: what was sent now has no digest to be told
        headers += [
            ("WARC-Profile", _NOT_MODIFIED if response.status == 304 else _SAME_BODY),
            ("WARC-Refers-To-Target-URI", revisited.url),
            ("WARC-Refers-To-Date", _warc_date(revisited.fetched_at)),
        ]
    else:
        headers.append(("WARC-Payload-Digest", _digest(body)))
    return _record(headers, head, b"" if revisited else body)


def request_record(response: Response, concurrent_to: str) -> ArcWarcRecord:
    """What a site was asked; `concurrent_to` is the identifier of the response's record."""
    headers = [
        ("WARC-Type", "request"),
        ("WARC-Record-ID", f"<{new_identifier()}>"),
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


def new_identifier() -> str:
    """An identifier for a record that is made."""
    return f"urn:uuid:{uuid.uuid4()}"


def _warc_date(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def _digest(content: bytes) -> str:
    """A labelled digest as WARC files have it: SHA-256, base 32."""
    return "sha256:" + base64.b32encode(hashlib.sha256(content).digest()).decode()
