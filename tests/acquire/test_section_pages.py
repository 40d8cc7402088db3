"""Section pages: the articles that they link to are told from everything else that they link to."""

from __future__ import annotations

import pytest

from pipeline.acquire.sections import MAX_LINKS
from pipeline.settings.environment import Settings, Source
from tests.acquire.site import Site, article, response
from tests.acquire.visits import announced


@pytest.fixture
def sectioned(site: Site) -> Source:
    """The site, announced by a section page."""
    return Source(key="site", name="Site", sections=(site.url("/news/"),))


def test_the_articles_of_a_section_page_are_told_from_its_navigation(
    site: Site, sectioned: Source, settings: Settings
) -> None:
    site.pages["/news/"] = response(
        body="""<html><head><base href="/2026/"></head><body>
        <a href="/">Home</a> <a href="/about">About us and what we do here</a>
        <a href="/tag/ferry/2026/03/01/x">All about the ferry</a>
        <a href="/news/">All of today's news</a> <a href="mailto:a@b.example">Write to us all</a>
        <a href="javascript:void(0)">Open the big menu</a>
        <a href="/report.pdf">The report of 2026</a>
        <a href="03/02/ferry"><img src="a.jpg"></a> <a href="03/02/ferry">Ferry late again today</a>
        <a href="03/02/ferry">Read more</a>
        <a href="/a/council-votes-down-mole-again">Mole</a>
        <a href="/story/1234567">Tide</a>
        <a href="http://elsewhere.example/2026/03/02/other">Another paper has this story</a>
        <a href="http://[">Broken link in the page</a>
        </body></html>"""
    )
    found, refused = announced(sectioned, settings)
    assert refused == []
    assert {url: c.title for url, c in found.items()} == {
        site.url("/2026/03/02/ferry"): "Ferry late again today",
        site.url("/a/council-votes-down-mole-again"): "Mole",
        site.url("/story/1234567"): "Tide",
    }


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (response(403, "no"), "http-403"),
        (response(body="%PDF-1.4"), "section-unreadable"),
        (response(body="{}", content_type="application/json"), "section-unreadable"),
        (response(body=""), "empty-body"),
    ],
)
def test_a_section_that_cannot_be_read_is_told(
    site: Site, sectioned: Source, settings: Settings, reply: bytes, reason: str
) -> None:
    site.pages["/news/"] = reply
    found, refused = announced(sectioned, settings)
    assert found == {}
    assert [(r.reason, r.reference) for r in refused] == [(reason, site.url("/news/"))]


def test_a_section_in_its_own_charset_and_without_articles(
    site: Site, sectioned: Source, settings: Settings
) -> None:
    page = '<a href="/2026/03/02/a">Møtet er over nå</a>'
    site.pages["/news/"] = response(
        body=page.encode("windows-1252"), content_type="text/html; charset=windows-1252"
    )
    found, _ = announced(sectioned, settings)
    assert [candidate.title for candidate in found.values()] == ["Møtet er over nå"]
    site.pages["/news/"] = article("Nothing today")
    assert announced(sectioned, settings) == ({}, [])


def test_links_within_links_are_read_without_reading_each_of_them_to_its_end(
    site: Site, sectioned: Source, settings: Settings
) -> None:
    nested = "".join(f'<a href="/2026/03/02/{n}">No. {n}<object>' for n in range(20_000))
    site.pages["/news/"] = response(body=f"<html>{nested}<!-- end -->")
    found, _ = announced(sectioned, settings.model_copy(update={"max_candidates": 9999}))
    title = found[site.url("/2026/03/02/0")].title or ""
    assert title.startswith("No. 0 No. 1 No. 2")
    assert "No. 90" not in title


def test_of_a_page_of_links_without_end_the_first_are_taken(
    site: Site, sectioned: Source, settings: Settings
) -> None:
    links = "".join(f'<a href="/2026/03/02/{number}">' for number in range(MAX_LINKS + 1000))
    site.pages["/news/"] = response(body=f"<html>{links}")
    found, _ = announced(sectioned, settings.model_copy(update={"max_candidates": 9999}))
    assert len(found) == MAX_LINKS
