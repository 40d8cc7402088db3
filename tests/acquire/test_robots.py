"""robots.txt: what a host allows is minded, whatever state its file is in."""

from __future__ import annotations

import re
import textwrap
import time
from pathlib import Path

import pytest

from pipeline.acquire.reasons import NotFetched
from pipeline.acquire.robots import RobotsRules
from pipeline.records import Capture, Rejection
from pipeline.settings.environment import Settings, Source
from tests.acquire.site import Request, Site, article, response
from tests.acquire.visits import announced, captured, rejected, visit
from tests.newsroom import Newsroom


def robots(text: str) -> bytes:
    """A robots.txt as a site answers it."""
    return response(body=text, content_type="text/plain")


def test_a_page_that_is_disallowed_is_never_asked_for(
    newsroom: Newsroom, outlets: dict[str, Source], settings: Settings
) -> None:
    members = newsroom.addresses["northern-ledger"] + "/members/a/51d07e-salmon-farm-loan"
    rejection = rejected(outlets["northern-ledger"], settings, members)
    assert rejection.reason == "robots-disallowed"
    assert "/robots.txt" in rejection.detail
    assert [request.path for request in newsroom.requests] == ["/robots.txt"]


def test_the_crawl_delay_is_kept_after_every_answer(
    newsroom: Newsroom, outlets: dict[str, Source], settings: Settings
) -> None:
    address = newsroom.addresses["northern-ledger"]
    urls = [address + "/a/2e77aa-bridge-toll-ruling", address + "/no/such/page"]
    visit(outlets["northern-ledger"], settings, *urls)
    arrivals = [request.at for request in newsroom.requests]
    assert newsroom.requests[0].path == "/robots.txt"
    assert len(arrivals) == 3
    assert arrivals[2] - arrivals[1] >= 0.19  # Crawl-delay: 0.2


@pytest.mark.parametrize(
    ("own", "asked"), [(0.2, "Crawl-delay: 0.01"), (0.0, "Request-rate: 5/1s"), (0.2, "")]
)
def test_the_longest_of_the_pauses_is_kept(
    site: Site, source: Source, settings: Settings, own: float, asked: str
) -> None:
    times: list[float] = []

    def timed(asked: Request) -> bytes:
        times.append(time.monotonic())
        return article("Ferry late")

    site.pages |= {
        "/robots.txt": robots(f"User-agent: *\n{asked}\n"),
        "/a": timed,
        "/b": timed,
    }
    slow = source.model_copy(update={"delay_seconds": own})
    visit(slow, settings, site.url("/a"), site.url("/b"))
    assert times[1] - times[0] >= 0.19


@pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
@pytest.mark.parametrize("status", [404, 401, 403, 410])
def test_a_host_without_robots_allows_everything(
    site: Site, source: Source, settings: Settings, status: int, coding: str
) -> None:
    # what an error page says, and whether it can be read, is all one
    answer = response(status, "no", Content_Encoding=coding)
    site.pages |= {"/robots.txt": answer, "/a": article("Ferry late")}
    captured(source, settings, site.url("/a"))


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (response(500, "no"), "robots-unavailable"),
        (response(503, "no"), "robots-unavailable"),
        (response(429, "no"), "robots-unavailable"),
        (b"", "connection-failed"),
        (response(body="User-agent: *\n", Content_Length="9000"), "connection-failed"),
        (response(body="User-agent: *\n", Content_Encoding="gzip"), "robots-unavailable"),
        (response(body=b"\x8b\x0c\x80\x03", Content_Encoding="br"), "robots-unavailable"),
        (response(body=bytes(600_000), Content_Encoding="br"), "robots-unavailable"),
    ],
)
def test_a_host_whose_robots_cannot_be_read_is_not_visited(
    site: Site, source: Source, settings: Settings, reply: bytes, reason: str
) -> None:
    site.pages |= {"/robots.txt": reply, "/a": article("Ferry late"), "/b": article("Again")}
    outcomes = visit(source, settings, site.url("/a"), site.url("/b"))
    assert [getattr(outcome, "reason", None) for outcome in outcomes] == [reason, reason]
    assert set(site.paths) == {"/robots.txt"}
    _, refused = announced(source, settings)
    assert [rejection.reason for rejection in refused] == [reason]


