"""Rules that need the labels of other blocks: openings, groups, runs of links, repeats.

They are asked after every block has a label of its own, each over the whole page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag

from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.boilerplate.author_boxes import BIO_SENTENCE
from pipeline.article.container import common_ancestor
from pipeline.article.page_model import PageModel, is_table_row, plain_words
from pipeline.records import KEPT_LABELS, Label

GROUP_LABELS = frozenset(
    {
        *(Label.COMMENTS, Label.NEWSLETTER, Label.AUTHOR_BIO, Label.PAYWALL, Label.SHARE),
        *(Label.PROMO, Label.RELATED),
    }
)
"""Labels that one line gives to the small part it stands in."""
LINKED_ROWS = 0.8
"""A table with links in this share of its rows is a list of links."""
ONLY_LINK = Verdict(Label.RELATED, "only-link")
"""The source of what the article says, as often as another story."""
LISTED_LABELS = frozenset({Label.RELATED, Label.NEWSLETTER, Label.PROMO})
"""Labels of titles whose list follows them."""
UNCERTAIN_LABELS = KEPT_LABELS | {Label.OTHER, Label.PROMO}
"""Labels that what stands around a block may still change."""
MAX_GROUP_CHARACTERS = 900
"""Text of a part that one line speaks for; more may be the article's."""
MAX_GROUP_BLOCKS = 14
"""Likewise."""
MAX_TAIL_SHARE = 0.4
"""More of the kept text than this below a title is not its list."""
MAX_BIO_CHARACTERS = 450
"""Two or three sentences on an author."""
FOLLOW_AUTHOR = re.compile(
    r"(?:^|[.!?] )(?:you can )?follow (?:him|her|them|me) (?:on|at) "
    r"(?:twitter|facebook|instagram|x|threads|bluesky|mastodon|@)"
    r"|\b(?:his|her|their) (?:latest |new |first )?book\b.{0,80}\bis out (?:now|this)\b",
    re.I,
)
"""What the last lines say of an author."""
ITALIC_TAGS = frozenset({"i", "em"})
"""Elements that set words in italics, as last lines on an author are."""
MIN_PRINTED_WORDS = 7
"""Words that are surely the same when they come twice."""
MIN_REPEATED_WORDS = 3
"""Of a line set apart: a pull quotation."""
MIN_REPEATED_WORDS_IN_STYLE = 5
"""Of a line set like the text, which may say the same few words twice."""
MAX_REPEATED_CHARACTERS = 400
"""Pull quotations are shorter."""
MAX_SEARCHED_CHARACTERS = 120_000
"""Of the text in which they are looked for; longer articles have theirs above."""
MAX_SEARCHES = 80
"""Lines that are looked for, so that work stays linear."""
COMMENT_COUNT = re.compile(r"^\d{1,6} (?:comments?|replies|responses)$", re.I)
"""Title above comments."""
POST_PICTURE = re.compile(r"\bpic\.twitter\.com/\w|\bhttps?://t\.co/\w")
"""What a post of a network ends with."""
REMARK_HEAD = re.compile(
    r"^.{1,60}\b(?:on|at)\b.{0,40}\d.{0,30}\b(?:said|says|wrote|writes):$", re.I
)
"""Line above a comment: who, and when."""
MIN_REMARKS = 2
"""One such line may be of the article."""
POST_SIGNATURE = re.compile(r"^(?:[—–-] .{1,60}\(@\w{1,30}\).{0,40}|@\w{1,30}\b.{0,40})$")
"""Line below a post: who, and by what name on the network."""


def kept(page: PageModel) -> Iterator[PageBlock]:
    """The kept blocks other than the headline."""
    return (block for block in page.taken if block.kept)


def opening_standfirst(page: PageModel) -> None:
    """A line between headline and byline that is not set like the text is the standfirst."""
    if page.headline is None:
        return
    opening = page.blocks[page.headline.index + 1 : page.first]
    signed = [b.index for b in opening if b.label in {Label.BYLINE, Label.TIMESTAMP}]
    for block in opening:
        if block.label is Label.STANDFIRST:
            return
        if block.label in {Label.PARAGRAPH, Label.HEADING} and not page.in_style(block):
            if any(index > block.index for index in signed) and len(block.text) > 15:
                block.verdict = Verdict(Label.STANDFIRST, "before-byline")
            return


