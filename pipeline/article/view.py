"""Everything that the rules may ask of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import Tag

from pipeline.article.blocks import HEADING_TAGS, PageBlock
from pipeline.article.hints import Hints
from pipeline.article.regions import Region, Regions
from pipeline.records import Label

_WORD = re.compile(r"\w+")
MAX_COMPARED_CHARACTERS = 2_000

Style = tuple[str, str]
"""Tag and classes of an element: what is set in one style has it in common."""


def plain_words(text: str) -> str:
    """The words of `text` in lower case, for comparing texts that are set differently."""
    return " ".join(_WORD.findall(text[:MAX_COMPARED_CHARACTERS].lower()))


def style_of(element: Tag) -> Style:
    """The tag and classes of an element."""
    classes = element.get("class")
    return (element.name, " ".join(classes) if isinstance(classes, list) else "")


def heading_level(element: Tag) -> int | None:
    """1 to 6 for a heading, by its tag or its role; None for anything else."""
    if element.name in HEADING_TAGS:
        return int(element.name[1])
    if element.get("role") == "heading":
        level = element.get("aria-level")
        return int(level) if isinstance(level, str) and level in set("123456") else 2
    return None


def heading_around(block: PageBlock) -> int | None:
    """The level of the heading that the block is in; None if it is in none."""
    level = heading_level(block.wrapper) or heading_level(block.element)
    if level is None and not block.around.isdisjoint(HEADING_TAGS):
        parent = block.element.find_parent(list(HEADING_TAGS))
        level = heading_level(parent) if parent is not None else None
    return level


@dataclass(frozen=True, slots=True)
class Told:
    """What the head of a page says that helps to read its body."""

    headline: str = ""
    title: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()


@dataclass(slots=True)
class View:
    """One page, as the rules see it."""

    body: Tag
    blocks: list[PageBlock]
    hints: Hints
    regions: Regions
    told: Told
    headline: PageBlock | None
    container: frozenset[int]
    """Ids of the elements that are the article's container, or in it."""
    container_element: Tag
    first: int
    """Index of the first block of running text in the container."""
    styles: frozenset[Style]
    """The styles in which the container's running text is set."""
    parents: frozenset[Style]
    """The styles of the elements right around the container's running text."""
    last: int
    """Index of the last block of running text in the container."""
    sizes: dict[int, int]
    """Characters in each element, by its id."""
    hidden: frozenset[int]
    """Ids of the elements in small parts that are not shown."""
    description: str = ""
    """Words of the page's own description of the article."""
    names: tuple[str, ...] = field(default=())
    """Words of the names of the authors."""

    def inside(self, block: PageBlock) -> bool:
        """Whether the block stands in the article's container."""
        return id(block.element) in self.container

    def in_style(self, block: PageBlock) -> bool:
        """Whether the block is set like the article's running text."""
        return style_of(block.element) in self.styles

    def set_as_text(self, block: PageBlock) -> bool:
        """Whether the block is set like running text, and in the same surroundings."""
        parent = block.element.parent
        return self.in_style(block) and (parent is None or style_of(parent) in self.parents)

    def region(self, block: PageBlock) -> Region | None:
        """The furniture region that the block stands in."""
        return self.regions.of(block.wrapper)

    def in_region(self, block: PageBlock, *labels: Label) -> bool:
        """Whether the block stands in a region of one of the labels."""
        region = self.region(block)
        return region is not None and region.rule.label in labels

    def near_hints(self, block: PageBlock, levels: int = 2) -> str:
        """The hints of the block's wrapper and of the elements around it, `levels` of them."""
        parts = [self.hints.of(block.wrapper)]
        for level, parent in enumerate(block.wrapper.parents):
            if level >= levels or not isinstance(parent, Tag) or parent.name == "body":
                break
            parts.append(self.hints.of(parent))
        return "|".join(parts)

    def after_headline(self, block: PageBlock) -> bool:
        """Whether the block follows the headline, or there is no headline."""
        return self.headline is None or block.index > self.headline.index

    def before_text(self, block: PageBlock) -> bool:
        """Whether the block stands before the first block of running text."""
        return block.index < self.first

    def size(self, element: Tag) -> int:
        """Characters in an element."""
        return self.sizes.get(id(element), 0)


MIN_TABLE_CELLS = 6


def in_data_table(block: PageBlock) -> bool:
    """Whether the block is a cell of a table of data, not of one that lays out the page."""
    if block.element.name not in {"td", "th"}:
        return False
    table = block.element.find_parent("table")
    return table is not None and len(table.find_all(["td", "th"], limit=MIN_TABLE_CELLS)) >= (
        MIN_TABLE_CELLS
    )


def stands_in(block: PageBlock, *names: str) -> bool:
    """Whether the block's element, or one around it, has one of these tags."""
    return not block.around.isdisjoint(names)
