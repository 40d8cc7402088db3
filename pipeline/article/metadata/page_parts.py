"""Names and texts of a page's elements, and which parts of a page are not about its article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import cast

from lxml import etree

from pipeline.article.metadata.text_cleaning import metadata_text
from pipeline.text.safe_text import single_spaced

MAX_LINE_CHARACTERS = 200
"""Lines around a headline that state author or time are shorter."""
MAX_NAMES_CHARACTERS = 300
"""Of each of the names of an element."""
MAX_REMEMBERED = 5_000
"""Names of elements that are remembered: a site's pages share theirs."""

NOT_THE_ARTICLE = frozenset({"nav", "aside", "footer", "form", "figure", "figcaption"})
"""Elements that hold what belongs to the page or to a picture."""
_OF_OTHERS = re.compile(
    r"comment|related|teaser|card\b|recommend|sidebar|image|photo|picture|caption|credit|gallery"
    r"|widget|newsletter|promo|popular|latest|footer",
    re.I,
)
"""Names of parts that have authors of their own: pictures, comments, other stories."""


def element_names(element: etree._Element) -> str:
    """What an element is called: class, id, property and the name that tests use."""
    get = element.get
    values = get("class"), get("id"), get("itemprop"), get("data-testid")
    # bounded, since what is asked of names is remembered
    return " ".join([value[:MAX_NAMES_CHARACTERS] for value in values if value])


def element_text(element: etree._Element, limit: int = MAX_LINE_CHARACTERS) -> str | None:
    """An element's text on one line; None if there is none, or too much of it."""
    parts: list[str] = []
    length = 0
    if not len(element):
        text = metadata_text(element.text, limit)
        return text if element.tag not in {"script", "style", "template", "noscript"} else None
    for part in cast("list[str]", _shown_texts(element)):
        parts.append(str(part))
        length += len(part)
        if length > 4 * limit:
            return None
    text = metadata_text(single_spaced(" ".join(parts)), 4 * limit)
    return text.replace(" ,", ",") if text and len(text) <= limit else None


def elements_behind(element: etree._Element) -> Iterator[etree._Element]:
    """The elements that begin behind an element's end, in page order."""
    around: etree._Element | None = element
    while around is not None:
        for sibling in around.itersiblings():
            if isinstance(sibling.tag, str):
                yield from sibling.iter(etree.Element)
        around = around.getparent()


class PartsOfOthers:
    """Which elements stand in a part that is not about the article under a heading.

    What is said of an element is remembered, since those in it are asked about next.
    """

    def __init__(self, heading: etree._Element | None = None) -> None:
        """Of a page with this heading: what stands around the heading is about the article."""
        around = heading.iterancestors() if heading is not None else ()
        self._known = dict.fromkeys(around, False)

    def hold(self, element: etree._Element) -> bool:
        """Whether an element stands in such a part, or is one."""
        line = []
        ancestor: etree._Element | None = element
        while ancestor is not None and ancestor not in self._known:
            line.append(ancestor)
            ancestor = ancestor.getparent()
        held = ancestor is not None and self._known[ancestor]
        for inner in reversed(line):
            held = held or inner.tag in NOT_THE_ARTICLE or _is_of_others(element_names(inner))
            self._known[inner] = held
        return held


@lru_cache(MAX_REMEMBERED)
def _is_of_others(names: str) -> bool:
    return _OF_OTHERS.search(names) is not None


_shown_texts = etree.XPath(
    "descendant::text()[not(parent::script or parent::style or parent::template or parent::noscript"
    " or ancestor::svg)]"
)
