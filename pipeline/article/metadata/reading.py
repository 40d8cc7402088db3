"""The facts of a page: JSON-LD first, then `meta` elements, then what readers see."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from lxml import etree

from pipeline.article.metadata.authors import authors_of
from pipeline.article.metadata.facts import PageFacts
from pipeline.article.metadata.json_ld import (
    Node,
    article_nodes,
    as_list,
    json_ld_nodes,
    resolved,
    types_of,
)
from pipeline.article.metadata.languages import language_code, language_of
from pipeline.article.metadata.meta_elements import MetaElements
from pipeline.article.metadata.texts import folded, plain, shared_words
from pipeline.article.metadata.times import parse_time, visible_times

logger = logging.getLogger(__name__)

MAX_BODY_CHARACTERS = 1_000_000
MAX_URL_CHARACTERS = 2_000
SAME_HEADLINE = 0.5
"""Share of words from which a heading on the page is the headline that the metadata name."""
MAX_OUTLET_WORDS = 5

_TITLE_PARTS = re.compile(r"\s+(?:[|–—·•]|-|::|»)\s+")

PUBLISHED = (
    *("article:published_time", "og:article:published_time", "datepublished", "article:published"),
    *("parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date"),
    *("pubdate", "publishdate", "publish-date", "publish_date", "cxenseparse:recs:publishtime"),
    *("date", "article.published", "published_time", "time:pubdate"),
)
MODIFIED = (
    *("article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified"),
    *("article:modified", "dcterms.modified", "lastmod", "last-modified"),
)
AUTHORS = (
    *("author", "article:author", "og:article:author", "parsely-author", "sailthru.author"),
    *("dc.creator", "dcterms.creator", "byl", "citation_author", "authors"),
)
SECTIONS = ("article:section", "og:article:section", "parsely-section", "articlesection", "section")
DESCRIPTIONS = ("og:description", "description", "twitter:description")
OUTLETS = ("og:site_name", "application-name", "dc.publisher", "citation_journal_title")


def read_facts(root: etree._Element, *, url: str | None) -> PageFacts:
    """What a whole page says about its article in its JSON-LD and its `meta` elements.

    `url` is where the page came from. Values of the wrong type, or longer than any real one,
    count as not said.
    """
    nodes = json_ld_nodes(root)
    meta = MetaElements(root)
    canonical = _canonical(meta, url)
    node = _own_article(nodes, canonical or url)
    outlet = _outlet(node, nodes, meta)
    published, modified = _times(node, meta)
    types = frozenset().union(*map(types_of, nodes[:100]), meta.all("og:type")[:1])
    return PageFacts(
        url=canonical or url,
        headline=_headline(node, meta, outlet),
        authors=_authors(node, nodes, meta, outlet),
        published=published,
        modified=modified,
        language=language_code(node.get("inLanguage"))
        or language_code(meta.language)
        or language_code(meta.first("og:locale", "content-language", "language")),
        section=_section(node, meta),
        outlet=outlet,
        types=types,
        article_body=_body(node),
        accessible_for_free=_truth(node.get("isAccessibleForFree")),
        description=plain(node.get("description"), 5_000) or meta.first(*DESCRIPTIONS),
    )


def with_visible(
    facts: PageFacts,
    *,
    headline: str | None,
    bylines: Sequence[str],
    timestamps: Sequence[str],
    text: str,
) -> PageFacts:
    """The facts completed by what readers see.

    `headline`, `bylines` and `timestamps` are texts of the page's blocks with these labels,
    `text` is the article. The heading on the page is the headline where it is the one that the
    metadata name in other words; the language is that of the text where it is long enough to
    tell.
    """
    if headline and (not facts.headline or shared_words(headline, facts.headline) >= SAME_HEADLINE):
        facts = replace(facts, headline=headline)
    seen = authors_of(bylines, facts.outlet)
    unnamed = not facts.authors or (
        facts.outlet is not None
        and all(folded(name) == folded(facts.outlet) for name in facts.authors)
    )
    if seen and unnamed:
        facts = replace(facts, authors=seen)
    language = language_of(text) or facts.language
    published, modified = facts.published, facts.modified
    if published is None:
        published, changed = visible_times((*timestamps, *bylines), language)
        modified = modified or changed
    if published and modified and modified < published:
        modified = None
    return replace(facts, language=language, published=published, modified=modified)


def _own_article(nodes: list[Node], url: str | None) -> Node:
    """The node of the article that the page is about; an empty one if there is none."""
    articles = article_nodes(nodes)
    same = [node for node in articles if url and _same_page(node, url)]
    with_headline = [node for node in articles if plain(node.get("headline"))]
    return next(iter(same or with_headline or articles), {})


def _same_page(node: Node, url: str) -> bool:
    page = node.get("mainEntityOfPage")
    named = [node.get("url"), node.get("@id"), page]
    if isinstance(page, dict):
        named.append(page.get("@id"))
    path = urlsplit(url).path.rstrip("/")
    return any(
        isinstance(name, str)
        and len(name) < MAX_URL_CHARACTERS
        and name.split("#")[0].split("?")[0].rstrip("/").endswith(path)
        for name in named
        if path
    )


def _canonical(meta: MetaElements, url: str | None) -> str | None:
    for value in (meta.first("link:canonical"), meta.first("og:url")):
        if not value or len(value) > MAX_URL_CHARACTERS:
            continue
        try:
            address = urljoin(url or "", value)
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            continue
        if parts.path.strip("/") or parts.query:
            return address
        logger.debug("a canonical address that is a front page is not taken: %s", address)
    return None


def _headline(node: Node, meta: MetaElements, outlet: str | None) -> str | None:
    for value in (plain(node.get("headline")), meta.first("og:title", "twitter:title")):
        if value:
            return _without_outlet(value, outlet)
    if meta.title is None:
        return None
    title = _without_outlet(meta.title, outlet)
    parts = _TITLE_PARTS.split(title)
    if title == meta.title and len(parts) > 1 and len(parts[-1].split()) <= MAX_OUTLET_WORDS:
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•-:»") or title
    return title


def _without_outlet(title: str, outlet: str | None) -> str:
    """The title without the name of the outlet that sites put behind (or before) it."""
    parts = _TITLE_PARTS.split(title)
    if outlet and len(parts) > 1:
        name = folded(outlet)
        if folded(parts[-1]) == name:
            return title[: title.rindex(parts[-1])].rstrip(" |–—·•-:»")
        if folded(parts[0]) == name:
            return title[len(parts[0]) :].lstrip(" |–—·•-:»")
    return title


def _authors(
    node: Node, nodes: list[Node], meta: MetaElements, outlet: str | None
) -> tuple[str, ...]:
    named: list[object] = []
    for value in as_list(node.get("author")) or as_list(node.get("creator")):
        author = resolved(value, nodes)
        named.extend(as_list(author.get("name") if isinstance(author, dict) else author))
    found = authors_of(named, outlet)
    return found or next(
        (names for key in AUTHORS if (names := authors_of(meta.all(key), outlet))), ()
    )


def _times(node: Node, meta: MetaElements) -> tuple[datetime | None, datetime | None]:
    def first(property_name: str, names: Sequence[str]) -> datetime | None:
        stated = [plain(node.get(property_name), 100), *(meta.first(name) for name in names)]
        return next((time for value in stated if (time := parse_time(value))), None)

    published = first("datePublished", PUBLISHED) or parse_time(plain(node.get("dateCreated"), 100))
    modified = first("dateModified", MODIFIED)
    if published and modified and modified < published:
        modified = None
    return published, modified


def _section(node: Node, meta: MetaElements) -> str | None:
    stated = [plain(value, 100) for value in as_list(node.get("articleSection"))]
    return next((value for value in (*stated, *meta.all(*SECTIONS)) if value), None)


def _outlet(node: Node, nodes: list[Node], meta: MetaElements) -> str | None:
    for value in as_list(node.get("publisher")):
        publisher = resolved(value, nodes)
        name = plain(publisher.get("name") if isinstance(publisher, dict) else publisher, 100)
        site = meta.first("og:site_name")
        if name:
            # a group publishes several titles; the site's own name is the one readers know
            return site if site and folded(site) != folded(name) else name
    stated = meta.first(*OUTLETS)
    if stated or meta.title is None:
        return stated
    parts = _TITLE_PARTS.split(meta.title)
    last = parts[-1]
    if len(parts) > 1 and len(last.split()) <= MAX_OUTLET_WORDS and last[:1].isupper():
        return last
    return None


def _body(node: Node) -> str | None:
    value = node.get("articleBody")
    if not isinstance(value, str) or not value.strip():
        return None
    # tags are left to those who split the text into paragraphs
    return html.unescape(value[:MAX_BODY_CHARACTERS])


def _truth(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().casefold() in {"true", "false"}:
        return value.strip().casefold() == "true"
    return None
