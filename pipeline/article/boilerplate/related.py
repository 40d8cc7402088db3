"""Links to other stories: boxes between paragraphs, lists below, rails beside."""

from __future__ import annotations

import re

from bs4 import Tag

from pipeline.article.block_index import BlockIndex
from pipeline.article.blocks import HEADING_TAGS, PageBlock, Verdict, heading_level
from pipeline.article.boilerplate_regions import RegionRule
from pipeline.article.class_name_tokens import words
from pipeline.article.page_model import PageModel, is_table_row, stands_in
from pipeline.records import Label

RELATED_LINE = re.compile(
    r"^(?:(?:also |now )?read(?: more| next| also| on| this)?:|(?:also )?read (?:more|next|"
    r"also)\b|"
    r"read the full (?:story|article)|(?:click|tap) here (?:to|for)|"
    r"related(?: (?:coverage|stories|articles|reading)\b|"
    r" (?:articles?|stor(?:y|ies)|coverage|content|links?|topics?|posts?|news|reading|"
    r"video))?(?::|$)|"
    r"more to read|see also\b|see more\b|more (?:on|from|in|about|stories|news|coverage|like)\b|"
    r"further reading|recommended\b|"
    r"(?:most|editors?’?'?s?) (?:read|popular|viewed|picks?|choice)|you (?:may|"
    r"might) (?:also )?(?:like|be interested)|"
    r"don['’]t miss|trending|more (?:great|top|must)\b|more:?$|top stories|latest (?:news|"
    r"stories|from)|what to read next|"
    r"in case you missed it|watch(?: now| more)?:|>>|from (?:our|the) archives?\b|"
    r"earlier on this|recent posts|more [\w ]{1,40}: https?://|on [\w-]+\.(?:com|org|net|co\.uk):|"
    r"keep reading|explore more|next (?:article|story|post)|previous (?:article|story|post))",
    re.I,
)
"""Titles above other stories, and lines that lead to one."""

REGIONS = (
    RegionRule(
        Label.RELATED,
        "related-by-name",
        names=words(
            r"related\w*|recirc\w*|recommend\w*|also ?read|read ?(?:more|next|also)|(?:read|"
            r"more) in|"
            r"more ?(?:on|from|stories|news|in|like|articles|posts|links|coverage|content)|"
            r"most ?(?:read|viewed|popular|shared|recent)|trending|popular ?(?:posts|stories|"
            r"news)?|"
            r"you ?may ?(?:also)? ?like|further ?reading|up ?next|next ?(?:stor(?:y|ies)|"
            r"articles?|posts?|up)|"
            r"prev(?:ious)? ?(?:stor(?:y|ies)|articles?|posts?)|in ?line ?links?|rich ?link|"
            r"link ?list|"
            r"see ?also|teasers?|river|onward\w*|story ?(?:package|stream|list)|in other news|"
            r"latest(?: news| stories| posts)?|"
            r"recent ?(?:posts|articles|stories|entries)|sidebar|right ?rail|rail|yarpp|"
            r"jp relatedposts|"
            r"suggested ?(?:\w+)?|(?:featured|other|top|editors?) ?(?:stories|posts|articles|"
            r"news|picks|links)|"
            r"article ?list|post ?list|card ?list|dont miss|keep reading|zergnet|revcontent|"
            r"inline ?(?:story|article|related|promo)s?|archive ?(?:links?|box)"
        ),
        closed=True,
        most_characters=20_000,
    ),
)
"""Parts called so."""


TEASER = RegionRule(Label.RELATED, "teaser", closed=True)
"""Entries of other stories, one beside the other."""
MAX_TEASER_CHARACTERS = 700
"""Title, summary, author and time of another story; more is a text of its own."""
MAX_TEASER_LEVELS = 6
"""Elements around a link among which its entry is looked for."""
MIN_TEASERS = 3
"""Two of one kind may be parts of the article."""
MAX_ROW = 80
"""Neighbours that are looked at."""
RELATED_PREFIX = re.compile(
    r"^(?:(?:also )?read(?: more| also| next)?|related|see also|watch|more|recommended): ", re.I
)
"""Words before the title of another story in one line."""
MAX_PREFIXED_CHARACTERS = 200
"""A line with such words and a title."""
MAX_BUTTON_CHARACTERS = 15
"""“Read more”: what is longer is a title."""
MAX_TITLE_CHARACTERS = 100
"""A heading that is a link; longer ones are sentences of the text with a source."""
MAX_LINE_CHARACTERS = 40
"""Another line that is a link; sentences of the text that are links are longer."""


def teasers(block_index: BlockIndex) -> dict[int, RegionRule]:
    """Elements that tease other stories: a linked title and a few words, in a row of the like.

    By id of the element. The row is what tells them from a heading of the article that
    happens to be a link.
    """
    found: dict[int, RegionRule] = {}
    in_a_row: dict[int, bool] = {}
    for block in block_index.blocks:
        if block.heading is None or block.link_share < 0.9:
            continue
        outermost: Tag | None = None
        element = block.element
        for _ in range(MAX_TEASER_LEVELS):
            if block_index.size(element) > MAX_TEASER_CHARACTERS or element is block_index.body:
                break
            if id(element) not in in_a_row:
                in_a_row[id(element)] = _is_in_a_row(element, block_index)
            if in_a_row[id(element)]:
                outermost = element
            if element.parent is None:
                break
            element = element.parent
        if outermost is not None and heading_level(outermost.name, outermost.attrs) is None:
            found[id(outermost)] = TEASER
    return found


def _is_in_a_row(element: Tag, block_index: BlockIndex) -> bool:
    if element.parent is None:
        return False
    classes = set(block_index.style(element)[1].split())
    alike = 0
    for sibling in element.parent.contents[:MAX_ROW]:
        if isinstance(sibling, Tag) and sibling.name == element.name:
            others = set(block_index.style(sibling)[1].split())
            alike += bool(classes & others) or classes == others
    return alike >= MIN_TEASERS


def related_line(block: PageBlock, page: PageModel) -> Verdict | None:
    """A line that leads to other stories: "Read more: …", or nothing but a link."""
    text = block.text
    if len(text) > 300 or not RELATED_LINE.match(text[:60]):
        return None
    longest = MAX_TITLE_CHARACTERS if block.heading else MAX_LINE_CHARACTERS
    longest = MAX_PREFIXED_CHARACTERS if RELATED_PREFIX.match(text) else longest
    is_title = len(text) <= longest and text[-1:] not in '.?!”"'
    return Verdict(Label.RELATED, "related-line") if is_title or block.link_share > 0.4 else None


def related_line_in_text(block: PageBlock, page: PageModel) -> Verdict | None:
    """Such a line between paragraphs, whatever the part of the page is called."""
    return related_line(block, page) if page.inside(block) else None


def only_link(block: PageBlock, page: PageModel) -> Verdict | None:
    """A block of the container that is one link and no sentence."""
    if block.link_share < 0.95 or not page.inside(block) or is_table_row(block):
        return None
    if block.element.name in HEADING_TAGS or stands_in(block, "li"):
        return Verdict(Label.RELATED, "linked-title")
    if len(block.text) > MAX_BUTTON_CHARACTERS:
        return Verdict(Label.RELATED, "only-link")
    if block.element.name == "div":
        return Verdict(Label.NAVIGATION, "link-as-button")
    return None


LATE_RULES = (only_link,)
"""After those that know better."""
