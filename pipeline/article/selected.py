"""What an outlet's own layout says of a page: see `pipeline.layouts`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bs4 import Tag

from pipeline.article.blocks import PageBlock
from pipeline.article.layout import Layout
from pipeline.article.regions import RegionRule
from pipeline.layouts import PageLayout
from pipeline.records import Label

RULE = "outlet-layout"
"""The rule of everything that the layout labels."""


@dataclass(slots=True)
class Selected:
    """The elements and blocks that a layout names on one page."""

    headline: PageBlock | None = None
    text: list[Tag] = field(default_factory=list)
    """Elements with the article's text, page order."""
    furniture: dict[int, RegionRule] = field(default_factory=dict)
    """Elements to drop, by id."""
    unnamed: set[int] = field(default_factory=set)
    """Ids of elements in the text: what they are called says nothing."""


def selected(layout: Layout, page_layout: PageLayout | None) -> Selected:
    """What a page's layout names on it; nothing without a layout, or if it fits nothing."""
    if page_layout is None:
        return Selected()
    found = Selected()
    if page_layout.headline:
        spans = (layout.span(title) for title in layout.body.select(page_layout.headline))
        first = next((span.start for span in spans if span), None)
        found.headline = None if first is None else layout.blocks[first]
    found.text = [e for e in _all(layout, page_layout.text) if layout.span(e)]
    for label, selectors in page_layout.furniture.items():
        rule = RegionRule(Label(label), RULE, closed=True)
        found.furniture.update((id(element), rule) for element in _all(layout, selectors))
    for element in found.text:
        found.unnamed.update(id(inner) for inner in (element, *element.find_all(True)))
    found.unnamed -= found.furniture.keys()
    return found


def blocks_in(layout: Layout, elements: Iterable[Tag]) -> frozenset[int]:
    """The indices of the blocks that stand in some elements."""
    return frozenset(index for element in elements for index in layout.span(element))


def _all(layout: Layout, selectors: Iterable[str]) -> list[Tag]:
    return layout.body.select(", ".join(selectors)) if selectors else []
