"""What a visit has learned of its hosts: their robots.txt, and which of them are left alone.

All sources of a visit share it. A host does not care for whose sake it is asked.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

from pipeline.acquire.reasons import NotFetched, Reason
from pipeline.acquire.response import NoResponse
from pipeline.acquire.robots import RobotsRules

MAX_WITHOUT_RESPONSE = 3
"""Addresses of a host in a row that give no response, each after all attempts; then the host is
taken to be down, and the rest of its pages is left for the next run."""

MAX_RATE_LIMITED = 2
"""Addresses of a host in a row that end in 429; then the rest of its pages is left for the next
run. One alone may be a limit on that page."""


class VisitedHosts:
    """What is known of the hosts of a visit, to be used by the tasks of one event loop."""

    def __init__(self) -> None:
        self._rules: dict[str, RobotsRules | NotFetched] = {}
        """By the root of a host, such as https://www.paper.example."""
        self._asking_for_rules: dict[str, asyncio.Lock] = {}
        self._left_alone: dict[str, NotFetched] = {}
        self._without_response: Counter[str] = Counter()
        self._rate_limited: Counter[str] = Counter()

    async def rules(self, root: str, fetch: Callable[[str], Awaitable[RobotsRules]]) -> RobotsRules:
        """The rules of a host, for which `fetch` is called with its root unless they are known.

        Raises NotFetched if the host may not be visited.
        """
        async with self._asking_for_rules.setdefault(root, asyncio.Lock()):
            if root not in self._rules:
                try:
                    self._rules[root] = await fetch(root)
                except NotFetched as not_fetched:
                    self._rules[root] = not_fetched
        found = self._rules[root]
        if isinstance(found, NotFetched):
            raise NotFetched(found.reason, found.detail, found.position)
        return found

    def known_rules(self, root: str) -> RobotsRules | None:
        """The rules of a host, if it was asked for them and has them."""
        rules = self._rules.get(root)
        return rules if isinstance(rules, RobotsRules) else None

    def leave_alone(self, host: str, because: NotFetched) -> None:
        """Ask a host for nothing more in this visit."""
        self._left_alone.setdefault(host, because)

    def check(self, host: str) -> None:
        """Raises NotFetched if a host is left alone, for the reason why it is."""
        because = self._left_alone.get(host)
        if because:
            raise NotFetched(because.reason, f"not asked for: {because.detail}")

    def count(self, host: str, not_fetched: NotFetched | None) -> None:
        """Take in how an address of a host ended, to leave the host alone if it is time."""
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
                self.leave_alone(host, not_fetched)
