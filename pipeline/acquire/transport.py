"""The line to a server: who may be connected to, for how long, how much, and what went over it.

httpcore2 speaks HTTP over whatever network it is given. The network of this module

- connects to the very address that was checked, so that a name which resolves to
  a public address first and to a private one later gains nothing;
- gives the whole response, headers included, one deadline and one size, so that a
  server which sends a byte a second cannot hold a task;
- keeps request and response as they were sent, for the archive.

A connection serves one request: with seconds between two requests to a host, most
servers would close it anyway.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from typing import Any

import httpcore2

from pipeline.acquire.reasons import NotFetched, Reason
from pipeline.settings.environment import Settings
from pipeline.text.public_addresses import is_public

MAX_ADDRESSES = 3
"""Addresses of one host that are tried; each may take the connect timeout."""

MAX_OVERHEAD_BYTES = 1_000_000
"""What headers and framing may add to a body on the line."""


MAX_HEAD_BYTES = 262_144
"""Of what comes before the body. Interim responses (1xx) may come without end, and each is parsed;
h11 itself takes a head of 100 kB."""


class OverdueError(Exception):
    """The response did not end before its deadline."""


class OversizeError(Exception):
    """More bytes came over the line than the response may have."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one response may take."""

    connect_timeout: float
    read_timeout: float
    """Seconds between two pieces of the response."""
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


@dataclass
class Exchange:
    """One request and its response, as they go over the line."""

    limits: Limits
    deadline: float
    """Moment of time.monotonic() at which the response has to be complete."""
    sent: bytearray = field(default_factory=bytearray)
    received: bytearray = field(default_factory=bytearray)
    peer: str | None = None
    """IP address connected to."""
    coding: bytes = b""
    """The Content-Encoding of the response."""
    has_head: bool = False
    """Whether the head of the response was read."""
    head_bytes: int = 0
    """That came over the line before that."""
    is_kept: bool = True
    """Whether what comes over the line is kept here; if not, it is handed on as it comes."""

    def seconds_left(self, at_most: float) -> float:
        """How long the next piece may take. Raises OverdueError if the time is over."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise OverdueError
        return min(left, at_most)

    def receive(self, piece: bytes) -> None:
        """Keep a piece of the response. Raises OversizeError if it is one too many."""
        self.received += piece
        most = self.limits.max_bytes + MAX_OVERHEAD_BYTES
        if len(self.received) > most:
            raise OversizeError(f"more than {most:,} bytes as sent")


class _KeptStream(httpcore2.AsyncNetworkStream):
    """A connection within the limits of an exchange, which keeps what goes over it.

    Over TLS it is what is inside that is kept, since this wraps the encrypted stream then.
    """

    def __init__(self, stream: httpcore2.AsyncNetworkStream, exchange: Exchange) -> None:
        self._stream = stream
        self._exchange = exchange

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        limits = self._exchange.limits
        try:
            piece = await self._stream.read(
                max_bytes, self._exchange.seconds_left(limits.read_timeout)
            )
        except httpcore2.ReadTimeout:
            self._exchange.seconds_left(limits.read_timeout)
            raise
        if not self._exchange.has_head:
            self._exchange.head_bytes += len(piece)
            if self._exchange.head_bytes > MAX_HEAD_BYTES:
                raise OversizeError(f"more than {MAX_HEAD_BYTES:,} bytes before the body")
        if not self._exchange.is_kept:
            return piece
        self._exchange.receive(piece)
        # h11, which finds the end of the response, refuses it if there is a zero byte in a header,
        # where RFC 9110 (5.5) also allows to read a space
        return piece.replace(b"\0", b" ")

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = self._exchange.seconds_left(self._exchange.limits.read_timeout)
        await self._stream.write(buffer, left)
        self._exchange.sent += buffer

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        left = self._exchange.seconds_left(self._exchange.limits.connect_timeout)
        secured = await self._stream.start_tls(ssl_context, server_hostname, left)
        return _KeptStream(secured, self._exchange)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _in_turn(found: Iterable[tuple[int, str]]) -> list[str]:
    """Addresses with their families, in their order but of each family in turn (RFC 8305, 4).

    Else a host with many addresses of IPv6 would never be tried by IPv4.
    """
    families: defaultdict[int, list[str]] = defaultdict(list)
    for family, address in dict.fromkeys(found):
        families[family].append(address)
    return [address for row in zip_longest(*families.values()) for address in row if address]


class CheckedNetwork(httpcore2.AsyncNetworkBackend):
    """Connects one exchange, to checked addresses only."""

    def __init__(self, exchange: Exchange, resolvers: Executor) -> None:
        """`resolvers` are the threads in which names are looked up, which cannot be awaited."""
        self._exchange = exchange
        self._resolvers = resolvers
        self._network = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Raises NotFetched (private-address), or the errors of httpcore2."""
        longest = self._exchange.limits.connect_timeout
        addresses = await self._checked_addresses(host, port)
        for number, address in enumerate(addresses, start=1):
            try:
                # a number is connected to as it is: nothing is looked up again
                stream = await self._network.connect_tcp(
                    address, port, self._exchange.seconds_left(longest)
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if number == len(addresses):
                    raise
            else:
                self._exchange.peer = address
                return _KeptStream(stream, self._exchange)
        raise httpcore2.ConnectError(f"{host} has no address")

    async def _checked_addresses(self, host: str, port: int) -> list[str]:
        look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        looking_up = asyncio.get_running_loop().run_in_executor(self._resolvers, look_up)
        longest = self._exchange.limits.connect_timeout
        try:
            found = await asyncio.wait_for(looking_up, self._exchange.seconds_left(longest))
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout(
                f"the address of {host} was not found in time"
            ) from error
        except socket.gaierror as error:
            raise httpcore2.ConnectError(f"{host}: {error.strerror}") from error
        except UnicodeError as error:
            raise httpcore2.ConnectError(f"{host} is not a name of a host") from error
        addresses = _in_turn((family, str(place[0])) for family, *_, place in found)
        if not self._exchange.limits.allow_private:
            private = [address for address in addresses if not is_public(address)]
            if private:
                raise NotFetched(
                    Reason.PRIVATE_ADDRESS,
                    f"{host} leads to {private[0]}, which is not on the public internet; "
                    "VERBATIM_ALLOW_PRIVATE_HOSTS=true lets tests visit it",
                )
        return addresses[:MAX_ADDRESSES]
