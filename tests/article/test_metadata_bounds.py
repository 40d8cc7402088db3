"""Hostile metadata count as not said, and are read in bounded time."""

from __future__ import annotations

import json

import pytest

from pipeline.article.metadata import PageMetadata, read_metadata, with_visible
from pipeline.article.page_decoding import parse

MANY = 1_000_000
URL = "http://harbour-mail.example/town/eleven-boats"
PROPERTIES = (
    *("@type", "@id", "@graph", "headline", "author", "creator", "publisher", "datePublished"),
    *("dateModified", "articleSection", "inLanguage", "url", "mainEntityOfPage", "articleBody"),
    *("isAccessibleForFree", "description"),
)
WRONG = (None, True, 3, -1e300, "", " ", [], {}, [[]], [None, 1, {}], {"name": {"name": []}})


def metadata(json_ld: str, url: str | None = URL) -> PageMetadata:
    page = f'<title>Boats</title><script type="application/ld+json">{json_ld}</script><p>Boats.</p>'
    return read_metadata(parse(page.encode()), url=url)


@pytest.mark.parametrize("name", PROPERTIES)
def test_values_of_the_wrong_type_are_not_said(name: str) -> None:
    for value in WRONG:
        node = {"@type": "NewsArticle", "headline": "Eleven boats", name: value}
        found = metadata(json.dumps([node, node]))
        if name not in {"@type", "headline"}:
            assert found.headline == "Eleven boats"
        assert found.url == URL
        assert (found.authors, found.published, found.section) == ((), None, None)


@pytest.mark.parametrize(
    "json_ld",
    [
        "[" * MANY,
        "[" * 10_000 + "]" * 10_000,
        '{"@graph":[' * 300 + "]}" * 300,
        '"' * MANY,
        '\\"' * (MANY // 2),
        ", " * (MANY // 2),
        "\n//" * (MANY // 3),
        "/*" * (MANY // 2),
        "<!--" * (MANY // 4),
        "{}" * (MANY // 2),
        '{"@type": "NewsArticle", "headline": ' + "9" * MANY + "}",
        '{"@type": "NewsArticle", "headline": "' + "\\q" * (MANY // 2) + '"',
    ],
    ids=[
        *("open-lists", "closed-lists", "graphs", "quotes", "escaped-quotes", "commas", "lines"),
        *("comments", "html-comments", "objects", "digits", "escapes"),
    ],
)
def test_a_megabyte_that_is_no_article_says_nothing(json_ld: str) -> None:
    found = metadata(json_ld)
    assert (found.headline, found.authors, found.article_body) == ("Boats", (), None)


@pytest.mark.parametrize("piece", ["a", "Ann Bee, ", "1 ", "<p ", "<script ", "&amp;", "2026-"])
def test_a_value_of_a_megabyte_is_no_name_or_time(piece: str) -> None:
    text = piece * (MANY // len(piece))
    names = ("headline", "author", "datePublished", "articleSection", "url", "publisher")
    found = metadata(json.dumps({"@type": "NewsArticle", **dict.fromkeys(names, text)}))
    assert (found.headline, found.authors, found.published) == ("Boats", (), None)
    assert (found.section, found.url, found.outlet) == (None, URL, None)


@pytest.mark.parametrize("piece", ["<p ", "<script ", "<script></", "&amp;", "<br "])
def test_a_body_of_a_megabyte_is_bounded(piece: str) -> None:
    body = metadata(json.dumps({"@type": "NewsArticle", "articleBody": piece * MANY})).article_body
    assert len(body or "") <= MANY


def test_thousands_of_authors_are_too_many() -> None:
    letters = [chr(ord("a") + number) for number in range(26)]
    authors = [{"name": f"A{a} B{b} C{c}"} for a in letters for b in letters for c in letters[:5]]
    node = {"@type": "NewsArticle", "headline": "Boats", "author": authors}
    assert 0 < len(metadata(json.dumps(node)).authors) <= 20


def test_what_cannot_be_stored_is_left_out() -> None:
    node = {
        "@type": "NewsArticle",
        "headline": "Eleven\u0000 boats \ud800",
        "articleBody": "One\u0000 boat.\ud800",
        "url": "http://harbour-mail.example/\ud800",
    }
    found = metadata(json.dumps(node), url=None)
    assert found.headline == "Eleven boats ?"
    assert found.article_body == "One boat.?"
    assert found.url is None


def test_blocks_of_any_size_are_bounded() -> None:
    lines = ["Ann Bee 1 March 12:30 by and " * 30_000, "By " * 90, "1 May 20" * 30] * 500
    found = with_visible(
        PageMetadata(),
        headline="x" * MANY,
        bylines=lines,
        timestamps=lines,
        around=lines,
        text="word " * MANY,
    )
    assert (found.headline, found.published) == (None, None)


def test_hostile_marks_in_the_page_are_bounded() -> None:
    person = "<b itemprop=author itemscope><i itemprop=name>Ann Bee</i></b>"
    items = "<div itemscope itemtype='https://schema.org/Article'>" + person * 9_000
    nested = "<div itemscope itemtype='https://schema.org/Article'>" * 200
    links = "<a href='/'>Some Name</a>" * 9_000
    for body in (items, nested, links):
        page = f"<title>{'a | ' * 50_000}</title><body>{body}"
        found = read_metadata(parse(page.encode()), url=URL)
        assert len(found.authors) <= 20
        assert found.headline is None
