"""Which block of a page is its headline."""

from __future__ import annotations

import re

from pipeline.article.block_index import BlockIndex
from pipeline.article.blocks import PageBlock, extent, is_wide
from pipeline.article.class_name_tokens import words
from pipeline.article.page_model import HeadMetadata, PageModel, has_words, plain_words, says

HEADLINE_NAMES = words(
    r"headline|(?:article|entry|post|story|page|main) ?(?:title|headline|heading)|title"
)
"""Names by which sites call the element with the headline."""
TITLE_SEPARATOR = re.compile(r"\s+[-–—|•·:»]+\s+|\s*[|»]\s*")
"""Signs between an article's title and the outlet's name."""
HOME_ADDRESS = re.compile(r"^(?:https?://[^/?#]{1,200})?/?(?:index\.html?)?$")
"""A link to the front page."""
HOME_WORDS = frozenset({"home", "homepage", "front", "start", "skip", "menu", "back"})
"""Words of such a link that name no outlet."""
MAX_NAME_WORDS = 5
"""An outlet's name; more are a headline."""
MIN_TITLE_CHARACTERS = 12
"""A shorter part of the page's title is more likely the outlet's or a section's name."""
MAX_HEADLINE_CHARACTERS = 400
"""Longer headings are texts."""


def find_headline(block_index: BlockIndex, head: HeadMetadata) -> PageBlock | None:
    """The block that is the page's headline; None if no block looks like one.

    In this order: a heading that says what the head says, one of the first level that says more
    (a kicker before it), any other block that does, a heading of the first level that says part
    of it, the only heading of the first level, an element called headline.
    """
    short = [b for b in block_index.blocks if len(b.text) <= MAX_HEADLINE_CHARACTERS]
    headings = [block for block in short if block.heading is not None and has_words(block.text)]
    titles = [block for block in headings if block.heading == 1]
    wanted = _wordings(head)
    for candidates in (titles, headings):
        for block in candidates:
            if says(block.text, *wanted):
                return block
    said = [(block, plain_words(block.text)) for block in titles]
    for block, found in said:
        if any(wording in found for wording in wanted):
            return block
    for block in short:
        if block.link_share < 0.5 and says(block.text, *wanted):
            return block
    for block, found in said:
        if extent(found) > MIN_TITLE_CHARACTERS and any(found in wording for wording in wanted):
            return block
    named = [
        b
        for b in headings
        if HEADLINE_NAMES(block_index.class_names(b.wrapper))
        or HEADLINE_NAMES(block_index.class_names(b.element))
    ]
    for candidates in (titles, named):
        for block in candidates:
            if block.link_share < 0.9 and _has_several_words(block.text):
                return block
    return None


def _has_several_words(text: str) -> bool:
    return " " in text or (is_wide(text) and extent(text) > MIN_TITLE_CHARACTERS)


def masthead(page: PageModel) -> str | None:
    """The name of the outlet as the page's top shows it: its first link to the front page."""
    for block in page.blocks[: page.headline.index if page.headline else 0]:
        if len(block.links) != 1 or block.link_share < 1:
            continue
        path = HOME_ADDRESS.match(block.links[0])
        words = block.text.split()
        if path and 1 <= len(words) <= MAX_NAME_WORDS and words[0].lower() not in HOME_WORDS:
            return block.text
    return None


def _wordings(head: HeadMetadata) -> set[str]:
    """How the headline may read, by the head: as stated, or the title without the site's name."""
    found = {plain_words(head.headline)}
    parts = TITLE_SEPARATOR.split(head.title[:MAX_HEADLINE_CHARACTERS])
    longest = max(parts, key=len)
    found.update({plain_words(head.title), plain_words(longest), plain_words(parts[0])})
    for separator in (" - ", " – ", " — ", " | "):
        if separator in head.title:
            found.add(plain_words(head.title.rsplit(separator, 1)[0]))
    return {words for words in found if extent(words) > MIN_TITLE_CHARACTERS}
