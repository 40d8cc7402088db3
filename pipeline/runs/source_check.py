"""Sources tried out: their front doors asked, nothing kept."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.acquire import (
    Client,
    Discovery,
    Fetcher,
    Shared,
    discover,
)
from pipeline.records import Candidate
from pipeline.runs.run_outcome import said_of
from pipeline.runs.shared_rate_limiter import rate_limiter_of
from pipeline.runs.source_failures import NOT_AGAINST_A_DOOR, failed_doors
from pipeline.settings.environment import Settings, Source
from pipeline.text.url_canonicalisation import BadUrl, canonical_url


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """What the front doors of a source gave."""

    source: Source
    announced: tuple[tuple[str, int], ...]
    """Each front door that could be read, with the pages that it was the first to announce."""
    failed: tuple[str, ...]
    """A sentence for each other one, with its address and the reason."""
    left_out: tuple[str, ...]
    """A sentence for each kind of page that is announced and not visited, as on a foreign host."""
    articles: tuple[Candidate, ...]
    """Some of the pages, the newest first."""

    @property
    def fails(self) -> bool:
        """Whether no front door could be read, or none announces anything."""
        return not self.articles


def check_sources(
    settings: Settings, sources: Sequence[Source], articles: int
) -> list[SourceCheck]:
    """Ask the front doors of sources, of all of them at once, each host at its own pace.

    Returns for each source what they gave, with so many of the articles that they announce.
    Raises RateLimitError if the pauses between requests cannot be kept.
    """
    found = asyncio.run(_discoveries(settings, sources))
    return [
        _checked(source, discovery, articles)
        for source, discovery in zip(sources, found, strict=True)
    ]


async def _discoveries(settings: Settings, sources: Sequence[Source]) -> list[Discovery]:
    async with (
        Client(settings.user_agent) as client,
        rate_limiter_of(settings) as rate_limiter,
    ):
        shared = Shared(client, rate_limiter)
        fetchers = (Fetcher(source, settings, shared) for source in sources)
        return await asyncio.gather(
            *(discover(fetcher, since=None, until=None) for fetcher in fetchers)
        )


def _checked(source: Source, found: Discovery, articles: int) -> SourceCheck:
    failed = failed_doors(found.rejections, source)
    left_out = (one for one in found.rejections if one.reason in NOT_AGAINST_A_DOOR)
    pages = Counter(candidate.found_in for candidate in found.candidates)
    doors = (*source.feeds, *source.sitemaps, *source.sections)
    read = [door for door in doors if not any(one.startswith(f"{door}: ") for one in failed)]
    newest_first = sorted(
        found.candidates,
        key=lambda one: one.published.timestamp() if one.published else float("-inf"),
        reverse=True,
    )
    return SourceCheck(
        source,
        tuple((door, pages[_canonical(door)]) for door in read),
        failed,
        tuple(f"{one.reference}: {said_of(one)}" for one in left_out),
        tuple(newest_first[:articles]),
    )


def _canonical(address: str) -> str:
    try:
        return canonical_url(address)
    except BadUrl:
        return address
