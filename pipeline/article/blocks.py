"""The text of a page, split into blocks in page order.

A block is the text of an innermost block-level element, or the text between two
of them; two line breaks split as well. White space is collapsed. Nothing is
left out: put together, the blocks are the text of the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from pipeline.records import KEPT_LABELS, Label

BLOCK_TAGS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "col"),
        *("colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "optgroup"),
        *("option", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "ul"),
    }
)
"""The elements that HTML's own style sheet shows as blocks, list items or parts of tables."""
HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BOLD_TAGS = frozenset({"b", "strong"})
CONTROL_TAGS = frozenset({"button", "label", "select", "option", "textarea", "summary"})
PLACE_TAGS = 6
"""How many of the innermost elements `place` names."""


MIN_PROSE_CHARACTERS = 45
MIN_WIDE_CHARACTERS = 15
_SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’»“)\]]{0,4}(?:\s|$)|[。！？]")
_WIDE = re.compile("[\u3000-\ud7a3]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The label of a block and the rule that gave it."""

    label: Label
    rule: str


@dataclass(slots=True, eq=False)
class PageBlock:
    """A block on its way to a label."""

    index: int
    text: str
    element: Tag
    """The innermost block-level element around the text."""
    wrapper: Tag
    """The innermost element around all of the text: `element` or an inline element in it."""
    linked: int
    """Characters inside links."""
    controls: int
    """Characters inside buttons, labels and other controls."""
    bold: int
    """Characters in bold type."""
    around: frozenset[str] = frozenset()
    """The tags of `element` and of all elements around it."""
    prose: bool = False
    """Whether it reads as running text rather than as a title, a link or a label."""
    verdict: Verdict | None = field(default=None)

    @property
    def link_share(self) -> float:
        """Share of the text that is inside links; 0 to 1."""
        return min(1.0, self.linked / max(1, len(self.text)))

    @property
    def control_share(self) -> float:
        """Share of the text that is inside buttons and other controls; 0 to 1."""
        return min(1.0, self.controls / max(1, len(self.text)))

    @property
    def bold_share(self) -> float:
        """Share of the text that is in bold type; 0 to 1."""
        return min(1.0, self.bold / max(1, len(self.text)))

    @property
    def label(self) -> Label | None:
        """The label, once there is one."""
        return self.verdict.label if self.verdict else None

    @property
    def kept(self) -> bool:
        """Whether the label, once there is one, is one of the article."""
        return self.label in KEPT_LABELS and self.label is not Label.HEADLINE

    @property
    def place(self) -> str:
        """The innermost tags around the text, outermost first."""
        names = [self.wrapper.name]
        for parent in self.wrapper.parents:
            if len(names) == PLACE_TAGS or parent.name in {"body", "[document]"}:
                break
            names.append(parent.name)
        return ">".join(reversed(names))


def is_prose(block: PageBlock) -> bool:
    """Whether a block reads as running text: long enough, with the end of a sentence."""
    text = block.text
    wide = not text.isascii() and _WIDE.search(text[:40])
    if len(text) < (MIN_WIDE_CHARACTERS if wide else MIN_PROSE_CHARACTERS):
        return False
    if block.link_share > 0.5 or block.control_share > 0.3:
        return False
    return bool(_SENTENCE_END.search(text[-200:]) or _SENTENCE_END.search(text[:1000]))


@dataclass(slots=True)
class _Piece:
    text: str
    inline: tuple[Tag, ...]
    linked: bool
    control: bool
    bold: bool


class _Splitter:
    def __init__(self, body: Tag) -> None:
        self.body = body
        self.blocks: list[PageBlock] = []
        self.pieces: list[_Piece] = []
        self.owners = [body]
        self.around = [frozenset({"body"})]
        self.inline: list[Tag] = []
        self.inline_starts = [0]
        self.open = {"a": 0, "bold": 0, "control": 0}
        self.after_break = False

    def split(self) -> list[PageBlock]:
        stack: list[tuple[Tag, Iterator[object]]] = [(self.body, iter(self.body.contents))]
        while stack:
            element, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._leave(element)
            elif isinstance(child, Tag):
                if child.name == "br":
                    self._break()
                else:
                    self._enter(child)
                    stack.append((child, iter(child.contents)))
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self._text(child)
        return self.blocks

    def _enter(self, element: Tag) -> None:
        self._count(element, 1)
        if element.name in BLOCK_TAGS:
            self._flush()
            self.owners.append(element)
            self.around.append(self._tags_with(element.name))
            self.inline_starts.append(len(self.inline))
        else:
            self.inline.append(element)

    def _leave(self, element: Tag) -> None:
        self._count(element, -1)
        if element.name in BLOCK_TAGS:
            self._flush()
            if element is not self.body:
                self.owners.pop()
                self.around.pop()
                self.inline_starts.pop()
        else:
            self.inline.pop()

    def _tags_with(self, name: str) -> frozenset[str]:
        outer = self.around[-1]
        return outer if name in outer else outer | {name}

    def _count(self, element: Tag, change: int) -> None:
        name = element.name
        if name == "a":
            self.open["a"] += change
        elif name in BOLD_TAGS:
            self.open["bold"] += change
        elif name in CONTROL_TAGS:
            self.open["control"] += change

    def _break(self) -> None:
        if self.after_break:
            self._flush()
        else:
            self.pieces.append(_Piece(" ", (), False, False, False))
            self.after_break = True

    def _text(self, string: str) -> None:
        if not string.isspace():
            self.after_break = False
        self.pieces.append(
            _Piece(
                string,
                tuple(self.inline[self.inline_starts[-1] :]),
                self.open["a"] > 0,
                self.open["control"] > 0,
                self.open["bold"] > 0,
            )
        )

    def _flush(self) -> None:
        pieces, self.pieces, self.after_break = self.pieces, [], False
        text = " ".join("".join(piece.text for piece in pieces).split())
        if not text:
            return
        told = [piece for piece in pieces if not piece.text.isspace() and piece.text]
        common = told[0].inline
        for piece in told[1:]:
            common = _common(common, piece.inline)
        owner = self.owners[-1]
        block = PageBlock(
            index=len(self.blocks),
            text=text,
            element=owner,
            wrapper=common[-1] if common else owner,
            linked=sum(len(piece.text.strip()) for piece in told if piece.linked),
            controls=sum(len(piece.text.strip()) for piece in told if piece.control),
            bold=sum(len(piece.text.strip()) for piece in told if piece.bold),
            around=self.around[-1],
        )
        block.prose = is_prose(block)
        self.blocks.append(block)


def _common(first: tuple[Tag, ...], second: tuple[Tag, ...]) -> tuple[Tag, ...]:
    length = 0
    for one, other in zip(first, second, strict=False):
        if one is not other:
            break
        length += 1
    return first[:length]


def split_blocks(body: Tag) -> list[PageBlock]:
    """All text of `body` as blocks in page order."""
    return _Splitter(body).split()
