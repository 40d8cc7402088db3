"""Blocks: the text of a page, in the pieces that get a label.

A block is the text of an innermost block-level element, or the text between two
of them. White space is collapsed. `pipeline.article.tree_builder` makes them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bs4 import Tag
from lxml import etree

from pipeline.records import KEPT_LABELS, Label, SetWords

if TYPE_CHECKING:
    from pipeline.article.boilerplate_regions import Region

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
HEADING_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
"""Of the elements for headings."""
HEADING_TAGS = frozenset(HEADING_LEVELS)
"""The elements for headings."""
BOLD_TAGS = frozenset({"b", "strong"})
"""Elements that set words in bold."""
SCRIPTED_LINK_ATTRIBUTES = frozenset({"onclick", "role", "tabindex", "aria-controls"})
"""With one of these an anchor without address can be clicked all the same."""
CONTROL_TAGS = frozenset({"button", "label", "select", "option", "textarea", "summary"})
"""Elements of forms, with text that is to be clicked."""

MAX_ATTRIBUTE_CHARACTERS = 400
"""Longer class lists and addresses are cut: no rule needs more, and hostile pages have more."""
MIN_PROSE_CHARACTERS = 45
"""Running text has more; labels, titles of sections and entries of menus have less."""
NO_LINKS: tuple[str, ...] = ()
"""Of most blocks; a list for each would be one more object for the garbage collector to look at."""
SENTENCE_SIGNS = ".!?…。！？।॥؟۔։።။។"
"""Signs that end a sentence: Latin, wide, and those of Devanagari, Arabic, Urdu, Armenian,
Ethiopic, Burmese and Khmer."""
SENTENCE_ENDS = (*SENTENCE_SIGNS, "”", '"', "»")
"""What a text ends with that ends in a sentence."""
_SENTENCE_END = re.compile(rf"[{SENTENCE_SIGNS}][\"'”’»“)\]]{{0,4}}(?:\s|$)|[。！？]")
"""A sign that ends a sentence, with marks behind it; the wide ones need no space."""
_WIDE = re.compile("[\u3000-\ud7a3]")
"""Chinese, Japanese and Korean letters."""


KEPT_BESIDE_HEADLINE = KEPT_LABELS - {Label.HEADLINE}
"""Labels of the article's text."""


# a page has hundreds, and a tuple is made in a fifth of the time of a frozen dataclass
class Verdict(NamedTuple):
    """The label of a block and the rule that gave it."""

    label: Label
    rule: str
    probability: float | None = None
    """How likely the arbiter finds it that the block is the article's; None if it was not asked."""


@dataclass(slots=True, eq=False)
class PageBlock:
    """A block on its way to a label."""

    index: int
    text: str
    element: Tag
    """The innermost block-level element around the text."""
    wrapper: Tag
    """The innermost element around all of the text: `element` or an inline element in it."""
    dom_path: str
    """The innermost tags around the text, outermost first."""
    around: frozenset[str]
    """The tags of `element` and of all block-level elements around it."""
    heading: int | None
    """The level of the heading that the text is in, 1 to 6; None if it is in none."""
    links: Sequence[str]
    """The addresses of the links that begin in the block."""
    linked: int
    """Characters inside links."""
    controls: int
    """Characters inside buttons, labels and other controls."""
    settings: tuple[SetWords, ...] = ()
    """What HTML says of words of the text, by the inline elements around them."""
    prose: bool = False
    """Whether it reads as running text rather than as a title, a link or a label."""
    region: Region | None = None
    """The boilerplate region that it stands in."""
    verdict: Verdict | None = None

    def in_region(self, *labels: Label) -> bool:
        """Whether the block stands in boilerplate of one of these labels."""
        return self.region is not None and self.region.rule.label in labels

    @property
    def link_share(self) -> float:
        """Share of the text that is inside links; 0 to 1."""
        return min(1.0, self.linked / len(self.text)) if self.linked else 0.0

    @property
    def control_share(self) -> float:
        """Share of the text that is inside buttons and other controls; 0 to 1."""
        return min(1.0, self.controls / len(self.text)) if self.controls else 0.0

    @property
    def label(self) -> Label | None:
        """The label, once there is one."""
        return self.verdict.label if self.verdict else None

    @property
    def kept(self) -> bool:
        """Whether the label, once there is one, is one of the article."""
        verdict = self.verdict
        return verdict is not None and verdict.label in KEPT_BESIDE_HEADLINE


def is_wide(text: str) -> bool:
    """Whether a text is Chinese, Japanese or Korean, by how it begins."""
    return not text.isascii() and _WIDE.search(text[:40]) is not None


def extent(text: str) -> int:
    """Characters of a text; in Chinese, Japanese and Korean one says as much as three."""
    return 3 * len(text) if is_wide(text) else len(text)


def is_prose(block: PageBlock) -> bool:
    """Whether a block reads as running text: long enough, with the end of a sentence."""
    text = block.text
    if len(text) < MIN_PROSE_CHARACTERS and extent(text) < MIN_PROSE_CHARACTERS:
        return False
    if block.link_share > 0.5 or block.control_share > 0.3:
        return False
    return bool(_SENTENCE_END.search(text[-200:]) or _SENTENCE_END.search(text[:1000]))


def heading_level(name: str, attributes: Mapping[str, object]) -> int | None:
    """1 to 6 for a heading, by its tag or its role; None for anything else."""
    if name in HEADING_LEVELS:
        return HEADING_LEVELS[name]
    if attributes.get("role") == "heading":
        level = attributes.get("aria-level")
        return int(level) if isinstance(level, str) and level in set("123456") else 2
    return None


def is_link(anchor: etree._Element) -> bool:
    """Whether an `<a>` leads somewhere; one that only names a place in the text does not.

    An anchor without an address is text by the HTML standard, unless a script or a role makes a
    link or a button of it.
    """
    return anchor.get("href") is not None or any(
        str(name).endswith("href") or name in SCRIPTED_LINK_ATTRIBUTES for name in anchor.attrib
    )
