"""What is kept: headline, standfirst, paragraphs, headings, list items, quotations."""

from __future__ import annotations

from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.class_name_tokens import words
from pipeline.article.page_model import (
    PageModel,
    is_table_row,
    says,
    stands_in,
)
from pipeline.records import Label

STANDFIRST_NAMES = words(
    r"stand ?first|sub ?(?:title|head(?:ing|line)?|hed)|dek|deck|strap(?: ?line)?|sapo|"
    r"secondary (?:title|headline)|(?:article |story |post |entry )(?:summary|excerpt|intro|lead|"
    r"lede|description)"
)
"""Names by which sites call a standfirst."""
OPENING_NAMES = words(r"summary|excerpt|intro|introduction|lead|lede|description|abstract")
"""Names that a standfirst shares with other openings."""
MAX_STANDFIRST_BLOCKS = 12
"""A standfirst stands at most this many blocks behind the headline."""
MAX_QUOTED_NAME_CHARACTERS = 120
"""Who said it, and where, below a quotation in a box."""


def repeated_headline(block: PageBlock, page: PageModel) -> Verdict | None:
    """The headline printed again, as in a sticky bar."""
    if page.headline is None or len(block.text) > 300 or block.link_share > 0.5:
        return None
    if says(block.text, page.headline_words):
        return Verdict(Label.DUPLICATE, "headline-again")
    return None


def standfirst(block: PageBlock, page: PageModel) -> Verdict | None:
    """The line under the headline that says what the article is about."""
    if stands_in(block, "aside"):
        return None
    if page.headline is None or block.link_share > 0.5 or not 15 <= len(block.text) <= 700:
        return None
    if not 0 < block.index - page.headline.index <= MAX_STANDFIRST_BLOCKS:
        return None
    before = page.blocks[page.headline.index + 1 : block.index]
    if any(b.label in {Label.PARAGRAPH, Label.LIST_ITEM} for b in before):
        return None
    rule = _standfirst_rule(block, page, before)
    return Verdict(Label.STANDFIRST, rule) if rule else None


def _standfirst_rule(block: PageBlock, page: PageModel, before: list[PageBlock]) -> str | None:
    class_names = page.near_class_names(block, 1)
    if STANDFIRST_NAMES(class_names):
        return "standfirst-by-name"
    if OPENING_NAMES(class_names) and not _opens_text(block, page, before):
        return "standfirst-by-name"
    if page.description and says(block.text, page.description):
        return None if _opens_text(block, page, before) else "standfirst-by-description"
    if before or len(block.text.split()) <= 4:
        return None
    if block.heading is not None:
        return "second-heading"
    return None if page.inside(block) else "under-headline"


def _opens_text(block: PageBlock, page: PageModel, before: list[PageBlock]) -> bool:
    """Whether a paragraph below the byline is the first of the text."""
    signed = any(b.label in {Label.BYLINE, Label.TIMESTAMP} for b in before)
    return signed and page.inside(block) and block.element.name == "p"


def aside(block: PageBlock, page: PageModel) -> Verdict | None:
    """A box beside the text."""
    if not stands_in(block, "aside", "details"):
        return None
    container = page.container_element
    if page.inside(block) and any(
        around.name in {"aside", "details"} for around in (container, *container.parents)
    ):
        return None
    if page.inside(block) and _is_all_quotation(block, page):
        return None
    if block.link_share > 0.6:
        return Verdict(Label.RELATED, "linked-title-aside")
    return Verdict(Label.OTHER, "aside")


def _is_all_quotation(block: PageBlock, page: PageModel) -> bool:
    """Whether a box beside the text holds hardly more than the quotation that the block is."""
    if not stands_in(block, "blockquote"):
        return False
    box = block.element.find_parent("aside")
    return box is not None and page.size(box) <= len(block.text) + MAX_QUOTED_NAME_CHARACTERS


def in_container(block: PageBlock, page: PageModel) -> Verdict | None:
    """Text of the article's container."""
    if not page.inside(block):
        return None
    return Verdict(kept_label(block), "in-container")


def kept_label(block: PageBlock) -> Label:
    """What a block is if it belongs to the article, by its element."""
    if stands_in(block, "blockquote"):
        return Label.BLOCKQUOTE
    if block.heading is not None:
        return Label.HEADING
    if stands_in(block, "li", "dd", "dt") or is_table_row(block):
        return Label.LIST_ITEM
    return Label.PARAGRAPH


def before_container(block: PageBlock, page: PageModel) -> Verdict | None:
    """Running text between the headline and the container."""
    if page.headline is None or not page.headline.index < block.index < page.first:
        return None
    if block.prose and block.region is None:
        return Verdict(kept_label(block), "before-container")
    return None


def outside(block: PageBlock, page: PageModel) -> Verdict | None:
    """What is left: links and short lines are navigation, running text belongs elsewhere."""
    if stands_in(block, "header"):
        return Verdict(Label.NAVIGATION, "page-header")
    if block.prose:
        return Verdict(Label.OTHER, "outside-container")
    titled = block.link_share > 0.8 and len(block.text.split()) > 4 and len(block.links) < 2
    if titled and page.after_headline(block):
        return Verdict(Label.RELATED, "linked-title-outside")
    if block.link_share + block.control_share > 0.4:
        return Verdict(Label.NAVIGATION, "links-outside")
    return Verdict(Label.OTHER, "outside-container")
