"""Where the element of a block stands: what is around it, and how it stands to the headline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bs4 import Tag

from pipeline.article.document_parts import is_dialog
from pipeline.article.page_model import PageModel

TAGS = (
    *("p", "div", "li", "h1", "h2", "h3", "h4", "span", "a", "td", "tr", "blockquote"),
    *("figcaption", "section", "article", "strong", "b", "em", "i", "footer", "dd", "dt"),
    *("button", "label", "ul", "main", "aside", "body"),
)
TAG_NUMBER = {tag: number for number, tag in enumerate(TAGS)}
LEVELS = 4
"""A block's element and the parts around it that hold more and more blocks."""
PARENT_COLUMNS = (
    *("parent_tag", "depth", "levels_to_headline", "headline_share", "same_article"),
    *("other_article", "dialog"),
)


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
        line = []
        tag: Tag | None = element
        while tag is not None and id(tag) not in self._known:
            line.append(tag)
            tag = tag.parent
        chain = self._known[id(tag)] if tag is not None else (self._whole,) * LEVELS
        for inner in reversed(line):
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
        line = self._line(parent)
        same = line.article is not None and line.article is self._article
        other = self._article is not None and line.article is not None and not same
        tag = TAG_NUMBER.get(parent.name, -1)
        return tag, line.depth, line.levels, line.size / self._total, same, other, line.dialog

    def _line(self, element: Tag) -> _Line:
        above: list[Tag] = []
        tag: Tag | None = element
        while tag is not None and id(tag) not in self._lines:
            above.append(tag)
            tag = tag.parent
        line = _Line(0, 0, self._total, None, False) if tag is None else self._lines[id(tag)]
        for inner in reversed(above):
            met = id(inner) in self._headline_line
            line = self._lines[id(inner)] = _Line(
                line.depth + 1,
                0 if met else line.levels + 1,
                self._size(inner) if met else line.size,
                inner if inner.name == "article" else line.article,
                line.dialog or is_dialog(inner),
            )
        return line
