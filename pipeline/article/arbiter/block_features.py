"""What can be seen of a block, in numbers: what the arbiter reads.

`BlockFeatures` takes a page whose blocks have the labels of the rules and makes a row of numbers
for every block that the arbiter is asked about. Nothing is decided here: what a number means is
learned from labelled pages (`training/arbiter`), which reads the same rows. `COLUMNS` names the
numbers in their order, `TOKEN_KINDS` the kinds of words whose meaning is learned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

import numpy as np
from bs4 import Tag
from numpy.typing import NDArray

from pipeline.article.arbiter.block_text import TEXT_COLUMNS, name_tokens, text_numbers, text_tokens
from pipeline.article.arbiter.element_surroundings import (
    LEVELS,
    PARENT_COLUMNS,
    TAG_NUMBER,
    ParentNumbers,
    SpanChains,
)
from pipeline.article.arbiter.sequences import bounded, rank_in_group, since, until, windows
from pipeline.article.blocks import PageBlock
from pipeline.article.layout_selectors import RULE as OUTLET_RULE
from pipeline.article.page_model import PageModel
from pipeline.records import KEPT_LABELS, Label

Array = NDArray[np.float32]

NEVER_ASKED = frozenset({Label.HEADLINE, Label.ADVERT, Label.COUNTER, Label.COMMENTS})
"""What rules can read off."""
NEVER_OVERRULED = frozenset(
    {
        *("dialog", "copy-of-article", "next-article"),
        *("said-before", "said-below", "pull-quote", "headline-again"),
        *("correction-line", "struck", OUTLET_RULE),
    }
)
"""Rules that read off what a part or line is, or that the words stand on the page already; and
what an outlet's own layout drops."""
LINKED_SHARE = 0.8
"""What is a link for the most part and was dropped by a rule is not asked about: on the labelled
news pages one such block in a thousand is text, and they are most of a page."""
MENUS = frozenset({Label.NAVIGATION, Label.SHARE})
"""Labels of parts that are boilerplate as a whole."""
MIN_IN_MENU = 30
"""Characters of a line that is asked about although it stands in a menu, or in another part that
is boilerplate as a whole: standfirsts and headings stand in parts that are called so."""
AROUND = ("article", "main", "aside", "footer", "header", "figure", "ul", "table", "blockquote")
"""Elements around a block whose being there is a number."""
LABELS = (Label.PARAGRAPH, Label.HEADING, Label.LIST_ITEM, Label.STANDFIRST, Label.OTHER)
"""Labels by the rules that are a number each; the others are rare among what is asked about."""
SIGNED = frozenset({Label.BYLINE, Label.TIMESTAMP})
"""Labels of lines that say who wrote an article, and when."""
NEAR = (-2, -1, 1, 2)
"""Blocks before and behind whose labels and sizes are numbers."""
NEAR_LEVELS = 2
"""Parent and grandparent."""
OUTER_LEVELS = 5
"""Elements above these whose names are read."""

ELEMENT_COLUMNS = (
    *("tag", "wrapper_tag", "link_share", "heading", "prose", "inside", "in_style", "unseen"),
    *("region_share", "description", "pictured", "parent_pictured"),
)
"""What the block's own element is like."""
SPAN_COLUMNS = tuple(
    f"{who}_{what}"
    for who in ("element", "parent", "grandparent", "outer")
    for what in ("size", "links", "prose", "kept", "blocks")
)
"""What the elements around it hold."""
PLACE_COLUMNS = (
    *("part", "from_headline", "from_first", "from_last", "from_container", "to_container_end"),
    *("kept_before", "prose_before", "page_blocks", "page_kept", "page_prose"),
    *("titles_between", "since_kept", "until_kept", "copies", "copied_before", "since_byline"),
    *("rank", "rank_from_end"),
)
"""Where on the page it stands."""
STYLE_COLUMNS = tuple(
    f"{which}_{what}"
    for which in ("style", "double")
    for what in ("prose", "number", "kept", "length")
)
"""How often its style comes on the page, and what the rules make of the others."""
NEAR_COLUMNS = tuple(
    f"{what}{offset:+d}" for offset in NEAR for what in ("length", "link", "kept", "heading")
)
"""What stands beside it."""
WINDOW_COLUMNS = tuple(
    f"{what}_15_{where}" for what in ("kept", "link", "prose") for where in ("before", "behind")
)
"""What stands in some blocks before and behind it."""
COLUMNS = (
    *TEXT_COLUMNS,
    *ELEMENT_COLUMNS,
    *(f"in_{tag}" for tag in AROUND),
    *PARENT_COLUMNS,
    *PLACE_COLUMNS,
    *STYLE_COLUMNS,
    *SPAN_COLUMNS,
    *NEAR_COLUMNS,
    *WINDOW_COLUMNS,
    *(f"is_{label}" for label in LABELS),
)
"""The numbers of a block, in the order of the columns of `BlockFeatures.matrix`."""
TOKEN_KINDS = ("text", "names", "parent_names", "outer_names", "rules")
"""Words of the block, of its element's names, of its parents' names, of those around them, and
the rules that labelled it."""


