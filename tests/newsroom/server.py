"""The HTTP side: one server an outlet on loopback, one thread a connection.

The servers share nothing but the Newsroom that owns them, which knows the
edition, counts first visits and keeps the log of requests.
"""

from __future__ import annotations

import gzip
import hashlib
import select
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urljoin, urlsplit

import yaml

from tests.newsroom.announce import ADDRESSES, announcement
from tests.newsroom.bodies import PDF, large_page, status_page
from tests.newsroom.outlet import OUTLETS_FOLDER, Outlet, Page, read_outlets

LOOPBACK = "127.0.0.1"
POLL_SECONDS = 0.02
"""How often a stalled answer and the accept loop look whether it is time to end."""
STALL_AFTER_BYTES = 200


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it was answered."""

    outlet: str
    method: str
    path: str
    headers: Mapping[str, str]
    """Names in lower case."""
    status: int
    at: float
    """Arrival, in seconds of time.monotonic()."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    last_modified: datetime | None = None
    gzip: bool = False
    stall: bool = False


class Newsroom:
    """All outlets, served while the context lasts.

    port_base: outlet i (sorted by key) is on port_base + i; 0 lets the system choose.
    stall_seconds: after how long a stalled answer is cut, if the client waits so long.
    """

    def __init__(
        self, port_base: int = 0, *, stall_seconds: float = 20.0, folder: Path = OUTLETS_FOLDER
    ) -> None:
        self.outlets = read_outlets(folder)
        self.edition = 1
        self.follows_clock = False
        """Whether pages appear when they are published; else all are there at once."""
        self.requests: list[Request] = []
        self.addresses: dict[str, str] = {}
        self.stall_seconds = stall_seconds
        self.closing = threading.Event()
        self._port_base = port_base
        self._servers: list[_Server] = []
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._visited: set[tuple[str, str]] = set()

    def __enter__(self) -> Newsroom:
        self.open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def open(self) -> None:
        """Begin to serve; raises OSError if a port is taken."""
        try:
            for position, outlet in enumerate(self.outlets):
                port = self._port_base + position if self._port_base else 0
                server = _Server((LOOPBACK, port), self, outlet)
                self._servers.append(server)
                self.addresses[outlet.key] = f"http://{LOOPBACK}:{server.server_port}"
        except OSError:
            for server in self._servers:
                server.server_close()
            raise
        for server in self._servers:
            thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,))
            thread.start()
            self._threads.append(thread)

    def close(self) -> None:
        """Cut what is under way and free the ports; returns when all threads have ended."""
        self.closing.set()
        for server in self._servers:
            server.shutdown()
            server.hang_up()
            server.server_close()
        for thread in self._threads:
            thread.join()

    def write_sources(self, path: Path, *, delay_seconds: float = 0.0) -> None:
        """Write the sources file with which these servers are scraped."""
        sources = []
        for outlet in self.outlets:
            address = self.addresses[outlet.key]
            source: dict[str, object] = {"key": outlet.key, "name": outlet.name}
            for kind, field in (
                ("rss", "feeds"),
                ("atom", "feeds"),
                ("news-sitemap", "sitemaps"),
                ("section", "sections"),
            ):
                if kind in outlet.announced_by:
                    named = source.setdefault(field, [])
                    assert isinstance(named, list)
                    named.append(address + ADDRESSES[kind])
            if outlet.hosts:
                source["hosts"] = [urlsplit(self.localize(host)).netloc for host in outlet.hosts]
            source["delay_seconds"] = delay_seconds
            source["language"] = outlet.language
            sources.append(source)
        text = yaml.safe_dump({"sources": sources}, sort_keys=False, allow_unicode=True)
        path.write_text(text, encoding="utf-8")

    def now(self, outlet: Outlet) -> Outlet:
        """An outlet as it is at this moment."""
        return outlet.as_of(datetime.now(UTC)) if self.follows_clock else outlet

    def localize(self, text: str) -> str:
        """The text with loopback addresses in place of `http://KEY.example`."""
        for key, address in self.addresses.items():
            text = text.replace(f"http://{key}.example", address)
        return text

    def is_first_visit(self, outlet: str, path: str) -> bool:
        """Whether nobody asked for the path before; the question counts as the visit."""
        with self._lock:
            before = len(self._visited)
            self._visited.add((outlet, path))
            return len(self._visited) > before

    def log(self, request: Request) -> None:
        """Add a request to the log."""
        with self._lock:
            self.requests.append(request)


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that server_close waits for the answers under way
    request_queue_size = 64

    def __init__(self, place: tuple[str, int], newsroom: Newsroom, outlet: Outlet) -> None:
        self.newsroom = newsroom
        self.outlet = outlet
        self._connections: set[socket.socket] = set()
        self._connections_lock = threading.Lock()
        super().__init__(place, _Handler)

    def server_bind(self) -> None:
        # HTTPServer would ask the resolver for the host's name, which can take seconds
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, int(self.server_address[1])

    def get_request(self) -> tuple[socket.socket, object]:
        connection, peer = super().get_request()
        with self._connections_lock:
            self._connections.add(connection)
        return connection, peer

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        assert isinstance(request, socket.socket)
        with self._connections_lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients keep open."""
        with self._connections_lock:
            for connection in self._connections:
                with suppress(OSError):  # the client was faster
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients may hang up at any time: that is one of the behaviours under test."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        arrived = time.monotonic()
        answer = self._answer()
        status = answer.status
        if status == HTTPStatus.OK and self._unchanged(answer):
            status = HTTPStatus.NOT_MODIFIED
        headers = {name.lower(): value for name, value in self.headers.items()}
        outlet = self.server.outlet.key
        self.server.newsroom.log(
            Request(outlet, self.command, self.path, headers, int(status), arrived)
        )
        self._send(answer, status)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Requests are kept in the newsroom's log, not printed."""

    def _answer(self) -> _Answer:
        newsroom = self.server.newsroom
        outlet = newsroom.now(self.server.outlet)
        by_path = {page.path: page for page in outlet.pages}
        bare = self.path.partition("?")[0]
        page = by_path.get(self.path) or by_path.get(bare)
        if page and page.since_edition <= newsroom.edition:
            return self._page(page)
        if bare == "/robots.txt" and outlet.robots is not None:
            body = newsroom.localize(outlet.robots).encode()
            return _Answer(200, body, "text/plain; charset=utf-8")
        announced = announcement(outlet, bare, newsroom.edition)
        if announced:
            content_type, text = announced
            return _Answer(200, newsroom.localize(text).encode(), content_type)
        return _Answer(404, status_page(404))

    def _page(self, page: Page) -> _Answer:
        newsroom, outlet = self.server.newsroom, self.server.outlet
        retry: tuple[tuple[str, str], ...] = ()
        if page.retry_after is not None:
            retry = (("Retry-After", str(page.retry_after)),)
        if page.first and newsroom.is_first_visit(outlet.key, page.path):
            return _Answer(page.first, status_page(page.first), headers=retry)
        if page.redirect:
            target = newsroom.localize(urljoin(outlet.address + page.path, page.redirect))
            status = page.status or 301
            return _Answer(status, status_page(status), headers=(("Location", target),))
        status = page.status or 200
        return _Answer(
            status,
            self._body(page, status),
            page.content_type,
            retry if page.status else (),
            page.last_modified(newsroom.edition),
            page.gzip,
            page.stall,
        )

    def _body(self, page: Page, status: int) -> bytes:
        newsroom, outlet = self.server.newsroom, self.server.outlet
        if page.body == "large":
            return large_page()
        if page.body == "pdf":
            return PDF
        if page.body == "empty":
            return b""
        if page.page is None:
            return status_page(status)
        path = outlet.file(page.page, newsroom.edition, "html")
        if path is None:
            raise FileNotFoundError(f"{outlet.key}: pages/{page.page}.html")
        return newsroom.localize(path.read_text(encoding="utf-8")).encode(page.encoding)

    def _unchanged(self, answer: _Answer) -> bool:
        """Whether the request's conditions hold; If-None-Match goes first (RFC 9110, 13.2.2)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return _etag(answer.body) in {tag.strip() for tag in tags.split(",")}
        since = self.headers.get("If-Modified-Since")
        if since is None or answer.last_modified is None:
            return False
        return parsedate_to_datetime(since) >= answer.last_modified.replace(microsecond=0)

    def _send(self, answer: _Answer, status: int) -> None:
        body = b"" if status == HTTPStatus.NOT_MODIFIED else answer.body
        self.send_response(status)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", answer.content_type)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status == HTTPStatus.OK:
            self.send_header("ETag", _etag(answer.body))
            if answer.last_modified:
                moment = answer.last_modified.astimezone(UTC)
                self.send_header("Last-Modified", format_datetime(moment, usegmt=True))
        if body and answer.gzip and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if answer.stall:
            self.wfile.write(body[:STALL_AFTER_BYTES])
            self._wait_for_hang_up()
            self.close_connection = True
            return
        self.wfile.write(body)

    def _wait_for_hang_up(self) -> None:
        newsroom = self.server.newsroom
        end = time.monotonic() + newsroom.stall_seconds
        while time.monotonic() < end and not newsroom.closing.is_set():
            readable, _, _ = select.select([self.connection], [], [], POLL_SECONDS)
            if readable:
                return


def _etag(body: bytes) -> str:
    return '"' + hashlib.sha256(body).hexdigest()[:20] + '"'
