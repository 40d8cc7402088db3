"""Whether a page shows the whole article or only its beginning."""

from __future__ import annotations

from pipeline.article.page_model import PageModel
from pipeline.records import KEPT_LABELS, Label

LONG_TEXT = 3_000
"""A text this long is whole, whatever is offered below it."""


def is_truncated(page: PageModel, accessible_for_free: bool | None) -> bool:
    """Whether the page is a teaser: it stops, and asks for money or a log-in."""
    kept = [b for b in page.blocks if b.label in KEPT_LABELS and b.label is not Label.HEADLINE]
    if not kept:
        return False
    characters = sum(len(b.text) for b in kept)
    walls = [b for b in page.blocks if b.label is Label.PAYWALL]
    stops = kept[-1].text.rstrip().endswith(("…", "...", "[…]"))
    after = any(b.index > kept[-1].index for b in walls)
    if after and (characters < LONG_TEXT or stops):
        return True
    return stops and accessible_for_free is False
