"""robots.txt (RFC 9309): what a host allows, and how long it wants to be left alone.

Asked for once per host and visit. 4xx means that everything is allowed; a
server error that nothing is, for now. Crawl-delay and Request-rate are no part
of the standard, but are honoured.
"""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from pipeline.acquire.rate_limiter import Delay
from pipeline.acquire.reasons import NotFetched, Reason

MAX_ROBOTS_BYTES = 512_000
"""RFC 9309, 2.5: at least 500 KiB have to be read; what is beyond is not."""

LONGEST_CRAWL_DELAY_SECONDS = 600.0
"""A host that wants to be left alone for longer between two pages is not visited at all, since
a run could not end; the sources file allows as much."""

MOST_DELAY_SECONDS = 86_400
"""A host that asks for more than a day is taken to ask for a day. It is not visited either way, and
numbers without end are none to reckon with."""

MAX_RULES = 1_000_000
"""Names of user agents times rules. The parser notes each rule once for each name of its group, so
a file of 500 kB may ask it for hundreds of millions of notes; real files stay below 100,000."""


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What one host asks of one user agent."""

    robots_url: str
    user_agent: str
    parsed: Protego

    @classmethod
    def parse(cls, robots_url: str, content: bytes, user_agent: str) -> RobotsRules:
        """The rules of a robots.txt, which is UTF-8 by the standard.

        Raises NotFetched (robots-unavailable) for one that is made to keep its readers busy.
        """
        text = content[:MAX_ROBOTS_BYTES].decode("utf-8-sig", "replace")
        if _most_rules(text) > MAX_RULES:
            raise NotFetched(
                Reason.ROBOTS_UNAVAILABLE,
                f"{robots_url} has too many rules for too many user agents to be read",
            )
        return cls(robots_url, user_agent, Protego.parse(text))

    @classmethod
    def none(cls, robots_url: str, user_agent: str) -> RobotsRules:
        """The rules of a host without robots.txt: none."""
        return cls(robots_url, user_agent, Protego.parse(""))

    @property
    def delay(self) -> Delay:
        """The pause between two requests that the host asks for."""
        seconds = self.parsed.crawl_delay(self.user_agent) or 0.0
        rate = self.parsed.request_rate(self.user_agent)
        if rate:
            # the bound comes first: of whole numbers without end none may be divided
            bounded = min(rate.seconds, rate.requests * MOST_DELAY_SECONDS)
            seconds = max(seconds, bounded / rate.requests)
        return Delay(min(seconds, MOST_DELAY_SECONDS), self.robots_url)

    def check(self, url: str) -> None:
        """Raises NotFetched (robots-disallowed) unless the address may be asked for."""
        if not self.parsed.can_fetch(url, self.user_agent):
            raise NotFetched(Reason.ROBOTS_DISALLOWED, f"{self.robots_url} disallows {url} for us")
        if self.delay.seconds > LONGEST_CRAWL_DELAY_SECONDS:
            raise NotFetched(
                Reason.ROBOTS_DISALLOWED,
                f"{self.robots_url} wants {self.delay.seconds:,.0f} s between two requests; "
                f"hosts that want more than {LONGEST_CRAWL_DELAY_SECONDS:.0f} s are not visited",
            )


def _most_rules(text: str) -> int:
    """A bound on the rules that the parser would note, whichever group they belong to."""
    lines = [line.strip().lower() for line in text.splitlines()]
    names = sum(line.startswith("user") for line in lines)
    return names * sum(bool(line) and not line.startswith(("user", "#")) for line in lines)
