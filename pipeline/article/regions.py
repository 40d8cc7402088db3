"""Parts of a page that are furniture by what their elements are called.

A region is an element with everything in it. Closed regions (comments, related
stories, a newsletter box) label all they hold, whatever that is called; in open
ones (a footer, a toolbar) a named part keeps its own label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bs4 import Tag

from pipeline.article.hints import Hints
from pipeline.records import Label


@dataclass(frozen=True, slots=True)
class RegionRule:
    """Elements with these tags, or named like this, are a region of this label."""

    label: Label
    rule: str
    names: re.Pattern[str] | None = None
    tags: frozenset[str] = frozenset()
    closed: bool = False
    most_characters: int | None = None
    """Elements with more text than this are no such region."""


@dataclass(frozen=True, slots=True)
class Region:
    """A rule and the element to which it applied."""

    rule: RegionRule
    element: Tag


def words(pattern: str) -> re.Pattern[str]:
    """A pattern for hint strings that matches whole words only."""
    return re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])")


class Regions:
    """The region of every element of a page.

    `spared` are elements that hold the article or its headline: a region rule never
    applies to them, however they are called. `structural` are elements that are regions by
    what they hold, by id; `sizes` the characters in every element.
    """

    def __init__(
        self,
        body: Tag,
        hints: Hints,
        rules: Iterable[RegionRule],
        structural: Mapping[int, RegionRule],
        *,
        spared: frozenset[int],
        sizes: dict[int, int],
    ) -> None:
        self._hints = hints
        self._rules = tuple(rules)
        self._structural = structural
        self._sizes = sizes
        self._of: dict[int, Region | None] = {id(body): None}
        for element in body.find_all(True):
            parent = element.parent
            inherited = self._of.get(id(parent))
            if (inherited is not None and inherited.rule.closed) or id(element) in spared:
                self._of[id(element)] = inherited
            else:
                self._of[id(element)] = self._own(element) or inherited

    def of(self, element: Tag) -> Region | None:
        """The region that `element` is in, or is."""
        return self._of.get(id(element))

    def _own(self, element: Tag) -> Region | None:
        known = self._structural.get(id(element))
        if known is not None:
            return Region(known, element)
        hint = self._hints.of(element)
        for rule in self._rules:
            if element.name in rule.tags or (rule.names and hint and rule.names.search(hint)):
                limit = rule.most_characters
                if limit is None or self._sizes.get(id(element), 0) <= limit:
                    return Region(rule, element)
        return None
