"""Fetching the pages of a source: from candidates to captures, one durable outcome each."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from pipeline.acquire.fetcher import Fetcher, FetchResult, Wanted
from pipeline.acquire.html_sniffing import check_html
from pipeline.acquire.reasons import Freshness, NotFetched, Reason
from pipeline.acquire.revisits import conditions, fresh_enough, refused_enough, unchanged
from pipeline.acquire.urls import canonical_url, host_of
from pipeline.records import Capture, KnownCapture, KnownRefusal, Rejection, Unchanged


async def fetch_pages(
    urls: Iterable[str],
    fetcher: Fetcher,
    keep: Callable[[Capture | Rejection | Unchanged], Awaitable[object]],
    *,
    refetch: bool = False,
    known: Mapping[str, KnownCapture] = MappingProxyType({}),
    refused: Mapping[str, KnownRefusal] = MappingProxyType({}),
) -> None:
    """Ask for the pages that a source proposed, one after the other on each of its hosts.

    `keep` is given one outcome for each, and the next page of the host waits until it is kept.
    `known` is what the warehouse has of them, `refused` what it has of those that gave no page;
    with `refetch` they are asked for whatever their age, and without conditions.

    Every response is archived, those of errors, redirects and robots.txt too, and is on disk
    before the outcome that names it is given to `keep`.

    Raises ArchiveError and RateLimitError if the disk cannot be written to, and what `keep` raises.
    What was kept before stays good; go on with the pages that have no outcome.
    """

    now = datetime.now(UTC)
    due_later = {
        url for url, refusal in refused.items() if not refetch and refused_enough(refusal, now)
    }

    async def fetch_in_turn(some: Iterable[str]) -> None:
        for url in some:
            if url not in known and url in due_later:
                await keep(Unchanged(url, fetcher.source.key, Freshness.REFUSED.value))
            else:
                await keep(await _outcome(url, fetcher, known.get(url), refetch=refetch))

    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[host_of(url)].append(url)
    await run_together(fetch_in_turn(some) for some in by_host.values())


async def run_together(work: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Run coroutines at the same time; the first that fails ends the others, and is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for one in work:
                group.create_task(one)
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from failed


async def _outcome(
    asked: str, fetcher: Fetcher, known: KnownCapture | None, *, refetch: bool
) -> Capture | Rejection | Unchanged:
    source, settings = fetcher.source, fetcher.settings
    if known and not refetch:
        fresh = fresh_enough(known, settings, datetime.now(UTC))
        if fresh:
            return Unchanged(asked, source.key, fresh.value)
    try:
        url = canonical_url(asked)
        if not fetcher.may_fetch(url):
            raise NotFetched(
                Reason.UNKNOWN_HOST,
                f"{host_of(url)} is no host of {source.key}; add it to its hosts",
            )
        headers = conditions(known) if known and not refetch else {}
        async with fetcher.fetch(url, wanted=Wanted(asked, known), headers=headers) as result:
            same = unchanged(known, result.response) if known else None
            if same:
                return Unchanged(asked, source.key, same.value)
            check_html(result.response, result.position)
            return _capture(asked, source.key, result)
    except NotFetched as not_fetched:
        position = not_fetched.position
        return Rejection(
            "fetch",
            asked,
            not_fetched.reason.value,
            not_fetched.detail,
            source.key,
            position.warc_file if position else None,
            position.warc_offset if position else None,
        )


def _capture(asked: str, source: str, result: FetchResult) -> Capture:
    response, position = result.response, result.position
    if position is None:
        raise AssertionError("a response was not archived")
    return Capture(
        asked,
        response.url,
        source,
        response.fetched_at,
        response.status,
        response.header("Content-Type"),
        response.headers,
        response.payload_digest,
        position.record_id,
        position.warc_file,
        position.warc_offset,
    )
