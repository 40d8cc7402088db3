"""From a parsed body to a page model: headline, boilerplate by name, container."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from bs4 import Tag
from lxml import etree

from pipeline.article.block_index import BlockIndex, Style, Weights
from pipeline.article.blocks import PageBlock
from pipeline.article.boilerplate import (
    author_boxes,
    bylines,
    embeds,
    figures,
    hidden,
    navigation,
    notices,
    offers,
    related,
    repeats,
    sharing,
)
from pipeline.article.boilerplate_regions import RegionRule, Regions, named_parts
from pipeline.article.class_name_tokens import MAX_REMEMBERED_NAMES
from pipeline.article.container import common_ancestor, find_container
from pipeline.article.document_parts import beside_headline, document_parts, ids_around
from pipeline.article.headline import find_headline
from pipeline.article.layout_selectors import blocks_in, selected
from pipeline.article.page_chrome import PageChrome
from pipeline.article.page_model import HeadMetadata, PageModel, plain_words, stands_in
from pipeline.article.tree_builder import build_block_index
from pipeline.records import Label

if TYPE_CHECKING:
    # reading a page does not need what checks the sources file
    from pipeline.settings.outlet_layouts import PageLayout

REGIONS: tuple[RegionRule, ...] = (
    *hidden.REGIONS,
    *embeds.REGIONS,
    *repeats.REGIONS,
    *sharing.REGIONS,
    *offers.REGIONS,
    *author_boxes.REGIONS,
    *notices.REGIONS,
    *related.REGIONS,
    *figures.REGIONS,
    *bylines.REGIONS,
    *navigation.REGIONS,
)
"""Where one element fits several rules, the first one counts."""
SPARED_SHARE = 0.6
"""An element with more than this share of a page's running text is not boilerplate."""
SPARED_BLOCKS = 3
"""One or two paragraphs in boilerplate may be set like the article."""
SPARED_CHARACTERS = 600
"""Boilerplate does not hold this much text that is set like the article."""
NEVER_SPARED = frozenset({Label.COMMENTS, Label.RELATED, Label.AUTHOR_BIO})
"""Boilerplate that does: it is made of paragraphs, too."""
MAX_SPARING_ROUNDS = 3
"""Each round may free parts within those freed before; so many end it on hostile pages, too."""
LITTLE_TEXT = 300
"""With less running text than this on a page, lists and short lines count as well."""
STYLE_SHARE = 0.15
"""A style with this share of the container's running text is a style of the article."""
PARENT_SHARE = 0.3
"""Likewise of the elements around it; a few long captions come to less."""


@lru_cache(MAX_REMEMBERED_NAMES)
def boilerplate_named(tag: str, class_names: str) -> tuple[RegionRule, ...]:
    """The region rules that name an element, by its tag and class names, in their order."""
    return tuple(rule for rule in REGIONS if rule.names_element(tag, class_names))


def build_page_model(
    body: etree._Element, head: HeadMetadata, page_layout: PageLayout | None = None
) -> PageModel:
    """The model of a page's body; `page_layout` is that of its outlet, if it has one."""
    # a layout may name elements in boilerplate, so none is left out of the soup
    naming = _nothing_named if page_layout else boilerplate_named
    block_index = build_block_index(body, PageChrome(body, naming))
    chosen = selected(block_index, page_layout)
    blocks = block_index.blocks
    prose = [block for block in blocks if block.prose]
    headline = chosen.headline or find_headline(block_index, head)
    all_prose = block_index.weights(prose)
    most = all_prose.of(block_index.body) * SPARED_SHARE
    spared = {id(element) for element in block_index.elements if all_prose.of(element) > most}
    if headline is not None:
        spared |= ids_around(headline.element)
    apart = document_parts(block_index, headline)
    parts = {
        **{part: rule for part, rule in apart.items() if not rule.closed},
        **named_parts(block_index, boilerplate_named),
        **related.teasers(block_index),
        **offers.address_forms(block_index),
        **{part: rule for part, rule in apart.items() if rule.closed},
        **chosen.boilerplate,
    }
    spared |= chosen.unnamed | _named_alike(block_index, parts, all_prose, most)
    forced = chosen.boilerplate.keys() | apart.keys()
    named = Regions(block_index, parts, spared=spared - forced)
    free = beside_headline(block_index, headline, _free_text(blocks, named))
    container = (
        common_ancestor(chosen.text)
        if chosen.text
        else find_container(block_index, block_index.weights(free), free)
    )
    around = ids_around(container)
    if not around.isdisjoint(parts.keys() - spared - forced):
        named = Regions(block_index, parts, spared=(spared | around) - forced)
    spared |= around
    inside = block_index.span(container)
    text = [block for block in free if block.index in inside]
    styles = _styles(block_index, text)
    for _ in range(MAX_SPARING_ROUNDS):
        misnamed = _misnamed(block_index, named, inside, styles)
        if not misnamed:
            break
        spared |= misnamed
        named = Regions(block_index, parts, spared=spared - forced)
    for block in blocks:
        block.region = named.of(block.wrapper)
    return PageModel(
        block_index=block_index,
        head=head,
        headline=headline,
        container_element=container,
        container=inside,
        first=_first_index(text, headline, block_index),
        last=text[-1].index if text else -1,
        styles=styles,
        parents=_styles(block_index, text, around=True),
        hidden=hidden.hidden_parts(block_index, all_prose),
        chosen=blocks_in(block_index, chosen.text) if chosen.text else None,
        description=plain_words(head.description),
        headline_words=plain_words(headline.text) if headline else "",
        names=tuple(words for name in head.authors if len(words := plain_words(name)) > 3),
    )


