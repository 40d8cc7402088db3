"""The HTTP client of a visit: many requests at once, each within its limits.

`get` sends one GET and reads what comes back. It follows no redirect, keeps no
cookie, uses no proxy and does not try twice: those are the business of `fetcher`.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType, TracebackType
from typing import ParamSpec, Self, TypeVar

import httpcore2

from pipeline.acquire.body_budget import BodyBudget, Reservation
from pipeline.acquire.reasons import NotFetched, Reason
from pipeline.acquire.response import (
    MAX_CHUNKS,
    NoResponse,
    Response,
    Truncation,
    innermost_cause,
    lacks_its_end,
    parse_response,
    unread_coding,
    without_interim,
)
from pipeline.acquire.transport import (
    CheckedNetwork,
    Exchange,
    Limits,
    OverdueError,
    OversizeError,
)
from pipeline.acquire.urls import host_of
from pipeline.text.digests import digest_of

BODY_BUDGET_BYTES = 60_000_000
"""Of the bodies that are large or being worked on, as sent and decoded: six pages of the largest
size, or one sitemap. What reads and packs them takes as much again."""

SMALL_BODY_BYTES = 256 * 1024
"""As sent; nearly all news pages are smaller when packed. Those of all requests that may be under
way take 64 MB at most."""

MAX_DEFLATE_RATIO = 1032
"""What a byte of deflate can unpack to at most: 258 bytes are named by two bits."""

WORKERS = 2
"""Threads in which responses and announcements are parsed. Most of that is Python code, of which
one thread runs at a time; the second lets a short one pass a long one."""

RESOLVERS = 16
"""Threads in which names are looked up: the lookup of a dead name takes seconds."""

_HEADERS = MappingProxyType(
    {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Encoding": "gzip, deflate",
        # one request a connection: with seconds between two, most servers would close it anyway
        "Connection": "close",
    }
)

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Cut:
    """Why a response is not complete."""

    truncated: Truncation
    reason: Reason
    detail: str


class Client:
    """What the requests of a visit share: connections, memory, threads. Use it in `async with`."""

    def __init__(self, user_agent: str) -> None:
        self._headers = {**_HEADERS, "User-Agent": user_agent}
        self._budget = BodyBudget(BODY_BUDGET_BYTES)
        self._workers = ThreadPoolExecutor(WORKERS, "worker")
        self._resolvers = ThreadPoolExecutor(RESOLVERS, "resolver")
        # the certificates of the system, or of SSL_CERT_FILE
        self._tls = ssl.create_default_context()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._workers.shutdown(wait=False, cancel_futures=True)
        self._resolvers.shutdown(wait=False, cancel_futures=True)

    async def in_thread(
        self,
        function: Callable[Parameters, Result],
        *arguments: Parameters.args,
        **options: Parameters.kwargs,
    ) -> Result:
        """Call a function that takes a while, so that nothing else waits for it."""
        call = partial(function, *arguments, **options)
        return await asyncio.get_running_loop().run_in_executor(self._workers, call)

    def reservation(self) -> Reservation:
        """Memory for the bodies of one address after another; see `BodyBudget`."""
        return self._budget.reservation()

    async def get(
        self, url: str, limits: Limits, headers: Mapping[str, str], memory: Reservation
    ) -> Response:
        """Send one GET and read the response, or as much of it as the limits allow.

        `memory` is held for the body until the caller releases it.

        Raises NoResponse if there is none (timeout, connection-failed), NotFetched if the URL may
        not be connected to (private-address) or cannot be (bad-url).
        """
        fetched_at = datetime.now(UTC)
        exchange = Exchange(limits, time.monotonic() + limits.total_timeout)
        cut = await self._exchange(exchange, url, headers, memory)
        await memory.reserve(_memory_for(exchange))
        response = await self.in_thread(_response, url, fetched_at, exchange, cut)
        memory.shrink(len(response.body) + len(response.response_bytes))
        return response

    async def _exchange(
        self, exchange: Exchange, url: str, headers: Mapping[str, str], memory: Reservation
    ) -> _Cut | None:
        """Send and receive; says why, if the response is not complete."""
        limits = exchange.limits
        try:
            target = httpcore2.URL(url)
            named = {"Host": host_of(url), **self._headers, **headers}
            request = httpcore2.Request(
                "GET", target, headers=[(n, v.strip().encode("latin-1")) for n, v in named.items()]
            )
            connection = httpcore2.AsyncHTTPConnection(
                target.origin,
                ssl_context=self._tls,
                network_backend=CheckedNetwork(exchange, self._resolvers),
            )
            try:
                response = await connection.handle_async_request(request)
                exchange.has_head = True
                exchange.coding = _header(response, b"content-encoding")
                _check_declared_length(response, limits)
                chunks = 0
                async for _ in response.aiter_stream():
                    chunks += 1
                    if chunks > MAX_CHUNKS:
                        raise OversizeError(f"more than {MAX_CHUNKS:,} chunks")
                    if len(exchange.received) > SMALL_BODY_BYTES:
                        began = time.monotonic()
                        await memory.reserve(2 * limits.max_bytes)
                        # to wait for memory is not the server's fault
                        exchange.deadline += time.monotonic() - began
            finally:
                await connection.aclose()
        except httpcore2.TimeoutException:
            return _Cut(Truncation.TIME, Reason.TIMEOUT, "no response in time")
        except OverdueError:
            detail = f"no complete response within {limits.total_timeout:g} s"
            return _Cut(Truncation.TIME, Reason.TIMEOUT, detail)
        except OversizeError as error:
            return _Cut(Truncation.LENGTH, Reason.TOO_LARGE, str(error))
        except (httpcore2.LocalProtocolError, httpcore2.UnsupportedProtocol) as error:
            detail = f"{url} cannot be asked for: {innermost_cause(error)}"
            raise NotFetched(Reason.BAD_URL, detail) from error
        except (httpcore2.NetworkError, httpcore2.RemoteProtocolError, ssl.SSLError) as error:
            return _Cut(Truncation.DISCONNECT, Reason.CONNECTION_FAILED, innermost_cause(error))
        return None


def _header(response: httpcore2.Response, name: bytes) -> bytes:
    """The first header of a name in lower case; nothing if there is none."""
    return next((value for key, value in response.headers if key.lower() == name), b"")


def _memory_for(exchange: Exchange) -> int:
    """The bytes that a response may take once it is decoded, those as sent included."""
    sent, most = len(exchange.received), exchange.limits.max_bytes
    match exchange.coding.count(b",") + bool(exchange.coding):
        case 0:
            return 2 * sent
        case 1:
            return sent + min(MAX_DEFLATE_RATIO * sent, most)
        case _:
            return sent + most


def _check_declared_length(response: httpcore2.Response, limits: Limits) -> None:
    """Raises OversizeError if more is announced than may be: what would be thrown away."""
    if limits.beginning_suffices:
        return
    declared = _header(response, b"content-length")
    # h11 has seen to it that these are digits
    if declared and int(declared) > limits.max_bytes:
        raise OversizeError(f"{int(declared):,} bytes announced, {limits.max_bytes:,} allowed")


def _response(url: str, fetched_at: datetime, exchange: Exchange, cut: _Cut | None) -> Response:
    """The response that came over the line. Raises NoResponse if none did."""
    received = without_interim(bytes(exchange.received))
    exchange.received.clear()
    try:
        parsed = parse_response(received, exchange.limits.max_bytes)
    except ValueError as error:
        if cut is None or cut.reason is Reason.TOO_LARGE:
            raise NoResponse(Reason.CONNECTION_FAILED, f"{url}: {error}") from error
        raise NoResponse(cut.reason, f"{url}: {cut.detail}") from error
    truncated, trouble = parsed.truncated, parsed.trouble
    if cut is not None:
        broken = "the response broke off: " if cut.truncated is Truncation.DISCONNECT else ""
        truncated, trouble = cut.truncated, (cut.reason, broken + cut.detail)
    elif trouble is None and lacks_its_end(parsed, received):
        detail = "the response broke off: its gzip has no end"
        truncated, trouble = Truncation.DISCONNECT, (Reason.CONNECTION_FAILED, detail)
    coding = unread_coding(parsed.headers)
    # one that is too large has a beginning that may be of use, if it can be read
    if coding and (trouble is None or trouble[0] is Reason.TOO_LARGE):
        detail = f"the body is in the Content-Encoding {coding}, which was not asked for"
        trouble = Reason.BAD_ENCODING, detail
    return Response(
        url,
        parsed.status,
        parsed.headers,
        parsed.body,
        digest_of(parsed.body),
        fetched_at,
        bytes(exchange.sent),
        received,
        parsed.head_length,
        exchange.peer,
        truncated,
        trouble,
    )
