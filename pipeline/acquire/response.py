"""A response: what it says, read from the bytes that a server sent.

Responses are read from their bytes alone, when they come in and when the archive
is read, so that what is read back equals what was read first.
"""

from __future__ import annotations

import email.parser
import http.client
import io
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import urllib3
from urllib3.exceptions import DecodeError
from urllib3.exceptions import HTTPError as Urllib3Error

from pipeline.acquire.reasons import NotFetched, Reason
from pipeline.text.safe_text import one_line, without_controls

MAX_HEADER_BYTES = 100_000
"""Of all headers together; browsers stop at about 256 kB, servers at 8 to 64 kB."""

MAX_CHUNKS = 100_000
"""Of a body that is sent in chunks. Servers send some kilobytes at once; each chunk, even of one
byte, takes some microseconds."""

MAX_GZIP_MEMBERS = 2_000
"""Of one body. Gzip files that are made to be read from any place have one for each 64 kB, others
one; each takes a reader some microseconds, even if it unpacks to nothing."""

_UNREAD_CODINGS = frozenset(
    ["aes128gcm", "br", "compress", "dcb", "dcz", "exi", "pack200-gzip", "x-compress", "zstd"]
)
"""Content codings (RFC 9110, 8.4.1) of IANA's registry that nothing here unpacks. What is none of
the registry, such as “utf-8” or “none”, says nothing of the body, as browsers have it, too."""

_GZIP_BEGINNING = b"\x1f\x8b\x08"
"""First bytes of a member of gzip with deflate."""

_MAX_HEADER_LINES = 100
"""That http.client reads of a head."""

_FRAMING = ("Content-Length", "Transfer-Encoding", "Connection")
"""The headers that say where a body ends (RFC 9112, 6.3)."""

_WITHOUT_BODY = frozenset({204, 304})
"""Statuses of responses that end with their head (RFC 9112, 6.3)."""

_HEAD_END = re.compile(rb"\r?\n\r?\n")
"""The empty line behind the headers."""

_INTERIM = re.compile(rb"HTTP/1\.[01] 1")
"""Begins a response of the class 1xx."""

_CHUNK_BYTES = 64 * 1024
"""Read at once: large enough to be fast, small enough to stop in time."""


class Truncation(StrEnum):
    """Why a response was not read to its end: the values of WARC-Truncated (ISO 28500, 5.13)."""

    LENGTH = "length"
    TIME = "time"
    DISCONNECT = "disconnect"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class Response:
    """A response, and the request it answers."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    """After content decoding; the beginning of it if the response is truncated."""
    payload_digest: str
    """Digest of the body, as `Capture.payload_digest` has it."""
    fetched_at: datetime
    request_bytes: bytes
    """As sent."""
    response_bytes: bytes
    """As received: status line, headers, body with its framing and content coding."""
    head_length: int
    """How many of them are status line and headers."""
    peer: str | None
    """IP address that answered."""
    truncated: Truncation | None = None
    trouble: tuple[Reason, str] | None = None
    """Why the body cannot be used, and one line about it."""

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case; None if there is none."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), None)


class NoResponse(NotFetched):
    """Nothing came back that could be read: trouble that may pass."""


@dataclass(frozen=True, slots=True)
class ParsedResponse:
    """A response as far as it could be read."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    head_length: int
    truncated: Truncation | None = None
    trouble: tuple[Reason, str] | None = None


def parse_response(response: bytes, max_bytes: int, *, unpacks: bool = True) -> ParsedResponse:
    """Read a response from the bytes that a server sent; `max_bytes` bounds the decoded body.

    Without `unpacks` the body stays in its content coding.

    Raises ValueError if they do not begin with the head of an HTTP response.
    """
    unusual = _unusual_head(response)
    stored = unusual.plain + response[unusual.length :] if unusual else response
    received = http.client.HTTPResponse(_Stored(stored), method="GET")  # type: ignore[arg-type]  # all that is asked of a socket here is makefile
    try:
        received.begin()
        length = unusual.length if unusual else received.fp.tell() if received.fp else 0
        # a response without a body is closed already
        length = len(response) if received.isclosed() else length
        headers = unusual.headers if unusual else received.headers
        raw = urllib3.HTTPResponse(
            received,
            headers=urllib3.HTTPHeaderDict(headers.items()),
            status=received.status,
            preload_content=False,
            original_response=received,
            enforce_content_length=True,
            request_method="GET",
        )
    except (http.client.HTTPException, Urllib3Error) as error:
        raise ValueError(f"no HTTP response: {error}") from error
    if raw.status in _WITHOUT_BODY:
        # whatever its headers say, which are those that the page would have
        return ParsedResponse(raw.status, _shown(raw), b"", length)
    if "gzip" in (raw.headers.get("Content-Encoding") or "").lower() and has_many_gzip_members(
        response
    ):
        detail = f"the body is gzip of more than {MAX_GZIP_MEMBERS:,} members"
        trouble = Reason.BAD_ENCODING, detail
        return ParsedResponse(raw.status, _shown(raw), b"", length, Truncation.UNSPECIFIED, trouble)
    return _read(raw, max_bytes, length, unpacks=unpacks)


@dataclass(frozen=True, slots=True)
class _UnusualHead:
    """A head that http.client does not read, and one that says the same of the body."""

    headers: http.client.HTTPMessage
    length: int
    plain: bytes


