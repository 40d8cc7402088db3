"""Text from the web made fit to be shown: bounded, on one line, nothing invisible that acts.

Escaping is not done here: the template escapes whatever it prints.
"""

from __future__ import annotations

import re

from rich.cells import cell_len, chop_cells

ELLIPSIS = "…"

# Characters that show nothing but change how others are shown or stored: controls, soft hyphen,
# zero-width space, bidirectional marks, embeddings, overrides and isolates, byte order mark,
# interlinear annotation, lone surrogates (they cannot be written as UTF-8), noncharacters and
# tag characters. The joiners U+200C and U+200D stay: words and emoji need them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e0fff]"
)


def plain(text: str) -> str:
    """The text without invisible characters, its white space collapsed to single spaces."""
    return " ".join(_INVISIBLE.sub("", text).split())


def shorten(text: str, limit: int) -> str:
    """`plain` text of at most `limit` characters.

    What is longer is cut at the last word that fits and ends with an ellipsis. The time it
    takes depends on `limit`, not on the length of the text, for text of ordinary spacing.
    """
    head = plain(text[: 4 * limit])
    if len(head) <= limit and len(text) <= 4 * limit:
        return head
    return cut_end(head, limit)


def cut_end(text: str, limit: int) -> str:
    """Text cut to `limit` characters, the ellipsis included, between words where it has any."""
    space = text.rfind(" ", limit // 2, limit)
    kept = text[: limit - 1] if space == -1 else text[:space]
    return kept.rstrip(" ,;:–—") + ELLIPSIS


def shorten_to_width(text: str, cells: int) -> str:
    """`plain` text that fits a number of half-width cells, cut with an ellipsis if need be.

    A wide East Asian character takes two cells, a mark over another one none.
    """
    whole = shorten(text, cells)
    if cell_len(whole) <= cells:
        return whole
    first, *_ = chop_cells(whole, cells - 1)
    return first.rstrip() + ELLIPSIS
