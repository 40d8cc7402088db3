"""Text on its way into blocks: the lines of an element, set apart by line breaks.

A line break (`<br>`) is white space, two of them end a block. One alone ends it where
what stands before it is a title, an ornament or a whole paragraph. Where an element is set in
lines that are sentences, as pages without `<p>` are, each line that ends one is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from bs4 import Tag

from pipeline.article.blocks import (
    NO_LINKS,
    SENTENCE_SIGNS,
    PageBlock,
    extent,
    heading_level,
    is_prose,
)
from pipeline.article.boilerplate.ornaments import is_ornament
from pipeline.article.word_settings import Tags, settings_of, tags_of
from pipeline.records import SetWords
from pipeline.text.line_joins import joined_lines
from pipeline.text.safe_text import single_spaced

TITLE_LINE_CHARACTERS = 80
"""A bold line up to this, above a longer one, is its title."""
PARAGRAPH_LINE_CHARACTERS = 80
"""A line from this on that ends a sentence is a paragraph."""
DOM_PATH_TAGS = 6
"""How many of the innermost elements a block's `dom_path` names."""
MIN_SENTENCE_LINES = 3
"""Two lines may end sentences by chance."""
SENTENCE_LINES_SHARE = 0.75
"""An element with so many lines that end a sentence has line breaks for paragraphs. Lines of
verse, of an address or of a text that was wrapped end anywhere."""
MEAN_LINE_CHARACTERS = 50
"""And they are this long on average: paragraphs of speech are short, entries of a list shorter."""
_ENDS_SENTENCE = re.compile(rf"[{SENTENCE_SIGNS}][\"'”’»)\]」』）]{{0,3}}$")
"""A sign that ends a sentence, with marks behind it."""
_WIDE_STOPS = re.compile("[。、，！？]")
"""Signs in Chinese and Japanese sentences: lines that have none at all are names, or entries."""

Inline = list[tuple[str, Tag]]
"""Inline elements around some text, outermost first, with the tag that stands for each."""


class Line:
    """Text without a line break in it."""

    __slots__ = (
        *("bold", "common", "controls", "floor", "linked", "links", "parts", "settings"),
        *("tags", "text"),
    )

    def __init__(self) -> None:
        """Begin a line."""
        self.parts: list[str] = []
        self.text = ""
        """The parts put together, white space collapsed."""
        self.common: Inline | None = None
        """The inline elements around all of the text; None before any text."""
        self.floor = 0
        """How many of them may be around what comes, too."""
        self.links: list[str] = []
        self.linked = self.controls = self.bold = 0
        """Characters in links, in controls, in bold type."""
        self.tags: dict[int, Tags] = {}
        """Of parts that are set apart: what sets them."""
        self.settings: tuple[SetWords, ...] = ()
        """What HTML says of words of the text."""

    def add(self, string: str, inline: Inline) -> None:
        """Add text that is not white space and stands in these inline elements."""
        if inline and (tags := tags_of(inline)):
            self.tags[len(self.parts)] = tags
        self.parts.append(string)
        if self.common is None:
            self.common = inline.copy()
        elif self.floor < len(self.common):
            del self.common[self.floor :]
        self.floor = len(inline)

    def join(self, other: Line, *, is_list: bool) -> None:
        """Add a line that follows behind a break; entries of a list stay apart."""
        text = f"{self.text} {other.text}" if is_list else joined_lines(self.text, other.text)
        behind = len(text) - len(other.text)
        self.settings += tuple(
            replace(words, start=words.start + behind, end=words.end + behind)
            for words in other.settings
        )
        self.text = text
        self.links += other.links
        self.linked += other.linked
        self.controls += other.controls
        self.common = shared(self.common or [], other.common or [])


def shared(one: Inline, other: Inline) -> Inline:
    """The outermost inline elements that are around both of two texts."""
    pairs = zip(one, other, strict=False)
    return [first for first, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)]