def test_robots_are_asked_for_once_a_visit(site: Site, source: Source, settings: Settings) -> None:
    site.pages |= {"/a": article("Ferry late"), "/b": article("Again")}
    visit(source, settings, site.url("/a"), site.url("/b"))
    assert site.paths == ["/robots.txt", "/a", "/b"]


def test_robots_may_lie_elsewhere(site: Site, source: Source, settings: Settings) -> None:
    site.pages |= {
        "/robots.txt": response(301, Location="/rules.txt"),
        "/rules.txt": robots("User-agent: verbatim\nDisallow: /a\nAllow: /a/b$\n"),
        "/a/b": article("Ferry late"),
    }
    outcomes = visit(source, settings, site.url("/a/b"), site.url("/a/c"))
    assert isinstance(outcomes[0], Capture)
    assert isinstance(outcomes[1], Rejection)
    assert outcomes[1].reason == "robots-disallowed"


def test_a_redirect_to_a_disallowed_page_is_not_followed(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages |= {
        "/robots.txt": robots("User-agent: *\nDisallow: /b\n"),
        "/a": response(302, Location="/b"),
        "/b": article("Ferry late"),
    }
    assert rejected(source, settings, site.url("/a")).reason == "robots-disallowed"
    assert "/b" not in site.paths


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\nCrawl-delay: nan\nRequest-rate: 0/0s\n",
        "User-agent: *\nCrawl-delay: -5\nRequest-rate: 1/0\nRequest-rate: ٣/٣x\n",
        "\ufeffUser-agent: *\r\rCrawl-delay: inf\n\0\0Disallow\n",
        "User-agent: *\nDisallow: /" + "*a" * 2000 + "*b\nDisallow: /%\nDisallow: /%zz$$\n",
        "<html><body>Not found</body></html>",
    ],
)
def test_odd_rules_do_no_harm(site: Site, source: Source, settings: Settings, text: str) -> None:
    path = "/" + "a" * 1500
    site.pages |= {"/robots.txt": robots(text), path: article("Ferry late")}
    captured(source, settings, site.url(path))


def test_rules_after_the_first_500_kb_are_not_read(
    site: Site, source: Source, settings: Settings
) -> None:
    text = "User-agent: *\nDisallow: /a\n" + "# tide\n" * 100_000 + "Disallow: /b\n"
    site.pages |= {"/robots.txt": robots(text), "/b": article("Ferry late")}
    outcomes = visit(source, settings, site.url("/a"), site.url("/b"))
    assert isinstance(outcomes[0], Rejection)
    assert outcomes[0].reason == "robots-disallowed"
    assert isinstance(outcomes[1], Capture)


def test_rules_for_thousands_of_names_do_not_keep_the_parser_busy(
    site: Site, source: Source, settings: Settings
) -> None:
    names = "".join(f"User-agent: a{number}\n" for number in range(6_000))
    everybody = "User-agent: *\n" * 6_000
    site.pages |= {
        "/robots.txt": robots(names + everybody + "Disallow: /b\n" * 12_000),
        "/a": article("Ferry late"),
    }
    captured(source, settings, site.url("/a"))


