"""Parts of a page that are boilerplate as a whole, known before a soup is built of them.

Menus, footers, lists of other stories and comment threads are most of a page's elements.
A part counts as one only if its name says so and it cannot hold the article: no headline
of the first level stands in it, and little text that is not a link.
"""

from __future__ import annotations

from lxml import etree

from pipeline.article.blocks import MAX_ATTRIBUTE_CHARACTERS
from pipeline.article.boilerplate_regions import Naming, RegionRule
from pipeline.article.class_name_tokens import class_names_of
from pipeline.records import Label

LABELS = frozenset(
    {
        *(Label.NAVIGATION, Label.RELATED, Label.COMMENTS, Label.NEWSLETTER, Label.SHARE),
        *(Label.ADVERT, Label.PROMO, Label.DISCLAIMER),
    }
)
"""Labels of boilerplate that is set aside before the tree is built."""
MAX_CHARACTERS = 500
"""Text outside of links, white space left out; the article's own text is longer."""
MAX_SHARE = 0.25
"""Share of the page's text outside of links; a short article's own text is more."""
ENOUGH_CHARACTERS = MAX_CHARACTERS / MAX_SHARE
"""Of a page with more text than this outside of links, MAX_CHARACTERS is the limit."""
MAX_RUN_CHARACTERS = 80
"""A part with more text in one run, in a paragraph, may hold some of the article."""
MAX_READ_CHARACTERS = 500_000
"""Of all parts of a page; parts in parts in parts are read as often as they are nested."""
MAX_PART_CHARACTERS = 50_000
"""White space included."""
_text = etree.XPath(f"substring(string(), 1, {MAX_PART_CHARACTERS + 1})", smart_strings=False)
_linked = etree.XPath(
    "self::*[ancestor-or-self::a]//text() | descendant::a//text()", smart_strings=False
)


class PageChrome:
    """Tells which elements of a body are boilerplate as a whole."""

    def __init__(self, body: etree._Element, naming: Naming) -> None:
        """Measure the page."""
        self._naming = naming
        self._most = min(MAX_CHARACTERS, MAX_SHARE * _much_unlinked(body))
        self._left = MAX_READ_CHARACTERS
        self._named: dict[tuple[str, str | None, str | None], tuple[RegionRule | None, str]] = {}
        self._titled = {
            element for title in body.iter("h1") for element in (title, *title.iterancestors())
        }

    def boilerplate(self, element: etree._Element, tag: str, class_names: str) -> RegionRule | None:
        """What an element is, if it is boilerplate as a whole."""
        rules = self._naming(tag, class_names)
        if not rules or rules[0].label not in LABELS or element in self._titled:
            return None
        if self._left < 0:
            return None
        rule, text = rules[0], str(_text(element))
        self._left -= len(text)
        # most parts are so small that it makes no difference what of them are links
        if len(text) > self._most and _unlinked(element, text) > self._most:
            return None
        return None if not rule.closed and _has_paragraph(element) else rule

    def part(self, element: etree._Element, tag: str, around: RegionRule) -> tuple[RegionRule, str]:
        """What an element in boilerplate is, by its name or what is around, and its class names."""
        names = tag, element.get("id"), element.get("class")
        named = self._named.get(names)
        if named is None:
            named = self._named[names] = self._named_part(*names)
        rule, class_names = named
        return (around if rule is None or rule.label is around.label else rule), class_names

    def _named_part(
        self, tag: str, identity: str | None, classes: str | None
    ) -> tuple[RegionRule | None, str]:
        naming = tuple(
            (name, value[:MAX_ATTRIBUTE_CHARACTERS])
            for name, value in (("id", identity), ("class", classes))
            if value
        )
        class_names = class_names_of(naming) if naming else ""
        rules = self._naming(tag, class_names)
        return rules[0] if rules else None, class_names


def _has_paragraph(element: etree._Element) -> bool:
    return any(
        len(text) > MAX_RUN_CHARACTERS
        for paragraph in element.iter("p")
        for text in _runs(paragraph)
    )


def _runs(element: etree._Element) -> list[str]:
    """The texts that stand right in an element."""
    return [text for text in (element.text, *[child.tail for child in element]) if text]


def _much_unlinked(body: etree._Element) -> int:
    """Characters of a page outside of links; of more than ENOUGH_CHARACTERS any larger number.

    The paragraphs of most pages have as many, which is sooner told than what all links say.
    """
    characters = 0
    for paragraph in body.iter("p"):
        if next(paragraph.iterancestors("a"), None) is None:
            characters += sum(len("".join(text.split())) for text in _runs(paragraph))
            if characters > ENOUGH_CHARACTERS:
                return characters
    return _unlinked(body, str(_text(body)))


def _unlinked(element: etree._Element, text: str) -> int:
    """Characters of an element's text outside of links, white space left out."""
    if len(text) > MAX_PART_CHARACTERS:
        # a menu has less
        return len(text)
    linked = "".join(_linked(element))  # type: ignore[arg-type]
    return len("".join(text.split())) - len("".join(linked.split()))
