"""One walk over a parsed page makes what rules look at: a soup, and the blocks of its text.

Building a soup of a whole page takes longer than everything else together, so it is
built here straight from lxml's tree, and only where a rule may look: parts that are
boilerplate as a whole (`pipeline.article.page_chrome`) become one element each. The soup has
the page's elements and no strings; its text is in the blocks, and nothing is left out: put
together, the blocks are the text of the body.

A row of a table of data is one block. Words that are not shown in their sentence, or
only when pointed at, are blocks of their own, and so is the time of an entry before its text.
"""

from __future__ import annotations

from typing import cast

from bs4 import Tag
from bs4.element import AttributeValueList
from lxml import etree

from pipeline.article.block_index import BlockIndex
from pipeline.article.blocks import (
    BLOCK_TAGS,
    BOLD_TAGS,
    CONTROL_TAGS,
    MAX_ATTRIBUTE_CHARACTERS,
    heading_level,
    is_link,
)
from pipeline.article.boilerplate_regions import RegionRule
from pipeline.article.boilerplate_text import BoilerplateText
from pipeline.article.class_name_tokens import (
    LIST_ATTRIBUTES,
    NAMING_ATTRIBUTES,
    POPUP_NAMES,
    UNSEEN_NAMES,
    class_names_of,
)
from pipeline.article.element_display import (
    BOX_TAGS,
    OTHERWISE_TAGS,
    PICTURE_TAGS,
    are_words,
    breaks_line,
    is_block,
    is_not_shown,
    is_struck,
    keeps_lines,
    lacks_marks,
    opens_entry,
)
from pipeline.article.line_blocks import DOM_PATH_TAGS, Line, Owner, blocks_of
from pipeline.article.not_an_article import NotAnArticle
from pipeline.article.page_chrome import PageChrome
from pipeline.article.soup_elements import Attributes, SoupElements
from pipeline.article.table_blocks import is_data_table
from pipeline.text.line_joins import unwrapped
from pipeline.text.safe_text import without_setting

MAX_VISIBLE_ELEMENTS = 20_000
"""Real pages show up to 2,500, long live blogs a few times as many."""
READ_ATTRIBUTES = NAMING_ATTRIBUTES | {
    *("href", "style", "hidden", "lang", "itemtype", "datetime", "title"),
    *("aria-hidden", "aria-level", "aria-modal"),
}
"""Attributes that are kept."""
MAX_NAMING_ATTRIBUTES = 20
"""Of one element; real ones have a few, hostile pages thousands."""
MAX_DATA_ATTRIBUTE_CHARACTERS = 80
"""data-… attributes longer than this hold settings, not names."""
COUNTED_TAGS = BOLD_TAGS | CONTROL_TAGS | PICTURE_TAGS | {"a"}
"""Elements whose number in a part rules ask for."""
EMPTY_TAGS_KEPT = PICTURE_TAGS | {"audio", "embed", "input"}
"""Elements that say something without text."""
ROW_TAGS = frozenset({"table", "caption", "thead", "tbody", "tfoot", "tr"})
"""Parts of a table of data whose text makes blocks; what is in a cell does not."""
_count_elements = etree.XPath("count(.//*)")


def build_block_index(body: etree._Element, page_chrome: PageChrome) -> BlockIndex:
    """The block index of a page's body.

    Raises NotAnArticle (too-large) for more elements than any real page shows.
    """
    if _count_elements(body) > MAX_VISIBLE_ELEMENTS:  # type: ignore[operator]
        raise NotAnArticle(
            "too-large", f"the page shows more than {MAX_VISIBLE_ELEMENTS:,} elements"
        )
    return _Walk(body, page_chrome).walk()


class _Open:
    """An element on the way from the body to where the walk is."""

    __slots__ = (
        *("cells", "children", "closing", "counted", "element", "owns", "start", "tag", "unseen"),
    )

    def __init__(
        self,
        element: etree._Element,
        tag: Tag,
        start: int,
        *,
        owns: bool = True,
        unseen: bool = False,
        cells: bool = False,
        counted: str = "",
    ) -> None:
        self.element = element
        self.children = iter(element)
        self.counted = counted
        """Its tag, if open elements of the kind are counted."""
        self.closing = ""
        """What browsers show behind what is in it."""
        self.tag = tag
        self.start = start
        self.owns = owns
        """Whether text in it makes blocks of its own."""
        self.unseen = unseen
        self.cells = cells
        """Whether it stands in a table of data."""


