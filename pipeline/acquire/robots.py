"""robots.txt (RFC 9309): what a host allows, and how long it wants to be left alone.

Asked for once per host and visit. 4xx means that everything is allowed; a
server error that nothing is, for now. Crawl-delay and Request-rate are no part
of the standard, but are honoured.

Which groups of a file are for us is decided here, by the whole name; what their
patterns mean by Protego, which takes a part of a name for the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from protego import Protego

from pipeline.acquire.rate_limiter import Delay
from pipeline.acquire.reasons import NotFetched, Reason

MAX_ROBOTS_BYTES = 512_000
"""RFC 9309, 2.5: at least 500 KiB have to be read; what is beyond is not."""

MAX_ROBOTS_REDIRECTS = 5
"""RFC 9309, 2.3.1.2: at least so many have to be followed; farther away there is no robots.txt."""

LONGEST_CRAWL_DELAY_SECONDS = 600.0
"""A host that wants to be left alone for longer between two pages is not visited at all, since
a run could not end; the sources file allows as much."""

MOST_DELAY_SECONDS = 86_400
"""A host that asks for more than a day is taken to ask for a day. It is not visited either way, and
numbers without end are none to reckon with."""

_EVERYBODY = "*"
"""The name of the group for all who have none of their own."""

_SEPARATOR = r"(?:\s*:\s*|\s+|$)"
"""Between a field and its value; sites forget the colon, and some fields have no value."""
_USER_AGENT = re.compile(rf"user[- ]?agent{_SEPARATOR}(.*)", re.IGNORECASE)
"""A line that begins a group, or names another robot for which it is."""
_RULE = re.compile(
    rf"(?:allow|dis+al+[ao]w|diasllow|crawl[- ]delay|request[- ]rate){_SEPARATOR}", re.IGNORECASE
)
"""A line that belongs to a group, in the spellings that Protego reads."""


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What one host asks of one user agent."""

    robots_url: str
    parsed: Protego
    """Its rules as those for everybody."""

    @classmethod
    def parse(cls, robots_url: str, content: bytes, user_agent: str) -> RobotsRules:
        """The rules of a robots.txt, which is UTF-8 by the standard, for a User-Agent."""
        text = content[:MAX_ROBOTS_BYTES].decode("utf-8-sig", "replace")
        rules = _rules_for(_product_token(user_agent), text)
        return cls(robots_url, Protego.parse("\n".join((f"User-agent: {_EVERYBODY}", *rules))))

    @classmethod
    def none(cls, robots_url: str) -> RobotsRules:
        """The rules of a host without robots.txt: none."""
        return cls(robots_url, Protego.parse(""))

    @property
    def delay(self) -> Delay:
        """The pause between two requests that the host asks for."""
        seconds = self.parsed.crawl_delay(_EVERYBODY) or 0.0
        rate = self.parsed.request_rate(_EVERYBODY)
        if rate:
            # the bound comes first: of whole numbers without end none may be divided
            bounded = min(rate.seconds, rate.requests * MOST_DELAY_SECONDS)
            seconds = max(seconds, bounded / rate.requests)
        return Delay(min(seconds, MOST_DELAY_SECONDS), self.robots_url)

    def check(self, url: str) -> None:
        """Raises NotFetched (robots-disallowed) unless the address may be asked for."""
        if not self.parsed.can_fetch(url, _EVERYBODY):
            raise NotFetched(Reason.ROBOTS_DISALLOWED, f"{self.robots_url} disallows {url} for us")
        if self.delay.seconds > LONGEST_CRAWL_DELAY_SECONDS:
            raise NotFetched(
                Reason.ROBOTS_DISALLOWED,
                f"{self.robots_url} wants {self.delay.seconds:,.0f} s between two requests; "
                f"hosts that want more than {LONGEST_CRAWL_DELAY_SECONDS:.0f} s are not visited",
            )


def _product_token(named: str) -> str:
    """The name of a robot (RFC 9309, 2.2.1): what comes before its version or a comment."""
    return re.split(r"[/(*]", named, maxsplit=1)[0].strip().lower()


def _rules_for(token: str, text: str) -> list[str]:
    """The lines of the groups for a name, or of those for everybody if there are none."""
    ours: list[str] = []
    everybodys: list[str] = []
    for_us = for_everybody = has_rules = is_named = False
    for line in text.splitlines():
        record = line.partition("#")[0].strip()
        if begins := _USER_AGENT.match(record):
            if has_rules:
                for_us = for_everybody = has_rules = False
            for_everybody |= begins[1] == _EVERYBODY
            for_us |= bool(token) and _product_token(begins[1]) == token
            is_named |= for_us
        elif _RULE.match(record):
            has_rules = True
            if for_us:
                ours.append(record)
            if for_everybody:
                everybodys.append(record)
    return ours if is_named else everybodys
