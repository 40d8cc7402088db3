"""The visitor: asks for addresses as a polite guest does.

Put together from the parts beside it: robots.txt is obeyed, the pause between
two requests to a host is kept, trouble that may pass is tried again, redirects
are followed one by one with each step judged anew, and every answer is handed
to the archive before anything else is done with it.

A visitor lives for one stage of one source. What it learns about a host (its
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

from pipeline.acquire.addresses import canonical_hosts, canonical_url, host_of
from pipeline.acquire.pacing import Pacing, Pause, longest
from pipeline.acquire.reasons import Place, Reason, Refused
from pipeline.acquire.response import Answer, Limits, NoAnswer, Truncation, ask, open_session
from pipeline.acquire.robots import MAX_ROBOTS_BYTES, Rules
from pipeline.settings.environment import Settings, Source

logger = logging.getLogger(__name__)

MAX_UNANSWERED = 3
"""Addresses of a host in a row that give no answer, each after all attempts; then the host is
taken to be down, and the rest of its pages is left for the next run."""

MAX_TURNED_AWAY = 2
"""Addresses of a host in a row that end in 429; then the rest of its pages is left for the next
run. One alone may be a limit on that page."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 429})
"""With all of 5xx: statuses worth another attempt."""

Record = Callable[[Answer], Place | None]
"""Archives an answer and says where it lies; None where answers are not archived."""


class _Passing(Exception):
    """An answer or a failure that may be another one at the next attempt."""

    def __init__(self, refusal: Refused, retry_after: float | None = None) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Visit:
    """What an address led to: an answer that is neither an error nor a redirect."""

    answer: Answer
    place: Place | None


class Visitor:
    """Asks the hosts of one source; not for use by several threads at once."""

    def __init__(
        self, source: Source, settings: Settings, record: Record = lambda answer: None
    ) -> None:
        self._settings = settings
        self._record = record
        self._pacing = Pacing(settings.home / "pacing")
        self._session = open_session(settings.user_agent)
        self._hosts = canonical_hosts(source.allowed_hosts)
        self._own_pause = longest(
            Pause(source.delay_seconds or 0.0, f"delay_seconds of {source.key}"),
            Pause(settings.delay_seconds, "VERBATIM_DELAY_SECONDS"),
        )
        self._rules: dict[str, Rules | Refused] = {}
        self._left_alone: dict[str, Refused] = {}
        self._unanswered: Counter[str] = Counter()
        self._turned_away: Counter[str] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()

    def may_visit(self, url: str) -> bool:
        """Whether a canonical address is on a host of the source."""
        return host_of(url) in self._hosts

    def visit(
        self,
        url: str,
        *,
        headers: Mapping[str, str] = MappingProxyType({}),
        max_bytes: int | None = None,
    ) -> Visit:
        """Ask for a canonical address and follow its redirects.

        `max_bytes` bounds the decoded body (VERBATIM_MAX_PAGE_BYTES by default). The answer's
        status is 2xx, or 304 if `headers` put a condition.

        Raises Refused for everything else, with the place of the last answer; ArchiveError and
        PacingError where nothing can be kept.
        """
        limits = Limits.of(self._settings, max_bytes)
        seen = {url}
        place: Place | None = None
        while True:
            self._rules_of(url).check(url)
            visit = self._ask_patiently(url, limits, headers)
            answer, place = visit.answer, visit.place
            target = redirect_target(answer, place)
            if target is None:
                return accepted(visit, conditional=bool(headers))
            if not self.may_visit(target):
                raise Refused(
                    Reason.REDIRECT_OFF_HOST,
                    f"{url} redirects to {target}, which is on no host of the source",
                    place,
                )
            if target in seen:
                raise Refused(Reason.REDIRECT_LOOP, f"{url} redirects back to {target}", place)
            if len(seen) > self._settings.max_redirects:
                raise Refused(
                    Reason.TOO_MANY_REDIRECTS,
                    f"more than {self._settings.max_redirects} redirects, the next to {target}",
                    place,
                )
            seen.add(target)
            url = target

    def _rules_of(self, url: str) -> Rules:
        root = _root(url)
        if root not in self._rules:
            try:
                self._rules[root] = self._ask_for_rules(f"{root}/robots.txt")
            except Refused as refusal:
                self._rules[root] = refusal
            else:
                pause = self._pause(root)
                logger.info(
                    "%s: %g s between two requests (%s)", root, pause.seconds, pause.asked_by
                )
        found = self._rules[root]
        if isinstance(found, Refused):
            raise Refused(found.reason, found.detail, found.place)
        return found

    def _ask_for_rules(self, robots_url: str) -> Rules:
        """Raises Refused if the host may not be visited for now."""
        agent = self._settings.user_agent
        limits = Limits.of(self._settings, MAX_ROBOTS_BYTES, beginning_suffices=True)
        url = robots_url
        for _ in range(self._settings.max_redirects + 1):
            try:
                visit = self._ask_patiently(url, limits, {})
            except Refused as refusal:
                if refusal.reason in {Reason.HTTP_5XX, Reason.HTTP_429}:
                    raise Refused(
                        Reason.ROBOTS_UNAVAILABLE, refusal.detail, refusal.place
                    ) from refusal
                raise
            answer = visit.answer
            if answer.trouble and answer.truncated is not Truncation.LENGTH:
                # the line that would disallow may be in the part that is missing
                raise Refused(Reason.ROBOTS_UNAVAILABLE, f"{url}: {answer.trouble[1]}", visit.place)
            if 200 <= answer.status < 300:
                return Rules.parse(robots_url, answer.body, agent)
            # a robots.txt may lie anywhere (RFC 9309, 2.3.1.2); private addresses stay barred
            target = redirect_target(answer, visit.place)
            if target is None:
                break
            url = target
        return Rules.none(robots_url, agent)

    def _pause(self, url: str) -> Pause:
        rules = self._rules.get(_root(url))
        return (
            longest(self._own_pause, rules.pause) if isinstance(rules, Rules) else self._own_pause
        )

    def _ask_patiently(self, url: str, limits: Limits, headers: Mapping[str, str]) -> Visit:
        """One address with all attempts. Raises Refused if none gives an answer to work with."""
        host = host_of(url)
        if host in self._left_alone:
            known = self._left_alone[host]
            raise Refused(known.reason, f"not asked for: {known.detail}")
        try:
            for attempt in Retrying(
                retry=retry_if_exception(self._worth_another),
                stop=stop_after_attempt(self._settings.max_attempts),
                wait=self._wait,
                reraise=True,
            ):
                with attempt:
                    visit = self._ask_once(url, limits, headers)
        except _Passing as trouble:
            self._count(host, trouble.refusal)
            raise trouble.refusal from trouble
        self._count(host, None)
        return visit

    def _ask_once(self, url: str, limits: Limits, headers: Mapping[str, str]) -> Visit:
        with self._pacing.turn(host_of(url), self._pause(url)) as turn:
            try:
                answer = ask(self._session, url, limits, headers)
            except NoAnswer as failure:
                raise _Passing(failure) from failure
            passing = answer.status in _PASSING or answer.status >= 500
            retry_after = _retry_after(answer) if passing else None
            if retry_after and retry_after <= self._settings.max_retry_after_seconds:
                turn.rest(retry_after)
        place = self._record(answer)
        if passing:
            raise _Passing(_refusal(answer, place), retry_after)
        if answer.trouble and answer.trouble[0] is Reason.CONNECTION_FAILED:
            raise _Passing(Refused(answer.trouble[0], f"{url}: {answer.trouble[1]}", place))
        return Visit(answer, place)

    def _worth_another(self, error: BaseException) -> bool:
        """Whether to try again after an attempt that ended so."""
        if not isinstance(error, _Passing):
            return False
        logger.info("%s", error)
        longest_wait = self._settings.max_retry_after_seconds
        return error.retry_after is None or error.retry_after <= longest_wait

    def _wait(self, state: RetryCallState) -> float:
        """Seconds until the next attempt: what the site asks for, else longer each time."""
        error = state.outcome.exception() if state.outcome else None
        initial = self._settings.retry_wait_seconds
        if isinstance(error, _Passing) and error.retry_after is not None:
            return max(error.retry_after, initial)
        longest_wait = self._settings.max_retry_after_seconds
        longer = wait_exponential_jitter(multiplier=initial, max=longest_wait, jitter=initial / 2)
        return longer(state)

    def _count(self, host: str, refusal: Refused | None) -> None:
        """Remember how an address of a host ended, to leave the host alone if it is time."""
        for counter, limit, counted in (
            (self._unanswered, MAX_UNANSWERED, isinstance(refusal, NoAnswer)),
            (
                self._turned_away,
                MAX_TURNED_AWAY,
                refusal is not None and refusal.reason is Reason.HTTP_429,
            ),
        ):
            counter[host] = counter[host] + 1 if counted else 0
            if refusal and counter[host] >= limit:
                self._left_alone[host] = refusal