def is_asked(block: PageBlock) -> bool:
    """Whether the arbiter is asked about a block, or a rule alone decides."""
    verdict, region = block.verdict, block.region.rule if block.region else None
    if verdict is None or verdict.rule in NEVER_OVERRULED or verdict.label in NEVER_ASKED:
        return False
    if region is not None and region.rule in NEVER_OVERRULED:
        return False
    if verdict.label in KEPT_LABELS:
        return True
    if block.linked > LINKED_SHARE * len(block.text):
        return False
    if verdict.label in MENUS or (region is not None and region.closed):
        return block.prose or (len(block.text) > MIN_IN_MENU and not block.controls)
    return True


class BlockFeatures:
    """The numbers of one page's blocks."""

    def __init__(self, page: PageModel) -> None:
        """Measure a page whose blocks have their labels."""
        self._page = page
        blocks = page.blocks
        self.number = len(blocks)
        self.asked = [block.index for block in blocks if is_asked(block)]
        """Indices of the blocks that the arbiter is asked about: the rows."""
        self.rows = np.array(self.asked, dtype=np.intp)
        self.characters = np.array([len(block.text) for block in blocks], np.float32)
        linked = np.array([block.linked for block in blocks], np.float32)
        self._link = np.minimum(1, linked / self.characters)
        self._kept = np.array([block.kept for block in blocks], np.float32)
        self._prose = np.array([block.prose for block in blocks], np.float32)
        self._running = self._prose * self.characters
        """Characters of running text."""
        self._all_running = max(1.0, self._running.sum())
        self.heading = np.array([block.heading or 0 for block in blocks], np.float32)
        texts: dict[str, int] = {}
        self.text = np.array([texts.setdefault(b.text, len(texts)) for b in blocks], np.intp)
        """Blocks with the same text have the same number here."""
        self._group()

    def _group(self) -> None:
        """Number the styles, the styles with that of the element around, and the parents."""
        index = self._page.block_index
        styles: dict[object, int] = {}
        doubles: dict[object, int] = {}
        parents: dict[tuple[int, int], int] = {}
        known: dict[int, tuple[int, int, int]] = {}
        self._chains = SpanChains(index.spans, self.number)
        groups = []
        for block in self._page.blocks:
            element = block.element
            found = known.get(id(element))
            if found is None:
                above = element.parent or element
                style = index.style(element)
                found = known[id(element)] = (
                    styles.setdefault(style, len(styles)),
                    doubles.setdefault((style, index.style(above)), len(doubles)),
                    parents.setdefault(self._chains.of(element)[1], len(parents)),
                )
            groups.append(found)
        numbers = np.array(groups, np.intp).reshape(-1, 3)
        self.style, self.double, self.parent = numbers[:, 0], numbers[:, 1], numbers[:, 2]

    def forget_page(self) -> None:
        """Let the page go; what `second_numbers` needs stays."""
        del self._page, self._chains

    def matrix(self) -> Array:
        """A row for every block that is asked about, a column for every name of COLUMNS."""
        blocks, rows = self._page.blocks, len(self.asked)
        labels = [
            [own is label for label in LABELS] for own in (blocks[i].label for i in self.asked)
        ]
        return np.concatenate(
            [
                np.fromiter(chain.from_iterable(self._own()), np.float32).reshape(rows, -1),
                self._place(),
                self._styles(),
                self._spans(),
                self._near(),
                self._windows(),
                np.array(labels, np.float32).reshape(rows, len(LABELS)),
            ],
            axis=1,
            dtype=np.float32,
        )

    def tokens(self) -> Iterator[tuple[tuple[str, ...], ...]]:
        """The tokens of every block that is asked about, in the order of TOKEN_KINDS."""
        class_names = self._page.block_index.class_names
        around: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        for i in self.asked:
            block = self._page.blocks[i]
            names = name_tokens(class_names(block.wrapper))
            if block.element is not block.wrapper:
                names += name_tokens(class_names(block.element))
            above = block.element.parent or block.element
            found = around.get(id(above))
            if found is None:
                line = _line(above)
                found = around[id(above)] = (
                    _names(line[:NEAR_LEVELS], class_names),
                    _names(line[NEAR_LEVELS:], class_names),
                )
            rule = block.verdict.rule if block.verdict else ""
            region = (f"in {block.region.rule.rule}",) if block.region else ()
            yield text_tokens(block.text), names, *found, (rule, *region)

    def _own(self) -> Iterator[tuple[float, ...]]:
        """TEXT_COLUMNS, ELEMENT_COLUMNS, AROUND, PARENT_COLUMNS."""
        page = self._page
        unseen, pictured = page.block_index.unseen, page.block_index.pictured
        size = page.block_index.size
        total = max(1, size(page.block_index.body))
        description = page.head.description[:400]
        around: dict[frozenset[str], tuple[bool, ...]] = {}
        parents = ParentNumbers(page, total)
        for i in self.asked:
            block = page.blocks[i]
            element = block.element
            tags = around.get(block.around)
            if tags is None:
                tags = around[block.around] = tuple(tag in block.around for tag in AROUND)
            yield (
                *text_numbers(block.text),
                TAG_NUMBER.get(element.name, -1),
                TAG_NUMBER.get(block.wrapper.name, -1),
                block.link_share,
                block.heading or 0,
                block.prose,
                page.inside(block),
                page.in_style(block),
                id(block.wrapper) in unseen or id(element) in unseen,
                size(block.region.element) / total if block.region else 0,
                bool(description) and block.text[:20] in description,
                id(element) in pictured,
                id(element.parent) in pictured,
                *tags,
                *parents.numbers(element.parent or element),
            )

    def _place(self) -> Array:
        page, number = self._page, self.number
        every = np.arange(number)
        head = page.headline.index if page.headline else -1
        level = (page.headline.heading if page.headline else None) or 1
        kept = self._kept * self.characters
        all_kept = max(1.0, kept.sum())
        titles = (self.heading > 0) & (self.heading <= level) & (every > head)
        copies = np.bincount(self.text)[self.text]
        signed = [block.label in SIGNED for block in page.blocks]
        rank = rank_in_group(self.parent)
        columns = [
            every / number,
            bounded(every - head),
            bounded(every - page.first),
            bounded(every - page.last),
            bounded(every - page.container.start),
            bounded(every - page.container.stop),
            (np.cumsum(kept) - kept) / all_kept,
            (np.cumsum(self._running) - self._running) / self._all_running,
            np.full(number, number),
            np.full(number, all_kept),
            np.full(number, self._all_running),
            bounded(np.cumsum(titles)),
            since(self._kept > 0),
            until(self._kept > 0),
            bounded(copies),
            rank_in_group(self.text) > 0,
            since(np.array(signed)),
            bounded(rank),
            bounded(np.bincount(self.parent)[self.parent] - rank),
        ]
        return np.stack([column[self.rows] for column in columns], axis=1).astype(np.float32)

    def _styles(self) -> Array:
        columns = []
        for groups in (self.style, self.double):
            number = np.bincount(groups)
            own = groups[self.rows]
            columns += [
                np.bincount(groups, self._running)[own] / self._all_running,
                number[own],
                np.bincount(groups, self._kept)[own] / number[own],
                np.bincount(groups, self.characters)[own] / number[own],
            ]
        return np.stack(columns, axis=1).astype(np.float32)

    def _spans(self) -> Array:
        blocks = self._page.blocks
        bounds = [self._chains.of(blocks[i].element) for i in self.asked]
        positions = np.array(bounds, np.intp).reshape(len(self.asked), LEVELS, 2)
        starts, stops = positions[:, :, 0], positions[:, :, 1]
        weights = (self.characters, self._link * self.characters, self._running, self._kept)
        size, links, prose, kept = (
            (sums := np.concatenate([[0], np.cumsum(weight)]))[stops] - sums[starts]
            for weight in weights
        )
        number = stops - starts
        running = prose / self._all_running
        numbers = (size, links / np.maximum(1, size), running, kept / number, number)
        return np.stack(numbers, axis=2).reshape(len(self.asked), -1).astype(np.float32)

    def _near(self) -> Array:
        base = np.stack([self.characters, self._link, self._kept, self.heading], axis=1)
        padded = np.full((self.number + 4, 4), -1, np.float32)
        padded[2:-2] = base
        parts = [padded[self.rows + 2 + offset] for offset in NEAR]
        return np.concatenate(parts, axis=1)

    def _windows(self) -> Array:
        columns = [
            column
            for values in (self._kept, self._link, self._prose)
            for column in windows(values, self.rows, ((-15, 0), (1, 16)))
        ]
        return np.stack(columns, axis=1).astype(np.float32)


def _line(element: Tag) -> list[Tag]:
    """An element and those around it whose names are read, innermost first."""
    line: list[Tag] = []
    tag: Tag | None = element
    while tag is not None and tag.name != "body" and len(line) < NEAR_LEVELS + OUTER_LEVELS:
        line.append(tag)
        tag = tag.parent
    return line


def _names(elements: list[Tag], class_names: Callable[[Tag], str]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for element in elements:
        names.update(dict.fromkeys(name_tokens(class_names(element))))
    return tuple(names)
