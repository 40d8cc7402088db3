"""The text of parts that are boilerplate as a whole, as blocks.

No rule looks into such a part, so no soup is made of it: all its blocks stand in the tag
of the part, or of a named part in it, and are distinguished by their words alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import Tag
from lxml import etree

from pipeline.article.blocks import (
    BLOCK_TAGS,
    CONTROL_TAGS,
    HEADING_LEVELS,
    MAX_ATTRIBUTE_CHARACTERS,
    NO_LINKS,
    PageBlock,
    is_link,
    is_prose,
)
from pipeline.article.boilerplate_regions import RegionRule
from pipeline.article.line_blocks import Owner, dom_path_of
from pipeline.article.page_chrome import PageChrome
from pipeline.article.soup_elements import SoupElements
from pipeline.text.safe_text import single_spaced, without_setting

COUNTED_TAGS = (CONTROL_TAGS - BLOCK_TAGS) | {"a", "br"}
"""Elements whose number says what a part is."""

_Spot = tuple[str, frozenset[str], int | None]
"""What a block says of where it stands: `dom_path`, `around`, `heading`."""


class BoilerplateText:
    """Walks over boilerplate and adds its text to the blocks of a page."""

    def __init__(
        self, blocks: list[PageBlock], page_chrome: PageChrome, elements: SoupElements
    ) -> None:
        """Add to `blocks`; `elements` makes those of the named parts in a part."""
        self._blocks = blocks
        self._page_chrome = page_chrome
        self._elements = elements
        self._names: list[str] = []
        """The tags that are open in the part."""
        self._spots: dict[tuple[object, ...], _Spot] = {}
        self._open_links: list[etree._Element] = []
        self._in_controls = 0
        """How many controls are open."""
        self._address: str | None = None
        """The address of a link that no text stands in yet."""
        self._begin_block()

    def _begin_block(self) -> None:
        self._parts: list[str] = []
        self._links: list[str] = []
        self._linked = self._controls = 0

    def read(
        self, part: etree._Element, rule: RegionRule, owner: Owner
    ) -> Iterator[tuple[Tag, int]]:
        """Add the blocks of a part, which `owner` stands for.

        Yields the tag of every named part in it, with the index of the first block there.
        """
        names, tag = self._names, owner.tag
        around: list[tuple[int, RegionRule, Tag, int]] = []
        """Of every named part that is open: how many tags are open around it, what it stands in,
        and the index of its first block."""
        walk = etree.iterwalk(part, events=("start", "end"))
        next(walk)
        text = part.text
        for event, element in walk:
            if text:
                self._text(text)
            if event == "start":
                name = element.tag
                if name in BLOCK_TAGS:
                    self._flush(tag, owner)
                    if not rule.closed:
                        inner, class_names = self._page_chrome.part(element, name, rule)
                        if inner is not rule:
                            around.append((len(names), rule, tag, len(self._blocks)))
                            rule = inner
                            tag = self._elements.make(name, {}, class_names, tag)
                elif name in COUNTED_TAGS:
                    self._begin(name, element)
                names.append(name)
                text = element.text
            elif names:
                name = names[-1]
                if name in BLOCK_TAGS:
                    self._flush(tag, owner)
                elif name in COUNTED_TAGS:
                    self._end(name, element)
                names.pop()
                if around and len(names) == around[-1][0]:
                    closed = tag
                    _, rule, tag, start = around.pop()
                    yield closed, start
                text = element.tail
            else:
                # the part itself ends
                break
        self._flush(tag, owner)

    def _begin(self, name: str, element: etree._Element) -> None:
        """Count an element that opens."""
        if name == "a":
            if is_link(element):
                self._open_links.append(element)
                self._address = (element.get("href") or "")[:MAX_ATTRIBUTE_CHARACTERS]
        elif name == "br":
            self._parts.append(" ")
        else:
            self._in_controls += 1

    def _end(self, name: str, element: etree._Element) -> None:
        """Count an element no more that closes."""
        if name == "a":
            if self._open_links and self._open_links[-1] is element:
                self._open_links.pop()
                self._address = None
        elif name != "br":
            self._in_controls -= 1

    def _text(self, text: str) -> None:
        text = without_setting(text)
        if not text or text.isspace():
            if self._parts:
                self._parts.append(text)
            return
        self._parts.append(text)
        if self._open_links:
            self._linked += len(text.strip())
            if self._address is not None:
                self._links.append(self._address)
                self._address = None
        if self._in_controls:
            self._controls += len(text.strip())

    def _flush(self, tag: Tag, owner: Owner) -> None:
        if not self._parts:
            return
        text = single_spaced("".join(self._parts))
        if text:
            path = (owner.path, *self._names)
            spot = self._spots.get(path)
            if spot is None:
                spot = self._spots[path] = _spot(owner, self._names)
            block = PageBlock(
                len(self._blocks),
                text,
                tag,
                tag,
                *spot,
                self._links or NO_LINKS,
                self._linked,
                self._controls,
            )
            block.prose = is_prose(block)
            self._blocks.append(block)
        self._begin_block()


def _spot(owner: Owner, names: list[str]) -> _Spot:
    blocks = [name for name in names if name in BLOCK_TAGS]
    heading = next((HEADING_LEVELS[name] for name in blocks if name in HEADING_LEVELS), None)
    return dom_path_of(owner.path, names), owner.around.union(blocks), heading or owner.heading
