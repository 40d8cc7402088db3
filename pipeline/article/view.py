"""Everything that the rules may ask of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import Tag

from pipeline.article.blocks import PageBlock
from pipeline.article.hints import Hints
from pipeline.article.regions import Region, Regions
from pipeline.records import Label

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’»“)\]]*(?:\s|$)|[。！？]")
MIN_PROSE_CHARACTERS = 45
MAX_COMPARED_CHARACTERS = 2_000


def plain_words(text: str) -> str:
    """The words of `text` in lower case, for comparing texts that are set differently."""
    return " ".join(_WORD.findall(text[:MAX_COMPARED_CHARACTERS].lower()))


def is_prose(block: PageBlock) -> bool:
    """Whether a block reads as running text rather than as a title, a link or a label."""
    text = block.text
    wide = any("\u3000" < c < "\ud7a4" for c in text[:40])
    if len(text) < (MIN_PROSE_CHARACTERS // 3 if wide else MIN_PROSE_CHARACTERS):
        return False
    if block.link_share > 0.5 or block.control_share > 0.3:
        return False
    return bool(_SENTENCE_END.search(text[-200:]) or _SENTENCE_END.search(text[:1000]))


@dataclass(slots=True)
class View:
    """One page, as the rules see it."""

    body: Tag
    blocks: list[PageBlock]
    hints: Hints
    regions: Regions
    headline: PageBlock | None
    container: frozenset[int]
    """Ids of the elements that are the article's container, or in it."""
    first: int
    """Index of the first block in the container."""
    last: int
    """Index of the last block in the container."""
    description: str = ""
    """Words of the page's own description of the article."""
    _chains: dict[int, str] = field(default_factory=dict)

    def inside(self, block: PageBlock) -> bool:
        """Whether the block stands in the article's container."""
        return id(block.element) in self.container

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

    def previous(self, block: PageBlock) -> PageBlock | None:
        """The block before."""
        return self.blocks[block.index - 1] if block.index else None

    def next(self, block: PageBlock) -> PageBlock | None:
        """The block after."""
        return self.blocks[block.index + 1] if block.index + 1 < len(self.blocks) else None

    def after_headline(self, block: PageBlock) -> bool:
        """Whether the block follows the headline, or there is no headline."""
        return self.headline is None or block.index > self.headline.index


def has_ancestor(element: Tag, *names: str) -> bool:
    """Whether the element, or one around it, has one of these tags."""
    return element.name in names or element.find_parent(names) is not None
