"""Whether a page shows the whole article or only its beginning, and whether it asks for money.

Both are read off what is shown: markup of a wall lies in many pages that are free to read, and
waits there for a script to show it.
"""

from __future__ import annotations

from bs4 import Tag

from pipeline.article.block_index import BlockIndex
from pipeline.article.blocks import PageBlock
from pipeline.article.page_model import PageModel
from pipeline.records import Label

LONG_TEXT = 3_000
"""A text this long is whole, whatever is offered below it."""
BREAKS_OFF = ("…", "...", "[…]")
"""What a text that goes on elsewhere ends with."""


def is_truncated(page: PageModel, accessible_for_free: bool | None) -> bool:
    """Whether the page is a teaser: it stops, and asks for money or a log-in.

    `accessible_for_free` is what the page says of the whole article. Where it says that all of it
    may be read, what asks for money is an appeal, unless the text breaks off.
    """
    kept = [b for b in page.blocks if b.kept]
    if not kept:
        return False
    characters = sum(len(b.text) for b in kept)
    stops = breaks_off(kept[-1].text)
    after = bool(shown_walls(page, kept[-1].index + 1))
    if after and (stops or (characters < LONG_TEXT and accessible_for_free is not True)):
        return True
    return stops and accessible_for_free is False


def is_paywalled(page: PageModel, accessible_for_free: bool | None) -> bool:
    """Whether the whole article may be read for money or with an account only."""
    if accessible_for_free is not None:
        return not accessible_for_free or is_truncated(page, accessible_for_free)
    return bool(shown_walls(page))


def shown_walls(page: PageModel, first: int = 0) -> list[PageBlock]:
    """The blocks of walls that readers see, from the block with an index on."""
    return [
        block
        for block in page.blocks[first:]
        if block.label is Label.PAYWALL and not _is_hidden(block.wrapper, page.block_index)
    ]


def breaks_off(text: str) -> bool:
    """Whether a text ends with dots instead of a sentence."""
    return text.rstrip().endswith(BREAKS_OFF)


def _is_hidden(element: Tag, block_index: BlockIndex) -> bool:
    """Whether an element is not shown; a closed box is often hidden from screen readers alone."""
    return any(
        id(around) in block_index.unseen or around.get("aria-hidden") == "true"
        for around in (element, *element.parents)
    )
