"""Where the element of a block stands: what is around it, and how it stands to the headline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from bs4 import Tag

from pipeline.article.document_parts import is_dialog
from pipeline.article.page_model import PageModel

Value = TypeVar("Value")

TAGS = (
    *("p", "div", "li", "h1", "h2", "h3", "h4", "span", "a", "td", "tr", "blockquote"),
    *("figcaption", "section", "article", "strong", "b", "em", "i", "footer", "dd", "dt"),
    *("button", "label", "ul", "main", "aside", "body"),
)
"""Elements that have a number of their own; all others share one."""
TAG_NUMBER = {tag: number for number, tag in enumerate(TAGS)}
"""The number is part of the trained trees."""
LEVELS = 4
"""A block's element and the parts around it that hold more and more blocks."""
PARENT_COLUMNS = (
    *("parent_tag", "depth", "levels_to_headline", "headline_share", "same_article"),
    *("other_article", "dialog"),
)
"""Where the element stands among others."""


class SpanChains:
    """The blocks in an element and in what is around it, where that holds more.

    Sites wrap every paragraph in elements of its own; only those that hold other blocks, too, say
    in what company a block stands.
    """

    def __init__(self, spans: Mapping[int, tuple[int, int]], number: int) -> None:
        self._spans = spans
        self._whole = (0, number)
        self._known: dict[int, tuple[tuple[int, int], ...]] = {}

    def of(self, element: Tag) -> tuple[tuple[int, int], ...]:
        """LEVELS ranges of blocks, each start and end; the last ones may be the whole page."""
        found = self._known.get(id(element))
        if found is not None:
            return found
        unknown, known = _unknown(element, self._known)
        chain = (self._whole,) * LEVELS if known is None else known
        for inner in reversed(unknown):
            start, stop = self._spans.get(id(inner), self._whole)
            start = min(start, self._whole[1] - 1)
            span = (start, max(stop, start + 1))
            if span != chain[0]:
                chain = (span, *chain[: LEVELS - 1])
            self._known[id(inner)] = chain
        return chain


class _Line(NamedTuple):
    """What an element and those around it are."""

    depth: int
    levels: int
    """How many of them do not hold the headline."""
    size: int
    """Characters in the innermost one that does."""
    article: Tag | None
    """The innermost one that is an article."""
    dialog: bool
    """Whether one is a dialog."""


class ParentNumbers:
    """PARENT_COLUMNS of the elements around blocks."""

    def __init__(self, page: PageModel, total: int) -> None:
        self._size = page.block_index.size
        self._total = total
        self._lines: dict[int, _Line] = {}
        headline = page.headline.element if page.headline else None
        line = [headline, *headline.parents] if headline is not None else []
        self._headline_line = {id(element) for element in line}
        self._article = next((element for element in line if element.name == "article"), None)

    def numbers(self, parent: Tag) -> tuple[float, ...]:
        """Where an element stands towards the headline, the article, a dialog."""
        line = self._lines.get(id(parent)) or self._line(parent)
        same = line.article is not None and line.article is self._article
        other = self._article is not None and line.article is not None and not same
        tag = TAG_NUMBER.get(parent.name, -1)
        return tag, line.depth, line.levels, line.size / self._total, same, other, line.dialog

    def _line(self, element: Tag) -> _Line:
        unknown, known = _unknown(element, self._lines)
        line = _Line(0, 0, self._total, None, False) if known is None else known
        for inner in reversed(unknown):
            met = id(inner) in self._headline_line
            line = self._lines[id(inner)] = _Line(
                line.depth + 1,
                0 if met else line.levels + 1,
                self._size(inner) if met else line.size,
                inner if inner.name == "article" else line.article,
                line.dialog or is_dialog(inner),
            )
        return line


def _unknown(element: Tag, known: Mapping[int, Value]) -> tuple[list[Tag], Value | None]:
    """An element and those around it of which nothing is known, innermost first.

    And what is known, by its id, of the first one around these; None at the top of the page.
    """
    line: list[Tag] = []
    tag: Tag | None = element
    while tag is not None:
        if id(tag) in known:
            return line, known[id(tag)]
        line.append(tag)
        tag = tag.parent
    return line, None