def groups(page: PageModel) -> None:
    """A small group whose first line says what it is: its other lines are the same."""
    for block in page.blocks:
        if block.verdict is None:
            continue
        label = block.verdict.label
        if label in GROUP_LABELS:
            others = _group(block, page)
        elif label is Label.COUNTER and COMMENT_COUNT.match(block.text):
            others = _group(block, page)
            if len(others) > 1:
                block.verdict = Verdict(Label.COMMENTS, "comments-title")
        else:
            continue
        for other in others:
            if other.index > block.index and other.label in UNCERTAIN_LABELS:
                other.verdict = Verdict(block.verdict.label, f"group-of-{block.verdict.rule}")


def posts(page: PageModel) -> None:
    """What ends with the signature of a social network's post, or links to its picture."""
    for block in kept(page):
        signed = POST_SIGNATURE.match(block.text[:120])
        quoted = "blockquote" in block.around
        if not signed and not (quoted and POST_PICTURE.search(block.text)):
            continue
        block.verdict = Verdict(Label.EMBED, "post-signature")
        frame = block.element if block.element.name == "blockquote" else None
        frame = frame or (block.element.find_parent("blockquote") if quoted else None)
        others = _members(frame, block, page) if frame else _group(block, page, first=False)
        for other in others:
            if other.label in KEPT_LABELS and (frame or other.index < block.index):
                other.verdict = Verdict(Label.EMBED, "post-with-signature")


def threads(page: PageModel) -> None:
    """A list of remarks, each under a line that says who said it and when, is a comment thread."""
    heads = [b for b in kept(page) if REMARK_HEAD.match(b.text[:120])]
    if len(heads) < MIN_REMARKS:
        return
    thread = [
        page.blocks[index]
        for index in page.block_index.span(common_ancestor([block.element for block in heads]))
    ]
    for block in heads if page.headline in thread else thread:
        if block.label in KEPT_LABELS:
            block.verdict = Verdict(Label.COMMENTS, "thread")


def _group(block: PageBlock, page: PageModel, *, first: bool = True) -> list[PageBlock]:
    """The blocks of the smallest element that holds more than this one, if it is small."""
    element: Tag | None = block.element
    while element is not None and page.size(element) <= len(block.text):
        element = element.parent
    if (
        element is None
        or page.size(element) > MAX_GROUP_CHARACTERS
        or element is page.container_element
        or element is page.block_index.body
    ):
        return []
    members = _members(element, block, page)
    if len(members) > MAX_GROUP_BLOCKS or page.headline in members:
        return []
    if any(page.inside(m) and page.in_style(m) and m.prose for m in members):
        return []
    return members if not first or members[0] is block else []


def _members(element: Tag, block: PageBlock, page: PageModel) -> list[PageBlock]:
    span = page.block_index.span(element)
    start = max(span.start, block.index - MAX_GROUP_BLOCKS - 1)
    return page.blocks[start : min(span.stop, block.index + MAX_GROUP_BLOCKS + 2)]


def link_runs(page: PageModel) -> None:
    """What follows the title of a list of links is in that list as long as it is links."""
    running: str | None = None
    for block in page.blocks:
        if block.verdict is None:
            continue
        label = block.verdict.label
        if label is Label.RELATED and block.link_share < 0.5:
            running = block.verdict.rule
        elif label in KEPT_LABELS:
            if running and block.link_share > 0.8:
                block.verdict = Verdict(Label.RELATED, "links-after-title")
            else:
                running = None


def tail(page: PageModel) -> None:
    """Below the title of a list of other stories, what is not set like the text belongs to it."""
    blocks = page.blocks
    last = max((b.index for b in kept(page) if page.in_style(b) and b.prose), default=-1)
    title = next(
        (
            b
            for b in blocks[last + 1 :]
            if b.label is Label.RELATED and b.link_share < 0.5 and b.index > last
        ),
        None,
    )
    if title is None or not _is_near_end(title, page):
        return
    label = Label.RELATED
    for block in blocks[title.index :]:
        if block.label in {Label.RELATED, Label.COMMENTS}:
            label = Label(block.label)
        elif block.label in KEPT_LABELS:
            block.verdict = Verdict(label, f"below-{label}-title")


def _is_near_end(title: PageBlock, page: PageModel) -> bool:
    below = sum(len(b.text) for b in kept(page) if b.index > title.index)
    return below <= MAX_TAIL_SHARE * sum(len(b.text) for b in kept(page))


