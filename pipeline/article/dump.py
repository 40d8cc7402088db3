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

from bs4 import BeautifulSoup

from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.errors import NotAnArticle
from pipeline.article.labelling import label_blocks
from pipeline.article.metadata import PageFacts
from pipeline.article.page import make_article
from pipeline.article.reading import read_view
from pipeline.article.view import Told
from pipeline.records import Article, Block, Label

MAX_CHARACTERS = 5_000_000
MAX_HEADLINE_CHARACTERS = 250
CAPTION_WORDS = re.compile(
    r"\b(?:(?:is|are|was|were) (?:shown|pictured|seen|photographed)\b|(?:pictured|seen|"
    r"shown) (?:here|above|left|right|on|in|at)\b|"
    r"on the (?:left|right)\b|\((?:left|right|l|r|centre|center)\)|(?:above|below|left|right|top|"
    r"bottom|from left):|file photo|stock image)",
    re.I,
)


def extract_dump(text: str, *, url: str | None = None) -> Article:
    """The article in a text dump, with every paragraph of the dump labelled.

    Raises NotAnArticle for a dump without running text.
    """
    if len(text) > MAX_CHARACTERS:
        raise NotAnArticle("too-large", f"the text has more than {MAX_CHARACTERS:,} characters")
    if not text.strip():
        raise NotAnArticle("empty", "the text has no content")
    paragraphs = list(_paragraphs(text))
    soup = BeautifulSoup("", "lxml")
    body = soup.new_tag("body")
    for number, (_, paragraph) in enumerate(paragraphs):
        is_title = number == 0 and _is_title(paragraph)
        element = soup.new_tag("h1" if is_title else "p")
        element.string = paragraph
        body.append(element)
    view = read_view(body, Told())
    label_blocks(view)
    _label_captions(view.blocks)
    blocks = tuple(
        Block(block.verdict.label, block.verdict.rule, block.text, f"line {line}")
        for block, (line, _) in zip(view.blocks, paragraphs, strict=True)
        if block.verdict is not None
    )
    if not any(block.kept and block.label is not Label.HEADLINE for block in blocks):
        raise NotAnArticle("no-text", "nothing in the text reads as running text")
    return make_article(blocks, PageFacts(), url=url, outlet=None, language=None, truncated=False)


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Number of the first line and the text of every paragraph."""
    lines: list[str] = []
    start = 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            start = start if lines else number
            lines.append(line)
        elif lines:
            yield start, " ".join(" ".join(lines).split())
            lines = []
    if lines:
        yield start, " ".join(" ".join(lines).split())


def _is_title(paragraph: str) -> bool:
    return len(paragraph) <= MAX_HEADLINE_CHARACTERS and not paragraph.rstrip("”\"’'").endswith(".")


def _label_captions(blocks: list[PageBlock]) -> None:
    for block, following in itertools.pairwise(blocks):
        if block.label is not Label.PARAGRAPH or following.label is not Label.CREDIT:
            continue
        if CAPTION_WORDS.search(block.text[:1000]) or block.text.endswith(("…", "...")):
            block.verdict = Verdict(Label.CAPTION, "caption-before-credit")
        elif not block.prose:
            block.verdict = Verdict(Label.CAPTION, "line-before-credit")
