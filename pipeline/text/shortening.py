"""Texts cut to a length, on one line, for whoever reads them."""

from __future__ import annotations

from pipeline.text.safe_text import visible

ELLIPSIS = "…"
"""Stands for what was cut off."""


def shorten(text: str, limit: int) -> str:
    """The `visible` text in at most `limit` characters.

    What is longer is cut at the last word that fits and ends with an ellipsis. The time it
    takes depends on `limit`, not on the length of the text, for text of ordinary spacing.
    """
    head = visible(text[: 4 * limit])
    if len(head) <= limit and len(text) <= 4 * limit:
        return head
    return cut_end(head, limit)


def cut_end(text: str, limit: int) -> str:
    """Text cut to `limit` characters, the ellipsis included, between words where it has any."""
    space = text.rfind(" ", limit // 2, limit)
    kept = text[: limit - 1] if space == -1 else text[:space]
    return kept.rstrip(" ,;:–—") + ELLIPSIS
