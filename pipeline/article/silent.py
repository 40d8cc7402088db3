"""What a page holds that no reader sees as text, cut from the parsed tree.

Cutting happens on lxml's tree, before the soup is built: on real pages scripts,
styles and drawings are most of the bytes, and a soup of the rest is built in a
tenth of the time.
"""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from lxml import etree

from pipeline.article.errors import NotAnArticle

SILENT_TAGS = ("script", "style", "template", "noscript", "svg", "head")
MAX_VISIBLE_ELEMENTS = 20_000
"""Real pages show up to 2,500, long live blogs a few times as many."""
READ_ATTRIBUTES = frozenset(
    {
        *("id", "class", "role", "rel", "name", "type", "href", "style", "hidden", "lang"),
        *("itemprop", "itemtype", "datetime", "title"),
        *("aria-label", "aria-hidden", "aria-level"),
    }
)
MAX_ATTRIBUTE_CHARACTERS = 400
"""Longer class lists and addresses are cut: no rule needs more, and hostile pages have more."""
MAX_DATA_ATTRIBUTE_CHARACTERS = 80
"""data-… attributes longer than this hold settings, not names."""


def visible_body(root: etree._Element) -> Tag | None:
    """The soup of the page's body without silent elements; None if there is no body.

    Changes `root`. Elements that are hidden by style or attribute stay: whether they are
    shown is decided elsewhere, and their text is part of the page. Raises NotAnArticle
    (too-large) for more elements than any real page shows.
    """
    etree.strip_elements(root, *SILENT_TAGS, with_tail=False)
    body = root if root.tag == "body" else root.find(".//body")
    if body is None:
        return None
    for count, element in enumerate(body.iter(etree.Element)):
        if count > MAX_VISIBLE_ELEMENTS:
            raise NotAnArticle(
                "too-large", f"the page shows more than {MAX_VISIBLE_ELEMENTS:,} elements"
            )
        _bound_attributes(element)
    markup = etree.tostring(body, encoding="unicode", method="html", with_tail=False)
    return BeautifulSoup(markup, "lxml").body


def _bound_attributes(element: etree._Element) -> None:
    attributes = element.attrib
    for name, value in attributes.items():
        if name in READ_ATTRIBUTES:
            if len(value) > MAX_ATTRIBUTE_CHARACTERS:
                attributes[name] = value[:MAX_ATTRIBUTE_CHARACTERS]
        elif not (
            isinstance(name, str)
            and name.startswith("data-")
            and len(value) <= MAX_DATA_ATTRIBUTE_CHARACTERS
        ):
            del attributes[name]
