"""Everything that the rules may ask of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import Tag

from pipeline.article.block_index import BlockIndex, Style
from pipeline.article.blocks import PageBlock
from pipeline.text.folding import unbroken_words

_WORD = re.compile(r"\w+")
"""Letters, digits and underscores."""
MAX_COMPARED_CHARACTERS = 2_000
"""Of a text that is compared with others; two that agree so far are one."""


def plain_words(text: str) -> str:
    """The words of `text` in lower case, for comparing texts that are set differently."""
    return " ".join(_WORD.findall(_lower(text)))


def has_words(text: str) -> bool:
    """Whether `plain_words` of a text are any."""
    return _WORD.search(_lower(text)) is not None


def says(text: str, *wanted: str) -> bool:
    """Whether `plain_words` of a text are one of the wanted wordings.

    Most texts begin with another word, which is told without a look at all of them.
    """
    lower = _lower(text)
    first = _WORD.search(lower)
    if first is None:
        return "" in wanted
    alike = any(wording.startswith(first[0]) for wording in wanted)
    return alike and " ".join(_WORD.findall(lower)) in wanted


def _lower(text: str) -> str:
    return unbroken_words(text[:MAX_COMPARED_CHARACTERS].lower())


@dataclass(frozen=True, slots=True)
class HeadMetadata:
    """What the head of a page says that helps to read its body."""

    headline: str = ""
    title: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()


@dataclass(slots=True)
class PageModel:
    """One page, as the rules see it."""

    block_index: BlockIndex
    head: HeadMetadata
    headline: PageBlock | None
    container_element: Tag
    """The element that holds the article's text."""
    container: range
    """The indices of the blocks in it."""
    first: int
    """Index of the first block of running text in the container."""
    last: int
    """Index of the last block of running text in the container."""
    styles: frozenset[Style]
    """The styles in which the container's running text is set."""
    parents: frozenset[Style]
    """The styles of the elements right around the container's running text."""
    hidden: frozenset[int]
    """Ids of the elements in small parts that are not shown."""
    description: str = ""
    """Words of the page's own description of the article."""
    headline_words: str = ""
    """Words of the headline, as the page shows it."""
    chosen: frozenset[int] | None = None
    """Indices of the blocks that may be text by the outlet's own layout; None without one."""
    taken: list[PageBlock] = field(default_factory=list)
    """The blocks that are the article's once each has a label, before sequences are looked at."""
    names: tuple[str, ...] = ()
    """Words of the names of the authors."""

    @property
    def blocks(self) -> list[PageBlock]:
        """All text of the page, in page order."""
        return self.block_index.blocks

    @property
    def contained(self) -> list[PageBlock]:
        """The blocks in the article's container."""
        return self.blocks[self.container.start : self.container.stop]

    def inside(self, block: PageBlock) -> bool:
        """Whether the block stands in the article's container."""
        return block.index in self.container

    def in_style(self, block: PageBlock) -> bool:
        """Whether the block is set like the article's running text."""
        return self.block_index.style(block.element) in self.styles

    def set_as_text(self, block: PageBlock) -> bool:
        """Whether the block is set like running text, and in the same surroundings."""
        parent = block.element.parent
        return self.in_style(block) and (
            parent is None or self.block_index.style(parent) in self.parents
        )

    def near_class_names(self, block: PageBlock, levels: int = 2) -> str:
        """The class names of the block's wrapper and of `levels` elements around it."""
        parts = [self.block_index.class_names(block.wrapper)]
        for level, parent in enumerate(block.wrapper.parents):
            if level >= levels or not isinstance(parent, Tag) or parent.name == "body":
                break
            parts.append(self.block_index.class_names(parent))
        return "|".join(parts)

    def after_headline(self, block: PageBlock) -> bool:
        """Whether the block follows the headline, or there is no headline."""
        return self.headline is None or block.index > self.headline.index

    def before_text(self, block: PageBlock) -> bool:
        """Whether the block stands before the first block of running text."""
        return block.index < self.first

    def size(self, element: Tag) -> int:
        """Characters in an element."""
        return self.block_index.size(element)


def is_table_row(block: PageBlock) -> bool:
    """Whether the block is a row of a table of data."""
    return block.element.name == "tr"


def stands_in(block: PageBlock, *names: str) -> bool:
    """Whether the block's element, or one around it, has one of these tags."""
    return not block.around.isdisjoint(names)
