"""From a parsed body to a view: headline, furniture by name, container."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from bs4 import Tag

from pipeline.article.blocks import PageBlock, split_blocks
from pipeline.article.container import elements_in, find_container, weigh
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
from pipeline.article.hints import Hints
from pipeline.article.regions import RegionRule, Regions
from pipeline.article.view import Style, Told, View, plain_words, stands_in, style_of
from pipeline.records import Label

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


def read_view(body: Tag, told: Told) -> View:
    """The view of a page's body."""
    blocks = split_blocks(body)
    hints = Hints()
    prose = {block.index: float(len(block.text)) for block in blocks if block.prose}
    lengths = {block.index: float(len(block.text)) for block in blocks}
    sizes = {key: int(size) for key, size in weigh(blocks, lengths, body).items()}
    headline = find_headline(blocks, told, hints)
    all_prose = weigh(blocks, prose, body)
    most = all_prose.get(id(body), 0.0) * SPARED_SHARE
    spared = {key for key, weight in all_prose.items() if weight > most}
    if headline is not None:
        spared |= _around(headline.element)
    structural = {
        **related.teasers(body, blocks, sizes),
        **offers.address_forms(body, sizes),
    }

    def regions() -> Regions:
        return Regions(body, hints, REGIONS, structural, spared=frozenset(spared), sizes=sizes)

    free = _free_text(blocks, prose.keys(), regions())
    weight = weigh(free, lengths, body)
    container = find_container(body, weight, free, hints)
    spared |= _around(container)
    inside = elements_in(container)
    text = [block for block in free if id(block.element) in inside]
    styles = _styles(text)
    named = regions()
    for _ in range(MAX_SPARING_ROUNDS):
        misnamed = _misnamed(blocks, named, inside, styles)
        if not misnamed:
            break
        spared |= misnamed
        named = regions()
    return View(
        body=body,
        blocks=blocks,
        hints=hints,
        regions=named,
        told=told,
        headline=headline,
        container=inside,
        container_element=container,
        first=_first_index(text, headline),
        styles=styles,
        parents=_styles(text, around=True),
        last=text[-1].index if text else -1,
        sizes=sizes,
        hidden=hidden.hidden_parts(body, all_prose),
        description=plain_words(told.description),
        names=tuple(words for name in told.authors if len(words := plain_words(name)) > 3),
    )


def _misnamed(
    blocks: Iterable[PageBlock], named: Regions, inside: Collection[int], styles: frozenset[Style]
) -> set[int]:
    """Elements in the container that are called furniture and hold paragraphs of the article."""
    number: Counter[int] = Counter()
    characters: Counter[int] = Counter()
    for block in blocks:
        region = named.of(block.wrapper)
        if (
            block.prose
            and region is not None
            and region.rule.label not in NEVER_SPARED
            and id(block.element) in inside
            and style_of(block.element) in styles
        ):
            number[id(region.element)] += 1
            characters[id(region.element)] += len(block.text)
    return {
        key
        for key in number
        if number[key] >= SPARED_BLOCKS and characters[key] >= SPARED_CHARACTERS
    }


def _free_text(
    blocks: Sequence[PageBlock], prose: Collection[int], named: Regions
) -> list[PageBlock]:
    """The running text outside of furniture; on a page of lists and names, all text there."""
    free = [
        b
        for b in blocks
        if named.of(b.wrapper) is None
        and b.link_share < 0.5
        and not stands_in(b, "aside", "footer", "nav", "form")
    ]
    text = [block for block in free if block.index in prose]
    if sum(len(block.text) for block in text) >= LITTLE_TEXT:
        return text
    return free or [block for block in blocks if block.index in prose]


def _first_index(text: Sequence[PageBlock], headline: PageBlock | None) -> int:
    start = headline.index if headline else -1
    styles = _styles(text)
    return next(
        (b.index for b in text if b.index > start and style_of(b.element) in styles),
        text[0].index if text else 0,
    )


def _styles(text: Iterable[PageBlock], *, around: bool = False) -> frozenset[Style]:
    """The styles of running text, or those of the elements around it."""
    weight: Counter[Style] = Counter()
    number: Counter[Style] = Counter()
    for block in text:
        element = block.element.parent if around else block.element
        style = style_of(element or block.element)
        weight[style] += len(block.text)
        number[style] += 1
    least = STYLE_SHARE * weight.total()
    return frozenset(s for s in weight if weight[s] >= least and number[s] > 1) or frozenset(weight)


def _around(element: Tag | None) -> set[int]:
    if element is None:
        return set()
    return {id(element), *(id(parent) for parent in element.parents)}