def _nothing_named(tag: str, class_names: str) -> tuple[RegionRule, ...]:
    return ()


def _named_alike(
    block_index: BlockIndex, parts: Mapping[int, RegionRule], prose: Weights, most: float
) -> set[int]:
    """Elements set alike and called boilerplate that together hold more running text than `most`.

    A page may set its text in several elements. Teasers and comments are set like that, too: so
    each must hold SPARED_CHARACTERS of running text on average, and comments are left out.
    """
    alike: dict[Style, list[Tag]] = {}
    for element in block_index.elements:
        rule = parts.get(id(element))
        if rule is not None and rule.label is not Label.COMMENTS and prose.of(element):
            alike.setdefault(block_index.style(element), []).append(element)
    return {
        id(element)
        for elements in alike.values()
        if len(elements) > 1
        and sum(map(prose.of, elements)) > max(most, SPARED_CHARACTERS * len(elements))
        for element in elements
    }


def _misnamed(
    block_index: BlockIndex, named: Regions, inside: range, styles: frozenset[Style]
) -> set[int]:
    """Elements in the container that are called boilerplate and hold paragraphs of the article."""
    number: Counter[int] = Counter()
    characters: Counter[int] = Counter()
    for index in inside:
        block = block_index.blocks[index]
        region = named.of(block.wrapper)
        if (
            block.prose
            and region is not None
            and region.rule.label not in NEVER_SPARED
            and block_index.style(block.element) in styles
        ):
            number[id(region.element)] += 1
            characters[id(region.element)] += len(block.text)
    return {
        key
        for key in number
        if number[key] >= SPARED_BLOCKS and characters[key] >= SPARED_CHARACTERS
    }


def _free_text(blocks: Sequence[PageBlock], named: Regions) -> list[PageBlock]:
    """The running text outside of boilerplate; on a page of lists and names, all text there."""
    unnamed = [b for b in blocks if named.of(b.wrapper) is None and b.link_share < 0.5]
    open_to_all = [b for b in unnamed if not stands_in(b, "footer", "nav")]
    free = [b for b in open_to_all if not stands_in(b, "aside", "form")]
    text = [block for block in free if block.prose]
    if sum(len(block.text) for block in text) >= LITTLE_TEXT:
        return text
    # where nothing else is text, the whole page may stand in a form, or its text in a box
    everywhere = [block for block in open_to_all if block.prose]
    enough = sum(len(block.text) for block in everywhere) >= SPARED_CHARACTERS
    if not text and enough and len(everywhere) >= SPARED_BLOCKS:
        return everywhere
    return free or [block for block in blocks if block.prose]


def _first_index(
    text: Sequence[PageBlock], headline: PageBlock | None, block_index: BlockIndex
) -> int:
    start = headline.index if headline else -1
    styles = _styles(block_index, text)
    return next(
        (b.index for b in text if b.index > start and block_index.style(b.element) in styles),
        text[0].index if text else 0,
    )


def _styles(
    block_index: BlockIndex, text: Iterable[PageBlock], *, around: bool = False
) -> frozenset[Style]:
    """The styles of running text, or those of the elements around it."""
    weight: Counter[Style] = Counter()
    number: Counter[Style] = Counter()
    for block in text:
        element = block.element.parent if around else block.element
        style = block_index.style(element or block.element)
        weight[style] += len(block.text)
        number[style] += 1
    least = (PARENT_SHARE if around else STYLE_SHARE) * weight.total()
    return frozenset(s for s in weight if weight[s] >= least and number[s] > 1) or frozenset(weight)
