"""Makes the elements of a page's soup."""

from __future__ import annotations

from bs4 import Tag
from bs4.element import AttributeValueList, HTMLAttributeDict

from pipeline.article.block_index import BlockIndex

Attributes = dict[str, str | AttributeValueList]
"""Attributes of an element by name; those that HTML has as lists are lists."""


class SoupElement(Tag):
    """An element that stands behind all others in page order, the last one in its parent.

    The constructor of `Tag` sets twenty attributes, most of which are the same for every element
    that no parser of the library has made. Here these are the class's, which makes an element in
    half the time, and in less memory.
    """

    parser_class = None
    namespace = None
    prefix = None
    sourceline = None
    sourcepos = None
    known_xml = None
    can_be_empty_element = None
    cdata_list_attributes = None
    preserve_whitespace_tags = None
    interesting_string_types = None
    attribute_value_list_class = AttributeValueList
    _namespaces: dict[str, str] = {}  # noqa: RUF012 (nothing is ever put in)

    def __init__(self, name: str, attributes: Attributes, parent: Tag, previous: Tag) -> None:
        """`previous` is the element before it in page order."""
        self.name = name
        self.attrs = HTMLAttributeDict(attributes)
        self.contents = []
        self.parent = parent
        self.previous_element = previous
        previous.next_element = self
        self.next_element = None
        siblings = parent.contents
        self.previous_sibling = siblings[-1] if siblings else None
        self.next_sibling = None
        if siblings:
            siblings[-1].next_sibling = self
        siblings.append(self)


class SoupElements:
    """Makes the elements of a soup in page order, and tells its block index of them."""

    def __init__(self, block_index: BlockIndex) -> None:
        """Begin with the body."""
        self._index = block_index
        self._last = block_index.body

    def make(self, name: str, attributes: Attributes, class_names: str, parent: Tag) -> Tag:
        """An element in another, behind all that have been made."""
        tag = self._last = SoupElement(name, attributes, parent, self._last)
        index = self._index
        key = id(tag)
        index.elements.append(tag)
        index.names[key] = class_names
        index.styles[key] = (name, " ".join(attributes.get("class", ())))
        return tag
