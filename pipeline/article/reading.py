"""From a parsed body to a view: headline, furniture by name, container."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from bs4 import Tag
from lxml import etree

from pipeline.article.blocks import PageBlock
from pipeline.article.container import common_ancestor, find_container
from pipeline.article.furniture import (
    authors,
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
from pipeline.article.headline import find_headline
from pipeline.article.hints import MAX_HINTS
from pipeline.article.layout import Layout, Style
from pipeline.article.outskirts import Outskirts
from pipeline.article.regions import RegionRule, Regions, named_parts
from pipeline.article.selected import blocks_in, selected
from pipeline.article.view import Told, View, plain_words, stands_in
from pipeline.article.walking import read_layout
from pipeline.layouts import PageLayout
from pipeline.records import Label

REGIONS: tuple[RegionRule, ...] = (
    *hidden.REGIONS,
    *embeds.REGIONS,
    *repeats.REGIONS,
    *sharing.REGIONS,
    *offers.REGIONS,
    *authors.REGIONS,
    *notices.REGIONS,
    *related.REGIONS,
    *figures.REGIONS,
    *bylines.REGIONS,
    *navigation.REGIONS,
)
"""Where one element fits several rules, the first one counts."""
SPARED_SHARE = 0.6
"""An element with more than this share of a page's running text is no furniture."""
SPARED_BLOCKS = 3
SPARED_CHARACTERS = 600
"""Furniture does not hold this much text that is set like the article."""
NEVER_SPARED = frozenset({Label.COMMENTS, Label.RELATED, Label.AUTHOR_BIO})
"""Furniture that does: it is made of paragraphs, too."""
MAX_SPARING_ROUNDS = 3
LITTLE_TEXT = 300
"""With less running text than this on a page, lists and short lines count as well."""
STYLE_SHARE = 0.15
"""A style with this share of the container's running text is a style of the article."""
PARENT_SHARE = 0.3
"""Likewise of the elements around it; a few long captions come to less."""


@lru_cache(MAX_HINTS)
def furniture_named(tag: str, hint: str) -> tuple[RegionRule, ...]:
    """The region rules that name an element, by its tag and hint, in their order."""
    return tuple(rule for rule in REGIONS if rule.names_element(tag, hint))


def read_view(body: etree._Element, told: Told, page_layout: PageLayout | None = None) -> View:
    """The view of a page's body; `page_layout` is that of its outlet, if it has one."""
    # a layout may name elements in furniture, so none is left out of the soup
    naming = _nothing_named if page_layout else furniture_named
    layout = read_layout(body, Outskirts(body, naming))
    chosen = selected(layout, page_layout)
    blocks = layout.blocks
    prose = [block for block in blocks if block.prose]
    headline = chosen.headline or find_headline(layout, told)
    all_prose = layout.weights(prose)
    most = all_prose.of(layout.body) * SPARED_SHARE
    spared = {id(element) for element in layout.elements if all_prose.of(element) > most}
    if headline is not None:
        spared |= _around(headline.element)
    parts = {
        **named_parts(layout, furniture_named),
        **related.teasers(layout),
        **offers.address_forms(layout),
        **chosen.furniture,
    }
    spared |= chosen.unnamed
    forced = chosen.furniture.keys()
    free = _free_text(blocks, Regions(layout, parts, spared=spared - forced))
    container = (
        common_ancestor(chosen.text)
        if chosen.text
        else find_container(layout, layout.weights(free), free)
    )
    spared |= _around(container)
    inside = layout.span(container)
    text = [block for block in free if block.index in inside]
    styles = _styles(layout, text)
    named = Regions(layout, parts, spared=spared - forced)
    for _ in range(MAX_SPARING_ROUNDS):
        misnamed = _misnamed(layout, named, inside, styles)
        if not misnamed:
            break
        spared |= misnamed
        named = Regions(layout, parts, spared=spared - forced)
    for block in blocks:
        block.region = named.of(block.wrapper)
    return View(
        layout=layout,
        told=told,
        headline=headline,
        container_element=container,
        container=inside,
        first=_first_index(text, headline, layout),
        last=text[-1].index if text else -1,
        styles=styles,
        parents=_styles(layout, text, around=True),
        hidden=hidden.hidden_parts(layout, all_prose),
        chosen=blocks_in(layout, chosen.text) if chosen.text else None,
        description=plain_words(told.description),
        headline_words=plain_words(headline.text) if headline else "",
        names=tuple(words for name in told.authors if len(words := plain_words(name)) > 3),
    )


def _nothing_named(tag: str, hint: str) -> tuple[RegionRule, ...]:
    return ()


def _misnamed(layout: Layout, named: Regions, inside: range, styles: frozenset[Style]) -> set[int]:
    """Elements in the container that are called furniture and hold paragraphs of the article."""
    number: Counter[int] = Counter()
    characters: Counter[int] = Counter()
    for index in inside:
        block = layout.blocks[index]
        region = named.of(block.wrapper)
        if (
            block.prose
            and region is not None
            and region.rule.label not in NEVER_SPARED
            and layout.style(block.element) in styles
        ):
            number[id(region.element)] += 1
            characters[id(region.element)] += len(block.text)
    return {
        key
        for key in number
        if number[key] >= SPARED_BLOCKS and characters[key] >= SPARED_CHARACTERS
    }


def _free_text(blocks: Sequence[PageBlock], named: Regions) -> list[PageBlock]:
    """The running text outside of furniture; on a page of lists and names, all text there."""
    free = [
        b
        for b in blocks
        if named.of(b.wrapper) is None
        and b.link_share < 0.5
        and not stands_in(b, "aside", "footer", "nav", "form")
    ]
    text = [block for block in free if block.prose]
    if sum(len(block.text) for block in text) >= LITTLE_TEXT:
        return text
    return free or [block for block in blocks if block.prose]


def _first_index(text: Sequence[PageBlock], headline: PageBlock | None, layout: Layout) -> int:
    start = headline.index if headline else -1
    styles = _styles(layout, text)
    return next(
        (b.index for b in text if b.index > start and layout.style(b.element) in styles),
        text[0].index if text else 0,
    )


def _styles(layout: Layout, text: Iterable[PageBlock], *, around: bool = False) -> frozenset[Style]:
    """The styles of running text, or those of the elements around it."""
    weight: Counter[Style] = Counter()
    number: Counter[Style] = Counter()
    for block in text:
        element = block.element.parent if around else block.element
        style = layout.style(element or block.element)
        weight[style] += len(block.text)
        number[style] += 1
    least = (PARENT_SHARE if around else STYLE_SHARE) * weight.total()
    return frozenset(s for s in weight if weight[s] >= least and number[s] > 1) or frozenset(weight)


def _around(element: Tag) -> set[int]:
    return {id(element), *(id(parent) for parent in element.parents)}