def _root(url: str) -> str:
    scheme, _, _ = url.partition("://")
    return f"{scheme}://{host_of(url)}"


def accepted(visit: Visit, *, conditional: bool) -> Visit:
    """The visit, if its answer is one to work with.

    That is a whole one with a body and the status 200 or 203, or 304 to a `conditional` request.
    Raises Refused for any other.
    """
    answer = visit.answer
    if answer.status == 304 and conditional:
        return visit
    if answer.status not in {200, 203}:
        raise _refusal(answer, visit.place)
    if answer.trouble:
        reason, detail = answer.trouble
        raise Refused(reason, f"{answer.url}: {detail}", visit.place)
    if not answer.body.strip():
        raise Refused(Reason.EMPTY_BODY, f"{answer.url} answered without content", visit.place)
    return visit


def _refusal(answer: Answer, place: Place | None) -> Refused:
    """The refusal that a status means."""
    status = answer.status
    named = {404: Reason.HTTP_404, 410: Reason.HTTP_410, 429: Reason.HTTP_429}
    if status in named:
        reason = named[status]
    elif 400 <= status < 500:
        reason = Reason.HTTP_4XX
    elif 500 <= status < 600:
        reason = Reason.HTTP_5XX
    else:
        reason = Reason.HTTP_OTHER
    asked = answer.header("Retry-After")
    wish = f", Retry-After: {asked[:100]}" if asked else ""
    return Refused(reason, f"{answer.url} answered {status}{wish}", place)


def redirect_target(answer: Answer, place: Place | None) -> str | None:
    """The canonical address that an answer redirects to; None if it does not.

    Raises Refused (redirect-off-host) if that is no http(s) address.
    """
    location = answer.header("Location")
    if answer.status not in _REDIRECTS or not location:
        return None
    try:
        return canonical_url(_as_utf8(location), answer.url)
    except Refused as refusal:
        raise Refused(
            Reason.REDIRECT_OFF_HOST, f"{answer.url} redirects to {refusal.detail}", place
        ) from refusal


def _as_utf8(value: str) -> str:
    """A header value as UTF-8 if it is that; http.client reads all headers as ISO 8859-1."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _retry_after(answer: Answer) -> float | None:
    """The seconds that a Retry-After header asks for; None if it says nothing usable."""
    value = (answer.header("Retry-After") or "").strip()
    if value.isascii() and value.isdecimal():
        return float(value[:12])
    try:
        moment = parsedate_to_datetime(value)
        return max(0.0, moment.timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
