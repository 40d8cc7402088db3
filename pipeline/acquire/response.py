"""One request and its response, within limits.

`get` sends one GET and reads what comes back. It follows no redirect, keeps no
cookie, uses no proxy and does not try twice: those are the business of
`fetcher`. `parse_response` reads a response from its bytes, as the archive keeps
them, by the same way, so that what is read back equals what was read first.
"""

from __future__ import annotations

import hashlib
import http.client
import io
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from http.cookiejar import DefaultCookiePolicy
from types import MappingProxyType

import requests
import urllib3
from urllib3.exceptions import DecodeError, LocationParseError, ReadTimeoutError
from urllib3.exceptions import HTTPError as Urllib3Error

from pipeline.acquire.reasons import NotFetched, Reason
from pipeline.acquire.transport import CURRENT_EXCHANGE, CheckedAdapter, Exchange, Overdue, Oversize
from pipeline.settings.environment import Settings
from pipeline.text.safe_text import without_controls

MAX_OVERHEAD_BYTES = 1_000_000
"""What headers and framing may add to a body on the line."""

MAX_HEADER_BYTES = 100_000
"""Of all headers together; browsers stop at about 256 kB, servers at 8 to 64 kB."""

CHUNK_BYTES = 64 * 1024
"""Read at once: large enough to be fast, small enough to stop in time."""

_HEADERS = MappingProxyType(
    {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Encoding": "gzip, deflate",
        # one request a connection: with seconds between two, most servers would close it anyway
        "Connection": "close",
    }
)


class Truncation(StrEnum):
    """Why a response was not read to its end: the values of WARC-Truncated (ISO 28500, 5.13)."""

    LENGTH = "length"
    TIME = "time"
    DISCONNECT = "disconnect"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one response may take."""

    connect_timeout: float
    read_timeout: float
    total_timeout: float
    """Seconds for the whole response, from the request on."""
    max_bytes: int
    """Of the body after content decoding."""
    allow_private: bool
    beginning_suffices: bool = False
    """Whether the beginning of a body that is too large is of use."""

    @classmethod
    def of(
        cls, settings: Settings, max_bytes: int | None = None, *, beginning_suffices: bool = False
    ) -> Limits:
        """The limits of the settings, with another size if one is given."""
        return cls(
            settings.connect_timeout_seconds,
            settings.read_timeout_seconds,
            settings.page_timeout_seconds,
            max_bytes or settings.max_page_bytes,
            settings.allow_private_hosts,
            beginning_suffices,
        )


@dataclass(frozen=True, slots=True)
class Response:
    """A response, and the request it answers."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    """After content decoding; the beginning of it if the response is truncated."""
    fetched_at: datetime
    request_bytes: bytes
    """As sent."""
    response_bytes: bytes
    """As received: status line, headers, body with its framing and content coding."""
    peer: str | None
    """IP address that answered."""
    truncated: Truncation | None = None
    trouble: tuple[Reason, str] | None = None
    """Why the body cannot be used, and one line about it."""

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case; None if there is none."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), None)

    @property
    def payload_digest(self) -> str:
        """Digest of the body, as `Capture.payload_digest` has it."""
        return "sha256:" + hashlib.sha256(self.body).hexdigest()


class NoResponse(NotFetched):
    """Nothing came back that could be read: trouble that may pass."""


class _Session(requests.Session):
    """A session that leaves redirects alone.

    requests prepares the next request even when it is told not to follow: it reads the whole
    body of the redirect for that, unpacked and without bounds, and fails on a broken Location.
    """

    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: the fetcher reads the Location itself."""


def open_session(user_agent: str) -> requests.Session:
    """A session whose requests `get` can send."""
    session = _Session()
    session.trust_env = False  # no proxies, no passwords from ~/.netrc
    session.headers.clear()
    session.headers.update(_HEADERS)
    session.headers["User-Agent"] = user_agent
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    for scheme in ("http://", "https://"):
        session.mount(scheme, CheckedAdapter())
    return session


