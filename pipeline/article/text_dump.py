"""A plain-text dump of a scraped page -> its article.

A dump is what somebody pasted or a scraper printed: paragraphs between blank
lines, with counters, captions, credits and cut-off lines still among them. There
are no elements to go by, so the text becomes a page of paragraphs, on which the
rules about wording are the same as on any other, and what only a dump needs is
here: captions are known by the credit line below them and by how they are worded.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from lxml import etree

from pipeline.article.block_labeller import label_blocks
from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.boilerplate.figures import is_credit
from pipeline.article.extraction import make_article
from pipeline.article.metadata import PageMetadata
from pipeline.article.not_an_article import NotAnArticle
from pipeline.article.page_model import HeadMetadata
from pipeline.article.page_model_builder import build_page_model
from pipeline.records import Article, Block, Label
from pipeline.text.line_joins import unwrapped
from pipeline.text.safe_text import single_spaced, without_setting

MAX_CHARACTERS = 5_000_000
"""As of a page."""
MAX_HEADLINE_CHARACTERS = 250
"""Longer first lines are paragraphs."""
TITLE_CASE_SHARE = 0.7
"""Share of the words with a capital from which a line is set as a title."""
CAPTION_WORDS = re.compile(
    r"\b(?:(?:is|are|was|were) (?:shown|pictured|seen|photographed)\b|(?:pictured|seen|"
    r"shown) (?:here|above|left|right|on|in|at)\b|"
    r"on the (?:left|right)\b|\((?:left|right|l|r|centre|center)\)|(?:above|below|left|right|top|"
    r"bottom|from left):|file photo|stock image)",
    re.I,
)
"""Words by which a caption points at its picture."""

FIRST_SENTENCE = re.compile(r"^[^.!?“\"]{10,}[.!?]")
"""What a line begins with, up to the end of a sentence."""
SCENE_VERB = re.compile(
    r"\b(?:speaks|arrives|attends|poses|walks|looks|holds|waves|gestures|addresses|leaves|stands|"
    r"sits|waits|delivers|meets|shakes|takes|gathers?|appears|listens|smiles|watch(?:es)?)\b"
)
"""Verbs in the present by which captions say what is seen."""
STORY_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|does|do|"
    r"said|says|told|tells|went|came|made|got|took|gave|began|\w{2,}ed)\b"
)
"""Verbs by which a text goes on."""
LONG_PARAGRAPH = 100
"""Characters of a paragraph that is surely the article's."""
END_LABELS = frozenset(
    {
        *(Label.RELATED, Label.COMMENTS, Label.SHARE, Label.NEWSLETTER, Label.DISCLAIMER),
        *(Label.NAVIGATION, Label.AUTHOR_BIO, Label.PROMO, Label.PAYWALL),
    }
)
"""Labels behind which, at the end of a text, nothing of the article follows."""
LIST_LABELS = frozenset({Label.RELATED, Label.COMMENTS})
"""Those of them that hold lists, whose lines get the same label."""
MAX_SCENE_CHARACTERS = 300
"""Captions are shorter."""
MAX_ENTRY_CHARACTERS = 60
"""Lines that are all shorter than this are entries of a list, not a wrapped paragraph."""


