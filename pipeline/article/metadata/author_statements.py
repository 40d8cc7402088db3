"""Every text of a page that may name its authors, with what states it.

Nothing is decided here: JSON-LD, microdata, `meta` elements, marked elements and lines under the
headline all count, also those that are known to be wrong often.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.article.metadata.article_header import ArticleHeader
from pipeline.article.metadata.author_marks import Mark, author_marks
from pipeline.article.metadata.author_names import behind_by, given_name_first
from pipeline.article.metadata.json_ld import Node, types_of
from pipeline.article.metadata.json_ld_names import (
    named_organisations,
    names_of,
    node_names,
)
from pipeline.article.metadata.meta_elements import MetaElements
from pipeline.text.folding import letters_and_digits

MAX_STATEMENTS = 300
"""Of a page; real ones have some tens."""
MAX_NODES = 100
"""Nodes of a page that are looked at for authors."""
MAX_SUMMARIES = 4
"""Pairs of label and value that pages give networks for their previews."""

NODE, OTHER_NODE = "node", "other-node"
META_AUTHOR, META_ARTICLE, META_OTHER = "meta-author", "meta-article", "meta-other"
SUMMARY, BY_LINE, LINE = "summary", "by-line", "line"

_META = {
    "author": META_AUTHOR,
    "authors": META_AUTHOR,
    "article:author": META_ARTICLE,
    "og:article:author": META_ARTICLE,
}
_META_NAMES = (
    *(*_META, "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl"),
    *("citation_author", "content-creator"),
)
"""Elements that name the author; all that end in "author" or "author name" beside."""
_COLUMNS = re.compile(r"\s*[|·•]\s*")
"""What parts the author of a line from the time and place before it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A text that may name authors."""

    source: str
    text: str
    rank: int = 0
    """Among the statements of its source: 0 is the first."""
    is_person: bool = False
    """Whether the page says that it names a person."""
    is_organisation: bool = False
    comes_first: bool = False
    """Whether "by" is the first word of its line."""
    mark: Mark | None = None
    """The element, where one is marked as the author's."""


@dataclass(frozen=True, slots=True)
class PageStatements:
    """All that a page states of its authors, and what helps to judge it."""

    statements: tuple[Statement, ...] = ()
    organisations: frozenset[str] = frozenset()
    """What the page says anywhere to be an organisation, as letters and digits."""
    outlet: str | None = None
    host: str = ""


@dataclass(frozen=True, slots=True)
class HeadParts:
    """What the head of a page states, as far as it was read before."""

    node: Node
    """Of the article."""
    nodes: list[Node]
    meta: MetaElements
    outlet: str | None = None
    host: str = ""


def page_statements(root: etree._Element, head: HeadParts, header: ArticleHeader) -> PageStatements:
    """All texts of a page that may name its authors, the surest sources first."""
    body = root.find("body")
    body = root if body is None else body
    every = (
        *_of_nodes(head.node, head.nodes),
        *_of_meta(head.meta),
        *_of_lines(header),
        *_of_marks(author_marks(body, header.element)),
    )
    organisations = named_organisations(head.nodes).union(
        letters_and_digits(each.text) for each in every if each.is_organisation
    )
    return PageStatements(
        every[:MAX_STATEMENTS],
        organisations,
        head.outlet,
        head.host,
    )


def _of_nodes(node: Node, nodes: list[Node]) -> Iterator[Statement]:
    yield from _of_node(NODE, node, nodes)
    for other in nodes[:MAX_NODES]:
        if other is node:
            continue
        yield from _of_node(OTHER_NODE, other, nodes)
        if "Person" in types_of(other):
            for text in names_of(other):
                yield Statement(OTHER_NODE, text, is_person=True)


def _of_node(source: str, node: Node, nodes: list[Node]) -> Iterator[Statement]:
    for rank, name in enumerate(node_names(node, nodes)):
        text = given_name_first(name.text)
        yield Statement(source, text, rank, name.is_person, name.is_organisation)


def _of_meta(meta: MetaElements) -> Iterator[Statement]:
    for name in dict.fromkeys((*_META_NAMES, *meta.like_author())):
        for rank, value in enumerate(meta.all(name)):
            yield Statement(_META.get(name, META_OTHER), given_name_first(value), rank)
    for number in range(MAX_SUMMARIES):
        # "Written by" and the name, or a time and minutes
        summary = meta.first(f"twitter:data{number}")
        if summary:
            yield Statement(SUMMARY, summary, number)


def _of_lines(header: ArticleHeader) -> Iterator[Statement]:
    for rank, line in enumerate(header.lines):
        yield Statement(LINE, line, rank)
        for column in _COLUMNS.split(line):
            if behind := behind_by(column):
                yield Statement(BY_LINE, behind[0], rank, comes_first=behind[1])


def _of_marks(marks: Sequence[Mark]) -> Iterator[Statement]:
    for rank, mark in enumerate(marks):
        for kind in mark.kinds:
            yield Statement(kind, mark.text, rank, mark=mark)
