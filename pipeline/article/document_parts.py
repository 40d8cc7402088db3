"""Parts of a page by what HTML and the page's own headings say of them, whatever they are called.

A dialog lies over the page. A part with the headline and the paragraphs of the article again is a
copy of it, for printers as a rule. A part like the article's own, below it, with a headline of
the same level and a signature of its own, is the next article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bs4 import Tag

from pipeline.article.block_index import BlockIndex
from pipeline.article.blocks import PageBlock
from pipeline.article.boilerplate.bylines import BYLINE
from pipeline.article.boilerplate_regions import RegionRule
from pipeline.article.page_model import plain_words, says
from pipeline.records import Label

DIALOG = RegionRule(Label.OTHER, "dialog")
"""A box that opens over the page."""
COPY = RegionRule(Label.DUPLICATE, "copy-of-article", closed=True)
"""The article again: for printing, or for another screen."""
NEXT_ARTICLE = RegionRule(Label.RELATED, "next-article", closed=True)
"""Another article below the first."""
DIALOG_ROLES = frozenset({"dialog", "alertdialog"})
"""Roles of such boxes, by WAI-ARIA."""
COPIED_SHARE = 0.6
"""A part with more than this share of its running text from the article is a copy of it; a
summary says some of the same sentences."""
SIGNATURE_PROPERTIES = frozenset({"author", "datepublished", "datecreated"})
"""Of schema.org, lower case."""
MAX_BYLINE_CHARACTERS = 80
"""A longer line that begins with "By" is a sentence."""
MAX_PARTS = 20
"""More titles on one page are a list of them, and each costs a look at the whole page."""
HOME_TAGS = ("main", "article")
"""Elements that hold the page's own content, or an article's, by the HTML standard."""


def document_parts(block_index: BlockIndex, headline: PageBlock | None) -> dict[int, RegionRule]:
    """The parts that are not the article's, by id, none of which holds the headline."""
    around = ids_around(headline.element) if headline is not None else set()
    found = {
        id(element): DIALOG
        for element in block_index.elements
        if is_dialog(element) and id(element) not in around
    }
    if headline is not None and headline.heading is not None:
        found.update((id(e), NEXT_ARTICLE) for e in _next_articles(block_index, headline, around))
        found.update((id(e), COPY) for e in _copies(block_index, headline, around))
    return found


def beside_headline(
    block_index: BlockIndex, headline: PageBlock | None, text: list[PageBlock]
) -> list[PageBlock]:
    """Those of some blocks that share `<main>` or `<article>` with the headline; else all.

    Longer text elsewhere, about cookies or of other stories, is not the article's.
    """
    if headline is None or headline.heading is None:
        return text
    for home in _homes(headline.element):
        span = block_index.span(home)
        shared = [block for block in text if block.index in span]
        if any(block.prose and block.index > headline.index for block in shared):
            return shared
    return text


def _homes(element: Tag) -> Iterable[Tag]:
    """`<main>` around an element, then the outermost `<article>` around it."""
    around = [parent for parent in (element, *element.parents) if isinstance(parent, Tag)]
    for name in HOME_TAGS:
        yield from [e for e in reversed(around) if name in (e.name, e.get("role"))][:1]


def ids_around(element: Tag) -> set[int]:
    """The ids of an element and of all around it."""
    return {id(element), *(id(parent) for parent in element.parents)}


def is_dialog(element: Tag) -> bool:
    """Whether an element is a dialog (https://www.w3.org/TR/wai-aria-1.2/#dialog)."""
    attributes = element.attrs
    return element.name == "dialog" or (
        bool(attributes)
        and (attributes.get("role") in DIALOG_ROLES or attributes.get("aria-modal") == "true")
    )


def _next_articles(block_index: BlockIndex, headline: PageBlock, around: set[int]) -> Iterable[Tag]:
    """The parts below the article's that are articles as well.

    Sections of one article, and entries of a live blog, have headings of a lower level, or no
    signature of their own.
    """
    wanted = plain_words(headline.text)
    titles = (
        block
        for block in block_index.blocks[headline.index + 1 :]
        if block.heading == headline.heading and not says(block.text, wanted)
    )
    for part in _parts_of(titles, around):
        own = _own_part(part, around)
        if (
            own is not None
            and _is_alike(block_index, part, own)
            and _has_paragraph(block_index, own, headline)
            and _is_signed(block_index, part)
            and _is_signed(block_index, own)
        ):
            yield part


def _copies(block_index: BlockIndex, headline: PageBlock, around: set[int]) -> Iterable[Tag]:
    """The parts with the headline and the paragraphs that stand elsewhere as well.

    Of several, the first is kept if the headline stands apart from all of them.
    """
    wanted = plain_words(headline.text)
    titles = (
        block
        for block in block_index.blocks
        if block is not headline and block.heading and says(block.text, wanted)
    )
    said = Counter(block.text for block in block_index.blocks if block.prose)
    for part in reversed(_parts_of(titles, around)):
        span = block_index.span(part)
        prose = [block_index.blocks[index] for index in span if block_index.blocks[index].prose]
        own = Counter(block.text for block in prose)
        again = sum(len(text) * own[text] for text in own if said[text] > own[text])
        if again > COPIED_SHARE * sum(len(block.text) for block in prose):
            said -= own
            yield part


def _parts_of(titles: Iterable[PageBlock], around: set[int]) -> list[Tag]:
    """The outermost elements that hold some titles and not the headline, each once."""
    parts: dict[int, Tag] = {}
    for title in titles:
        part = _outermost_without(title.element, around)
        parts[id(part)] = part
        if len(parts) == MAX_PARTS:
            break
    return list(parts.values())


def _outermost_without(element: Tag, around: set[int]) -> Tag:
    """The outermost element around one that does not hold the headline."""
    while element.parent is not None and id(element.parent) not in around:
        element = element.parent
    return element


def _own_part(part: Tag, around: set[int]) -> Tag | None:
    """The neighbour of a part that holds the headline."""
    siblings = part.parent.contents if part.parent is not None else ()
    return next((e for e in siblings if isinstance(e, Tag) and id(e) in around), None)


def _is_alike(block_index: BlockIndex, part: Tag, own: Tag) -> bool:
    """Whether two parts are of a kind: two `<article>`s, or two elements with a class in common."""
    if part.name != own.name:
        return False
    classes, others = (set(block_index.style(e)[1].split()) for e in (part, own))
    return part.name == "article" or bool(classes & others)


def _has_paragraph(block_index: BlockIndex, own: Tag, headline: PageBlock) -> bool:
    span = block_index.span(own)
    return any(block.prose for block in block_index.blocks[headline.index + 1 : span.stop])


def _is_signed(block_index: BlockIndex, part: Tag) -> bool:
    """Whether a part has a byline, a time or an address of its own."""
    if any(str(part.get(name, "")).startswith(("/", "http")) for name in part.attrs):
        return True
    blocks = (block_index.blocks[index] for index in block_index.span(part))
    if any(len(b.text) <= MAX_BYLINE_CHARACTERS and BYLINE.match(b.text) for b in blocks):
        return True
    return any(
        element.name == "time"
        or "author" in (element.get("rel") or ())
        or str(element.get("itemprop", "")).lower() in SIGNATURE_PROPERTIES
        for element in part.find_all(True)
    )