class Owner:
    """An element whose text makes blocks: block-level, or set apart from its sentence."""

    __slots__ = ("around", "heading", "inline", "keeps_lines", "lines", "path", "tag")

    def __init__(
        self, tag: Tag, path: tuple[str, ...], around: frozenset[str], heading: int | None
    ) -> None:
        """Open an element."""
        self.tag = tag
        self.path = path
        """The tags from outside down to the element, as many as a `dom_path` needs."""
        self.around = around
        """The tags of the element and of all block-level ones around it."""
        self.heading = heading
        self.inline: Inline = []
        """The inline elements that are open in it."""
        self.lines: list[Line] = []
        self.keeps_lines = False
        """Whether the ends of lines in the markup are line breaks, as in `<pre>`."""

    @property
    def dom_path(self) -> str:
        """Of a block that is all that the element holds."""
        return dom_path_of(self.path, [])


def dom_path_of(path: tuple[str, ...], inner: list[str]) -> str:
    """The innermost elements around some text: those of a path, and those in it."""
    return ">".join((*path, *inner)[-DOM_PATH_TAGS:]) or "body"


def blocks_of(owner: Owner, index: int) -> Iterator[PageBlock]:
    """The blocks that the lines of an element make; the first has this index."""
    lines = owner.lines
    for line in lines:
        line.text = single_spaced("".join(line.parts))
        if line.tags:
            line.settings = settings_of(line.parts, line.tags)
    if len(lines) == 1:
        # as in most elements
        if lines[0].text:
            yield _block(index, lines[0], owner)
        return
    for number, line in enumerate(_joined(lines, breaks=owner.heading is None)):
        yield _block(index + number, line, owner)


def _joined(lines: list[Line], *, breaks: bool) -> Iterator[Line]:
    """The lines, those of one block joined."""
    joined: Line | None = None
    last: Line | None = None
    paragraphs = breaks and _are_paragraphs(lines)
    is_list = breaks and not any(_WIDE_STOPS.search(line.text) for line in lines)
    for line in lines:
        if joined is not None and last is not None:
            if line.text and not (breaks and _ends_block(last, line, paragraphs=paragraphs)):
                joined.join(line, is_list=is_list)
                last = line
                continue
            yield joined
        joined = last = line if line.text else None
    if joined is not None:
        yield joined


def _are_paragraphs(lines: list[Line]) -> bool:
    """Whether lines are the paragraphs of a text: most end a sentence, and some are long."""
    texts = [line.text for line in lines if line.text]
    ends = sum(_ENDS_SENTENCE.search(text) is not None for text in texts)
    return (
        ends >= MIN_SENTENCE_LINES
        and ends >= SENTENCE_LINES_SHARE * len(texts)
        and sum(map(extent, texts)) >= MEAN_LINE_CHARACTERS * len(texts)
    )


def _ends_block(line: Line, following: Line, *, paragraphs: bool) -> bool:
    """Whether a single line break ends a block: behind a title, an ornament, a paragraph."""
    if paragraphs and _ENDS_SENTENCE.search(line.text):
        return True
    if is_ornament(line.text) or is_ornament(following.text):
        return True
    length = len(line.text)
    is_bold = line.bold >= 0.9 * length and following.bold < 0.5 * len(following.text)
    if is_bold and length <= TITLE_LINE_CHARACTERS < len(following.text):
        return True
    is_long = extent(line.text) >= PARAGRAPH_LINE_CHARACTERS
    return is_long and _ENDS_SENTENCE.search(line.text) is not None


def _block(index: int, line: Line, owner: Owner) -> PageBlock:
    common = line.common
    wrapper, dom_path, heading = owner.tag, owner.dom_path, owner.heading
    if common:
        wrapper = common[-1][1]
        dom_path = dom_path_of(owner.path, [name for name, _ in common])
        if heading is None:
            heading = heading_level(wrapper.name, wrapper.attrs)
    block = PageBlock(
        index,
        line.text,
        owner.tag,
        wrapper,
        dom_path,
        owner.around,
        heading,
        line.links or NO_LINKS,
        line.linked,
        line.controls,
        line.settings,
    )
    block.prose = is_prose(block)
    return block