def get(
    session: requests.Session,
    url: str,
    limits: Limits,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """Send one GET and read the response, or as much of it as the limits allow.

    Raises NoResponse if there is none (timeout, connection-failed), NotFetched if the address may
    not be connected to (private-address) or cannot be (bad-url).
    """
    fetched_at = datetime.now(UTC)
    exchange = Exchange(
        limits.allow_private,
        limits.read_timeout,
        time.monotonic() + limits.total_timeout,
        limits.max_bytes + MAX_OVERHEAD_BYTES,
    )
    token = CURRENT_EXCHANGE.set(exchange)
    try:
        with session.get(
            url,
            headers=dict(headers),
            stream=True,
            allow_redirects=False,
            timeout=(limits.connect_timeout, limits.read_timeout),
        ) as response:
            read = _read(
                response.raw, limits.max_bytes, beginning_suffices=limits.beginning_suffices
            )
        if read.trouble is None and _lacks_its_end(read, bytes(exchange.received)):
            read = replace(
                read,
                truncated=Truncation.DISCONNECT,
                trouble=(Reason.CONNECTION_FAILED, "the response broke off: its gzip has no end"),
            )
    except requests.Timeout as error:
        raise NoResponse(Reason.TIMEOUT, f"{url}: no response in time") from error
    except Overdue as error:
        raise NoResponse(
            Reason.TIMEOUT, f"{url}: no response within {limits.total_timeout:g} s"
        ) from error
    except (requests.exceptions.InvalidURL, LocationParseError) as error:
        raise NotFetched(Reason.BAD_URL, f"{url} cannot be asked for: {error}") from error
    except (requests.RequestException, Urllib3Error, Oversize) as error:
        raise NoResponse(Reason.CONNECTION_FAILED, f"{url}: {_cause(error)}") from error
    finally:
        CURRENT_EXCHANGE.reset(token)
    return Response(
        url,
        read.status,
        read.headers,
        read.body,
        fetched_at,
        bytes(exchange.sent),
        bytes(exchange.received),
        exchange.peer,
        read.truncated,
        read.trouble,
    )


@dataclass(frozen=True, slots=True)
class ParsedResponse:
    """A response as far as it could be read."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    truncated: Truncation | None = None
    trouble: tuple[Reason, str] | None = None


def parse_response(response: bytes, max_bytes: int) -> ParsedResponse:
    """Read a response from the bytes that a server sent.

    Raises ValueError if they do not begin with the head of an HTTP response.
    """
    received = _parse_head(response)
    raw = urllib3.HTTPResponse(
        received,
        headers=urllib3.HTTPHeaderDict(received.headers.items()),
        status=received.status,
        preload_content=False,
        original_response=received,
        enforce_content_length=True,
        request_method="GET",
    )
    return _read(raw, max_bytes, beginning_suffices=True)


def head_length(response: bytes) -> int:
    """How many of a response's bytes are its status line and headers.

    Raises ValueError if they do not begin with the head of an HTTP response.
    """
    with _parse_head(response) as received:
        return received.fp.tell()


class _Stored:
    """Bytes in the place of a socket."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def makefile(self, mode: str) -> io.BytesIO:
        """What http.client reads from."""
        del mode  # always binary reading
        return io.BytesIO(self._content)


def _parse_head(response: bytes) -> http.client.HTTPResponse:
    received = http.client.HTTPResponse(_Stored(response), method="GET")  # type: ignore[arg-type]  # all that is asked of a socket here is makefile
    try:
        received.begin()
    except http.client.HTTPException as error:
        raise ValueError(f"no HTTP response: {error}") from error
    return received


def _read(
    raw: urllib3.BaseHTTPResponse, max_bytes: int, *, beginning_suffices: bool
) -> ParsedResponse:
    body = bytearray()
    truncated: Truncation | None = None
    trouble: tuple[Reason, str] | None = None
    headers = tuple((name, without_controls(value)) for name, value in raw.headers.items())
    try:
        _check_head(raw, headers, None if beginning_suffices else max_bytes)
        # not stream(), which loses what it has of a chunk when the response breaks off in it
        while chunk := raw.read1(CHUNK_BYTES, decode_content=True):
            body += chunk
            if len(body) > max_bytes:
                raise Oversize(f"more than {max_bytes:,} bytes")
    except Oversize as error:
        truncated = Truncation.LENGTH
        trouble = Reason.TOO_LARGE, str(error)
        del body[max_bytes:]
    except (Overdue, ReadTimeoutError):
        truncated = Truncation.TIME
        trouble = Reason.TIMEOUT, "the response did not end in time"
    except DecodeError as error:
        truncated = Truncation.UNSPECIFIED
        trouble = Reason.BAD_ENCODING, f"the body is not in its Content-Encoding: {_cause(error)}"
    except (Urllib3Error, ValueError) as error:
        # ValueError is what urllib3 lets through for a chunk of negative length
        truncated = Truncation.DISCONNECT
        trouble = Reason.CONNECTION_FAILED, f"the response broke off: {_cause(error)}"
    return ParsedResponse(raw.status, headers, bytes(body), truncated, trouble)


def _lacks_its_end(read: ParsedResponse, response: bytes) -> bool:
    """Whether a body was cut that only the end of the connection ends, and that is packed.

    Of a body with a length or in chunks urllib3 knows; that a gzip stopped short it does not say.
    """
    headers = {name.lower(): value.lower() for name, value in read.headers}
    packed = response[head_length(response) :]
    if (
        headers.get("content-encoding", "").strip() not in {"gzip", "x-gzip"}
        or not packed
        or headers.keys() & {"content-length", "transfer-encoding"}
    ):
        return False
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    unpacked = b"x"
    while unpacked and not unpacker.eof:
        unpacked = unpacker.decompress(packed, CHUNK_BYTES)
        packed = unpacker.unconsumed_tail
    return not unpacker.eof


def _check_head(
    raw: urllib3.BaseHTTPResponse, headers: tuple[tuple[str, str], ...], max_bytes: int | None
) -> None:
    """Raises Oversize for what the head alone shows to be too large."""
    if sum(len(name) + len(value) for name, value in headers) > MAX_HEADER_BYTES:
        raise Oversize(f"headers of more than {MAX_HEADER_BYTES:,} bytes")
    declared = raw.headers.get("Content-Length", "")
    if max_bytes is None or not (declared.isascii() and declared.isdecimal()):
        return
    if len(declared) > 15 or int(declared) > max_bytes:
        # what would be thrown away is not asked for
        raise Oversize(f"{declared[:15]} bytes announced, {max_bytes:,} allowed")


def _cause(error: BaseException) -> str:
    """What went wrong, in the words of the innermost cause."""
    nested = [part for part in (error.__cause__, *error.args) if isinstance(part, BaseException)]
    reason = getattr(error, "reason", None)
    if isinstance(reason, BaseException):
        nested.insert(0, reason)
    if nested:
        return _cause(nested[0])
    return (" ".join(str(error).split()) or type(error).__name__)[:300]
