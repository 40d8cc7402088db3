"""The names of the authors in JSON-LD and microdata, and which of them are organisations.

schema.org lets an author be a text, a person or an organisation, one or several; a person's name
a text, a list or a pair of given and family name (https://schema.org/author).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.article.metadata.json_ld import Node, as_list, resolved, types_of
from pipeline.article.metadata.text_cleaning import metadata_text
from pipeline.text.folding import letters_and_digits

MAX_NAMES = 50
"""Of a node; a list of more is the staff."""
MAX_DEPTH = 3
"""A list in a list of names; what is nested more deeply is not a name."""
MAX_NAME_CHARACTERS = 300
"""Sites state several names in one value."""
ORGANISATIONS = ("Organization", "Organisation", "Corporation", "WebSite", "Brand")
"""Ends of the names of types that are not persons: "NewsMediaOrganization"."""


@dataclass(frozen=True, slots=True)
class StatedName:
    """A name of an author as a node has it."""

    text: str
    is_person: bool = False
    """Whether the node says that it is one."""
    is_organisation: bool = False


def node_names(node: Node, nodes: list[Node]) -> list[StatedName]:
    """The names of a node's authors in order; those of its `creator` where it has none.

    `nodes` are all nodes of the page, for references.
    """
    for name in ("author", "creator"):
        found = [
            name
            for value in as_list(node.get(name))
            for name in _names(resolved(value, nodes), nodes, MAX_DEPTH)
        ]
        if found:
            return found[:MAX_NAMES]
    return []


def named_organisations(nodes: Iterable[Node]) -> frozenset[str]:
    """The organisations that nodes and their publishers name, as letters and digits."""
    found: set[str] = set()
    for node in nodes:
        publisher = node.get("publisher")
        for each in (node, *as_list(publisher)):
            if isinstance(each, dict) and (each is not node or is_organisation(each)):
                found.update(
                    letters_and_digits(name) for name in _texts(each.get("name"), MAX_DEPTH)
                )
    return frozenset(found - {""})


def is_organisation(node: Node) -> bool:
    """Whether a node says that it is an organisation and not a person."""
    types = types_of(node)
    return "Person" not in types and any(name.endswith(ORGANISATIONS) for name in types)


def _names(value: object, nodes: list[Node], depth: int) -> Iterator[StatedName]:
    if isinstance(value, str):
        if text := metadata_text(value, MAX_NAME_CHARACTERS):
            yield StatedName(text)
    elif isinstance(value, list) and depth:
        for item in value[:MAX_NAMES]:
            yield from _names(resolved(item, nodes), nodes, depth - 1)
    elif isinstance(value, dict):
        if isinstance(value.get("@list"), list) and depth:
            yield from _names(value["@list"], nodes, depth - 1)
            return
        person, organisation = "Person" in types_of(value), is_organisation(value)
        for text in names_of(value):
            yield StatedName(text, person, organisation)


def names_of(node: Node) -> list[str]:
    """The names of one author: as a whole, or given and family name put together."""
    name = node.get("name")
    texts = _texts(name, MAX_DEPTH)
    if isinstance(name, list) and len(texts) == 2 and not any(" " in text for text in texts):
        # a pair of given and family name
        texts = [" ".join(texts)]
    if texts:
        return texts
    parts = ("givenName", "additionalName", "familyName")
    for holder in (node, name):
        if isinstance(holder, dict):
            pieces = [text for part in parts for text in _texts(holder.get(part), 1)]
            if pieces:
                return [" ".join(pieces)]
    return []


def _texts(value: object, depth: int) -> list[str]:
    if isinstance(value, str):
        text = metadata_text(value, MAX_NAME_CHARACTERS)
        return [text] if text else []
    if isinstance(value, dict) and depth:
        return _texts(value.get("@value", value.get("name")), depth - 1)
    if isinstance(value, list) and depth:
        return [text for item in value[:MAX_NAMES] for text in _texts(item, depth - 1)]
    return []
