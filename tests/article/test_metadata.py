"""What a page says about its article, for machines and for readers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from pipeline.article.metadata import PageMetadata
from tests.article.page_metadata import URL, article, authors, metadata, script, visible


def test_json_ld_tells_all() -> None:
    found = metadata(
        script(
            article(
                headline="Eleven boats &amp; a barge",
                author=[{"@type": "Person", "name": "Mira Holm"}],
                datePublished="2026-03-02T09:15:00+01:00",
                dateModified="2026-03-02T10:00:00+01:00",
                inLanguage="en-GB",
                articleSection=["Town", "Sea"],
                publisher={"@type": "Organization", "name": "Harbour Mail"},
                articleBody="<p>One &amp; two.</p><p>Three<br>four.</p>",
                isAccessibleForFree="False",
                description="Boats were counted.",
            )
        )
    )
    zone = timezone(timedelta(hours=1))
    assert found == PageMetadata(
        url=URL,
        headline="Eleven boats & a barge",
        authors=("Mira Holm",),
        published=datetime(2026, 3, 2, 9, 15, tzinfo=zone),
        published_from="JSON-LD datePublished",
        modified=datetime(2026, 3, 2, 10, 0, tzinfo=zone),
        modified_from="JSON-LD dateModified",
        language="en",
        section="Town",
        outlet="Harbour Mail",
        types=frozenset({"NewsArticle"}),
        article_body="<p>One & two.</p><p>Three<br>four.</p>",
        accessible_for_free=False,
        description="Boats were counted.",
    )


def test_meta_elements_tell_all() -> None:
    found = metadata(
        """<title>Eleven boats | Harbour Mail</title>
        <meta property="og:type" content="article">
        <meta property="og:title" content="Eleven boats | Harbour Mail">
        <meta property="og:site_name" content="Harbour Mail">
        <meta property="og:locale" content="da_DK">
        <meta property="article:published_time" content="2026-03-02T09:15:00Z">
        <meta property="article:modified_time" content="2026-03-02T10:15:00Z">
        <meta property="article:section" content="Town">
        <meta property="article:author" content="https://faces.example/mira.holm">
        <meta name="parsely-author" content="Mira Holm">
        <meta name="description" content="Boats were counted.">"""
    )
    assert found == PageMetadata(
        url=URL,
        headline="Eleven boats",
        authors=("Mira Holm",),
        published=datetime(2026, 3, 2, 9, 15, tzinfo=UTC),
        published_from="meta article:published_time",
        modified=datetime(2026, 3, 2, 10, 15, tzinfo=UTC),
        modified_from="meta article:modified_time",
        language="da",
        section="Town",
        outlet="Harbour Mail",
        types=frozenset({"article"}),
        description="Boats were counted.",
    )


def test_microdata_tells_what_readers_see() -> None:
    found = metadata(
        body="""<div itemscope itemtype="https://schema.org/NewsArticle">
        <h1 itemprop="headline">Eleven boats</h1>
        <span itemprop="author" itemscope itemtype="https://schema.org/Person">By
          <b itemprop="name">Mira Holm</b></span>
        <time itemprop="datePublished" datetime="2026-03-02T09:15Z">today</time>
        <meta itemprop="articleSection" content="Town">
        <div itemprop="comment" itemscope itemtype="https://schema.org/Comment">
          <span itemprop="author">Reader One</span></div></div>"""
    )
    assert found.headline == "Eleven boats"
    assert found.authors == ("Mira Holm",)
    assert found.published == datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
    assert found.section == "Town"
    assert "NewsArticle" in found.types


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "NewsArticle", "headline": "Eleven boats",}',
        '<!-- {"@type": "NewsArticle", "headline": "Eleven boats"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Eleven boats"}\n//]]>',
        '/* a note */ {"@type": "NewsArticle", "headline": "Eleven boats"};',
        '{"@type": "WebSite"}\n{"@type": "NewsArticle", "headline": "Eleven boats"}',
        '{"@type": "NewsArticle", "description": "Two\nlines", "headline": "Eleven boats"}',
        '{"@type": "NewsArticle", "description": "it\\\'s", "headline": "Eleven boats"}',
        '{"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", "headline": "Eleven boats"}]}',
        '[[{"@type": ["Thing", "http://schema.org/NewsArticle"], "headline": "Eleven boats"}]]',
        '{"@type": "WebPage", "mainEntity": {"@type": "Report", "headline": "Eleven boats"}}',
    ],
    ids=[
        *("trailing-comma", "html-comment", "cdata", "comment", "several"),
        *("raw-line-end", "wrong-escape", "graph", "lists", "main-entity"),
    ],
)
def test_json_ld_is_read_as_it_is_found(text: str) -> None:
    assert metadata(script(text)).headline == "Eleven boats"


def test_repair_leaves_strings_alone() -> None:
    said = "See http://harbour-mail.example, /* not */ <!-- this -->, ]"
    text = json.dumps(article(headline=said)).replace('"}', '",}')
    assert metadata(script(text)).headline == said


def test_authors_and_publisher_may_be_references() -> None:
    graph = [
        article(headline="Boats", author={"@id": "#mira"}, publisher={"@id": "#mail"}),
        {"@type": "Person", "@id": "#mira", "name": "Mira Holm"},
        {"@type": "Organization", "@id": "#mail", "name": "Harbour Mail"},
    ]
    found = metadata(script({"@graph": graph}))
    assert (found.authors, found.outlet) == (("Mira Holm",), "Harbour Mail")


def test_of_several_articles_the_page_is_about_the_one_with_its_address_or_title() -> None:
    others = [article(headline=f"Another story {n}", url=f"{URL}-{n}") for n in range(3)]
    assert metadata(script([*others, article(headline="Mine", url=URL)])).headline == "Mine"
    titled = [*others, article(headline="Eleven boats counted")]
    head = "<title>Eleven boats counted - Harbour Mail</title>"
    assert metadata(head + script(titled)).headline == "Eleven boats counted"


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("http://harbour-mail.example/town/boats", "http://harbour-mail.example/town/boats"),
        ("/town/boats#comments", "http://harbour-mail.example/town/boats"),
        ("http://harbour-mail.example/?id=7", "http://harbour-mail.example/?id=7"),
        ("http://harbour-mail.example/", URL),
        ("http://harbour-mail.example", URL),
        ("javascript:alert(1)", URL),
        ("ftp://harbour-mail.example/boats", URL),
        ("http://reader:secret@harbour-mail.example/boats", URL),
        ("http://harbour-mail.example:port/boats", URL),
        ("http://[/boats", URL),
        ("http://harbour-mail.example/" + "a" * 3_000, URL),
    ],
)
def test_the_canonical_address_is_one_of_an_article(canonical: str, expected: str) -> None:
    assert metadata(f'<link rel="canonical" href="{canonical}">').url == expected


def test_without_any_address_the_metadata_name_one() -> None:
    page = {"@type": "WebPage", "@id": URL}
    assert metadata(script(article(headline="Boats", mainEntityOfPage=page)), url=None).url == URL
    assert metadata(url=None).url is None


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Mira Holm", ["Mira Holm"]),
        ("By MIRA HOLM and JOHN MCDONALD", ["Mira Holm", "John McDonald"]),
        ("SINEAD O’NEILL", ["Sinead O’Neill"]),
        ("By ANNE-LISE VAN DER BERG", ["Anne-Lise van der Berg"]),
        ("By J.K. HOLM III", ["J.K. Holm III"]),
        ("Mira Holm, Bo Lind & Ida Roe", ["Mira Holm", "Bo Lind", "Ida Roe"]),
        ("Mira Holm, Jr.", ["Mira Holm Jr."]),
        ("By Mira Holm, health correspondent", ["Mira Holm"]),
        ("Mira Holm Political Editor", ["Mira Holm"]),
        ("By Mira HolmStaff Writer", ["Mira Holm"]),
        (
            "Mira Holm, Senior Sea Reporter and Bo Lind 2 March 2026 • 9:36pm",
            ["Mira Holm", "Bo Lind"],
        ),
        ("Posted on March 3, 2026 by Mira Holm", ["Mira Holm"]),
        ("By Mira Holm Monday, March 2, 2026", ["Mira Holm"]),
        ("Mira Holm 23/08/2025 2 comments Boats, Big Barges", ["Mira Holm"]),
        ("Mira Holm in Oakfield", ["Mira Holm"]),
        ("Mira Holm at the Net Loft", ["Mira Holm"]),
        ("Interview: Mira Holm", ["Mira Holm"]),
        ("Words by Mira Holm; photographs by Bo Lind", ["Mira Holm"]),
        ("Von Mira Holm und Bo Lind", ["Mira Holm", "Bo Lind"]),
        ("By Von Holm", ["Von Holm"]),
        ("By Mira Holm, Reuters", ["Mira Holm"]),
        ("By Mira Holm | Special to the Harbour Mail", ["Mira Holm"]),
        ("By Mira Holm Harbour Mail", ["Mira Holm"]),
        ("By Mira Holm@miraholm mira@mail.example", ["Mira Holm"]),
        ("Mira Holm, mira holm, MIRA HOLM", ["Mira Holm"]),
        ("By MIRA HOLM Associated Press", ["Mira Holm"]),
        ("Mira Holm CNN", ["Mira Holm"]),
        ("Mira Holm Updated 3 hours ago", ["Mira Holm"]),
        ("Words by Mira Holm Photos by Bo Lind", ["Mira Holm"]),
        ("홍길동 기자", ["홍길동"]),
        ("张伟", ["张伟"]),
        ("Civic Wire", ["Civic Wire"]),
        ("By Staff reporter", ["Staff reporter"]),
        ("Ledger live desk", ["Ledger live desk"]),
        ("By Harbour Mail", ["Harbour Mail"]),
        ("By Harbour Mail and Mira Holm", ["Mira Holm"]),
        (
            "By D. A. O’Hale Jr., Anna Silver-Holm and Tyler G. Roe",
            [
                *("D. A. O’Hale Jr.", "Anna Silver-Holm", "Tyler G. Roe"),
            ],
        ),
        ("By J. R. R. HOLM", ["J. R. R. Holm"]),
        ("By A. J. Neale", ["A. J. Neale"]),
        ("By J.-P. Holm", ["J.-P. Holm"]),
        ("By Mira K.", ["Mira K."]),
        ("Anna Holm i Jan Lind", ["Anna Holm", "Jan Lind"]),
        ("Анна Холм и Ян Линд", ["Анна Холм", "Ян Линд"]),
        ("ნინო ჰოლმი", ["ნინო ჰოლმი"]),
        ("By Tide Table Team", ["Tide Table Team"]),
        ("@miraholm", []),
        ("https://harbour-mail.example/staff/holm", []),
        ("Follow the author of this article", []),
        ("The boats were counted twice on Monday and once more on Tuesday, he said.", []),
        ("admin", []),
        ("", []),
    ],
)
def test_bylines_give_names_alone(byline: str, expected: list[str]) -> None:
    assert authors(byline, outlet="Harbour Mail") == expected


def test_only_the_first_byline_is_the_article_s() -> None:
    assert authors("By", "Mira Holm", "By Bo Lind", "By Ida Roe") == ["Mira Holm"]


def test_persons_count_before_the_agency_beside_them() -> None:
    names = [{"@type": "Organization", "name": "Civic Wire"}, {"name": "By Mira Holm"}]
    assert metadata(script(article(headline="Boats", author=names))).authors == ("Mira Holm",)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("Eleven boats, and then a twelfth", "Eleven boats, and then a twelfth"),
        ("The morning that the harbour filled", "The morning that the harbour filled"),
        ("Harbour Mail", "Boat count: how eleven boats became twelve"),
        ("Town", "Boat count: how eleven boats became twelve"),
        (None, "Boat count: how eleven boats became twelve"),
    ],
)
def test_the_headline_is_the_one_readers_see(shown: str | None, expected: str) -> None:
    stated = PageMetadata(
        headline="Boat count: how eleven boats became twelve", outlet="Harbour Mail", section="Town"
    )
    assert visible(stated, headline=shown).headline == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Eleven boats | Harbour Mail", "Eleven boats"),
        ("Eleven boats - Town - The Harbour Mail", "Eleven boats - Town"),
        ("Harbour Mail: boats", "Harbour Mail: boats"),
        ("Harbour Mail » Eleven boats", "Eleven boats"),
        ("Eleven boats - and a barge", "Eleven boats - and a barge"),
        ("Harbour Mail", "Harbour Mail"),
    ],
)
def test_the_outlet_is_cut_off_the_title(title: str, expected: str) -> None:
    head = '<meta property="og:site_name" content="Harbour Mail">'
    assert metadata(f"<title>{title}</title>{head}").headline == expected


def test_the_outlet_is_found_where_the_page_shows_it() -> None:
    link = '<a href="/">Harbour Mail</a>'
    footer = "<p>Copyright 2026 Harbour Mail.</p>"
    assert metadata(body=link + footer).outlet == "Harbour Mail"
    assert metadata(body=f'<a href="http://harbour-mail.example/">Harbour Mail</a>{footer}').outlet
    assert metadata("<title>Eleven boats | Harbour Mail</title>", footer).outlet == "Harbour Mail"


def test_what_is_shown_once_is_no_outlet() -> None:
    assert metadata(body='<a href="/">Harbour Mail</a>').outlet is None
    assert metadata(body='<a href="/">Home</a><a href="/">Home</a>').outlet is None
    title = "Eleven boats - and a barge"
    assert metadata(f"<title>{title}</title>", f"<h1>{title}</h1>").outlet is None


def test_the_outlet_s_name_is_written_as_best_it_can() -> None:
    head = '<meta property="og:site_name" content="harbourmail">'
    publisher = {"name": "Harbour Mail"}
    assert (
        metadata(head + script(article(headline="B", publisher=publisher))).outlet == "Harbour Mail"
    )
    handle = '<meta property="og:site_name" content="@harbourmail">'
    assert metadata(handle).outlet is None
    slogan = '<meta property="og:site_name" content="Harbour Mail | News of the sea">'
    assert metadata(slogan).outlet == "Harbour Mail"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Town", "Town"),
        (["Town", "Sea"], "Town"),
        ("Town,Front page,Popular", "Town"),
        ("Food, drink", "Food, drink"),
        ("http://harbour-mail.example/town", None),
        (["", None, 3], None),
    ],
)
def test_the_section_is_the_first(stated: object, expected: str | None) -> None:
    assert metadata(script(article(headline="Boats", articleSection=stated))).section == expected
