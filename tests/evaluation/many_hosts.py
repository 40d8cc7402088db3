"""`python -m tests.evaluation.many_hosts PAGES LOG`: a server of as many sites as are asked for.

Any name of a host is served, on one port of loopback, which the first line of the output names: a
feed that announces so many pages, and the pages, which differ from host to host. When it is ended
it writes to LOG when each host was asked for what, as JSON: {host: [[seconds, path], …]}.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import signal
import sys
import time
from collections import defaultdict
from pathlib import Path

from tests.newsroom import fixtures

PAGE_BYTES = 60_000
"""Of a page, about: as much as a lean news page has without its pictures and scripts."""


class ManyHosts:
    """The sites, and what they were asked for."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        self.asked: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
        html = "".join(fixture.html for fixture in fixtures())[:PAGE_BYTES]
        # a gzip file may have several members: what is the same in all pages is packed once
        self._packed = gzip.compress(f"<!DOCTYPE html>{html}".encode())

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        arrived, path = time.monotonic(), head[0].split()[1]
        host = next(line.partition(":")[2].strip() for line in head if line[:5].lower() == "host:")
        self.asked[host].append((arrived, path))
        writer.write(self._reply(host, path))
        await writer.drain()
        writer.close()

    def _reply(self, host: str, path: str) -> bytes:
        if path == "/robots.txt":
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        kind, coding = "application/rss+xml", ""
        if path == "/feed.xml":
            items = "".join(
                f"<item><title>Page {number}</title><link>http://{host}/news/{number}</link></item>"
                for number in range(self.pages)
            )
            body = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
        else:
            kind, coding = "text/html; charset=utf-8", "Content-Encoding: gzip\r\n"
            body = self._packed + gzip.compress(f"<p>{host}{path}</p></html>".encode(), 1)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{coding}Content-Length: {len(body)}\r\n"
        return f"{head}Connection: close\r\n\r\n".encode() + body


async def serve(pages: int, log: Path) -> None:
    """Serve until SIGTERM, then write the log."""
    sites = ManyHosts(pages)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    server = await asyncio.start_server(sites.answer, "127.0.0.1", 0, backlog=1000)
    async with server:
        sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
        sys.stdout.flush()
        await ended.wait()
    log.write_text(json.dumps(sites.asked), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