def extract_dump(text: str, *, url: str | None = None) -> Article:
    """The article in a text dump, with every paragraph of the dump labelled.

    Raises NotAnArticle for a dump without running text.
    """
    if len(text) > MAX_CHARACTERS:
        raise NotAnArticle("too-large", f"the text has more than {MAX_CHARACTERS:,} characters")
    if not text.strip():
        raise NotAnArticle("empty", "the text has no content")
    paragraphs = list(_paragraphs(text))
    body = etree.Element("body")
    for number, (_, paragraph) in enumerate(paragraphs):
        is_title = number == 0 and _is_title(paragraph)
        etree.SubElement(body, "h1" if is_title else "p").text = paragraph
    page = build_page_model(body, HeadMetadata())
    label_blocks(page)
    _label_captions(page.blocks)
    _label_lists(page.blocks)
    _label_end(page.blocks)
    blocks = tuple(
        Block(block.verdict.label, block.verdict.rule, block.text, f"line {line}")
        for block, (line, _) in zip(page.blocks, paragraphs, strict=True)
        if block.verdict is not None
    )
    if not any(block.kept and block.label is not Label.HEADLINE for block in blocks):
        raise NotAnArticle("no-text", "nothing in the text reads as running text")
    return make_article(
        blocks,
        PageMetadata(),
        url=url,
        outlet=None,
        language=None,
        truncated=False,
        paywalled=any(block.label is Label.PAYWALL for block in blocks),
    )


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Number of the first line and the text of every paragraph."""
    lines: list[tuple[int, str]] = []
    for number, line in enumerate((*without_setting(text).splitlines(), ""), 1):
        if line.strip():
            lines.append((number, single_spaced(line)))
        elif lines:
            yield from _joined(lines)
            lines = []


def _joined(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Lines that stand together: one wrapped paragraph, or several short entries."""
    if len(lines) > 1 and max(len(line) for _, line in lines) <= MAX_ENTRY_CHARACTERS:
        yield from lines
        return
    credits_below = []
    while len(lines) > 1 and is_credit(lines[-1][1]):
        credits_below.append(lines.pop())
    yield lines[0][0], single_spaced(unwrapped("\n".join(line for _, line in lines)))
    yield from reversed(credits_below)


def _is_title(paragraph: str) -> bool:
    if len(paragraph) > MAX_HEADLINE_CHARACTERS:
        return False
    if not paragraph.rstrip("”\"’'").endswith("."):
        return True
    words = [word for word in paragraph.split() if len(word) > 3]
    return sum(word[0].isupper() for word in words) > TITLE_CASE_SHARE * len(words)


def _label_captions(blocks: list[PageBlock]) -> None:
    for block, following in itertools.pairwise(blocks):
        if block.label is not Label.PARAGRAPH or following.label is not Label.CREDIT:
            continue
        if not block.prose:
            block.verdict = Verdict(Label.CAPTION, "line-before-credit")
        elif CAPTION_WORDS.search(block.text[:1000]) or block.text.endswith(("…", "...")):
            block.verdict = Verdict(Label.CAPTION, "caption-before-credit")
        elif _shows(block.text):
            block.verdict = Verdict(Label.CAPTION, "scene-before-credit")


def _shows(text: str) -> bool:
    """Whether the first sentence tells a scene: in the present, or without a verb."""
    first = FIRST_SENTENCE.match(text[:MAX_SCENE_CHARACTERS])
    if first is None:
        return False
    return bool(SCENE_VERB.search(first[0])) or not STORY_VERB.search(first[0])


def _label_lists(blocks: list[PageBlock]) -> None:
    """Titles below the title of a list of stories: there are no links to know them by."""
    in_list = False
    for block in blocks:
        if block.label is Label.RELATED:
            in_list = True
        elif in_list and _is_entry(block):
            block.verdict = Verdict(Label.RELATED, "below-related-title")
        else:
            in_list = False


def _label_end(blocks: list[PageBlock]) -> None:
    """Below the text, once boilerplate has begun, nothing short is text again."""
    last = max((b.index for b in blocks if b.kept and len(b.text) >= LONG_PARAGRAPH), default=-1)
    below: Verdict | None = None
    for block in blocks[last + 1 :]:
        if block.label in END_LABELS and block.verdict is not None:
            below = block.verdict
        elif below is not None and block.kept:
            label = below.label if below.label in LIST_LABELS else Label.OTHER
            block.verdict = Verdict(label, "below-the-text")


def _is_entry(block: PageBlock) -> bool:
    return block.kept and not block.text.rstrip("”\"’'").endswith((".", "?", "!", ":"))
