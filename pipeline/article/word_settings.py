"""What HTML says of words beside their text, where that tells who speaks.

Quotations are found in the text of the kept blocks, which has no elements any more. What in HTML
tells a question of an interview from its answer, a speaker from the words and whose a block
quotation is goes on with the block as data: `Block.settings` and `Block.group`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bs4 import Tag

from pipeline.article.block_index import BlockIndex
from pipeline.article.blocks import PageBlock
from pipeline.records import Setting, SetWords

INLINE_SETTINGS = {
    **dict.fromkeys(("b", "strong", "i", "em"), Setting.STRESSED),
    "cite": Setting.CITE,
    **dict.fromkeys(("td", "th"), Setting.CELL),
}
"""What elements within a line say of its words."""
BLOCK_SETTINGS = {"dt": Setting.TERM, "td": Setting.CELL, "th": Setting.CELL}
"""What the element of a whole block says of its words."""
ATTRIBUTED_IN = frozenset({"footer", "figcaption"})
"""Elements that say in a block quotation, or in the figure around one, whose it is."""
GROUPING = frozenset({"tr", "figure", "blockquote"})
"""Elements whose blocks belong together; of several around a block the outermost counts."""
QUOTING_FIGURE = frozenset({"figure", "blockquote"})
"""Around a block whose figure is a block quotation."""

Tags = tuple[tuple[Setting, int], ...]
"""Settings with the identity of what must be distinguished: one cell is not the next."""


def tags_of(inline: Sequence[tuple[str, Tag]]) -> Tags:
    """What sets the words that stand in these inline elements apart."""
    found: dict[Setting, int] = {}
    for name, tag in inline:
        setting = INLINE_SETTINGS.get(name)
        if setting is not None:
            found[setting] = id(tag) if setting is Setting.CELL else 0
    return tuple(found.items())


def settings_of(parts: Sequence[str], tags: Mapping[int, Tags]) -> tuple[SetWords, ...]:
    """The settings of a text that is these parts put together, its white space collapsed.

    `tags` has the parts that are set apart, by their place. Words that are stressed tell
    something only at the start of a text.
    """
    found: list[SetWords] = []
    begun: dict[tuple[Setting, int], int] = {}
    """Settings that go on up to here -> their place in `found`."""
    length, gap = 0, False
    for position, part in enumerate(parts):
        words = part.split()
        if not words:
            gap = True
            continue
        start = length + (length > 0 and (gap or part[0].isspace()))
        length = start + len(" ".join(words))
        gap = part[-1].isspace()
        going_on: dict[tuple[Setting, int], int] = {}
        for tag in tags.get(position, ()):
            at = begun.get(tag)
            if at is not None:
                found[at] = SetWords(tag[0], found[at].start, length)
            elif tag[0] is not Setting.STRESSED or start == 0:
                at = len(found)
                found.append(SetWords(tag[0], start, length))
            if at is not None:
                going_on[tag] = at
        begun = going_on
    return tuple(found)


class WordSettings:
    """What HTML says of the words of a page's blocks, by the elements in and around them."""

    def __init__(self, block_index: BlockIndex) -> None:
        """Look for the figures of the page that are block quotations."""
        self._block_index = block_index
        self._quoting = {
            id(figure)
            for block in block_index.blocks
            if block.around >= QUOTING_FIGURE
            and (figure := block.element.find_parent("figure")) is not None
        }

    def of(self, block: PageBlock) -> tuple[SetWords, ...]:
        """The settings of a block's words: those of all of it, then the others."""
        by_element = BLOCK_SETTINGS.get(block.element.name)
        is_attribution = self.is_attribution(block)
        if by_element is None and not is_attribution:
            return block.settings
        whole = {by_element} if by_element else set()
        if is_attribution:
            whole.add(Setting.CITE)
        inside = tuple(words for words in block.settings if words.setting not in whole)
        return (*(SetWords(setting, 0, len(block.text)) for setting in sorted(whole)), *inside)

    def group(self, block: PageBlock) -> int | None:
        """The number of the block quotation, or row of a table, that a block stands in.

        It is the index of the first block in it. A figure counts that holds a block quotation.
        """
        element = self._group_element(block)
        return self._block_index.span(element).start if element is not None else None

    def is_attribution(self, block: PageBlock) -> bool:
        """Whether a block says whose a block quotation is: its footer, the figure's caption."""
        if block.around.isdisjoint(GROUPING):
            return False
        named = block.wrapper.name == "cite" or not block.around.isdisjoint(ATTRIBUTED_IN)
        element = self._group_element(block) if named else None
        return element is not None and element.name != "tr"

    def _group_element(self, block: PageBlock) -> Tag | None:
        if block.around.isdisjoint(GROUPING):
            return None
        outermost = None
        for element in (block.element, *block.element.parents):
            if element.name in {"blockquote", "tr"} or id(element) in self._quoting:
                outermost = element
        return outermost
