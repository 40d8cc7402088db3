"""`python -m tests.evaluation.many_outlets HOSTS PAGES`: outlets with articles that all differ.

Each has an address of its own of the loopback network, 127.1.0.1 and on, so that none has to be
looked up. The first line of the output lists their hosts as JSON; then they are served until the
process is ended.
"""

from __future__ import annotations

import asyncio
import json
import sys

from tests.evaluation.article_variants import ArticleVariants

FEED, ARTICLE = "application/rss+xml", "text/html; charset=utf-8"


class Outlets:
    """The outlets; the articles of each follow on those of the one before."""

    def __init__(self, hosts: list[str], pages: int) -> None:
        self._numbers = {host: number for number, host in enumerate(hosts)}
        self._pages = pages
        self._variants = ArticleVariants()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = head[0].split()[1]
        host = next(line.partition(":")[2].strip() for line in head if line[:5].lower() == "host:")
        status, kind, body = self._reply(host, path)
        lines = (
            f"HTTP/1.1 {status}",
            f"Content-Type: {kind}",
            f"Content-Length: {len(body)}",
            "Connection: close",
        )
        writer.write("\r\n".join((*lines, "\r\n")).encode() + body)
        await writer.drain()
        writer.close()

    def _reply(self, host: str, path: str) -> tuple[str, str, bytes]:
        name = path.removeprefix("/news/")
        if path == "/feed.xml":
            items = "".join(
                f"<item><title>Page {number}</title><link>http://{host}/news/{number}</link></item>"
                for number in range(self._pages)
            )
            return "200 OK", FEED, f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
        if not name.isdecimal():
            return "404 Not Found", "text/plain", b""
        number = self._numbers[host] * self._pages + int(name)
        return "200 OK", ARTICLE, self._variants.html(number, f"http://{host}{path}").encode()


async def serve(hosts: int, pages: int) -> None:
    """Serve until the process is ended."""
    addresses = [f"127.1.{number // 250}.{number % 250 + 1}" for number in range(hosts)]
    first = await asyncio.start_server(asyncio.StreamReader, addresses[0], 0)
    port = first.sockets[0].getsockname()[1]
    first.close()
    names = [f"{address}:{port}" for address in addresses]
    outlets = Outlets(names, pages)
    server = await asyncio.start_server(outlets.answer, addresses, port, backlog=100)
    async with server:
        sys.stdout.write(json.dumps(names) + "\n")
        sys.stdout.flush()
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
