"""Parts of a page that are boilerplate by what their elements are called.

A region is an element with everything in it. Closed regions (comments, related
stories, a newsletter box) label all they hold, whatever that is called; in open
ones (a footer, a toolbar) a named part keeps its own label.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bs4 import Tag

from pipeline.article.class_name_tokens import Matcher
from pipeline.records import Label

if TYPE_CHECKING:
    from pipeline.article.block_index import BlockIndex


@dataclass(frozen=True, slots=True)
class RegionRule:
    """Elements with these tags, or named like this, are a region of this label."""

    label: Label
    rule: str
    names: Matcher | None = None
    tags: frozenset[str] = frozenset()
    closed: bool = False
    most_characters: int | None = None
    """Elements with more text than this are not such a region."""

    def names_element(self, tag: str, class_names: str) -> bool:
        """Whether an element with this tag and these names is called so."""
        return tag in self.tags or (self.names is not None and self.names(class_names))


@dataclass(frozen=True, slots=True)
class Region:
    """A rule and the element to which it applied."""

    rule: RegionRule
    element: Tag


Naming = Callable[[str, str], tuple[RegionRule, ...]]
"""The rules that name an element, by its tag and its class names, in their order."""


def named_parts(block_index: BlockIndex, naming: Naming) -> dict[int, RegionRule]:
    """The rule of every element that is called boilerplate, by the element's id."""
    found: dict[int, RegionRule] = {}
    for element in block_index.elements:
        for rule in naming(element.name, block_index.class_names(element)):
            limit = rule.most_characters
            if limit is None or block_index.size(element) <= limit:
                found[id(element)] = rule
                break
    return found


class Regions:
    """The region of every element of a page.

    `parts` are the elements that are boilerplate, by what they are called or what they hold;
    `spared` those of them that are not boilerplate, since they hold the
    article or its headline. Both are given by id.
    """

    def __init__(
        self, block_index: BlockIndex, parts: Mapping[int, RegionRule], *, spared: Set[int]
    ) -> None:
        self._of: dict[int, Region | None] = {id(block_index.body): None}
        for element in block_index.elements:
            inherited = self._of[id(element.parent)]
            rule = parts.get(id(element))
            if rule is None or id(element) in spared or (inherited and inherited.rule.closed):
                self._of[id(element)] = inherited
            else:
                self._of[id(element)] = Region(rule, element)

    def of(self, element: Tag) -> Region | None:
        """The region that `element` is in, or is."""
        return self._of.get(id(element))
