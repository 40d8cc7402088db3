"""Short ways to say what nearly every test of acquisition does."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from types import MappingProxyType

from pipeline.acquire import (
    ArchiveWriter,
    Client,
    Discovery,
    Fetcher,
    FileRateLimiter,
    GroupCommit,
    Shared,
    discover,
    fetch_pages,
    read_payload,
)
from pipeline.records import Candidate, Capture, KnownCapture, Rejection, Unchanged
from pipeline.settings.environment import Settings, Source

Outcome = Capture | Rejection | Unchanged

END = math.inf
"""Moment of time.monotonic() from which on nobody is asked."""


@asynccontextmanager
async def fetching(
    source: Source, settings: Settings, warc_name: str = "test"
) -> AsyncIterator[Fetcher]:
    """A fetcher of a source, in a visit of its own."""
    with ArchiveWriter(settings.archive_folder, warc_name, [source]) as archive:
        async with (
            Client(settings.user_agent) as client,
            GroupCommit(archive.append) as archiving,
        ):
            shared = Shared(client, FileRateLimiter(settings.home / "pacing"), archiving, END)
            yield Fetcher(source, settings, shared)


def visit(
    source: Source,
    settings: Settings,
    *urls: str,
    known: Mapping[str, KnownCapture] = MappingProxyType({}),
    refetch: bool = False,
) -> list[Outcome]:
    """Fetch addresses for a source, in a WARC file of their own; their outcomes in their order."""
    outcomes: list[Outcome] = []

    async def keep(outcome: Outcome) -> None:
        outcomes.append(outcome)

    async def fetch() -> None:
        async with fetching(source, settings) as fetcher:
            await fetch_pages(urls, fetcher, keep, known=known, refetch=refetch)

    asyncio.run(fetch())
    return sorted(outcomes, key=lambda outcome: urls.index(url_of(outcome)))


def url_of(outcome: Outcome) -> str:
    """The address whose outcome it is."""
    if isinstance(outcome, Capture):
        return outcome.url_asked
    return outcome.url if isinstance(outcome, Unchanged) else outcome.reference


def found_by(
    source: Source,
    settings: Settings,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Discovery:
    """What a source announces of some days."""

    async def ask() -> Discovery:
        async with fetching(source, settings) as fetcher:
            return await discover(fetcher, since=since, until=until)

    return asyncio.run(ask())


def captured(source: Source, settings: Settings, url: str) -> Capture:
    """The capture of one address, which has to give one."""
    (outcome,) = visit(source, settings, url)
    assert isinstance(outcome, Capture), outcome
    return outcome


def rejected(source: Source, settings: Settings, url: str) -> Rejection:
    """The rejection of one address, which has to end in one."""
    (outcome,) = visit(source, settings, url)
    assert isinstance(outcome, Rejection), outcome
    assert outcome.detail
    assert "\n" not in outcome.detail
    return outcome


def announced(source: Source, settings: Settings) -> tuple[dict[str, Candidate], list[Rejection]]:
    """What a source announces whenever it was published, by address, and what was refused."""
    found = found_by(source, settings)
    return {candidate.url: candidate for candidate in found.candidates}, list(found.rejections)


def bytes_of(settings: Settings, outcome: Capture | Rejection) -> bytes:
    """The archived body of an outcome, which has to have one."""
    assert outcome.warc_file is not None
    assert outcome.warc_offset is not None
    return read_payload(settings.archive_folder, outcome.warc_file, outcome.warc_offset).payload
