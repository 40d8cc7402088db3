"""Where on the page the article's own text stands.

Text density, as in Kohlschütter et al., "Boilerplate detection using shallow text
features" (WSDM 2010), with the names of elements as a second witness: running
text gives weight to the elements around it, furniture by name gives none, and the
container is the innermost element that loses none of the weight to speak of.
"""

from __future__ import annotations

from collections.abc import Iterable

from bs4 import Tag

from pipeline.article.blocks import PageBlock
from pipeline.article.hints import Hints
from pipeline.article.regions import words
from pipeline.article.view import style_of

BODY_NAMES = words(
    r"article ?body(?: (?:content|text|copy|container|component|section))?|story ?body(?: text)?|"
    r"entry ?content|post ?(?:content|body)|article ?(?:content|text|copy)|"
    r"story ?(?:content|text|copy)|body ?(?:content|copy|text)|rich ?text(?: ?(?:story|article))?"
    r"(?: ?body)?|article ?main|content ?body|content article|article ?paragraphs|"
    r"news ?(?:text|body|content)|td post content|field name body"
)
CHILD_SHARE = 0.72
"""An element gives way to its child that has this share of its weight."""
NAMED_SHARE = 0.4
"""Elements named as the body are the container with this share of the page's weight."""
CHUNK_SHARE = 0.02
"""A part named as the body counts with this share of the weight of all of them."""
LEAF_TAGS = frozenset({"p", "li", "blockquote", "td", "span", "ul", "ol", "font"})

Weights = dict[int, float]
"""Characters of running text in an element, by the element's id."""


def weigh(blocks: Iterable[PageBlock], weights: dict[int, float], body: Tag) -> Weights:
    """The weight of every element: that of the blocks (by index) in it."""
    total: Weights = {}
    for block in blocks:
        weight = weights.get(block.index, 0.0)
        if weight:
            total[id(block.element)] = total.get(id(block.element), 0.0) + weight
    for element in reversed(body.find_all(True)):
        parent = element.parent
        own = total.get(id(element), 0.0)
        if own and parent is not None:
            total[id(parent)] = total.get(id(parent), 0.0) + own
    return total


def find_container(body: Tag, weight: Weights, blocks: Iterable[PageBlock], hints: Hints) -> Tag:
    """The innermost element that holds the article's text; `body` if none stands out.

    `blocks` are the page's blocks of running text outside of furniture.
    """
    if not weight.get(id(body)):
        return body
    container = _named(body, weight, hints) or _densest(body, weight)
    return _with_same_style(container, blocks)


def _densest(body: Tag, weight: Weights) -> Tag:
    element = body
    while True:
        children = (child for child in element.children if isinstance(child, Tag))
        heaviest = max(children, key=lambda child: weight.get(id(child), 0.0), default=None)
        if (
            heaviest is None
            or heaviest.name in LEAF_TAGS
            or weight.get(id(heaviest), 0.0) < CHILD_SHARE * weight[id(element)]
        ):
            return element
        element = heaviest


def _named(body: Tag, weight: Weights, hints: Hints) -> Tag | None:
    found = [
        element
        for element in body.find_all(True)
        if weight.get(id(element), 0.0) and BODY_NAMES.search(hints.of(element))
    ]
    innermost = [element for element in found if not _holds_another(element, found, weight)]
    total = sum(weight[id(element)] for element in innermost)
    if total < NAMED_SHARE * weight[id(body)]:
        return None
    chunks = [element for element in innermost if weight[id(element)] >= CHUNK_SHARE * total]
    styles = {style_of(chunk) for chunk in chunks}
    alike = [e for e in body.find_all(True) if style_of(e) in styles and e.get("class")]
    return common_ancestor([*chunks, *alike])


def _holds_another(element: Tag, found: list[Tag], weight: Weights) -> bool:
    """Whether another named element in this one has most of its weight."""
    ids = {id(other) for other in found}
    inner = 0.0
    for other in element.find_all(True):
        if id(other) in ids and not any(
            id(parent) in ids and parent is not element for parent in _between(other, element)
        ):
            inner += weight[id(other)]
    return inner >= 0.6 * weight[id(element)]


def _between(inner: Tag, outer: Tag) -> list[Tag]:
    between = []
    for parent in inner.parents:
        if parent is outer:
            break
        between.append(parent)
    return between


def _with_same_style(container: Tag, blocks: Iterable[PageBlock]) -> Tag:
    """The container, widened to the other parts that are set in the same style.

    A style here is that of the paragraph and of the named element around it: sections
    of one body share both, and what readers or other stories say does not.
    """
    inside = elements_in(container)
    prose = list(blocks)
    styles = {_double_style(block) for block in prose if id(block.element) in inside}
    others = [
        block.element
        for block in prose
        if id(block.element) not in inside
        and _double_style(block) in styles
        and _double_style(block)[1][1]
    ]
    return common_ancestor([container, *others]) if others else container


def _double_style(block: PageBlock) -> tuple[tuple[str, str], tuple[str, str]]:
    parent = block.element.parent
    return style_of(block.element), style_of(parent) if parent is not None else ("", "")


def common_ancestor(elements: list[Tag]) -> Tag:
    """The innermost element that holds all of the elements."""
    first = elements[0]
    line = [first, *first.parents]
    places = {id(element): place for place, element in enumerate(line)}
    highest = 0
    for element in elements[1:]:
        for candidate in (element, *element.parents):
            place = places.get(id(candidate))
            if place is not None:
                highest = max(highest, place)
                break
    return line[highest]


def elements_in(container: Tag) -> frozenset[int]:
    """Ids of the container and of all elements in it."""
    return frozenset({id(container), *(id(element) for element in container.find_all(True))})
