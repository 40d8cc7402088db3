"""A WARC file fetched from the web to a file, a piece at a time.

The same address checks hold as for pages: no host with a private address is connected to, and a
redirect is judged like the first address.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpcore2

from pipeline.acquire.reasons import NotFetched
from pipeline.acquire.response import innermost_cause
from pipeline.acquire.response_checks import REDIRECTS, resolved_location
from pipeline.acquire.transport import (
    CheckedNetwork,
    Exchange,
    Limits,
    OverdueError,
    OversizeError,
)
from pipeline.acquire.urls import canonical_url, host_of
from pipeline.errors import VerbatimError
from pipeline.settings.environment import Settings

MAX_FILE_BYTES = 20_000_000_000
"""Files of Common Crawl have one to five gigabytes."""

MAX_SECONDS = 6 * 3600.0
"""Of one download: what a task may take."""

_URL_BEGINNINGS = ("http://", "https://")


class DownloadError(VerbatimError):
    """A file that could not be fetched; the message says which and why."""


def is_url(name: str) -> bool:
    """Whether a file is named by where it is on the web, not by its path."""
    return name.startswith(_URL_BEGINNINGS)


def download(url: str, path: Path, settings: Settings) -> None:
    """Fetch a file; what is at `path` is replaced.

    Raises DownloadError if it cannot be fetched whole, OSError if it cannot be written.
    """
    try:
        asyncio.run(_download(canonical_url(url), path, settings))
    except NotFetched as error:
        raise DownloadError(error.detail) from error
    except (httpcore2.TimeoutException, OverdueError) as error:
        raise DownloadError(f"{url}: it did not come in time") from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, ssl.SSLError, OversizeError) as error:
        raise DownloadError(f"{url}: {innermost_cause(error)}") from error


async def _download(url: str, path: Path, settings: Settings) -> None:
    for _ in range(settings.max_redirects + 1):
        target = await _fetch(url, path, settings)
        if target is None:
            return
        url = resolved_location(target, url)
    raise DownloadError(f"{url}: more than {settings.max_redirects} redirects")


async def _fetch(url: str, path: Path, settings: Settings) -> str | None:
    """Ask once; gives where it was redirected to, or None when the file is there."""
    limits = Limits(
        settings.connect_timeout_seconds,
        settings.read_timeout_seconds,
        MAX_SECONDS,
        MAX_FILE_BYTES,
        settings.allow_private_hosts,
    )
    # a file is not kept in memory as a page is
    exchange = Exchange(limits, time.monotonic() + MAX_SECONDS, is_kept=False)
    target = httpcore2.URL(url)
    headers = {"Host": host_of(url), "User-Agent": settings.user_agent, "Accept": "*/*"}
    request = httpcore2.Request(
        "GET", target, headers=[(name, value.encode("latin-1")) for name, value in headers.items()]
    )
    with ThreadPoolExecutor(1, "resolver") as resolvers:
        connection = httpcore2.AsyncHTTPConnection(
            target.origin,
            ssl_context=ssl.create_default_context(),
            network_backend=CheckedNetwork(exchange, resolvers),
        )
        try:
            response = await connection.handle_async_request(request)
            exchange.has_head = True
            named = {name.lower(): value for name, value in response.headers}
            if response.status in REDIRECTS and b"location" in named:
                return named[b"location"].decode("latin-1")
            if response.status != 200:
                raise DownloadError(f"{url} answered {response.status}")
            size = 0
            with path.open("wb") as file:
                async for piece in response.aiter_stream():
                    size += len(piece)
                    if size > MAX_FILE_BYTES:
                        raise DownloadError(f"{url} has more than {MAX_FILE_BYTES:,} bytes")
                    file.write(piece)
        finally:
            await connection.aclose()
    return None
