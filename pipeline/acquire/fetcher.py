"""The fetcher: asks for the pages of one source as a polite guest does.

Put together from the parts beside it: robots.txt is obeyed, the delay between
two requests to a host is kept, trouble that may pass is tried again, redirects
are followed one by one with each step judged anew, and every response is handed
to the archive before anything else is done with it.

What it learns about a host (its robots.txt, that it is down, that it wants to be
left alone) the fetchers of a visit share, since several sources may have pages there.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import ParamSpec, TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from pipeline.acquire.body_budget import Reservation
from pipeline.acquire.client import Client
from pipeline.acquire.group_commit import GroupCommit
from pipeline.acquire.rate_limiter import Delay, RateLimiter, longest
from pipeline.acquire.reasons import NotFetched, Reason, WarcPosition
from pipeline.acquire.response import NoResponse, Response
from pipeline.acquire.response_checks import (
    check_usable,
    is_temporary,
    redirect_target,
    retry_after,
    status_error,
)
from pipeline.acquire.revisits import unchanged
from pipeline.acquire.robots import MAX_ROBOTS_BYTES, MAX_ROBOTS_REDIRECTS, RobotsRules
from pipeline.acquire.transport import Limits
from pipeline.acquire.urls import canonical_hosts, host_of
from pipeline.acquire.visited_hosts import VisitedHosts
from pipeline.acquire.warc_serialisation import Archived, Revisited
from pipeline.records import KnownCapture
from pipeline.settings.environment import Settings, Source

logger = logging.getLogger(__name__)

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Shared:
    """What the fetchers of a visit share."""

    client: Client
    rate_limiter: RateLimiter
    archive: GroupCommit[Archived, WarcPosition] | None = None
    """None where nothing is archived: sources are only tried out."""
    end: float = math.inf
    """Moment of time.monotonic() from which on nobody is asked any more."""
    hosts: VisitedHosts = field(default_factory=VisitedHosts)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The page for whose sake requests are made, if it is one to archive."""

    url: str
    known: KnownCapture | None = None


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What an address led to: a response that is neither an error nor a redirect."""

    response: Response
    position: WarcPosition | None
    """Where it was archived, if it was."""


@dataclass(frozen=True, slots=True)
class _Request:
    """What stays the same over the redirects and attempts of one address."""

    limits: Limits
    memory: Reservation
    headers: Mapping[str, str] = field(default_factory=dict)
    wanted: Wanted | None = None


class _TemporaryError(Exception):
    """A response or a failure that may be another one at the next attempt."""

    def __init__(self, not_fetched: NotFetched, retry_after: float | None = None) -> None:
        super().__init__(str(not_fetched))
        self.not_fetched = not_fetched
        self.retry_after = retry_after


class Fetcher:
    """Asks the hosts of one source; many tasks of an event loop may use it at once."""

    def __init__(self, source: Source, settings: Settings, shared: Shared) -> None:
        self.source = source
        self.settings = settings
        self._shared = shared
        self._hosts = canonical_hosts(source.allowed_hosts)
        self._own_delay = longest(
            Delay(source.delay_seconds or 0.0, f"delay_seconds of {source.key}"),
            Delay(settings.delay_seconds, "VERBATIM_DELAY_SECONDS"),
        )

    def may_fetch(self, url: str) -> bool:
        """Whether a canonical address is on a host of the source."""
        return host_of(url) in self._hosts

    async def in_thread(
        self,
        function: Callable[Parameters, Result],
        *arguments: Parameters.args,
        **options: Parameters.kwargs,
    ) -> Result:
        """Call a function that takes a while, so that no other source waits for it."""
        return await self._shared.client.in_thread(function, *arguments, **options)

    @asynccontextmanager
    async def fetch(
        self,
        url: str,
        *,
        wanted: Wanted | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
        max_bytes: int | None = None,
    ) -> AsyncIterator[FetchResult]:
        """Ask for a canonical address and follow its redirects.

        The responses are archived for the sake of the page `wanted`; without one they are not.
        `max_bytes` bounds the decoded body (VERBATIM_MAX_PAGE_BYTES by default), whose memory is
        kept free while the context lasts. The response's status is 2xx, or 304 if `headers` put
        a condition.

        Raises NotFetched for everything else, with the position of the last response; ArchiveError
        and RateLimitError where nothing can be kept.
        """
        async with self._shared.client.reservation() as memory:
            limits = Limits.of(self.settings, max_bytes)
            request = _Request(limits, memory, headers, wanted)
            result = await self._follow(url, request)
            check_usable(result.response, result.position, conditional=bool(headers))
            yield result

    async def _follow(self, url: str, request: _Request) -> FetchResult:
        """The first response that is not a redirect."""
        seen = {url}
        while True:
            # nobody who waits for memory, as the rules may have to, holds some
            request.memory.release()
            rules = await self._shared.hosts.rules(_root(url), self._ask_for_rules)
            rules.check(url)
            result = await self._get_with_retries(url, request)
            position = result.position
            target = redirect_target(result.response, position)
            if target is None:
                return result
            if not self.may_fetch(target):
                raise NotFetched(
                    Reason.REDIRECT_OFF_HOST,
                    f"{url} redirects to {target}, which is on no host of the source",
                    position,
                )
            if target in seen:
                raise NotFetched(
                    Reason.REDIRECT_LOOP, f"{url} redirects back to {target}", position
                )
            if len(seen) > self.settings.max_redirects:
                raise NotFetched(
                    Reason.TOO_MANY_REDIRECTS,
                    f"more than {self.settings.max_redirects} redirects, the next to {target}",
                    position,
                )
            seen.add(target)
            url = target

    async def _ask_for_rules(self, root: str) -> RobotsRules:
        """Raises NotFetched if the host may not be visited for now."""
        rules = await self._fetch_rules(f"{root}/robots.txt")
        delay = longest(self._own_delay, rules.delay)
        logger.debug("%s: %g s between two requests (%s)", root, delay.seconds, delay.asked_by)
        return rules

    async def _fetch_rules(self, robots_url: str) -> RobotsRules:
        """Raises NotFetched if the host may not be visited for now."""
        agent = self.settings.user_agent
        limits = Limits.of(self.settings, MAX_ROBOTS_BYTES, beginning_suffices=True)
        url = robots_url
        async with self._shared.client.reservation() as memory:
            request = _Request(limits, memory, wanted=Wanted(robots_url))
            for _ in range(MAX_ROBOTS_REDIRECTS + 1):
                try:
                    result = await self._get_with_retries(url, request)
                except NotFetched as not_fetched:
                    if not_fetched.reason in {Reason.HTTP_5XX, Reason.HTTP_429}:
                        raise NotFetched(
                            Reason.ROBOTS_UNAVAILABLE, not_fetched.detail, not_fetched.position
                        ) from not_fetched
                    raise
                response = result.response
                if 200 <= response.status < 300:
                    if response.trouble and response.trouble[0] is not Reason.TOO_LARGE:
                        # the line that would disallow may be in the part that is missing
                        raise NotFetched(
                            Reason.ROBOTS_UNAVAILABLE,
                            f"{url}: {response.trouble[1]}",
                            result.position,
                        )
                    return await self.in_thread(RobotsRules.parse, robots_url, response.body, agent)
                # a robots.txt may lie anywhere (RFC 9309, 2.3.1.2); private addresses stay barred
                target = redirect_target(response, result.position)
                if target is None:
                    break
                url = target
        return RobotsRules.none(robots_url)

    def _delay(self, url: str) -> Delay:
        rules = self._shared.hosts.known_rules(_root(url))
        return longest(self._own_delay, rules.delay) if rules else self._own_delay

    async def _get_with_retries(self, url: str, request: _Request) -> FetchResult:
        """One address with all attempts. Raises NotFetched if none gives a usable response."""
        try:
            async for attempt in AsyncRetrying(
                retry=retry_if_exception(self._worth_another),
                stop=stop_after_attempt(self.settings.max_attempts),
                wait=self._wait,
                reraise=True,
            ):
                with attempt:
                    result = await self._get_once(url, request)
        except _TemporaryError as trouble:
            self._shared.hosts.count(host_of(url), trouble.not_fetched)
            raise trouble.not_fetched from trouble
        self._shared.hosts.count(host_of(url), None)
        return result

    async def _get_once(self, url: str, request: _Request) -> FetchResult:
        request.memory.release()
        host = host_of(url)
        check = partial(self._check_may_ask, url)
        async with self._shared.rate_limiter.slot(host, self._delay(url), check) as slot:
            try:
                response = await self._shared.client.get(
                    url, request.limits, request.headers, request.memory
                )
            except NoResponse as failure:
                raise _TemporaryError(failure) from failure
            temporary = is_temporary(response)
            wish = retry_after(response) if temporary else None
            if wish:
                # this visit may be killed, and the next one has to know
                slot.extend(wish)
                if wish > self.settings.max_retry_after_seconds:
                    # at once: others may be waiting for the slot
                    self._shared.hosts.leave_alone(host, status_error(response, None))
        position = await self._archive(response, request.wanted)
        broken = response.trouble and response.trouble[0] is Reason.CONNECTION_FAILED
        if temporary or broken:
            # the next attempt may be a minute away
            request.memory.release()
        if temporary:
            raise _TemporaryError(status_error(response, position), wish)
        if response.trouble and broken:
            reason, detail = response.trouble
            raise _TemporaryError(NotFetched(reason, f"{url}: {detail}", position))
        return FetchResult(response, position)

    def _check_may_ask(self, url: str) -> None:
        """Raises NotFetched once the time of the visit is over, or its host is left alone."""
        self._shared.hosts.check(host_of(url))
        if time.monotonic() >= self._shared.end:
            raise NotFetched(
                Reason.VISIT_OVER,
                f"{url} was not asked for: the visit took more than VERBATIM_VISIT_HOURS",
            )

    async def _archive(self, response: Response, wanted: Wanted | None) -> WarcPosition | None:
        if wanted is None or self._shared.archive is None:
            return None
        known = wanted.known
        revisited = None
        if known and unchanged(known, response):
            revisited = Revisited(known.url_answered, known.fetched_at)
        return await self._shared.archive.submit(
            # the decoded body is not archived; what waits to be written takes less memory so
            Archived(replace(response, body=b""), self.source.key, wanted.url, revisited)
        )

    def _worth_another(self, error: BaseException) -> bool:
        """Whether to try again after an attempt that ended so."""
        if not isinstance(error, _TemporaryError):
            return False
        logger.info("%s", error)
        longest_wait = self.settings.max_retry_after_seconds
        return error.retry_after is None or error.retry_after <= longest_wait

    def _wait(self, state: RetryCallState) -> float:
        """Seconds until the next attempt: what the site asks for, else longer each time."""
        error = state.outcome.exception() if state.outcome else None
        initial = self.settings.retry_wait_seconds
        if isinstance(error, _TemporaryError) and error.retry_after is not None:
            return max(error.retry_after, initial)
        longest_wait = self.settings.max_retry_after_seconds
        longer = wait_exponential_jitter(multiplier=initial, max=longest_wait, jitter=initial / 2)
        return longer(state)


def _root(url: str) -> str:
    scheme, _, _ = url.partition("://")
    return f"{scheme}://{host_of(url)}"
