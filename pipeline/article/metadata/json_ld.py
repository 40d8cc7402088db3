"""The JSON-LD of a page (https://schema.org, https://www.w3.org/TR/json-ld11/), as it is found.

Sites write it with trailing commas, raw line ends, comments around it, several
objects in a row. What still cannot be read is left out; nothing is guessed.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

logger = logging.getLogger(__name__)

Node = dict[str, Any]

MAX_CHARACTERS = 2_000_000
"""Of all JSON-LD of a page; live blogs with every entry have some 500,000."""
MAX_NODES = 500
"""Of a page; real ones have some tens."""
MAX_DEPTH = 6
"""How deep nodes are looked for within others."""

ARTICLE_TYPES = frozenset(
    {
        *("Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle"),
        *("BackgroundNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle"),
        *("AskPublicNewsArticle", "SatiricalArticle", "AdvertiserContentArticle"),
        *("ScholarlyArticle", "TechArticle", "WebArticle", "Report", "Review", "BlogPosting"),
        *("LiveBlogPosting", "SocialMediaPosting", "CreativeWork"),
    }
)
"""Types of schema.org that are articles, whatever they are called."""
_WHITE_SPACE = " \t\r\n"
"""Of JSON."""
# a string that is not closed runs to the end, so that no character is looked at twice
_TOKEN = re.compile(
    r'"(?:[^"\\]|\\[\s\S])*+(?:"|\\?\Z)'
    r"|/\*(?:(?!\*/)[\s\S])*+(?:\*/|\Z)|//[^\n]*+|<!--|-->|<!\[CDATA\[|\]\]>|,(?=\s*+[}\]])"
)
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})(.?)|\\(?:[\s\S])', re.S)
"""A backslash before what JSON does not escape."""
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")
"""Properties whose values may be the article."""


def json_ld_nodes(root: etree._Element) -> list[Node]:
    """Every object at the top of the page's JSON-LD, and those of its graphs, in page order."""
    nodes: list[Node] = []
    budget = MAX_CHARACTERS
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = (script.text or "").strip()
        budget -= len(text)
        if budget < 0:
            logger.debug("more JSON-LD than %s characters is not read", MAX_CHARACTERS)
            break
        for value in _values(text):
            nodes.extend(_flat(value))
            if len(nodes) >= MAX_NODES:
                return nodes[:MAX_NODES]
    return nodes


def types_of(node: Node) -> frozenset[str]:
    """The names of a node's types, without the address of the vocabulary."""
    return frozenset(
        name.rsplit("/", 1)[-1].removeprefix("schema:")
        for name in as_list(node.get("@type"))
        if isinstance(name, str) and len(name) < 200 and name.isprintable()
    )


def article_nodes(nodes: list[Node]) -> list[Node]:
    """The nodes that are articles."""
    return [node for node in nodes if types_of(node) & ARTICLE_TYPES]


def resolved(value: object, nodes: list[Node]) -> object:
    """The node that a reference `{"@id": …}` leads to; any other value as it is."""
    if isinstance(value, dict) and "@id" in value and "name" not in value:
        for node in nodes:
            if node.get("@id") == value["@id"] and "name" in node:
                return node
    return value


def as_list(value: object) -> list[object]:
    """A value that may be one or several, as a list."""
    if value is None:
        return []
    return value[:50] if isinstance(value, list) else [value]


def _values(text: str) -> Iterator[object]:
    for repair in (str.strip, _repaired):
        try:
            yield from _decoded(repair(text))
        except (ValueError, RecursionError) as error:
            logger.debug("JSON-LD that is not JSON: %s", error)
        else:
            return


def _repaired(text: str) -> str:
    """The text without what JSON does not allow: comments, trailing commas, unknown escapes."""
    return _TOKEN.sub(_repaired_token, text).strip(_WHITE_SPACE + ";\ufeff")


def _repaired_token(token: re.Match[str]) -> str:
    if not token[0].startswith('"'):
        return ""
    return _BAD_ESCAPE.sub(lambda escape: escape[0] if escape[1] is None else escape[1], token[0])


def _decoded(text: str) -> list[object]:
    """All values that stand one after the other in a text."""
    decoder = json.JSONDecoder(strict=False)
    values: list[object] = []
    end = 0
    while end < len(text) and len(values) < MAX_NODES:
        value, end = decoder.raw_decode(text, end)
        values.append(value)
        while end < len(text) and text[end] in _WHITE_SPACE + ",;":
            end += 1
    return values


def _flat(value: object, depth: int = 0) -> Iterator[Node]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value[:MAX_NODES]:
            yield from _flat(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in _NESTED:
            if isinstance(value.get(name), dict | list):
                yield from _flat(value[name], depth + 1)