def test_a_pause_longer_than_a_run_can_make_means_no_visit(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages |= {
        "/robots.txt": robots("User-agent: *\nCrawl-delay: 86400\n"),
        "/a": article("Ferry late"),
    }
    rejection = rejected(source, settings, site.url("/a"))
    assert rejection.reason == "robots-disallowed"
    assert "86,400 s" in rejection.detail
    assert site.paths == ["/robots.txt"]


@pytest.mark.parametrize(
    ("text", "disallowed"),
    [
        # a group with our name counts alone, in any case, whatever version it names
        ("User-agent: Verbatim\nDisallow: /\n", True),
        ("User-agent: VERBATIM\nDisallow: /\n", True),
        ("User-agent: Verbatim/0.2\nDisallow: /\n", True),
        ("User-agent: Verbatim*\nDisallow: /\n", True),
        ("useragent Verbatim # that one\ndisalow /\n", True),
        ("User-agent: Verbatim\nDisallow: /\n\nUser-agent: *\nAllow: /\n", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Verbatim\nDisallow:\n", False),
        # several such groups are one (RFC 9309, 2.2.1)
        ("User-agent: verbatim\nDisallow: /b\nUser-agent: *\n\nUser-agent: Verbatim\n"
         "Disallow: /a\n", True),
        # words of the comment, beginnings and longer names are the names of others
        ("User-agent: Verbatim\nDisallow: /\n\nUser-agent: newsroom.example\nDisallow:\n", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: newsroom\nDisallow:\n", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Verb\nAllow: /\n", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Verbatim-News\nAllow: /\n", True),
        ("User-agent: Verb\nDisallow: /\n\nUser-agent: news\nDisallow: /\n", False),
        ("User-agent: /\nDisallow: /\n\nUser-agent:\nDisallow: /\n", False),
        # records of others end no group (RFC 9309, 2.2.4)
        ("User-agent: Verbatim\nSitemap: /x\nUser-agent: Other\nDisallow: /\n", True),
        ("User-agent: Verbatim\nContent-Signal: ai=no\n\nUser-agent: Other\nDisallow: /\n", True),
        ("User-agent: *\nVisit-time: 0600-0845\nNoindex: /b\nUser-agent: b\nDisallow: /\n", True),
        # but rules do, those without a value and the pauses that are kept among them
        ("User-agent: Verbatim\nDisallow:\nUser-agent: Other\nDisallow: /\n", False),
        ("User-agent: Verbatim\nCrawl-delay: 0.1\nUser-agent: *\nDisallow: /\n", False),
        ("Disallow: /\n", False),
    ],
)  # fmt: skip
def test_the_rules_are_those_for_the_name_that_is_ours(
    site: Site, source: Source, settings: Settings, text: str, disallowed: bool
) -> None:
    site.pages |= {"/robots.txt": robots(text), "/a": article("Ferry late")}
    agent = "Verbatim/0.1 (+https://newsroom.example/our-visits)"
    named = settings.model_copy(update={"user_agent": agent})
    (outcome,) = visit(source, named, site.url("/a"))
    assert getattr(outcome, "reason", None) == ("robots-disallowed" if disallowed else None)
    assert ("/a" in site.paths) is not disallowed


@pytest.mark.parametrize(
    "agent", ["Verbatim (+https://newsroom.example/)", "verbatim", "Verbatim/1"]
)
def test_the_name_is_what_comes_before_a_version_or_a_comment(
    site: Site, source: Source, settings: Settings, agent: str
) -> None:
    site.pages["/robots.txt"] = robots("User-agent: Verbatim\nDisallow: /\n")
    named = settings.model_copy(update={"user_agent": agent})
    assert rejected(source, named, site.url("/a")).reason == "robots-disallowed"


@pytest.mark.parametrize("most", [0, 1, 5])
def test_robots_are_followed_five_times_whatever_pages_are(
    site: Site, source: Source, settings: Settings, most: int
) -> None:
    """RFC 9309, 2.3.1.2."""
    site.pages["/robots.txt"] = response(301, Location="/1")
    site.pages |= {f"/{n}": response(301, Location=f"/{n + 1}") for n in range(1, 5)}
    site.pages["/5"] = robots("User-agent: *\nDisallow: /\n")
    few = settings.model_copy(update={"max_redirects": most})
    assert rejected(source, few, site.url("/a")).reason == "robots-disallowed"
    assert site.paths == ["/robots.txt", "/1", "/2", "/3", "/4", "/5"]


def test_robots_that_are_farther_away_are_none(
    site: Site, source: Source, settings: Settings
) -> None:
    site.pages["/robots.txt"] = response(301, Location="/1")
    site.pages |= {f"/{n}": response(301, Location=f"/{n + 1}") for n in range(1, 9)}
    site.pages["/a"] = article("Ferry late")
    many = settings.model_copy(update={"max_redirects": 20})
    captured(source, many, site.url("/a"))
    assert site.paths == ["/robots.txt", "/1", "/2", "/3", "/4", "/5", "/a"]


def test_what_the_page_for_sites_says_keeps_visitors_out_and_slow() -> None:
    """The examples of docs/visiting.md, put before rules for everybody."""
    page = (Path(__file__).parents[2] / "docs/visiting.md").read_text("utf-8")
    examples = re.findall(r"(?m)(?:^    [A-Z][a-z-]+:.*\n)+", page)
    assert len(examples) == 2
    everybody = "\nUser-agent: *\nDisallow: /private/\n"
    for example in examples:
        text = textwrap.dedent(example) + everybody
        rules = RobotsRules.parse("/robots.txt", text.encode(), Settings().user_agent)
        with pytest.raises(NotFetched, match="robots-disallowed"):
            rules.check("https://paper.example/private/a")
        assert "Crawl-delay" not in example or rules.delay.seconds == 30
