"""Who wrote an article, where the head of a page, its byline and its links say different things.

The choice is learned: what it must do on every page stands in `test_author_choice`. These are plain
pages.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline.article import extract_page
from pipeline.records import Article

TEXT = (
    "The harbour office counted eleven boats on Monday and counted them again on Tuesday, since "
    "nobody could say where the twelfth had gone or whether it had ever been there at all."
)


def page(author: object = None, under: str = "", head: str = "", h1: str = "Twelve boats") -> bytes:
    node: dict[str, Any] = {"@type": "NewsArticle", "headline": "Twelve boats"}
    if author is not None:
        node["author"] = author
    return (
        "<html lang=en><head><meta charset=utf-8><title>Twelve boats</title>"
        f'<script type="application/ld+json">{json.dumps(node)}</script>{head}</head>'
        f"<body><article><h1>{h1}</h1>{under}<p>{TEXT}</p><p>{TEXT[::-1]}</p>"
        f"<p>{TEXT.upper()}</p></article></body></html>"
    ).encode()


def article(*args: Any, **kwargs: Any) -> Article:
    return extract_page(page(*args, **kwargs))


def person(**properties: object) -> dict[str, object]:
    return {"@type": "Person", **properties}


ORGANISATION = {"@type": "NewsMediaOrganization", "name": "Tide Broadcasting"}


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        (person(givenName="Nora", familyName="Lind"), ["Nora Lind"]),
        (person(givenName="Nora", additionalName="K.", familyName="Lind"), ["Nora K. Lind"]),
        (person(name={"givenName": "Nora", "familyName": "Lind"}), ["Nora Lind"]),
        (person(name={"@value": "Nora Lind"}), ["Nora Lind"]),
        (person(name=["Nora", "Lind"]), ["Nora Lind"]),
        (person(name=["Nora Lind", "Bo Roe"]), ["Nora Lind", "Bo Roe"]),
        (person(name="Lind, Nora"), ["Nora Lind"]),
        (person(name="Nora Lind (nl)"), ["Nora Lind"]),
        (person(name="nora lind"), ["nora lind"]),
        (person(name="tidewatcher"), ["tidewatcher"]),
        ({"@list": [person(name="Nora Lind"), person(name="Bo Roe")]}, ["Nora Lind", "Bo Roe"]),
        ([[person(name="Nora Lind")], "Bo Roe"], ["Nora Lind", "Bo Roe"]),
        ([ORGANISATION, person(name="Nora Lind")], ["Nora Lind"]),
        (ORGANISATION, ["Tide Broadcasting"]),
        ({"@type": "Organization", "name": "tba"}, ["tba"]),
        (person(name="admin"), []),
        (person(name="https://tide.example/nora"), []),
    ],
)
def test_json_ld_names_authors_in_many_forms(author: object, expected: list[str]) -> None:
    assert list(article(author).authors) == expected


def test_an_organisation_gives_way_to_the_persons_of_the_byline() -> None:
    under = '<div>By <a href="/news/nora-lind/7">Nora Lind</a> and sea reporter Bo Roe</div>'
    head = '<meta name="author" content="Tide Broadcasting">'
    assert article(ORGANISATION, under, head).authors[0] == "Nora Lind"


@pytest.mark.parametrize(
    "under",
    [
        '<div class="author-info"><span class="author">Nora Lind</span> | '
        '<a class="author-mail" href="mailto:n@tide.example">Email the author</a></div>',
        '<div class="c-x1">Am 2.3. <a href="/autoren/nora-lind-12.html">Nora Lind</a></div>',
        '<div><a rel="author" href="/u/12">Nora Lind</a></div>',
        '<div><span>Geschrieben von</span></div><div class="x-author-y">Nora Lind</div>',
        '<div class="meta">Mo 02.03.26 | 14:07 Uhr | Von Nora Lind</div>',
    ],
    ids=["class", "link", "rel", "two-lines", "line-with-date"],
)
def test_elements_under_the_headline_name_the_author(under: str) -> None:
    assert article(None, under).authors == ("Nora Lind",)


@pytest.mark.parametrize(
    "under",
    [
        '<figure><img src="x.jpg"><span class="image-author">Nora Lind</span></figure>',
        '<a class="author-link" href="#comments">No Comments</a>',
        '<div class="kicker">Work of Nora Lind</div>',
    ],
    ids=["picture", "comments", "no-mark"],
)
def test_elements_of_other_things_do_not(under: str) -> None:
    assert article(None, under).authors == ()


def test_the_outlet_is_an_author_only_where_nobody_else_is_named() -> None:
    head = '<meta property="og:site_name" content="Tide Post">'
    own = person(name="Tide Post")
    assert article(own, head=head).authors == ("Tide Post",)
    assert article(own, "<p>By Nora Lind</p>", head).authors == ("Nora Lind",)


def test_a_kicker_in_the_heading_is_no_headline() -> None:
    h1 = "<div>Harbour:</div><div>Twelve boats</div>"
    assert article(h1=h1).headline == "Twelve boats"


@pytest.mark.parametrize(
    ("under", "expected"),
    [
        ('<div class="x">Mo 02.03.26 | 14:07 Uhr</div>', datetime(2026, 3, 2, 14, 7, tzinfo=UTC)),
        (
            '<div><time datetime="2026-03-02T09:15Z"></time></div>',
            datetime(2026, 3, 2, 9, 15, tzinfo=UTC),
        ),
        ('<div><time class="updated" datetime="2026-03-02T09:15Z"></time></div>', None),
    ],
)
def test_times_around_the_headline_count_where_nothing_else_is_stated(
    under: str, expected: datetime | None
) -> None:
    assert article(under=under).published == expected


@pytest.mark.parametrize("name", ["w-published-date", "publication_date", "article.publishedAt"])
def test_a_meta_element_may_say_by_its_words_that_it_is_the_time(name: str) -> None:
    head = f'<meta name="{name}" content="2026-03-02T09:15Z">'
    assert article(head=head).published == datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
    assert article(head=head.replace("publ", "unpubl")).published is None


def test_a_time_as_programs_print_it_is_read() -> None:
    head = '<meta name="date" content="Mon Mar 02 09:15:36 CEST 2026">'
    assert article(head=head).published == datetime(2026, 3, 2, 7, 15, 36, tzinfo=UTC)
