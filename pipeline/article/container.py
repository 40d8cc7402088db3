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

BODY_NAMES = words(
    r"article ?body(?: (?:content|text|copy|container|component))?|story ?body(?: text)?|"
    r"entry ?content|"
    r"post ?(?:content|body)|article ?(?:content|text|copy)|story ?(?:content|text|copy)|"
    r"body ?(?:content|copy|text)|rich ?text ?(?:story|article)?(?: body)?|article ?main|"
    r"content ?body|content article|article ?paragraphs|main ?content|page ?content|"
    r"news ?(?:text|body|content)|"
    r"td post content|field name body"
)
CHILD_SHARE = 0.72
"""An element gives way to its child that has this share of its weight."""
NAMED_SHARE = 0.4
"""An element named as the body is the container with this share of the page's weight."""


def weigh(blocks: Iterable[PageBlock], weights: dict[int, float], body: Tag) -> dict[int, float]:
    """The weight of every element: that of the blocks (by index) in it."""
    total: dict[int, float] = {}
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


def find_container(body: Tag, weight: dict[int, float], hints: Hints) -> Tag:
    """The innermost element that holds the article's text; `body` if none stands out."""
    whole = weight.get(id(body), 0.0)
    if not whole:
        return body
    named = _named(body, weight, hints, whole)
    element = named or body
    while True:
        children = [child for child in element.children if isinstance(child, Tag)]
        heaviest = max(children, key=lambda c: weight.get(id(c), 0.0), default=None)
        if (
            heaviest is None
            or weight.get(id(heaviest), 0.0) < CHILD_SHARE * weight[id(element)]
            or heaviest.name in {"p", "li", "blockquote", "td", "span", "ul", "ol"}
        ):
            return element
        if named is not None:
            return element
        element = heaviest


def _named(body: Tag, weight: dict[int, float], hints: Hints, whole: float) -> Tag | None:
    found = [
        element
        for element in body.find_all(True)
        if weight.get(id(element), 0.0) >= NAMED_SHARE * whole
        and BODY_NAMES.search(hints.of(element))
    ]
    return found[-1] if found else None


def elements_in(container: Tag) -> frozenset[int]:
    """Ids of the container and of all elements in it."""
    return frozenset({id(container), *(id(element) for element in container.find_all(True))})
