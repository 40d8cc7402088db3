"""The microdata of a page's article, in the form of a JSON-LD node.

Microdata (https://html.spec.whatwg.org/multipage/microdata.html) says with attributes of visible
elements what JSON-LD says in a script. Only the properties of an article are read.
"""

from __future__ import annotations

from lxml import etree

from pipeline.article.metadata.json_ld import ARTICLE_TYPES, Node
from pipeline.article.metadata.text_cleaning import text_of

READ = frozenset(
    {
        *("headline", "author", "creator", "datePublished", "dateModified", "dateCreated"),
        *("articleSection", "publisher", "inLanguage", "url", "mainEntityOfPage", "description"),
    }
)
"""Properties that are read."""
KIND = "@verbatim:kind"
"""Says of a node that it is microdata; JSON-LD has no such key."""
MAX_ITEMS = 20
"""Of a page; an article is among the first."""
MAX_SEARCHED = 2_000
"""Elements that are looked at for properties of one item."""
MAX_VALUES = 20
"""Of one property."""
_with_itemscope = etree.XPath("descendant-or-self::*/@itemscope/..")


def microdata_nodes(root: etree._Element) -> list[Node]:
    """The articles that a page marks with `itemscope`, outermost ones only, in page order."""
    nodes: list[Node] = []
    read: set[etree._Element] = set()
    for element in _items(root)[:MAX_SEARCHED]:
        name = _type(element)
        if name in ARTICLE_TYPES and not any(parent in read for parent in element.iterancestors()):
            read.add(element)
            nodes.append({"@type": name, KIND: "microdata", **_properties(element)})
            if len(nodes) == MAX_ITEMS:
                break
    return nodes


def _items(root: etree._Element) -> list[etree._Element]:
    return _with_itemscope(root)  # type: ignore[return-value]


def _type(element: etree._Element) -> str | None:
    if element.get("itemscope") is None:
        return None
    return (element.get("itemtype") or "")[:200].rstrip("/").rsplit("/", 1)[-1]


def _properties(item: etree._Element) -> Node:
    """The properties of an item, those of the items in it left to them."""
    node: Node = {}
    stack = list(reversed(item))
    while stack:
        element = stack.pop()
        for name in (element.get("itemprop") or "")[:200].split():
            values = node.setdefault(name, []) if name in READ else []
            if len(values) < MAX_VALUES:
                values.append(_value(element))
        if element.get("itemscope") is None:
            stack.extend(reversed(element))
    return {name: values if name == "author" else values[0] for name, values in node.items()}


def _value(element: etree._Element) -> object:
    if element.get("itemscope") is not None:
        # `itemid` is what "@id" is in JSON-LD
        names = [_text(part) for part in element.iter() if part.get("itemprop") == "name"]
        return {
            "@type": _type(element),
            "@id": element.get("itemid"),
            "name": names[0] if names else _text(element),
        }
    for attribute in ("content", "datetime"):
        if element.get(attribute) is not None:
            return element.get(attribute)
    if element.tag == "link" or element.get("itemprop") in {"url", "mainEntityOfPage"}:
        return element.get("href")
    return _text(element)


def _text(element: etree._Element) -> str:
    return str(element.get("content") or text_of(element))
