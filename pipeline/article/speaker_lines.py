"""Lines that say who speaks stay with the words that they belong to.

Alone such a line looks like boilerplate: a name, a dash and a name, a few words with a colon. It
is the article's if the words beside it are: the term of a description list with its definition,
the footer of a block quotation with the quotation, the name that stands above every turn of a
conversation.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

from bs4 import Tag

from pipeline.article.arbiter.verdicts import OVERRULES
from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.kept_blocks import kept_label
from pipeline.article.page_model import PageModel
from pipeline.article.word_settings import WordSettings
from pipeline.records import Label

MAX_LINE_CHARACTERS = 160
"""A name with role and place is shorter; what is longer is a text of its own."""
SPEAKER_LABEL = re.compile(r"^[^\W\d_][^:]{0,60}:$")
"""A line that names who speaks below it."""
NAMED_QUOTATION = re.compile(
    r"^[“\"‘«„].{8,600}[”\"’»“] ?(?:[—–―]|--?) ?[^\W\d_][^.!?“”\"]{2,80}$"
    r"|^[^\W\d_][^.!?:“”\"]{2,80}(?::| [—–-]) [“\"‘«„].{8,600}[”\"’»“]$"
)
"""“…” — Ada Cole, mayor; Ada Cole, mayor: “…”."""
MIN_TURNS = 2
"""A name above one paragraph may be the title of a box; above two it is a speaker's."""


def keep_together(page: PageModel) -> None:
    """Keep what was dropped beside kept words and says whose they are."""
    _terms(page)
    _attributions(page)
    _quotations(page)
    _labels(page)


def _terms(page: PageModel) -> None:
    """A description list that is kept for the greater part is kept whole."""
    lists: dict[int, list[PageBlock]] = defaultdict(list)
    for block in page.blocks:
        if block.element.name in {"dt", "dd"}:
            around = block.element.find_parent("dl")
            if isinstance(around, Tag):
                lists[id(around)].append(block)
    for blocks in lists.values():
        kept = sum(len(block.text) for block in blocks if block.kept)
        if 2 * kept <= sum(len(block.text) for block in blocks):
            continue
        for block in blocks:
            _restore(block, "list-of-kept")


def _attributions(page: PageModel) -> None:
    """A block quotation of the text that names its speaker, with the line that does."""
    settings = WordSettings(page.block_index)
    lines: dict[int | None, list[PageBlock]] = defaultdict(list)
    for block in page.blocks:
        if len(block.text) <= MAX_LINE_CHARACTERS and settings.is_attribution(block):
            lines[settings.group(block)].append(block)
    if not lines:
        return
    for block in page.blocks:
        if "blockquote" in block.around and page.inside(block) and settings.group(block) in lines:
            _restore(block, "quotation-with-attribution")
    kept = {settings.group(block) for block in page.blocks if block.kept}
    for group, blocks in lines.items():
        for block in blocks:
            if group in kept and not block.kept:
                block.verdict = Verdict(Label.BLOCKQUOTE, "attribution-of-kept")


def _quotations(page: PageModel) -> None:
    """A line that is nothing but words between marks and the name of who said them."""
    for block in page.contained:
        if not block.kept and NAMED_QUOTATION.match(block.text):
            _restore(block, "quotation-with-name")


def _labels(page: PageModel) -> None:
    """The names above the turns of a conversation."""
    labels = [
        block
        for block, following in pairwise(page.blocks)
        if following.kept and page.inside(block) and SPEAKER_LABEL.match(block.text)
    ]
    times = Counter(block.text for block in labels)
    for block in labels:
        if times[block.text] >= MIN_TURNS:
            _restore(block, "label-of-kept")


def _restore(block: PageBlock, rule: str) -> None:
    """Give back a block that the rules had kept and the arbiter dropped."""
    verdict = block.verdict
    if block.kept or verdict is None or not verdict.rule.startswith(OVERRULES):
        return
    block.verdict = Verdict(kept_label(block), rule, verdict.probability)
