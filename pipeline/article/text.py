"""What is kept: headline, standfirst, paragraphs, headings, list items, quotations."""

from __future__ import annotations

from bs4 import Tag

from pipeline.article.blocks import HEADING_TAGS, PageBlock, Verdict
from pipeline.article.regions import words
from pipeline.article.view import View, has_ancestor, is_prose, plain_words
from pipeline.records import Label

STANDFIRST_NAMES = words(
    r"stand ?first|sub ?(?:title|head(?:ing|line)?|hed)|dek|deck|(?:article |story |post |"
    r"entry )?(?:summary|excerpt|intro|lead|lede|"
    r"description|strap(?: ?line)?|sapo|teaser text|abstract|secondary (?:title|headline))"
)
MAX_STANDFIRST_BLOCKS = 12
"""A standfirst stands at most this many blocks behind the headline."""


def headline(block: PageBlock, view: View) -> Verdict | None:
    """The page's headline."""
    if block is view.headline:
        return Verdict(Label.HEADLINE, "headline")
    return None


def repeated_headline(block: PageBlock, view: View) -> Verdict | None:
    """The headline printed again, as in a breadcrumb or a sticky bar."""
    if view.headline is None or len(block.text) > 300 or block.link_share > 0.5:
        return None
    if plain_words(block.text) == plain_words(view.headline.text):
        return Verdict(Label.DUPLICATE, "headline-again")
    return None


def standfirst(block: PageBlock, view: View) -> Verdict | None:
    """The line under the headline that says what the article is about."""
    if view.headline is None or block.link_share > 0.5 or not 15 <= len(block.text) <= 700:
        return None
    if not 0 < block.index - view.headline.index <= MAX_STANDFIRST_BLOCKS:
        return None
    before = view.blocks[view.headline.index + 1 : block.index]
    if any(b.label in {Label.PARAGRAPH, Label.LIST_ITEM} for b in before):
        return None
    rule = _standfirst_rule(block, view, before)
    return Verdict(Label.STANDFIRST, rule) if rule else None


def _standfirst_rule(block: PageBlock, view: View, before: list[PageBlock]) -> str | None:
    if _named(block, view):
        return "standfirst-by-name"
    if view.description and plain_words(block.text) == view.description:
        is_opening = view.inside(block) and block.element.name == "p" and _follows_byline(before)
        return None if is_opening else "standfirst-by-description"
    if before or len(block.text.split()) <= 5:
        return None
    if block.element.name in {"h2", "h3"}:
        return "second-heading"
    return None if view.inside(block) else "under-headline"


def _named(block: PageBlock, view: View) -> bool:
    return bool(STANDFIRST_NAMES.search(view.near_hints(block, 1)))


def _follows_byline(before: list[PageBlock]) -> bool:
    return any(b.label in {Label.BYLINE, Label.TIMESTAMP} for b in before)


def in_container(block: PageBlock, view: View) -> Verdict | None:
    """Text of the article's container."""
    if not view.inside(block):
        return None
    return Verdict(_kind(block), "in-container")


def _kind(block: PageBlock) -> Label:
    element: Tag = block.element
    if has_ancestor(element, "blockquote"):
        return Label.BLOCKQUOTE
    if element.name in HEADING_TAGS or element.find_parent(list(HEADING_TAGS)):
        return Label.HEADING
    if has_ancestor(element, "li", "dd", "dt"):
        return Label.LIST_ITEM
    return Label.PARAGRAPH


def before_container(block: PageBlock, view: View) -> Verdict | None:
    """Running text between the headline and the container."""
    if view.headline is None or not view.headline.index < block.index < view.first:
        return None
    if is_prose(block) and view.region(block) is None:
        return Verdict(Label.PARAGRAPH, "before-container")
    return None


def outside(block: PageBlock, view: View) -> Verdict | None:
    """What is left: links and short lines are navigation, running text belongs elsewhere."""
    if has_ancestor(block.element, "header") and not view.inside(block):
        return Verdict(Label.NAVIGATION, "page-header")
    if is_prose(block):
        return Verdict(Label.OTHER, "outside-container")
    if block.link_share > 0.6 and len(block.text.split()) > 4 and view.after_headline(block):
        return Verdict(Label.RELATED, "linked-title-outside")
    if block.link_share + block.control_share > 0.5:
        return Verdict(Label.NAVIGATION, "links-outside")
    return Verdict(Label.OTHER, "outside-container")
