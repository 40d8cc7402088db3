"""The metadata that a page states: JSON-LD and microdata first, then `meta` elements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from lxml import etree

from pipeline.article.metadata.article_header import ArticleHeader, article_header
from pipeline.article.metadata.author_choice import shipped_choice
from pipeline.article.metadata.author_statements import HeadParts, PageStatements, page_statements
from pipeline.article.metadata.canonical_url import MAX_CHARACTERS as MAX_URL_CHARACTERS
from pipeline.article.metadata.canonical_url import canonical
from pipeline.article.metadata.json_ld import (
    Node,
    article_nodes,
    as_list,
    json_ld_nodes,
    types_of,
)
from pipeline.article.metadata.languages import language_code
from pipeline.article.metadata.meta_elements import MetaElements
from pipeline.article.metadata.microdata import KIND, microdata_nodes
from pipeline.article.metadata.outlets import outlet_of
from pipeline.article.metadata.page_metadata import PageMetadata
from pipeline.article.metadata.stated_text import live_updates, stated_body
from pipeline.article.metadata.text_cleaning import metadata_text
from pipeline.article.metadata.times import Moment, best_moment, read_time, why_refused
from pipeline.article.metadata.titles import without_outlet
from pipeline.text.folding import shared_words

MAX_DESCRIPTION_CHARACTERS = 5_000
"""A description is a sentence or two; some sites put the whole text there."""
MAX_SECTION_CHARACTERS = 60
"""A section's name is shorter."""
MAX_TYPE_NODES = 100
"""Nodes whose types are looked at."""
SAME_TITLE = 0.6
"""Share of words from which an article's headline is what the page's title says."""

PAGE_TYPES = frozenset({"WebPage", "ItemPage"})
"""Types of schema.org for the page around the article."""
PUBLISHED = (
    *("article:published_time", "og:article:published_time", "datepublished", "article:published"),
    *("parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date"),
    *("pubdate", "publishdate", "publish-date", "publish_date", "cxenseparse:recs:publishtime"),
    *("date", "article.published", "published_time", "published_at", "pub_date", "time:pubdate"),
)
"""Elements that state the time of publication, the surest first."""
MODIFIED = (
    *("article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified"),
    *("article:modified", "dcterms.modified", "lastmod", "last-modified", "article.updated"),
)
"""Elements that state the time of the last change, the surest first."""
SECTIONS = (
    *("article:section", "og:article:section", "parsely-section", "articlesection"),
    *("article.section", "og:section", "sailthru_section", "section"),
)
"""Elements that name the section, the surest first."""
CONTENT_TIERS = {"free": True, "locked": False}
"""What Facebook's `article:content_tier` says; "metered" articles are free for some."""
DESCRIPTIONS = ("og:description", "description", "twitter:description")
"""Elements with a summary, the surest first."""
LANGUAGES = ("og:locale", "content-language", "language", "dc.language", "inlanguage")
"""Elements that state the language, the surest first."""

_LIST_OF_SECTIONS = re.compile(r"[;|]|,(?=\S)")
"""Signs between several sections in one value."""


def read_metadata(
    root: etree._Element, *, url: str | None, founded: date | None = None
) -> PageMetadata:
    """What a whole page says about its article in JSON-LD, microdata and `meta` elements.

    `url` is where the page came from, `founded` the day when its outlet began. Values of the
    wrong type, or longer than any real one, count as not said.
    """
    head = _Head(root, url)
    node, nodes, meta, header = head.node, head.nodes, head.meta, head.header
    doubts = head.doubts
    published, modified = _times(node, nodes, meta, founded, doubts)
    types = (types_of(each) for each in head.scripts[:MAX_TYPE_NODES])
    return PageMetadata(
        url=head.address or canonical([("JSON-LD", each) for each in _addresses(node)], None)[0],
        headline=head.headline,
        heading=header.heading,
        headline_apart=header.title_apart,
        authors=shipped_choice().authors(head.statements_of_authors()),
        shown_times=(*header.times, *header.lines),
        published=published.time if published else None,
        published_from=published.told_by if published else None,
        modified=modified.time if modified else None,
        modified_from=modified.told_by if modified else None,
        doubts=tuple(dict.fromkeys(doubts)),
        language=language_code(node.get("inLanguage"))
        or language_code(meta.language)
        or language_code(meta.first(*LANGUAGES)),
        section=_section(node, meta),
        outlet=head.outlet,
        types=frozenset().union(*types, types_of(node), meta.all("og:type")[:1]),
        article_body=stated_body(node, article_nodes(head.scripts)),
        live_updates=live_updates(node),
        accessible_for_free=_accessible_for_free(node, meta),
        description=metadata_text(node.get("description"), MAX_DESCRIPTION_CHARACTERS)
        or meta.first(*DESCRIPTIONS),
    )


def statements_of_authors(root: etree._Element, *, url: str | None = None) -> PageStatements:
    """All that a whole page states of its authors (training reads it)."""
    return _Head(root, url).statements_of_authors()


