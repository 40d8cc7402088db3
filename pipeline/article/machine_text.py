"""Text that a page holds only for machines: in its JSON-LD, or in the state of a script.

Some sites write the article into the page with a script. What they send for it is plain text or
HTML without names, so what it holds besides paragraphs can hardly be distinguished; it is used only
where the page itself shows much less.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.article.blocks import PageBlock
from pipeline.article.metadata.stated_text import LiveUpdate
from pipeline.article.not_an_article import NotAnArticle
from pipeline.article.page_chrome import PageChrome
from pipeline.article.page_decoding import parse
from pipeline.article.page_types import MIN_CHARACTERS
from pipeline.article.script_state import text_in_scripts
from pipeline.article.script_stripping import visible_body
from pipeline.article.tree_builder import build_block_index
from pipeline.records import KEPT_LABELS, Block, Label
from pipeline.text.safe_text import single_spaced, writable

SHOWN_SHARE = 0.35
"""The text for machines is used when the page shows less than this share of it."""
MAX_CHARACTERS = 1_000_000
"""The longest articles have a tenth of it."""
_TAG = re.compile(r"</?[a-z][^<>]{0,2000}>", re.I)
"""A tag within a text of JSON."""
_FLOW_TAG = re.compile(r"</?(?:p|br|div)\b[^<>]{0,2000}>", re.I)
"""In text with one of these, line ends are white space, as in all HTML."""
_BLOCK_TAG = re.compile(r"\s{0,20}</?(?:h[1-6]|[uo]l|li|blockquote|table|figure|section)\b", re.I)
"""Elements that are blocks of their own in such a text."""
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
"""Between the paragraphs of a text without tags."""


def json_ld_blocks(
    body: str | None, updates: Iterable[LiveUpdate], shown_characters: int
) -> tuple[Block, ...]:
    """The text of the JSON-LD, if the page shows much less of it; else nothing.

    `body` is its `articleBody`, `updates` are the entries of a live blog in order. The `dom_path`
    of an entry's blocks has its place and its time: "liveBlogUpdate[3] 2026-03-09T17:05:00Z".
    """
    blocks = list(_blocks(body, "json-ld-body", "articleBody")) if body else []
    for update in updates:
        position = f"liveBlogUpdate[{update.index}] {update.stated_time or ''}".rstrip()
        if update.headline:
            blocks.append(Block(Label.HEADING, "json-ld-update", update.headline, position))
        blocks.extend(_blocks(update.body, "json-ld-update", position))
    return _if_more(blocks, shown_characters)


def script_blocks(
    scripts: Sequence[str], headline: str, shown_characters: int, *, is_article: bool
) -> tuple[Block, ...]:
    """The text in the state of a script, if the page shows much less of it; else nothing.

    On a page that does not say that it is an article, only text beside its headline counts:
    a front page has the texts of other pages in its state.
    """
    found = text_in_scripts(scripts, headline)
    if found is None or not (found.is_titled or is_article):
        return ()
    return _if_more(list(_blocks(found.text, "script-body", "script")), shown_characters)


def _if_more(blocks: list[Block], shown_characters: int) -> tuple[Block, ...]:
    characters = sum(len(block.text) for block in blocks if block.label in KEPT_LABELS)
    if characters < MIN_CHARACTERS or shown_characters >= SHOWN_SHARE * characters:
        return ()
    return tuple(blocks)


def _blocks(text: str, rule: str, position: str) -> Iterator[Block]:
    text = writable(text[:MAX_CHARACTERS])
    if not _TAG.search(text):
        # tags and marks of a text are often written as entities, twice in JSON-LD
        text = html.unescape(text)
    if not _TAG.search(text):
        for piece in _pieces(text):
            yield Block(Label.PARAGRAPH, rule, single_spaced(piece), position)
        return
    if not _FLOW_TAG.search(text):
        text = "".join(
            piece if _BLOCK_TAG.match(piece) else f"<p>{piece}</p>" for piece in _pieces(text)
        )
    for block in _page_blocks(text):
        yield Block(_label(block), rule, block.text, position)


def _pieces(text: str) -> Iterator[str]:
    """The paragraphs of plain text: between blank lines, or lines where there are none."""
    pieces = _BLANK_LINE.split(text)
    if len(pieces) == 1:
        pieces = text.split("\n")
    return (piece for piece in pieces if piece.strip())


def _page_blocks(markup: str) -> list[PageBlock]:
    """The shown blocks of some HTML, read as a page is; none of what no page would be."""
    try:
        body = visible_body(parse(f"<body>{markup}</body>".encode()))
        if body is None:
            return []
        index = build_block_index(body, PageChrome(body, lambda tag, class_names: ()))
    except NotAnArticle:
        return []
    return [block for block in index.blocks if id(block.wrapper) not in index.unseen]


def _label(block: PageBlock) -> Label:
    if "figcaption" in block.around:
        return Label.CAPTION
    if "blockquote" in block.around:
        return Label.BLOCKQUOTE
    if block.heading is not None:
        return Label.HEADING
    return Label.LIST_ITEM if "li" in block.around else Label.PARAGRAPH