class _Walk:
    def __init__(self, body: etree._Element, page_chrome: PageChrome) -> None:
        self.page_chrome = page_chrome
        self.block_index = BlockIndex(Tag(name="body"))
        self.elements = SoupElements(self.block_index)
        self.owners = [Owner(self.block_index.body, (), frozenset({"body"}), None)]
        self.open = [_Open(body, self.block_index.body, 0)]
        self.boilerplate = BoilerplateText(self.block_index.blocks, page_chrome, self.elements)
        self.links = self.bolds = self.controls = 0
        """How many such elements are open."""
        self.address: str | None = None
        """The address of a link that no text stands in yet."""
        self.beside_box = False
        """Whether an element that is a box in its line stands right before what comes."""

    def walk(self) -> BlockIndex:
        opened = self.open
        text = opened[0].element.text
        if text:
            self._text(text)
        while opened:
            element = next(opened[-1].children, None)
            if element is None:
                self._leave()
                continue
            text = element.text
            if (not text or text.isspace()) and not len(element):
                self._pass_empty(element, text)
            else:
                self._enter(element, text)
        return self.block_index

    def _pass_empty(self, element: etree._Element, text: str | None) -> None:
        name = element.tag
        if name in EMPTY_TAGS_KEPT:
            self._keep_empty(element)
        elif is_block(element, element.get("style")):
            if self.open[-1].cells and name not in ROW_TAGS:
                self._text(" ")
            else:
                self._flush()
        elif breaks_line(element):
            lines = self.owners[-1].lines
            if lines and not self.open[-1].cells:
                lines.append(Line())
            elif lines:
                lines[-1].parts.append(" ")
        elif text:
            self._text(text)
        if element.tail:
            self._text(element.tail)

    def _keep_empty(self, element: etree._Element) -> None:
        if element.tag in PICTURE_TAGS:
            self._mark_pictured()
        attributes, class_names = _read(element)
        tag = self.elements.make(str(element.tag), attributes, class_names, self.open[-1].tag)
        index = len(self.block_index.blocks)
        self.block_index.spans[id(tag)] = (index, index)
        self.beside_box = True

    def _enter(self, element: etree._Element, text: str | None) -> None:
        around = self.open[-1]
        name = str(element.tag)
        attributes, class_names = _read(element)
        tag = self.elements.make(name, attributes, class_names, around.tag)
        heading = heading_level(name, attributes)
        unseen = (
            around.unseen
            or name in OTHERWISE_TAGS
            or (bool(attributes) and _is_unseen(attributes, class_names))
            or is_struck(name, attributes.get("style"))
        )
        if unseen:
            self.block_index.unseen.add(id(tag))
        block = is_block(element, attributes.get("style"))
        if block and not around.cells:
            rule = self.page_chrome.boilerplate(element, name, class_names)
            if rule is not None:
                self._pass_boilerplate(element, tag, rule, heading)
                return
        counted = name if name in COUNTED_TAGS and (name != "a" or is_link(element)) else ""
        if counted:
            self._count(counted, 1)
        cells = around.cells or (name == "table" and is_data_table(element))
        apart = name != "a" and ((unseen and not around.unseen) or POPUP_NAMES(class_names))
        if name == "time" and not self.owners[-1].lines:
            apart = apart or opens_entry(element)
        owns = apart or (block and (not around.cells or name in ROW_TAGS))
        if counted == "a":
            self.address = (element.get("href") or "")[:MAX_ATTRIBUTE_CHARACTERS]
        if owns:
            if block:
                self._flush()
            self._own(name, tag, heading)
            start = len(self.block_index.blocks)
        else:
            start = self._open_inline(name, tag)
        self.open.append(
            _Open(element, tag, start, owns=owns, unseen=unseen, cells=cells, counted=counted)
        )
        self.beside_box = self.beside_box or name in BOX_TAGS
        if name == "q" and lacks_marks(element):
            nested = any(opened.closing == "”" for opened in self.open)
            opening, self.open[-1].closing = "‘’" if nested else "“”"
            self._text(opening)
        if text:
            self._text(text)

    def _own(self, name: str, tag: Tag, heading: int | None) -> Owner:
        outer = self.owners[-1]
        inline = [tag_name for tag_name, _ in outer.inline] if outer.inline else ()
        path = (*outer.path, *inline, name)[-DOM_PATH_TAGS:]
        around = outer.around if name in outer.around else outer.around | {name}
        owner = Owner(tag, path, around, heading or outer.heading)
        owner.keeps_lines = outer.keeps_lines or keeps_lines(name, tag.get("style"))
        self.owners.append(owner)
        return owner

    def _open_inline(self, name: str, tag: Tag) -> int:
        owner = self.owners[-1]
        owner.inline.append((name, tag))
        if name in BLOCK_TAGS and self.open[-1].cells:
            self._text(" ")
        return len(self.block_index.blocks) + bool(owner.lines)

    def _pass_boilerplate(
        self, element: etree._Element, tag: Tag, rule: RegionRule, heading: int | None
    ) -> None:
        self._flush()
        blocks = self.block_index.blocks
        start = len(blocks)
        owner = self._own(str(element.tag), tag, heading)
        for part, first in self.boilerplate.read(element, rule, owner):
            self.block_index.spans[id(part)] = (first, len(blocks))
        self.block_index.spans[id(tag)] = (start, len(blocks))
        self.owners.pop()
        if element.tail:
            self._text(element.tail)

    def _leave(self) -> None:
        closed = self.open.pop()
        if closed.closing:
            self._text(closed.closing)
        if closed.counted:
            self._count(closed.counted, -1)
        if closed.owns:
            self._flush()
            self.owners.pop()
        else:
            owner = self.owners[-1]
            owner.inline.pop()
            if owner.lines:
                line = owner.lines[-1]
                line.floor = min(line.floor, len(owner.inline))
        stop = len(self.block_index.blocks)
        start = closed.start
        self.block_index.spans[id(closed.tag)] = (start if start < stop else stop, stop)
        self.beside_box = self.beside_box or closed.element.tag in BOX_TAGS
        tail = closed.element.tail
        if tail and self.open:
            self._text(tail)

    def _mark_pictured(self) -> None:
        pictured = self.block_index.pictured
        for opened in reversed(self.open):
            if id(opened.tag) in pictured:
                break
            pictured.add(id(opened.tag))

    def _count(self, name: str, change: int) -> None:
        if name == "a":
            self.links += change
            self.address = None
        elif name in BOLD_TAGS:
            self.bolds += change
        elif name in CONTROL_TAGS:
            self.controls += change
        elif change > 0:
            self._mark_pictured()

    def _text(self, string: str) -> None:
        string = without_setting(string)
        if not string:
            return
        owner = self.owners[-1]
        if owner.keeps_lines and "\n" in string:
            for number, part in enumerate(string.split("\n")):
                if number and owner.lines:
                    owner.lines.append(Line())
                if part:
                    self._line_text(part)
        else:
            self._line_text(unwrapped(string))

    def _line_text(self, string: str) -> None:
        lines = self.owners[-1].lines
        if string.isspace():
            if lines:
                lines[-1].parts.append(" ")
            return
        if not lines:
            lines.append(Line())
        line = lines[-1]
        if self.beside_box:
            self.beside_box = False
            if line.parts and are_words(line.parts[-1], string):
                line.parts.append(" ")
        line.add(string, self.owners[-1].inline)
        if self.links:
            line.linked += len(string.strip())
            if self.address is not None:
                line.links.append(self.address)
                self.address = None
        if self.controls:
            line.controls += len(string.strip())
        if self.bolds:
            line.bold += len(string.strip())

    def _flush(self) -> None:
        owner = self.owners[-1]
        if owner.lines:
            self.block_index.blocks.extend(blocks_of(owner, len(self.block_index.blocks)))
            owner.lines.clear()


def _read(element: etree._Element) -> tuple[Attributes, str]:
    """The attributes that rules read, bounded, and what those of them that are names say."""
    attributes: Attributes = {}
    naming: list[tuple[str, str]] = []
    for name, whole in cast("list[tuple[str, str]]", element.items()):
        if name in READ_ATTRIBUTES:
            value = whole[:MAX_ATTRIBUTE_CHARACTERS]
            is_list = name in LIST_ATTRIBUTES
            attributes[name] = AttributeValueList(value.split()) if is_list else value
            if name in NAMING_ATTRIBUTES:
                naming.append((name, value))
        elif len(whole) <= MAX_DATA_ATTRIBUTE_CHARACTERS and name.startswith("data-"):
            attributes[name] = whole
            naming.append((name, whole))
    return attributes, class_names_of(tuple(naming[:MAX_NAMING_ATTRIBUTES])) if naming else ""


def _is_unseen(attributes: Attributes, class_names: str) -> bool:
    style = attributes.get("style")
    return (
        "hidden" in attributes
        or (isinstance(style, str) and is_not_shown(style))
        or UNSEEN_NAMES(class_names)
    )
