"""Other forms of a page, to learn from what no page at hand shows.

What misleads lies on pages that nobody has seen: names that are not true, a text of one paragraph
beside much else, a text of somebody else's on the page. Each variant changes a page so that this
is so; what is true of its blocks stays true.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from lxml import etree

PLAIN, NAMELESS, MISNAMED, SHORTENED, INTRUDED, SMALL = (
    *("plain", "nameless", "misnamed", "shortened", "intruded", "small"),
)
VARIANTS = (NAMELESS, MISNAMED, SHORTENED, INTRUDED, SMALL)
"""SMALL is made by `small_pages`, the others by `change`."""
BOILERPLATE_NAMES = (
    *("related-content", "related-articles", "more-stories", "recommended", "teaser-list"),
    *("paywall", "regwall", "subscriber-content", "newsletter", "newsletter-signup", "share-bar"),
    *("social-share", "comments", "comment-list", "promo", "promo-box", "advert", "ad-container"),
    *("author-bio", "author-info", "sidebar", "footer-content", "nav-menu", "most-read", "embed"),
    *("embed-container", "media-caption", "gallery-caption", "disclaimer", "correction", "tags"),
    *("metadata", "widget", "sponsored-content", "modal", "popup", "cookie-consent", "slideshow"),
)
"""What sites call boilerplate, and at times a part that holds the article."""
MAX_LEFT = 3
"""Paragraphs of a shortened page."""
MAX_INTRUDING = 6
TITLE_WORDS = 8


def change(
    body: etree._Element, variant: str, chance: random.Random, other_text: Sequence[str]
) -> None:
    """Make a variant of a page's body, in place; `other_text` are paragraphs of another page."""
    if variant == NAMELESS:
        for element in body.iter(etree.Element):
            for name in list(element.attrib):
                if name in {"class", "id"} or str(name).startswith("data-"):
                    del element.attrib[name]
        return
    around = _text_part(body)
    if around is None:
        return
    if variant == MISNAMED:
        _misname(body, around, chance)
    elif variant == SHORTENED:
        _shorten(around, chance)
    elif variant == INTRUDED and other_text:
        if chance.random() < 0.4:
            _shorten(around, chance)
        _intrude(body, around, chance, other_text)


def _text_part(body: etree._Element) -> etree._Element | None:
    """The element whose own paragraphs have most of the text."""
    weights: dict[etree._Element, int] = {}
    for paragraph in body.iter("p"):
        around = paragraph.getparent()
        if around is not None:
            length = sum(len(text) for text in paragraph.itertext())
            weights[around] = weights.get(around, 0) + length
    return max(weights, key=lambda element: weights[element], default=None)


def _misname(body: etree._Element, element: etree._Element, chance: random.Random) -> None:
    for _ in range(chance.randint(0, 3)):
        around = element.getparent()
        if around is not None and around.tag not in {"body", "html"}:
            element = around
    name = chance.choice(BOILERPLATE_NAMES)
    before = element.get("class")
    if before and chance.random() < 0.7:
        # a site that sets every part of its text alike
        for other in body.iter(element.tag):
            if other.get("class") == before:
                other.set("class", name)
    element.set("class", f"{name} {before or ''}" if chance.random() < 0.5 else name)


def _shorten(around: etree._Element, chance: random.Random) -> None:
    """Leave one to MAX_LEFT paragraphs of a text, of the last at times only a sentence."""
    paragraphs = [child for child in around if child.tag == "p"]
    left = chance.randint(1, MAX_LEFT)
    for paragraph in paragraphs[left:]:
        around.remove(paragraph)
    if paragraphs and chance.random() < 0.5:
        last = paragraphs[:left][-1]
        text = " ".join("".join(last.itertext()).split())
        for child in list(last):
            last.remove(child)
        last.text = f"{text.split('. ')[0].rstrip('.')}."


def _intrude(
    body: etree._Element, around: etree._Element, chance: random.Random, text: Sequence[str]
) -> None:
    """Set paragraphs of another page above or below the article: an overlay, another story."""
    part = etree.Element(chance.choice(["div", "section", "div", "aside"]))
    if chance.random() < 0.6:
        part.set("class", chance.choice([*BOILERPLATE_NAMES, "x1", "css-7f2", "block", "content"]))
    start = chance.randrange(len(text))
    paragraphs = text[start : start + chance.randint(1, MAX_INTRUDING)]
    if chance.random() < 0.7:
        title = etree.SubElement(part, chance.choice(["h2", "h3", "h2", "h4"]))
        title.text = " ".join(paragraphs[0].split()[:TITLE_WORDS])
    for paragraph in paragraphs:
        etree.SubElement(part, "p").text = paragraph.strip("[]")
    where = chance.random()
    if where < 0.35:
        body.insert(0, part)
    elif where < 0.7 or around.getparent() is None or around is body:
        body.append(part)
    else:
        around.addnext(part)