def tables_of_links(page: PageModel) -> None:
    """A table that leads somewhere else with nearly every row is a list of other pages."""
    rows: dict[int, list[PageBlock]] = {}
    for block in kept(page):
        table = block.element.find_parent("table") if is_table_row(block) else None
        if table is not None:
            rows.setdefault(id(table), []).append(block)
    for table_rows in rows.values():
        if sum(bool(row.links) for row in table_rows) >= LINKED_ROWS * len(table_rows):
            for row in table_rows:
                row.verdict = Verdict(Label.RELATED, "table-of-links")


def orphaned_headings(page: PageModel) -> None:
    """A heading with nothing below it but links to other stories, or offers, is theirs."""
    following: PageBlock | None = None
    for block in reversed(list(kept(page))):
        if block.label is Label.HEADING and (following is None or following.label is Label.HEADING):
            end = following.index if following is not None else len(page.blocks)
            listed = _first_listed(page.blocks[block.index + 1 : end], page)
            if listed is not None:
                block.verdict = Verdict(listed, "heading-of-dropped")
                continue
        following = block


def _first_listed(dropped: list[PageBlock], page: PageModel) -> Label | None:
    for block in dropped:
        if block.label in LISTED_LABELS and block.verdict != ONLY_LINK:
            return Label(block.label) if page.inside(block) else None
    return None


def repeats(page: PageModel) -> None:
    """Blocks that say again what a paragraph says: pull quotes, key points, texts printed twice."""
    said = {block.index: plain_words(block.text) for block in kept(page)}
    _printed_twice(page, said)
    prose = [b for b in kept(page) if b.prose]
    paragraphs = {b.index for b in prose}
    text = f" {' | '.join(said[b.index] for b in prose)[:MAX_SEARCHED_CHARACTERS]} "
    candidates = [b for b in kept(page) if _may_repeat(b, said[b.index], page)][:MAX_SEARCHES]
    for block in candidates:
        own = block.index in paragraphs
        if text.count(f" {said[block.index]} ") > own:
            block.verdict = Verdict(Label.DUPLICATE, "pull-quote")


def _printed_twice(page: PageModel, said: dict[int, str]) -> None:
    """What is printed twice counts once: where it is text, not a point of a list above."""
    seen: dict[str, PageBlock] = {}
    for block in kept(page):
        words = said[block.index]
        if words.count(" ") < MIN_PRINTED_WORDS:
            continue
        before = seen.setdefault(words, block)
        if before is block:
            continue
        if before.label is Label.LIST_ITEM and block.label is Label.PARAGRAPH:
            before.verdict = Verdict(Label.DUPLICATE, "said-below")
            seen[words] = block
        else:
            block.verdict = Verdict(Label.DUPLICATE, "said-before")


def _may_repeat(block: PageBlock, said: str, page: PageModel) -> bool:
    if len(block.text) > MAX_REPEATED_CHARACTERS or block.heading is not None:
        return False
    if block.label not in {Label.PARAGRAPH, Label.BLOCKQUOTE}:
        return False
    words = said.count(" ") + 1
    apart = not page.in_style(block) or block.label is Label.BLOCKQUOTE
    return words >= (MIN_REPEATED_WORDS if apart else MIN_REPEATED_WORDS_IN_STYLE)


def biographies(page: PageModel) -> None:
    """The last lines of the text, if they are about its author."""
    last = [b for b in list(kept(page))[-4:] if len(b.text) <= MAX_BIO_CHARACTERS]
    names = set(page.names) | _signed(page) if last else set()
    for block in last:
        said = plain_words(block.text)
        begins = any(said.startswith(name) for name in names)
        italic = any(e.name in ITALIC_TAGS for e in (block.wrapper, *block.wrapper.parents))
        apart = italic or not page.in_style(block)
        about = bool(BIO_SENTENCE.match(block.text))
        asks = FOLLOW_AUTHOR.search(block.text) is not None
        if (begins and (apart or about)) or (about and italic) or asks:
            block.verdict = Verdict(Label.AUTHOR_BIO, "about-its-author")


def _signed(page: PageModel) -> set[str]:
    """Words of the names in the bylines."""
    names = set()
    for block in page.blocks:
        if block.label is Label.BYLINE:
            for part in re.split(r"\s*(?:,|\band\b|&|\||\bin\b)\s*", block.text[:200]):
                words = plain_words(
                    re.sub(r"^(?:by|interview:?|posted.*\bby)\s+", "", part, flags=re.I)
                )
                if " " in words:
                    names.add(words)
    return names


SEQUENCES = (
    opening_standfirst,
    groups,
    posts,
    threads,
    link_runs,
    tail,
    tables_of_links,
    orphaned_headings,
    repeats,
    biographies,
)
"""In this order."""
