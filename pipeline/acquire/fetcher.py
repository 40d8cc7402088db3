"""The fetcher: asks for addresses as a polite guest does.

Put together from the parts beside it: robots.txt is obeyed, the pause between
two requests to a host is kept, trouble that may pass is tried again, redirects
are followed one by one with each step judged anew, and every response is handed
to the archive before anything else is done with it.

A fetcher lives for one stage of one source. What it learns about a host (its
robots.txt, that it is down, that it wants to be left alone) it remembers for
that long.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import MappingProxyType, TracebackType
from typing import Self

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from pipeline.acquire.rate_limiter import Delay, RateLimiter, longest
from pipeline.acquire.reasons import NotFetched, Reason, WarcPosition
from pipeline.acquire.response import Limits, NoResponse, Response, Truncation, get, open_session
from pipeline.acquire.robots import MAX_ROBOTS_BYTES, RobotsRules
from pipeline.acquire.urls import canonical_hosts, canonical_url, host_of
from pipeline.settings.environment import Settings, Source

logger = logging.getLogger(__name__)

MAX_WITHOUT_RESPONSE = 3
"""Addresses of a host in a row that give no response, each after all attempts; then the host is
taken to be down, and the rest of its pages is left for the next run."""

MAX_RATE_LIMITED = 2
"""Addresses of a host in a row that end in 429; then the rest of its pages is left for the next
run. One alone may be a limit on that page."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TEMPORARY_STATUSES = frozenset({408, 429})
"""With all of 5xx: statuses worth another attempt."""

Record = Callable[[Response], WarcPosition | None]
"""Archives a response and says where it lies; None where responses are not archived."""


