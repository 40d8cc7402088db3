"""Makes the elements of a page's soup."""

from __future__ import annotations

from bs4 import Tag
from bs4.element import AttributeValueList

from pipeline.article.block_index import BlockIndex

Attributes = dict[str, str | AttributeValueList]
"""Attributes of an element by name; those that HTML has as lists are lists."""


class SoupElements:
    """Makes the elements of a soup in page order, and tells its block index of them."""

    def __init__(self, block_index: BlockIndex) -> None:
        """Begin with the body."""
        self._index = block_index
        self._last = block_index.body

    def make(self, name: str, attributes: Attributes, class_names: str, parent: Tag) -> Tag:
        """An element in another, behind all that have been made."""
        tag = Tag(name=name, parent=parent, previous=self._last)
        if attributes:
            tag.attrs.update(attributes)
        parent.contents.append(tag)
        self._last = tag
        index = self._index
        key = id(tag)
        index.elements.append(tag)
        index.names[key] = class_names
        index.styles[key] = (name, " ".join(attributes.get("class", ())))
        return tag
