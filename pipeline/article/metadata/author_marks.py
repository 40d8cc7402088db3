"""Elements of a page that are marked as the author's, wherever they stand.

`rel="author"`, `itemprop`, a link to the page of one author and a class say so without words of a
language. Pages mark the authors of other stories, of comments and of pictures in the same way, so
every mark is kept with its place, for the choice among all candidates (`author_choice`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.article.metadata.page_parts import PartsOfOthers, element_text, elements_behind

MAX_ELEMENTS = 20_000
"""Elements that are looked at; live blogs have so many."""
MAX_MARKS = 100
"""Elements that are called an author's; lists of authors have some tens."""
MAX_ATTRIBUTE_CHARACTERS = 200
"""Of an attribute, where its words are looked at."""
LEVELS_ABOVE = 3
"""From the heading up to the part whose elements before the heading are looked at: bylines stand
above headlines, too."""

REL, PROPERTY, LINK, CLASS = "rel", "property", "link", "class"
"""By what an element is marked."""
_CLASS = re.compile(r"aut(?:h?or|eur)(?!i[sz])|byline|verfasser", re.I)
"""Names of elements for authors, in the spellings of several languages."""
_AUTHOR_PAGE = re.compile(
    r"/(?:aut(?:h?or|eur)[a-z]{0,3}|(?:team-)?redak[a-z]+|journalists?|writers?|reporters?|staff"
    r"|contributors?|columnists?|verfasser|profiles?|people|byline|by)/[^/?#]*[a-z]",
    re.I,
)
"""A path that leads to the page of one author."""
_NEVER = frozenset({"meta", "link", "body", "html", "img", "input", "script", "style", "template"})
"""Elements that show no name."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An element that is marked as the author's."""

    text: str
    kinds: tuple[str, ...]
    behind: int
    """Elements between the headline and it; below zero before the headline."""
    place: float
    """Where it begins: 0 at the top of the page, 1 at its end."""
    of_others: bool
    """Whether it stands in a part of the page that is not about the article."""
    innermost: bool
    """Whether it holds no other element of such a class."""
    address: str
    """Of the link that it is; empty if it is none."""


def author_marks(body: etree._Element, heading: etree._Element | None) -> list[Mark]:
    """The elements of a page's body that are marked as the author's, in page order."""
    found: list[tuple[etree._Element, tuple[str, ...], int]] = []
    classed: list[etree._Element] = []
    heading_number = number = 0
    for number, element in enumerate(_around(body, heading)):
        if number > MAX_ELEMENTS or len(found) >= MAX_MARKS:
            break
        get = element.get
        names, key = get("class"), get("id")
        is_classed = (names is not None and _is_authors(names)) or (
            key is not None and _is_authors(key)
        )
        tag = element.tag
        properties = get("itemprop")
        if is_classed or properties is not None or tag == "a":
            kinds = _kinds(element, properties, is_classed=is_classed)
            if kinds and tag not in _NEVER:
                found.append((element, kinds, number))
                if is_classed:
                    classed.append(element)
        elif element is heading:
            heading_number = number
    if heading is not None and not heading_number:
        # a heading that is itself marked
        heading_number = next((place for element, _, place in found if element is heading), 0)
    outer = {parent for element in classed for parent in element.iterancestors()}
    others = PartsOfOthers(heading)
    return [
        Mark(
            text,
            kinds,
            place - heading_number,
            place / (number or 1),
            others.hold(element),
            element not in outer,
            (element.get("href") or "")[:MAX_ATTRIBUTE_CHARACTERS],
        )
        for element, kinds, place in found
        if not _is_of_picture(element) and (text := element_text(element))
    ]


def _around(body: etree._Element, heading: etree._Element | None) -> Iterator[etree._Element]:
    """The elements of the part in which the heading stands, and all behind; else all of the body.

    What stands before that part is menus: half of many pages.
    """
    if heading is None:
        yield from body.iter(etree.Element)
        return
    part = heading
    for _ in range(LEVELS_ABOVE):
        parent = part.getparent()
        if part is body or parent is None:
            break
        part = parent
    yield from part.iter(etree.Element)
    if part is not body:
        yield from elements_behind(part)


def _is_of_picture(element: etree._Element) -> bool:
    return next(element.iterancestors("figure", "figcaption"), None) is not None


def _is_authors(name: str) -> bool:
    # names of most elements have none of these letters in a row, which is quicker to see
    return ("ut" in name or "yline" in name or "erfasser" in name) and (
        _CLASS.search(name, 0, MAX_ATTRIBUTE_CHARACTERS) is not None
    )


def _kinds(element: etree._Element, properties: str | None, *, is_classed: bool) -> tuple[str, ...]:
    address = None
    kinds = []
    if element.tag == "a":
        address = element.get("href") or ""
        if address.startswith(("#", "mailto:")):
            return ()
        relation = element.get("rel")
        if relation and "author" in relation[:MAX_ATTRIBUTE_CHARACTERS].split():
            kinds.append(REL)
        if _AUTHOR_PAGE.search(address, 0, MAX_ATTRIBUTE_CHARACTERS):
            kinds.append(LINK)
    if properties is not None:
        named = properties[:MAX_ATTRIBUTE_CHARACTERS].split()
        if "author" in named or "creator" in named:
            kinds.append(PROPERTY)
    if is_classed:
        kinds.append(CLASS)
    return tuple(kinds)
