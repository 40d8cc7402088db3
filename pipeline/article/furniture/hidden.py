"""Text that the page holds but does not show.

Hidden parts are still text of the page: a whole article may be hidden behind a
wall, and what stands there is kept. What is dropped is the small hidden part:
machine-readable copies of the headline, messages, menus that open on a click.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bs4 import Tag

from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.view import View
from pipeline.records import Label

NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
MAX_HIDDEN_SHARE = 0.25
"""A hidden part with more of the page's running text than this may be the article."""


def hidden_parts(body: Tag, prose: Mapping[int, float]) -> frozenset[int]:
    """Ids of the elements in small parts that are hidden by attribute or style."""
    most = MAX_HIDDEN_SHARE * prose.get(id(body), 0.0)
    found: set[int] = set()
    for element in body.find_all(True):
        if id(element.parent) in found or (
            (element.has_attr("hidden") or NOT_SHOWN.search(str(element.get("style", ""))))
            and prose.get(id(element), 0.0) <= most
        ):
            found.add(id(element))
    return frozenset(found)


def unseen(block: PageBlock, view: View) -> Verdict | None:
    """A block in a small hidden part of the page."""
    if id(block.wrapper) in view.hidden:
        return Verdict(Label.OTHER, "hidden")
    return None
