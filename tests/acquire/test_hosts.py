"""Which addresses may be asked for at all: their spelling, their hosts, and where names lead."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.acquire.rate_limiter import Delay, FileRateLimiter
from pipeline.acquire.reasons import NotFetched
from pipeline.acquire.urls import MAX_URL_LENGTH, canonical_url, host_of
from pipeline.settings.environment import Settings, Source
from pipeline.text.public_addresses import is_public
from tests.acquire.site import Site, article, response
from tests.acquire.visits import announced, captured, rejected


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HTTP://Paper.Example:80/a?b=1#c", "http://paper.example/a?b=1"),
        ("https://paper.example:443", "https://paper.example/"),
        ("https://paper.example:8443/", "https://paper.example:8443/"),
        (" https://paper.example/a b\n", "https://paper.example/a%20b"),
        ("https://paper.example/?z=1&utm_source=x&a=2&fbclid=y", "https://paper.example/?z=1&a=2"),
        ("https://paper.example/a?utm_medium=rss", "https://paper.example/a"),
        ("https://paper.example/?b=&a", "https://paper.example/?b=&a"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://[2001:DB8::1]:443/a", "https://[2001:db8::1]/a"),
        ("/b?x", "https://paper.example/b?x"),
        ("../b", "https://paper.example/b"),
        ("//other.example", "https://other.example/"),
        ("http://paper.example\\@other.example/", "http://paper.example/@other.example/"),
    ],
)
def test_an_address_has_one_spelling(written: str, canonical: str) -> None:
    assert canonical_url(written, "https://paper.example/a/c") == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "written",
    [
        "",
        "paper",
        "mailto:desk@paper.example",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://paper.example/",
        "http://",
        "http:///a",
        "http://[",
        "http://[::1/",
        "http://paper.example:port/",
        "http://paper.example:99999/",
        "http://user@paper.example/",
        "http://user:secret@paper.example/",
        "http://@paper.example/",
        "http://paper.example\x7f/",
        'http://pa"per.example/',
        "http://[fe80::1%25eth0]/",
        "http://paper.example/" + "a" * MAX_URL_LENGTH,
        "http://paper.example/?utm_source=" + "a" * 10_000,
        "http://paper.example/\ud800",
    ],
)
def test_what_is_no_address_is_refused_in_one_line(written: str) -> None:
    with pytest.raises(NotFetched) as not_fetched:
        canonical_url(written)
    assert not_fetched.value.reason == "bad-url"
    assert not_fetched.value.detail.isprintable()
    assert "secret" not in not_fetched.value.detail


@given(written=st.text(max_size=60).map("http://{}".format) | st.text(max_size=60))
def test_any_text_is_an_address_in_one_spelling_or_refused(written: str) -> None:
    try:
        url = canonical_url(written, "https://paper.example/a")
    except NotFetched:
        return
    assert url.isascii()
    assert url.isprintable()
    assert not set(url) & set(' \\"<>')
    assert canonical_url(url) == url


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "2130706433", "0x7f.1", "0", "127.1", "[::1]",
        "[::ffff:127.0.0.1]", "１２７.0.0.1",
    ],
)  # fmt: skip
def test_no_spelling_of_a_private_host_is_connected_to(
    site: Site, settings: Settings, host: str
) -> None:
    strict = settings.model_copy(update={"allow_private_hosts": False})
    url = f"http://{host}:{site.port}/feed.xml"
    source = Source(key="inside", name="Inside", feeds=(url,))
    assert rejected(source, strict, url).reason == "private-address"
    _, refused = announced(source, strict)
    assert [rejection.reason for rejection in refused] == ["private-address"]
    assert site.asked == []


@pytest.fixture
def one_public_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets 127.0.0.1 pass for an address of the public internet; all others stay what they are."""
    monkeypatch.setattr(
        "pipeline.acquire.transport.is_public",
        lambda address: address == "127.0.0.1" or is_public(address),
    )


@pytest.mark.usefixtures("one_public_address")
def test_a_name_is_looked_up_once_for_the_check_and_the_connection(
    site: Site, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []

    def lookup(host: str, port: int, *arguments: Any, **options: Any) -> list[Any]:
        if host != "rebinding.example":
            return real(host, port, *arguments, **options)
        looked_up.append(host)
        address = "127.0.0.1" if len(looked_up) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    strict = settings.model_copy(update={"allow_private_hosts": False})
    url = f"http://rebinding.example:{site.port}/a"
    rejection = rejected(Source(key="bind", name="Bind", feeds=(url,)), strict, url)
    assert site.paths == ["/robots.txt"]
    assert rejection.reason == "private-address"
    assert "127.0.0.2" in rejection.detail
    assert len(looked_up) == 2


def test_a_host_whose_addresses_of_ipv6_are_dead_is_reached_by_ipv4(
    site: Site, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lookup(host: str, port: int, *arguments: Any, **options: Any) -> list[Any]:
        if host != "both.example":
            return real(host, port, *arguments, **options)
        # nobody listens there
        dead = [("::1", port, 0, 0), *((f"::ffff:127.0.0.{n}", port, 0, 0) for n in (2, 3))]
        of_ipv6 = [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", place) for place in dead]
        return [*of_ipv6, (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    site.pages["/a"] = article("Ferry late")
    url = f"http://both.example:{site.port}/a"
    assert captured(Source(key="both", name="Both", feeds=(url,)), settings, url).status == 200


@pytest.mark.usefixtures("one_public_address")
@pytest.mark.parametrize("path", ["/robots.txt", "/a"])
def test_a_redirect_to_a_private_address_is_not_followed(
    site: Site, settings: Settings, path: str
) -> None:
    inside = f"127.0.0.2:{site.port}"
    site.pages[path] = response(302, Location=f"http://{inside}/secret")
    strict = settings.model_copy(update={"allow_private_hosts": False})
    source = Source(key="site", name="Site", feeds=(site.url("/feed"),), hosts=(inside,))
    rejection = rejected(source, strict, site.url("/a"))
    assert rejection.reason == "private-address"
    assert "127.0.0.2" in rejection.detail


def test_hosts_of_a_source_may_be_written_in_any_way(site: Site, settings: Settings) -> None:
    site.pages["/a"] = article("Ferry late")
    source = Source(
        key="odd", name="Odd", feeds=("http://127.0.0.1/feed",), hosts=(f"LOCALHOST:{site.port}",)
    )
    url = f"http://localhost:{site.port}/a"
    assert captured(source, settings, url).url_answered == url
    assert host_of(canonical_url("https://paper.example:443/")) == "paper.example"


@pytest.mark.parametrize(("seconds", "level"), [(30, "INFO"), (3_000, "WARNING")])
def test_a_long_wait_that_an_earlier_request_noted_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, seconds: int, level: str
) -> None:
    (tmp_path / "paper.example.next").write_text(f"{time.time() + seconds:020.6f}\n", "ascii")

    async def ask() -> None:
        with suppress(TimeoutError):
            async with (
                asyncio.timeout(0.1),
                FileRateLimiter(tmp_path).slot("paper.example", Delay(5, "the settings")),
            ):
                pytest.fail("the host was asked")

    caplog.set_level("INFO")
    asyncio.run(ask())
    (record,) = caplog.records
    assert record.levelname == level
    assert "as an earlier request noted" in record.getMessage()