def _unusual_head(response: bytes) -> _UnusualHead | None:
    """The head of a response of HTTP/2 or HTTP/3, as programs write it down, or of many headers.

    None for any other. Raises ValueError for headers that are too many to be read.
    """
    end = _HEAD_END.search(response)
    head = response[: end.start() if end else len(response)]
    if head.startswith(b"HTTP/1.") and head.count(b"\n") < _MAX_HEADER_LINES:
        return None
    if len(head) > MAX_HEADER_BYTES:
        raise ValueError(f"headers of more than {MAX_HEADER_BYTES:,} bytes")
    status_line, _, fields = head.decode("latin-1").partition("\n")
    headers = email.parser.Parser(http.client.HTTPMessage).parsestr(fields)
    status_line = re.sub(r"^HTTP/[23](\.\d)?(?= )", "HTTP/1.1", status_line.strip())
    lines = [status_line]
    lines += [f"{name}: {headers[name].strip()}" for name in _FRAMING if name in headers]
    plain = "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n"
    return _UnusualHead(headers, end.end() if end else len(response), plain)


def without_interim(response: bytes) -> bytes:
    """The bytes of a response without the interim ones (1xx) that came before it."""
    begin = 0
    while _INTERIM.match(response, begin):
        end = response.find(b"\r\n\r\n", begin)
        begin = len(response) if end < 0 else end + 4
    return response[begin:]


def unread_coding(headers: Iterable[tuple[str, str]]) -> str | None:
    """The first content coding of a response that nothing here unpacks.

    The body of a record of others may be decoded all the same, that of a visit is not.
    """
    codings = (
        coding.strip().lower()
        for name, value in headers
        if name.lower() == "content-encoding"
        for coding in value.split(",")
    )
    return next((coding for coding in codings if coding in _UNREAD_CODINGS), None)


def lacks_its_end(parsed: ParsedResponse, response: bytes) -> bool:
    """Whether a body is packed and stops short of the end that its packing has.

    urllib3 does not say so. What packed it may have died, or a cache have kept a part: then what
    arrived is as long as the server says, and all the same not the page.
    """
    headers = {name.lower(): value.lower() for name, value in parsed.headers}
    if headers.get("content-encoding", "").strip() not in {"gzip", "x-gzip"}:
        return False
    body = parse_response(response, len(response), unpacks=False).body
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    for begin in range(0, len(body), _CHUNK_BYTES):
        packed = body[begin : begin + _CHUNK_BYTES]
        while packed and not unpacker.eof:
            unpacker.decompress(packed, _CHUNK_BYTES)
            packed = unpacker.unconsumed_tail
    # nothing of a member may be left within the unpacker
    while not unpacker.eof and unpacker.decompress(b"", _CHUNK_BYTES):
        pass
    return bool(body) and not unpacker.eof


def has_many_gzip_members(content: bytes) -> bool:
    """Whether gzip data are made of so many members that they keep a reader busy for long."""
    return content.count(_GZIP_BEGINNING) > MAX_GZIP_MEMBERS


class _Stored:
    """Bytes in the place of a socket."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def makefile(self, mode: str) -> io.BytesIO:
        """What http.client reads from."""
        del mode  # always binary reading
        return io.BytesIO(self._content)


def _shown(raw: urllib3.BaseHTTPResponse) -> tuple[tuple[str, str], ...]:
    return tuple((name, without_controls(value)) for name, value in raw.headers.items())


def _read(
    raw: urllib3.BaseHTTPResponse, max_bytes: int, head_length: int, *, unpacks: bool
) -> ParsedResponse:
    body = bytearray()
    chunks = 0
    truncated: Truncation | None = None
    trouble: tuple[Reason, str] | None = None
    headers = _shown(raw)
    if sum(len(name) + len(value) for name, value in headers) > MAX_HEADER_BYTES:
        detail = f"headers of more than {MAX_HEADER_BYTES:,} bytes"
        trouble = Reason.TOO_LARGE, detail
        return ParsedResponse(raw.status, headers, b"", head_length, Truncation.LENGTH, trouble)
    try:
        # not stream(), which loses what it has of a chunk when the response breaks off in it
        while len(body) <= max_bytes and (chunk := raw.read1(_CHUNK_BYTES, unpacks)):
            body += chunk
            chunks += 1
            if chunks > MAX_CHUNKS:
                truncated = Truncation.LENGTH
                trouble = Reason.TOO_LARGE, f"more than {MAX_CHUNKS:,} chunks"
                break
    except DecodeError as error:
        truncated = Truncation.UNSPECIFIED
        trouble = (
            Reason.BAD_ENCODING,
            f"the body is not in its Content-Encoding: {innermost_cause(error)}",
        )
    except (Urllib3Error, ValueError) as error:
        # ValueError is what urllib3 lets through for a chunk of negative length
        truncated = Truncation.DISCONNECT
        trouble = Reason.CONNECTION_FAILED, f"the response broke off: {innermost_cause(error)}"
    if len(body) > max_bytes:
        truncated = Truncation.LENGTH
        trouble = Reason.TOO_LARGE, f"more than {max_bytes:,} bytes"
        del body[max_bytes:]
    return ParsedResponse(raw.status, headers, bytes(body), head_length, truncated, trouble)


def innermost_cause(error: BaseException) -> str:
    """What went wrong, in the words of the innermost cause."""
    nested = [part for part in (error.__cause__, *error.args) if isinstance(part, BaseException)]
    reason = getattr(error, "reason", None)
    if isinstance(reason, BaseException):
        nested.insert(0, reason)
    if nested:
        return innermost_cause(nested[0])
    return one_line(str(error), 300) or type(error).__name__
