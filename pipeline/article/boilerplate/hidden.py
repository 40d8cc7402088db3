"""Text that the page holds but does not show, or shows struck out.

Hidden parts are still text of the page: a whole article may be hidden behind a
wall, and what stands there is kept. What is dropped is the small hidden part:
machine-readable copies of the headline, messages, menus that open on a click.

What is struck out is not what the article says: it was taken back, and what replaced it stands
beside it.
"""

from __future__ import annotations

from pipeline.article.block_index import BlockIndex, Weights
from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.boilerplate_regions import RegionRule
from pipeline.article.class_name_tokens import POPUP_NAMES
from pipeline.article.element_display import is_struck
from pipeline.article.page_model import PageModel
from pipeline.records import Label

MUCH_MORE = 1.5
"""A hidden part with this many times the running text that is shown may be the article."""

REGIONS = (RegionRule(Label.OTHER, "popup-by-name", names=POPUP_NAMES, closed=True),)
"""Parts called so."""


def hidden_parts(block_index: BlockIndex, prose: Weights) -> frozenset[int]:
    """Ids of the elements in parts that are not shown and are not the article.

    The whole article may be hidden, behind a wall or until a script shows it; a copy for machines
    is not. What is struck out is not the article, unless nothing else is there.
    """
    shown = sum(
        len(block.text)
        for block in block_index.blocks
        if block.prose and id(block.wrapper) not in block_index.unseen
    )
    found: set[int] = set()
    for element in block_index.elements:
        if id(element) not in block_index.unseen:
            continue
        if id(element.parent) in found:
            is_part = True
        elif is_struck(element.name, element.get("style")):
            is_part = shown > 0
        elif id(element.parent) in block_index.unseen:
            is_part = False
        else:
            is_part = prose.of(element) <= MUCH_MORE * shown
        if is_part:
            found.add(id(element))
    return frozenset(found)


def unseen(block: PageBlock, page: PageModel) -> Verdict | None:
    """A block in a small hidden part of the page."""
    if id(block.wrapper) in page.hidden:
        return Verdict(Label.OTHER, "hidden")
    return None


def struck(block: PageBlock, page: PageModel) -> Verdict | None:
    """A block whose words are struck out."""
    if id(block.wrapper) not in page.hidden:
        return None
    around = (block.wrapper, *block.wrapper.parents)
    if any(is_struck(element.name, element.get("style")) for element in around):
        return Verdict(Label.OTHER, "struck")
    return None