class _Head:
    """What the other values are read from: nodes, elements, and what these say first."""

    def __init__(self, root: etree._Element, url: str | None) -> None:
        self._root = root
        self.meta = meta = MetaElements(root)
        self.scripts = json_ld_nodes(root)
        self.nodes = [*self.scripts, *microdata_nodes(root)]
        og_url = meta.first("og:url")
        stated = [("link canonical", meta.first("link:canonical")), ("meta og:url", og_url)]
        self.node = _own_article(self.nodes, canonical(stated, url)[0], meta)
        also = [og_url or "", *_addresses(self.node)]
        self.address, self.doubts = canonical(stated, url, also)
        self.outlet = outlet_of(self.node, self.nodes, meta, root, self.address)
        self.headline = _headline(self.node, meta, self.outlet)
        self.header: ArticleHeader = article_header(root, self.headline)

    def statements_of_authors(self) -> PageStatements:
        host = urlsplit(self.address).netloc if self.address else ""
        parts = HeadParts(self.node, self.nodes, self.meta, self.outlet, host)
        return page_statements(self._root, parts, self.header)


def _own_article(nodes: list[Node], url: str | None, meta: MetaElements) -> Node:
    """The node of the article that the page is about; an empty one if there is none.

    It names the page's address, or the page's title, or is the first with a headline.
    """
    articles = article_nodes(nodes)
    if len(articles) > 1:
        titles = [title for title in (meta.first("og:title"), meta.title) if title]
        same = [node for node in articles if url and _same_page(node, url)]
        titled = [
            node
            for node in articles
            if (headline := metadata_text(node.get("headline")))
            and any(shared_words(headline, title) >= SAME_TITLE for title in titles)
        ]
        with_headline = [node for node in articles if metadata_text(node.get("headline"))]
        articles = same or titled or with_headline or articles
    return articles[0] if articles else {}


def _addresses(node: Node) -> list[str]:
    """The addresses of the page that a node names."""
    page = node.get("mainEntityOfPage")
    named = [node.get("url"), page.get("@id") if isinstance(page, dict) else page, node.get("@id")]
    return [name for name in named if isinstance(name, str) and len(name) < MAX_URL_CHARACTERS]


def _same_page(node: Node, url: str) -> bool:
    path = urlsplit(url).path.rstrip("/")
    return bool(path) and any(
        name.split("#")[0].split("?")[0].rstrip("/").endswith(path) for name in _addresses(node)
    )


def _headline(node: Node, meta: MetaElements, outlet: str | None) -> str | None:
    for value in (
        metadata_text(node.get("headline")),
        meta.first("og:title", "twitter:title"),
        meta.title,
    ):
        if value:
            return without_outlet(value, outlet)
    return None


def _times(
    node: Node,
    nodes: list[Node],
    meta: MetaElements,
    founded: date | None,
    doubts: list[str],
) -> tuple[Moment | None, Moment | None]:
    pages = [each for each in nodes if types_of(each) & PAGE_TYPES][:5]

    def stated(properties: Sequence[str], names: Sequence[str]) -> Moment | None:
        return best_moment(
            moment
            for where, value in _time_values((node, *pages), meta, properties, names)
            if (moment := _stated_moment(where, value, founded, doubts))
        )

    published = stated(("datePublished",), (*PUBLISHED, *meta.like_published())) or stated(
        ("dateCreated", "uploadDate"), ()
    )
    modified = stated(("dateModified",), MODIFIED)
    if published and modified and modified.time < published.time:
        doubts.append(
            f"modified {modified.time.isoformat()} by {modified.told_by} is not taken: "
            "before the article was published"
        )
        modified = None
    return published, modified


def _time_values(
    nodes: Sequence[Node], meta: MetaElements, properties: Sequence[str], names: Sequence[str]
) -> Iterator[tuple[str, str | None]]:
    """The values of properties of nodes, then of `meta` elements, with where each stands."""
    for node in nodes:
        for name in properties:
            yield f"{node.get(KIND, 'JSON-LD')} {name}", metadata_text(node.get(name), 100)
    for name in names:
        yield f"meta {name}", meta.first(name)


def _stated_moment(
    where: str, value: str | None, founded: date | None, doubts: list[str]
) -> Moment | None:
    moment = read_time(value)
    if moment is None:
        return None
    reason = why_refused(moment, founded)
    if reason:
        doubts.append(f"{moment.time.isoformat()} by {where} is not taken: {reason}")
        return None
    return replace(moment, told_by=where)


def _section(node: Node, meta: MetaElements) -> str | None:
    for value in (*as_list(node.get("articleSection")), *meta.all(*SECTIONS)):
        text = metadata_text(value, 300)
        if text and text.count(", ") > 1:
            text = text.split(",")[0]
        first = _LIST_OF_SECTIONS.split(text)[0].strip() if text else ""
        if first and len(first) <= MAX_SECTION_CHARACTERS and "://" not in first:
            return first
    return None


def _accessible_for_free(node: Node, meta: MetaElements) -> bool | None:
    """Whether all of the article may be read for free; None if nothing says so, or it is disputed.

    Sites mark the parts behind a wall and not always the article itself
    (https://developers.google.com/search/docs/appearance/structured-data/paywalled-content), or
    say it for social networks.
    """
    parts = [part for part in as_list(node.get("hasPart")) if isinstance(part, dict)]
    said = {
        _truth(node.get("isAccessibleForFree")),
        CONTENT_TIERS.get((meta.first("article:content_tier") or "").lower()),
    }
    of_parts = {_truth(part.get("isAccessibleForFree")) for part in parts} - {None}
    if of_parts:
        # the article is free if all of its parts are
        said.add(False not in of_parts)
    said.discard(None)
    return said.pop() if len(said) == 1 else None


def _truth(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and len(value) < 100:
        word = value.strip().rsplit("/", 1)[-1].casefold()
        return {"true": True, "false": False}.get(word)
    return None