class _Temporary(Exception):
    """A response or a failure that may be another one at the next attempt."""

    def __init__(self, not_fetched: NotFetched, retry_after: float | None = None) -> None:
        super().__init__(str(not_fetched))
        self.not_fetched = not_fetched
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What an address led to: a response that is neither an error nor a redirect."""

    response: Response
    position: WarcPosition | None


class Fetcher:
    """Asks the hosts of one source; not for use by several threads at once."""

    def __init__(
        self, source: Source, settings: Settings, record: Record = lambda response: None
    ) -> None:
        self._settings = settings
        self._record = record
        self._rate_limiter = RateLimiter(settings.home / "pacing")
        self._session = open_session(settings.user_agent)
        self._hosts = canonical_hosts(source.allowed_hosts)
        self._own_delay = longest(
            Delay(source.delay_seconds or 0.0, f"delay_seconds of {source.key}"),
            Delay(settings.delay_seconds, "VERBATIM_DELAY_SECONDS"),
        )
        self._rules: dict[str, RobotsRules | NotFetched] = {}
        self._skipped_hosts: dict[str, NotFetched] = {}
        self._without_response: Counter[str] = Counter()
        self._rate_limited: Counter[str] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()

    def may_fetch(self, url: str) -> bool:
        """Whether a canonical address is on a host of the source."""
        return host_of(url) in self._hosts

    def fetch(
        self,
        url: str,
        *,
        headers: Mapping[str, str] = MappingProxyType({}),
        max_bytes: int | None = None,
    ) -> FetchResult:
        """Ask for a canonical address and follow its redirects.

        `max_bytes` bounds the decoded body (VERBATIM_MAX_PAGE_BYTES by default). The response's
        status is 2xx, or 304 if `headers` put a condition.

        Raises NotFetched for everything else, with the place of the last response; ArchiveError and
        RateLimitError where nothing can be kept.
        """
        limits = Limits.of(self._settings, max_bytes)
        seen = {url}
        position: WarcPosition | None = None
        while True:
            self._rules_of(url).check(url)
            result = self._get_with_retries(url, limits, headers)
            response, position = result.response, result.position
            target = redirect_target(response, position)
            if target is None:
                return accepted(result, conditional=bool(headers))
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
            if len(seen) > self._settings.max_redirects:
                raise NotFetched(
                    Reason.TOO_MANY_REDIRECTS,
                    f"more than {self._settings.max_redirects} redirects, the next to {target}",
                    position,
                )
            seen.add(target)
            url = target

    def _rules_of(self, url: str) -> RobotsRules:
        root = _root(url)
        if root not in self._rules:
            try:
                self._rules[root] = self._fetch_rules(f"{root}/robots.txt")
            except NotFetched as not_fetched:
                self._rules[root] = not_fetched
            else:
                delay = self._delay(root)
                logger.info(
                    "%s: %g s between two requests (%s)", root, delay.seconds, delay.asked_by
                )
        found = self._rules[root]
        if isinstance(found, NotFetched):
            raise NotFetched(found.reason, found.detail, found.position)
        return found

    def _fetch_rules(self, robots_url: str) -> RobotsRules:
        """Raises NotFetched if the host may not be visited for now."""
        agent = self._settings.user_agent
        limits = Limits.of(self._settings, MAX_ROBOTS_BYTES, beginning_suffices=True)
        url = robots_url
        for _ in range(self._settings.max_redirects + 1):
            try:
                result = self._get_with_retries(url, limits, {})
            except NotFetched as not_fetched:
                if not_fetched.reason in {Reason.HTTP_5XX, Reason.HTTP_429}:
                    raise NotFetched(
                        Reason.ROBOTS_UNAVAILABLE, not_fetched.detail, not_fetched.position
                    ) from not_fetched
                raise
            response = result.response
            if response.trouble and response.truncated is not Truncation.LENGTH:
                # the line that would disallow may be in the part that is missing
                raise NotFetched(
                    Reason.ROBOTS_UNAVAILABLE, f"{url}: {response.trouble[1]}", result.position
                )
            if 200 <= response.status < 300:
                return RobotsRules.parse(robots_url, response.body, agent)
            # a robots.txt may lie anywhere (RFC 9309, 2.3.1.2); private addresses stay barred
            target = redirect_target(response, result.position)
            if target is None:
                break
            url = target
        return RobotsRules.none(robots_url, agent)

    def _delay(self, url: str) -> Delay:
        rules = self._rules.get(_root(url))
        return (
            longest(self._own_delay, rules.delay)
            if isinstance(rules, RobotsRules)
            else self._own_delay
        )

    def _get_with_retries(
        self, url: str, limits: Limits, headers: Mapping[str, str]
    ) -> FetchResult:
        """One address with all attempts. Raises NotFetched if none gives a usable response."""
        host = host_of(url)
        if host in self._skipped_hosts:
            known = self._skipped_hosts[host]
            raise NotFetched(known.reason, f"not asked for: {known.detail}")
        try:
            for attempt in Retrying(
                retry=retry_if_exception(self._worth_another),
                stop=stop_after_attempt(self._settings.max_attempts),
                wait=self._wait,
                reraise=True,
            ):
                with attempt:
                    result = self._get_once(url, limits, headers)
        except _Temporary as trouble:
            self._count(host, trouble.not_fetched)
            raise trouble.not_fetched from trouble
        self._count(host, None)
        return result

    def _get_once(self, url: str, limits: Limits, headers: Mapping[str, str]) -> FetchResult:
        with self._rate_limiter.slot(host_of(url), self._delay(url)) as slot:
            try:
                response = get(self._session, url, limits, headers)
            except NoResponse as failure:
                raise _Temporary(failure) from failure
            temporary = response.status in _TEMPORARY_STATUSES or response.status >= 500
            retry_after = _retry_after(response) if temporary else None
            if retry_after and retry_after <= self._settings.max_retry_after_seconds:
                slot.extend(retry_after)
        position = self._record(response)
        if temporary:
            raise _Temporary(_not_fetched(response, position), retry_after)
        if response.trouble and response.trouble[0] is Reason.CONNECTION_FAILED:
            raise _Temporary(
                NotFetched(response.trouble[0], f"{url}: {response.trouble[1]}", position)
            )
        return FetchResult(response, position)

    def _worth_another(self, error: BaseException) -> bool:
        """Whether to try again after an attempt that ended so."""
        if not isinstance(error, _Temporary):
            return False
        logger.info("%s", error)
        longest_wait = self._settings.max_retry_after_seconds
        return error.retry_after is None or error.retry_after <= longest_wait

    def _wait(self, state: RetryCallState) -> float:
        """Seconds until the next attempt: what the site asks for, else longer each time."""
        error = state.outcome.exception() if state.outcome else None
        initial = self._settings.retry_wait_seconds
        if isinstance(error, _Temporary) and error.retry_after is not None:
            return max(error.retry_after, initial)
        longest_wait = self._settings.max_retry_after_seconds
        longer = wait_exponential_jitter(multiplier=initial, max=longest_wait, jitter=initial / 2)
        return longer(state)

    def _count(self, host: str, not_fetched: NotFetched | None) -> None:
        """Remember how an address of a host ended, to leave the host alone if it is time."""
        for counter, limit, counted in (
            (self._without_response, MAX_WITHOUT_RESPONSE, isinstance(not_fetched, NoResponse)),
            (
                self._rate_limited,
                MAX_RATE_LIMITED,
                not_fetched is not None and not_fetched.reason is Reason.HTTP_429,
            ),
        ):
            counter[host] = counter[host] + 1 if counted else 0
            if not_fetched and counter[host] >= limit:
                self._skipped_hosts[host] = not_fetched


def _root(url: str) -> str:
    scheme, _, _ = url.partition("://")
    return f"{scheme}://{host_of(url)}"


def accepted(result: FetchResult, *, conditional: bool) -> FetchResult:
    """The visit, if its response is one to work with.

    That is a whole one with a body and the status 200 or 203, or 304 to a `conditional` request.
    Raises NotFetched for any other.
    """
    response = result.response
    if response.status == 304 and conditional:
        return result
    if response.status not in {200, 203}:
        raise _not_fetched(response, result.position)
    if response.trouble:
        reason, detail = response.trouble
        raise NotFetched(reason, f"{response.url}: {detail}", result.position)
    if not response.body.strip():
        raise NotFetched(
            Reason.EMPTY_BODY, f"{response.url} answered without content", result.position
        )
    return result


def _not_fetched(response: Response, position: WarcPosition | None) -> NotFetched:
    """The refusal that a status means."""
    status = response.status
    named = {404: Reason.HTTP_404, 410: Reason.HTTP_410, 429: Reason.HTTP_429}
    if status in named:
        reason = named[status]
    elif 400 <= status < 500:
        reason = Reason.HTTP_4XX
    elif 500 <= status < 600:
        reason = Reason.HTTP_5XX
    else:
        reason = Reason.HTTP_OTHER
    asked = response.header("Retry-After")
    wish = f", Retry-After: {asked[:100]}" if asked else ""
    return NotFetched(reason, f"{response.url} answered {status}{wish}", position)


def redirect_target(response: Response, position: WarcPosition | None) -> str | None:
    """The canonical address that a response redirects to; None if it does not.

    Raises NotFetched (redirect-off-host) if that is no http(s) address.
    """
    location = response.header("Location")
    if response.status not in _REDIRECTS or not location:
        return None
    try:
        return canonical_url(_as_utf8(location), response.url)
    except NotFetched as not_fetched:
        raise NotFetched(
            Reason.REDIRECT_OFF_HOST, f"{response.url} redirects to {not_fetched.detail}", position
        ) from not_fetched


def _as_utf8(value: str) -> str:
    """A header value as UTF-8 if it is that; http.client reads all headers as ISO 8859-1."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _retry_after(response: Response) -> float | None:
    """The seconds that a Retry-After header asks for; None if it says nothing usable."""
    value = (response.header("Retry-After") or "").strip()
    if value.isascii() and value.isdecimal():
        return float(value[:12])
    try:
        moment = parsedate_to_datetime(value)
        return max(0.0, moment.timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
