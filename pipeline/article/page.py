"""A page -> its article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.article.decoding import parse
from pipeline.article.errors import NotAnArticle
from pipeline.article.furniture.bylines import REPORTING_RULE
from pipeline.article.headline import masthead
from pipeline.article.kinds import ARTICLE_TYPES, refuse_other_kinds
from pipeline.article.labelling import label_blocks
from pipeline.article.metadata import PageFacts, read_facts, with_visible
from pipeline.article.reading import read_view
from pipeline.article.silent import long_scripts, visible_body
from pipeline.article.structured import json_ld_text, script_text
from pipeline.article.truncation import is_truncated
from pipeline.article.view import Told, View
from pipeline.layouts import PageLayout
from pipeline.records import KEPT_LABELS, PARAGRAPH_SEPARATOR, Article, Block, Label

LITTLE_SHOWN = 500
"""A page that shows fewer characters of text may hold it in a script."""


def extract_page(
    payload: bytes,
    *,
    url: str | None = None,
    content_type: str | None = None,
    outlet: str | None = None,
    language: str | None = None,
    founded: date | None = None,
    page_layout: PageLayout | None = None,
) -> Article:
    """The article that a page holds, with every block of the page labelled.

    `url` is where the page came from and `content_type` the header it came with;
    `outlet` and `language` (ISO 639-1) are used where the page itself says nothing.
    `founded` is when the outlet began: no article is older. `page_layout` is how its pages
    were laid out when this one was captured, where the general rules do not do.

    Raises NotAnArticle, with a reason, for what holds no article.
    """
    root = parse(payload, content_type)
    facts = read_facts(root, url=url, founded=founded)
    title = " ".join(root.findtext(".//title", default="").split())[:500]
    scripts = long_scripts(root)
    body = visible_body(root)
    if body is None:
        raise NotAnArticle("no-text", "the page has no body")
    told = Told(facts.headline or "", title, facts.description or "", facts.authors)
    view = read_view(body, told, page_layout)
    label_blocks(view)
    blocks = finished_blocks(view)
    shown = sum(len(b.text) for b in blocks if b.kept and b.label is not Label.HEADLINE)
    structured = _machine_blocks(facts, shown, scripts, title)
    if not blocks and not structured:
        raise NotAnArticle("no-text", "the page shows no text")
    if page_layout and page_layout.text and view.chosen is None:
        doubt = "the outlet's layout names no text on this page; the general rules read it"
        facts = replace(facts, doubts=(*facts.doubts, doubt))
    if structured:
        blocks = (*(_set_aside(block) for block in blocks), *structured)
    else:
        refuse_other_kinds(view, facts.types, title)
    return make_article(
        blocks,
        facts,
        url=url,
        outlet=outlet or (None if facts.outlet else masthead(view)),
        language=language,
        truncated=not structured and is_truncated(view, facts.accessible_for_free),
    )


def _machine_blocks(
    facts: PageFacts, shown: int, scripts: Sequence[str], title: str
) -> tuple[Block, ...]:
    """The paragraphs of what the page holds for machines, if it shows much less of it."""
    stated = json_ld_text(facts.article_body)
    blocks = stated.blocks(shown) if stated else ()
    if blocks or shown >= LITTLE_SHOWN:
        return blocks
    found = script_text(
        scripts, facts.headline or title, is_article=bool(facts.types & ARTICLE_TYPES)
    )
    return found.blocks(shown) if found else ()


def finished_blocks(view: View) -> tuple[Block, ...]:
    """The blocks of a labelled view as records."""
    return tuple(
        Block(block.verdict.label, block.verdict.rule, block.text, block.place)
        for block in view.blocks
        if block.verdict is not None
    )


def _set_aside(block: Block) -> Block:
    if block.label not in KEPT_LABELS or block.label is Label.HEADLINE:
        return block
    return Block(Label.DUPLICATE, "machine-text-instead", block.text, block.place)


def make_article(
    blocks: tuple[Block, ...],
    facts: PageFacts,
    *,
    url: str | None,
    outlet: str | None,
    language: str | None,
    truncated: bool,
) -> Article:
    """The article of labelled blocks, its facts completed by what they show."""

    def texts(label: Label) -> list[str]:
        return [block.text for block in blocks if block.label is label]

    headlines = texts(Label.HEADLINE)
    kept = [b.text for b in blocks if b.kept and b.label is not Label.HEADLINE]
    facts = with_visible(
        facts,
        headline=headlines[0] if headlines else None,
        bylines=[b.text for b in blocks if b.label is Label.BYLINE and b.rule != REPORTING_RULE],
        timestamps=texts(Label.TIMESTAMP),
        text=PARAGRAPH_SEPARATOR.join(kept),
    )
    return Article(
        url=facts.url or url,
        headline=facts.headline,
        authors=facts.authors,
        published=facts.published,
        modified=facts.modified,
        language=facts.language or language,
        section=facts.section,
        outlet=facts.outlet or outlet,
        blocks=blocks,
        truncated=truncated,
        paywalled=facts.accessible_for_free is False
        or any(block.label is Label.PAYWALL for block in blocks),
        published_from=facts.published_from,
        modified_from=facts.modified_from,
        doubts=facts.doubts,
    )
