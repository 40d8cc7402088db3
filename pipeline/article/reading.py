"""From a parsed body to a view: headline, furniture by name, container."""

from __future__ import annotations

from collections.abc import Iterable

from bs4 import Tag

from pipeline.article.blocks import HEADING_TAGS, PageBlock, split_blocks
from pipeline.article.container import elements_in, find_container, weigh
from pipeline.article.furniture import (
    authors,
    bylines,
    embeds,
    figures,
    navigation,
    notices,
    offers,
    related,
    repeats,
    sharing,
)
from pipeline.article.hints import Hints
from pipeline.article.regions import RegionRule, Regions
from pipeline.article.view import View, is_prose, plain_words

REGIONS: tuple[RegionRule, ...] = (
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


def read_view(body: Tag, *, headline: str | None, description: str | None) -> View:
    """The view of a page; `headline` and `description` as its head gives them."""
    blocks = split_blocks(body)
    hints = Hints()
    prose = {block.index: float(len(block.text)) for block in blocks if is_prose(block)}
    sizes = weigh(blocks, {block.index: float(len(block.text)) for block in blocks}, body)
    all_prose = weigh(blocks, prose, body)
    headline_block = find_headline(blocks, headline)
    spared = _around(headline_block.element if headline_block else None)
    half = all_prose.get(id(body), 0.0) * SPARED_SHARE
    spared |= {key for key, weight in all_prose.items() if weight > half}
    sizes_in_characters = {key: int(size) for key, size in sizes.items()}

    def regions() -> Regions:
        return Regions(body, hints, REGIONS, spared=frozenset(spared), sizes=sizes_in_characters)

    named = regions()
    free = {
        block.index: prose[block.index]
        for block in blocks
        if block.index in prose and named.of(block.wrapper) is None
    }
    container = find_container(body, weigh(blocks, free or prose, body), hints)
    spared |= _around(container)
    inside = elements_in(container)
    indexes = [block.index for block in blocks if id(block.element) in inside]
    return View(
        body=body,
        blocks=blocks,
        hints=hints,
        regions=regions(),
        headline=headline_block,
        container=inside,
        first=indexes[0] if indexes else 0,
        last=indexes[-1] if indexes else -1,
        description=plain_words(description or ""),
    )


def find_headline(blocks: Iterable[PageBlock], told: str | None) -> PageBlock | None:
    """The block that is the page's headline, preferably the one that its head repeats."""
    wanted = plain_words(told or "")
    headings = [block for block in blocks if _heading(block) is not None]
    first_titles = [block for block in headings if _heading(block) == "h1"]
    if wanted:
        for block in (*first_titles, *headings):
            if plain_words(block.text) == wanted:
                return block
        for block in first_titles:
            found = plain_words(block.text)
            if len(found) > 12 and (found in wanted or wanted in found):
                return block
    unlinked = [block for block in first_titles if block.link_share < 0.9]
    for block in unlinked or first_titles:
        if len(block.text.split()) > 1:
            return block
    return None


def _heading(block: PageBlock) -> str | None:
    if block.element.name in HEADING_TAGS:
        return str(block.element.name)
    parent = block.element.find_parent(list(HEADING_TAGS))
    return str(parent.name) if parent is not None else None


def _around(element: Tag | None) -> set[int]:
    if element is None:
        return set()
    return {id(element), *(id(parent) for parent in element.parents)}
