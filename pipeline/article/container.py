"""Where on the page the article's own text stands.

Text density, as in Kohlschütter et al., "Boilerplate detection using shallow text
features" (WSDM 2010), with the names of elements as a second witness: running
text gives weight to the elements around it, boilerplate by name gives none, and the
container is the innermost element that loses none of the weight to speak of.
"""

from __future__ import annotations

from collections.abc import Sequence

from bs4 import Tag

from pipeline.article.block_index import BlockIndex, Style, Weights
from pipeline.article.blocks import PageBlock
from pipeline.article.class_name_tokens import words

BODY_NAMES = words(
    r"article ?body(?: (?:content|text|copy|container|component|section))?|story ?body(?: text)?|"
    r"entry ?content|post ?(?:content|body)|article ?(?:content|text|copy)|"
    r"story ?(?:content|text|copy)|body ?(?:content|copy|text)|rich ?text(?: ?(?:story|article))?"
    r"(?: ?body)?|article ?main|content ?body|content article|article ?paragraphs|"
    r"news ?(?:text|body|content)|td post content|field name body"
)
"""Names by which sites call the element with an article's text."""
CHILD_SHARE = 0.72
"""An element gives way to its child that has this share of its weight."""
NAMED_SHARE = 0.4
"""Elements named as the body are the container with this share of the page's weight."""
CHUNK_SHARE = 0.02
"""A part named as the body counts with this share of the weight of all of them."""
INNER_SHARE = 0.6
"""An element named as the body gives way to such elements in it with this share of its weight."""
LEAF_TAGS = frozenset({"p", "li", "blockquote", "td", "span", "ul", "ol", "font"})
"""Elements that hold one piece of text and never all of it."""


def find_container(block_index: BlockIndex, weights: Weights, blocks: Sequence[PageBlock]) -> Tag:
    """The innermost element that holds the article's text; the body if none stands out.

    `blocks` are the page's blocks of running text outside of boilerplate, `weights` theirs.
    """
    if not weights.of(block_index.body):
        return block_index.body
    container = _named(block_index, weights) or _densest(block_index.body, weights)
    return _with_same_style(block_index, container, blocks)


def _densest(body: Tag, weights: Weights) -> Tag:
    element = body
    while True:
        children = (child for child in element.children if isinstance(child, Tag))
        heaviest = max(children, key=weights.of, default=None)
        if (
            heaviest is None
            or heaviest.name in LEAF_TAGS
            or weights.of(heaviest) < CHILD_SHARE * weights.of(element)
        ):
            return element
        element = heaviest


def _named(block_index: BlockIndex, weights: Weights) -> Tag | None:
    found = [
        element
        for element in block_index.elements
        if BODY_NAMES(block_index.class_names(element)) and weights.of(element)
    ]
    inner = _inner_weights(found, weights)
    innermost = [e for e in found if inner.get(id(e), 0) < INNER_SHARE * weights.of(e)]
    total = sum(weights.of(element) for element in innermost)
    if total < NAMED_SHARE * weights.of(block_index.body):
        return None
    heavy = [element for element in innermost if weights.of(element) >= CHUNK_SHARE * total]
    chunks = heavy or innermost
    styles = {block_index.style(chunk) for chunk in chunks}
    alike = [
        e
        for e in block_index.elements
        if block_index.style(e) in styles and block_index.style(e)[1]
    ]
    return common_ancestor([*chunks, *alike])


def _inner_weights(found: list[Tag], weights: Weights) -> dict[int, int]:
    """What weighs in each of the elements that are in it, by id; those between them once."""
    named = {id(element) for element in found}
    inner: dict[int, int] = {}
    for element in found:
        around = next((id(parent) for parent in element.parents if id(parent) in named), None)
        if around is not None:
            inner[around] = inner.get(around, 0) + weights.of(element)
    return inner


def _with_same_style(block_index: BlockIndex, container: Tag, blocks: Sequence[PageBlock]) -> Tag:
    """The container, widened to the other parts that are set in the same style.

    A style here is that of the paragraph and of the named element around it: sections
    of one body share both, and what readers or other stories say does not.
    """
    inside = block_index.span(container)
    styles = {_double_style(block_index, block) for block in blocks if block.index in inside}
    others = [
        block.element
        for block in blocks
        if block.index not in inside
        and (style := _double_style(block_index, block)) in styles
        and style[1][1]
    ]
    return common_ancestor([container, *others]) if others else container


def _double_style(block_index: BlockIndex, block: PageBlock) -> tuple[Style, Style]:
    parent = block.element.parent
    around = block_index.style(parent) if parent is not None else ("", "")
    return block_index.style(block.element), around


def common_ancestor(elements: list[Tag]) -> Tag:
    """The innermost element that holds all of the elements."""
    first = elements[0]
    line = [first, *first.parents]
    positions = {id(element): position for position, element in enumerate(line)}
    highest = 0
    for element in elements[1:]:
        for candidate in (element, *element.parents):
            position = positions.get(id(candidate))
            if position is not None:
                highest = max(highest, position)
                break
    return line[highest]
