"""Where the text of a page stands in its elements, and the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from bs4 import Tag

from pipeline.article.blocks import PageBlock

Style = tuple[str, str]
"""Tag and classes of an element: what is set in one style has it in common."""


@dataclass(slots=True)
class BlockIndex:
    """A page's body as a soup, its text as blocks, and where each stands in the other."""

    body: Tag
    elements: list[Tag] = field(default_factory=list)
    """All elements but the body, in page order."""
    blocks: list[PageBlock] = field(default_factory=list)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    styles: dict[int, Style] = field(default_factory=dict)
    unseen: set[int] = field(default_factory=set)
    """Ids of elements that are said not to be shown, and what is in them."""
    pictured: set[int] = field(default_factory=set)
    """Ids of elements that hold a picture or a player."""
    _sizes: Weights | None = None

    def class_names(self, element: Tag) -> str:
        """The words of an element's names."""
        return self.names.get(id(element), "")

    def style(self, element: Tag) -> Style:
        """The tag and classes of an element."""
        return self.styles.get(id(element)) or (element.name, "")

    def span(self, element: Tag) -> range:
        """The indices of the blocks that stand in an element."""
        return range(*self.spans.get(id(element), (0, 0)))

    def size(self, element: Tag) -> int:
        """Characters in an element."""
        if self._sizes is None:
            self._sizes = self.weights(self.blocks)
        return self._sizes.of(element)

    def weights(self, blocks: Iterable[PageBlock]) -> Weights:
        """How many characters of these blocks stand in each element."""
        own = [0] * len(self.blocks)
        for block in blocks:
            own[block.index] = len(block.text)
        return Weights(self.spans, [0, *accumulate(own)])


@dataclass(frozen=True, slots=True)
class Weights:
    """Characters of some blocks in each element of a page."""

    spans: Mapping[int, tuple[int, int]]
    sums: list[int]

    def of(self, element: Tag) -> int:
        """Characters in an element."""
        start, stop = self.spans.get(id(element), (0, 0))
        return self.sums[stop] - self.sums[start]
