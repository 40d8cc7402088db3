"""What an outlet's own layout says of a page: see `pipeline.settings.outlet_layouts`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bs4 import Tag

from pipeline.article.block_index import BlockIndex
from pipeline.article.blocks import PageBlock
from pipeline.article.boilerplate_regions import RegionRule
from pipeline.records import Label

if TYPE_CHECKING:
    # reading a page does not need what checks the sources file
    from pipeline.settings.outlet_layouts import PageLayout

RULE = "outlet-layout"
"""The rule of everything that the layout labels."""


@dataclass(slots=True)
class Selected:
    """The elements and blocks that a layout names on one page."""

    headline: PageBlock | None = None
    text: list[Tag] = field(default_factory=list)
    """Elements with the article's text, page order."""
    boilerplate: dict[int, RegionRule] = field(default_factory=dict)
    """Elements to drop, by id."""
    unnamed: set[int] = field(default_factory=set)
    """Ids of elements in the text: what they are called says nothing."""


def selected(block_index: BlockIndex, page_layout: PageLayout | None) -> Selected:
    """What a page's layout names on it; nothing without a layout, or if it fits nothing."""
    if page_layout is None:
        return Selected()
    found = Selected()
    if page_layout.headline:
        spans = (block_index.span(title) for title in block_index.body.select(page_layout.headline))
        first = next((span.start for span in spans if span), None)
        found.headline = None if first is None else block_index.blocks[first]
    found.text = [e for e in _all(block_index, page_layout.text) if block_index.span(e)]
    for label, selectors in page_layout.furniture.items():
        rule = RegionRule(Label(label), RULE, closed=True)
        found.boilerplate.update((id(element), rule) for element in _all(block_index, selectors))
    for element in found.text:
        found.unnamed.update(id(inner) for inner in (element, *element.find_all(True)))
    found.unnamed -= found.boilerplate.keys()
    return found


def blocks_in(block_index: BlockIndex, elements: Iterable[Tag]) -> frozenset[int]:
    """The indices of the blocks that stand in some elements."""
    return frozenset(index for element in elements for index in block_index.span(element))


def _all(block_index: BlockIndex, selectors: Iterable[str]) -> list[Tag]:
    return block_index.body.select(", ".join(selectors)) if selectors else []
