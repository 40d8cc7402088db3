"""The line to a server: who may be connected to, for how long, how much, and what went over it.

requests and urllib3 speak HTTP; this module stands between them and the socket,
where three things can be had that they do not offer:

- the address connected to is the one that was checked, so that a name which
  resolves to a public address first and to a private one later gains nothing;
- the whole response, headers included, has one deadline and one size, so that a
  server which sends a byte a second cannot hold a task;
- request and response are kept as they were sent, for the archive.

A connection serves one request; the limits of that request travel in a context
variable, because urllib3 makes the connection itself.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ClassVar

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from pipeline.acquire.reasons import NotFetched, Reason
from pipeline.acquire.urls import is_public

MAX_ADDRESSES = 3
"""Addresses of one host that are tried; each may take the connect timeout."""


class Overdue(Exception):
    """The response did not end before its deadline."""


class Oversize(Exception):
    """More bytes came over the line than the response may have."""


@dataclass
class Exchange:
    """What one request may take, and what went over the line."""

    allow_private: bool
    read_timeout: float
    """Seconds between two pieces of the response."""
    deadline: float
    """Moment of time.monotonic() at which the response has to be complete."""
    max_bytes: int
    """As sent: headers, framing and compressed body."""
    sent: bytearray = field(default_factory=bytearray)
    received: bytearray = field(default_factory=bytearray)
    peer: str | None = None
    """IP address connected to."""


CURRENT_EXCHANGE: ContextVar[Exchange] = ContextVar("current_wire")


class _BoundedReader(io.RawIOBase):
    """A socket's incoming bytes, within the limits of a Wire, which keeps them."""

    def __init__(self, line: socket.socket, exchange: Exchange) -> None:
        self._line = line
        self._exchange = exchange
        self._incoming = line.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        remaining = self._exchange.deadline - time.monotonic()
        if remaining <= 0:
            raise Overdue
        self._line.settimeout(min(self._exchange.read_timeout, remaining))
        count = self._incoming.readinto(buffer) or 0
        self._exchange.received += buffer[:count]
        if len(self._exchange.received) > self._exchange.max_bytes:
            raise Oversize(f"more than {self._exchange.max_bytes:,} bytes as sent")
        return count

    def close(self) -> None:
        self._incoming.close()
        super().close()


class _BoundedResponse(http.client.HTTPResponse):
    """A response that is read through a _WireReader."""

    def __init__(self, sock: socket.socket, *arguments: Any, **options: Any) -> None:
        super().__init__(sock, *arguments, **options)
        self.fp.close()
        self.fp = io.BufferedReader(_BoundedReader(sock, CURRENT_EXCHANGE.get()))

    def begin(self) -> None:
        super().begin()
        # as if the server had said so: a line that is used once cannot be found dead the next time
        self.will_close = True


class _CheckedConnection(HTTPConnection):
    """Connects to checked addresses only, and keeps what is sent."""

    response_class = _BoundedResponse

    def _new_conn(self) -> socket.socket:
        exchange = CURRENT_EXCHANGE.get()
        name = self._dns_host
        try:
            for number, address in enumerate(
                addresses := self._checked_addresses(exchange), start=1
            ):
                # what urllib3 connects to is the address itself; nothing is looked up again
                self._dns_host = address
                try:
                    line = super()._new_conn()
                except (ConnectTimeoutError, NewConnectionError):
                    if number == len(addresses):
                        raise
                else:
                    exchange.peer = address
                    return line
        finally:
            self._dns_host = name
        raise NewConnectionError(self, f"{name} has no address")

    def _checked_addresses(self, exchange: Exchange) -> list[str]:
        name = self._dns_host.strip("[]")
        try:
            found = socket.getaddrinfo(name, self.port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            raise NameResolutionError(name, self, error) from error
        except UnicodeError as error:
            raise NewConnectionError(self, f"{name} is no name of a host") from error
        addresses = list(dict.fromkeys(str(position[0]) for *_, position in found))
        if not exchange.allow_private:
            private = [address for address in addresses if not is_public(address)]
            if private:
                raise NotFetched(
                    Reason.PRIVATE_ADDRESS,
                    f"{name} leads to {private[0]}, which is not on the public internet; "
                    "VERBATIM_ALLOW_PRIVATE_HOSTS=true lets tests visit it",
                )
        return addresses[:MAX_ADDRESSES]

    def send(self, data: Any) -> None:
        super().send(data)
        CURRENT_EXCHANGE.get().sent += data


class _SecureCheckedConnection(_CheckedConnection, HTTPSConnection):
    """The same over TLS."""


class _CheckedPool(HTTPConnectionPool):
    ConnectionCls = _CheckedConnection


class _SecureCheckedPool(HTTPSConnectionPool):
    ConnectionCls = _SecureCheckedConnection


class CheckedAdapter(HTTPAdapter):
    """Lets a requests session speak over lines of this module.

    A request needs `CURRENT_EXCHANGE` to be set. Proxies are not for this adapter: through one, the
    address that is connected to cannot be checked.
    """

    _POOLS: ClassVar = {"http": _CheckedPool, "https": _SecureCheckedPool}

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Let urllib3 make the connections of this module."""
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = self._POOLS
