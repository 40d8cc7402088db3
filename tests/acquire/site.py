"""A site that misbehaves as a test wants it: each path answers bytes, or does what a function does.

The newsroom is a well-made site; what no well-made server sends (lying lengths, broken chunks,
redirects with bombs in them) is sent from here, byte by byte.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Self

LOOPBACK = "127.0.0.1"

Reply = bytes | Callable[["Request"], bytes | Iterator[bytes]]
"""What goes over the line: a whole answer as `response` makes it, any bytes at all, or pieces."""

PAGE = b"<!DOCTYPE html><html><body><p>Tides at noon.</p></body></html>"


@dataclass(frozen=True)
class Request:
    """One request."""

    path: str
    headers: Mapping[str, str]
    """Names in lower case."""
    before: int
    """How often the path was asked for before."""
    at: float
    """Arrival, in seconds of time.monotonic()."""


def response(
    status: int = 200,
    body: bytes | str = b"",
    content_type: str | None = "text/html; charset=utf-8",
    **headers: str,
) -> bytes:
    """An answer as a server sends it; `ETag=…` adds a header, "_" standing for "-"."""
    content = body.encode() if isinstance(body, str) else body
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    if content_type is not None:
        fields["Content-Type"] = content_type
    fields.setdefault("Content-Length", str(len(content)))
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in fields.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def article(headline: str) -> bytes:
    """An answer with a small page."""
    page = f"<!DOCTYPE html><html><head><title>{headline}</title></head><body>"
    return response(body=f"{page}<h1>{headline}</h1><p>The sea was calm.</p></body></html>")


@dataclass
class Site:
    """Serves `pages`, by path, on a port of its own while the context lasts; others are 404."""

    pages: dict[str, Reply] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    tls: ssl.SSLContext | None = None
    """How it speaks TLS, if it does."""

    def __enter__(self) -> Self:
        self._listening = socket.create_server((LOOPBACK, 0))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # closing alone does not wake a thread that waits in accept
        self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listening.close()

    @property
    def port(self) -> int:
        """The port that the site is on."""
        return int(self._listening.getsockname()[1])

    @property
    def host(self) -> str:
        """The host as the sources file names it."""
        return f"{LOOPBACK}:{self.port}"

    def url(self, path: str) -> str:
        """The whole address of a path."""
        return f"{'https' if self.tls else 'http'}://{self.host}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [asked.path for asked in self.asked]

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            line.settimeout(20)
            # whatever goes wrong here is the client hanging up, as it may
            with line, suppress(OSError):
                if not self.tls:
                    self._reply(line)
                    continue
                with self.tls.wrap_socket(line, server_side=True) as secured:
                    self._reply(secured)

    def _reply(self, line: socket.socket) -> None:
        with line.makefile("rb") as incoming:
            first = incoming.readline().decode("latin-1").split()
            if len(first) < 2:
                return
            headers = {}
            while (raw := incoming.readline()).strip():
                name, _, value = raw.decode("latin-1").partition(":")
                headers[name.strip().lower()] = value.strip()
        path = first[1]
        asked = Request(path, headers, self.paths.count(path), time.monotonic())
        self.asked.append(asked)
        reply = self.pages.get(path, response(404, "not here"))
        sent = reply(asked) if callable(reply) else reply
        for piece in [sent] if isinstance(sent, bytes) else sent:
            line.sendall(piece)
        line.shutdown(socket.SHUT_WR)
        # what the client still sends is read, so that closing does not reset the line
        while line.recv(65536):
            pass
