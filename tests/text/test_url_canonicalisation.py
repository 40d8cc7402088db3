"""One spelling of an address for all stages, and which hosts are of one site."""

from __future__ import annotations

import pytest

from pipeline.article.metadata import read_metadata
from pipeline.article.page_decoding import parse
from pipeline.text.url_canonicalisation import BadUrl, canonical_url, is_public_host, same_site

STORY = "https://paper.example/2026/03/twelve-boats-counted"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("https://paper.example/a?ref=rss", "https://paper.example/a"),
        ("https://paper.example/a?source=RSS&b=1", "https://paper.example/a?b=1"),
        (
            "https://paper.example/a?ref=12&source=police",
            "https://paper.example/a?ref=12&source=police",
        ),
        ("https://paper.example/a?gclid=1&UTM_Source=x&c=", "https://paper.example/a?c="),
        ("https://paper.example/a#comments", "https://paper.example/a"),
        ("https://PAPER.example.:443/a", "https://paper.example/a"),
        ("http://paper.example..:8080/", "http://paper.example:8080/"),
        ("https://paper.example/%7Eann/b%c3%a4r%2f", "https://paper.example/~ann/b%C3%A4r%2F"),
        ("https://paper.example/a%2e%2e/b", "https://paper.example/a%2E%2E/b"),
        ("https://paper.example/a?q=%41%26&&x", "https://paper.example/a?q=A%26&x"),
        ("https://paper.example/A/", "https://paper.example/A/"),
    ],
)
def test_an_address_has_one_spelling(written: str, canonical: str) -> None:
    assert canonical_url(written) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize("written", ["http://./", "http://../a", "ftp://paper.example/", "paper"])
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(BadUrl):
        canonical_url(written)


@pytest.mark.parametrize(
    ("host", "other", "same"),
    [
        ("www.paper.example", "paper.example", True),
        ("m.paper.example", "www.paper.example", True),
        ("amp.paper.co.uk", "www.paper.co.uk", True),
        ("sport.paper.example", "www.paper.example", True),
        ("paper.example", "other.example", False),
        ("notpaper.example", "paper.example", False),
        ("ann.blogs.example", "bo.blogs.example", False),
        ("paper.co.uk", "co.uk", False),
        ("paper.com.au", "other.com.au", False),
        ("m.example", "www.example", False),
        ("10.0.0.1", "0.0.1", False),
        ("example", "paper.example", False),
    ],
)
def test_hosts_of_one_site(host: str, other: str, *, same: bool) -> None:
    assert same_site(host, other) is same
    assert same_site(other, host) is same


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "10.1.2.3", "[::1]", "192.168.0.1:80", "127.1", "nas.local", "db"],
)
def test_hosts_that_are_not_public(host: str) -> None:
    assert not is_public_host(host)


def read(canonical: str, og_url: str = "", url: str | None = STORY) -> tuple[str | None, str]:
    head = f'<link rel="canonical" href="{canonical}"><meta property="og:url" content="{og_url}">'
    found = read_metadata(parse(f"<head>{head}</head><p>Boats.</p>".encode()), url=url)
    return found.url, "; ".join(found.doubts)


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        (STORY + "?utm_source=x#top", STORY),
        ("https://www.paper.example/2026/03/twelve-boats-counted", None),
        ("https://sport.paper.example/boats/2026-twelve-boats", None),
        ("https://paper.example/2026/03/twelve-boats-counted-again", None),
        ("https://paper.example/?p=1234", None),
    ],
)
def test_a_page_may_name_its_address(canonical: str, expected: str | None) -> None:
    assert read(canonical) == (expected or canonical, "")


@pytest.mark.parametrize(
    ("canonical", "reason"),
    [
        ("https://wire.example/2026/twelve-boats-counted", "on another site than paper.example"),
        ("http://127.0.0.1/2026/03/boats", "not on the public internet"),
        ("http://localhost/2026/03/boats", "not on the public internet"),
        ("http://169.254.169.254/latest", "not on the public internet"),
        ("javascript:alert(1)", "no address of a web page"),
        ("https://paper.example/", "a front page"),
        ("https://paper.example/harbour", "a section"),
        ("https://paper.example/harbour/ferries/", "a section"),
    ],
)
def test_what_is_not_believed_is_a_doubt_and_the_fetched_address_counts(
    canonical: str, reason: str
) -> None:
    address, doubts = read(canonical)
    assert address == STORY
    assert doubts.startswith(f"link canonical {canonical} is not taken: ")
    assert reason in doubts


def test_addresses_that_contradict_each_other_are_not_believed() -> None:
    other = "https://paper.example/2026/03/the-next-article"
    address, doubts = read(other, og_url=STORY)
    assert address == STORY
    assert "elsewhere the page names the address it came from" in doubts
    assert read(other, og_url=other) == (other, "")


def test_a_doubt_is_one_short_line() -> None:
    _, doubts = read("javascript:" + "\u2028x y " * 300)
    assert len(doubts) < 400
    assert doubts.isprintable()


def test_without_a_fetched_address_no_private_one_is_believed() -> None:
    assert read("http://10.0.0.7/boats/2026-03-02", url=None)[0] is None
    assert read(STORY, url=None)[0] == STORY
