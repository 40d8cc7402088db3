"""A page -> its article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.article.arbiter import Arbiter, shipped_arbiter
from pipeline.article.block_labeller import label_blocks
from pipeline.article.boilerplate.bylines import REPORTING_RULE
from pipeline.article.headline import masthead
from pipeline.article.machine_text import json_ld_blocks, script_blocks
from pipeline.article.metadata import PageMetadata, read_metadata, with_visible
from pipeline.article.not_an_article import NotAnArticle
from pipeline.article.page_decoding import parse
from pipeline.article.page_model import HeadMetadata, PageModel
from pipeline.article.page_model_builder import build_page_model
from pipeline.article.page_types import ARTICLE_TYPES, refuse_other_kinds
from pipeline.article.script_stripping import long_scripts, visible_body
from pipeline.article.speaker_lines import keep_together
from pipeline.article.truncation import breaks_off, is_paywalled, is_truncated
from pipeline.article.word_settings import WordSettings
from pipeline.records import KEPT_LABELS, PARAGRAPH_SEPARATOR, Article, Block, Label
from pipeline.text.folding import unbroken_words
from pipeline.text.safe_text import single_spaced, without_setting

if TYPE_CHECKING:
    # reading a page does not need what checks the sources file
    from pipeline.settings.outlet_layouts import PageLayout

LITTLE_SHOWN = 500
"""A page that shows fewer characters of text may hold it in a script."""
LINES_BEFORE, LINES_BEHIND = 4, 3
"""Blocks before the headline and behind the text among which the time of an article is looked for,
where nothing else states one."""
OPENING_BLOCKS = 2
"""Kept blocks, headline and standfirst, behind which the time may stand as well."""
OF_OTHERS = frozenset(
    {Label.RELATED, Label.COMMENTS, Label.ADVERT, Label.EMBED, Label.NEWSLETTER, Label.DUPLICATE}
)
"""Labels of lines whose times are not those of the article."""


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page whose blocks have the labels of the rules, and what else was read of it."""

    page: PageModel
    metadata: PageMetadata
    title: str
    """The page's `<title>`, white space collapsed."""
    scripts: tuple[str, ...]
    """The scripts that are long enough to hold an article."""


def labelled_page(
    payload: bytes,
    *,
    url: str | None = None,
    content_type: str | None = None,
    founded: date | None = None,
    page_layout: PageLayout | None = None,
    prepare: Callable[[etree._Element], None] | None = None,
) -> LabelledPage:
    """A page as the rules read it, before the arbiter is asked; parameters as in `extract_page`.

    `prepare` may change the tree of the page's body before it is read (training does).

    Raises NotAnArticle for bytes that are not a page, and for a page without a body.
    """
    root = parse(payload, content_type)
    metadata = read_metadata(root, url=url, founded=founded)
    title = single_spaced(unbroken_words(without_setting(root.findtext(".//title", default=""))))[
        :500
    ]
    scripts = tuple(long_scripts(root))
    body = visible_body(root)
    if body is None:
        raise NotAnArticle("no-text", "the page has no body")
    if prepare is not None:
        prepare(body)
    head = HeadMetadata(
        metadata.headline or "", title, metadata.description or "", metadata.authors
    )
    page = build_page_model(body, head, page_layout)
    label_blocks(page)
    return LabelledPage(page, metadata, title, scripts)


def extract_page(
    payload: bytes,
    *,
    url: str | None = None,
    content_type: str | None = None,
    outlet: str | None = None,
    language: str | None = None,
    founded: date | None = None,
    page_layout: PageLayout | None = None,
    arbiter: Arbiter | None = None,
) -> Article:
    """The article that a page holds, with every block of the page labelled.

    `url` is where the page came from and `content_type` the header it came with;
    `outlet` and `language` (ISO 639-1) are used where the page itself says nothing.
    `founded` is when the outlet began: no article is older. `page_layout` is how its pages
    were laid out when this one was captured, where the general rules do not do. `arbiter` is
    another than the shipped one.

    Raises NotAnArticle, with a reason, for what holds no article.
    """
    labelled = labelled_page(
        payload, url=url, content_type=content_type, founded=founded, page_layout=page_layout
    )
    try:
        (arbiter or shipped_arbiter()).decide(labelled.page)
        return _article(labelled, url, outlet, language, page_layout)
    finally:
        # the elements of a soup hold each other, and would keep what was made of the page in memory
        # until the garbage collector comes by, which takes longer than to take them apart
        labelled.page.block_index.body.decompose()


def _article(
    labelled: LabelledPage,
    url: str | None,
    outlet: str | None,
    language: str | None,
    page_layout: PageLayout | None,
) -> Article:
    """The article of a page that the rules and the arbiter have read."""
    page, metadata, title = labelled.page, labelled.metadata, labelled.title
    keep_together(page)
    blocks = finished_blocks(page)
    shown = sum(len(b.text) for b in blocks if b.kept and b.label is not Label.HEADLINE)
    structured = _machine_blocks(metadata, shown, labelled.scripts, title)
    if not blocks and not structured:
        raise NotAnArticle("no-text", "the page shows no text")
    if page_layout and page_layout.text and page.chosen is None:
        doubt = "the outlet's layout names no text on this page; the general rules read it"
        metadata = replace(metadata, doubts=(*metadata.doubts, doubt))
    if structured:
        blocks = (*(_set_aside(block) for block in blocks), *structured)
    else:
        refuse_other_kinds(page, metadata.types, title)
    return make_article(
        blocks,
        metadata,
        url=url,
        outlet=outlet or (None if metadata.outlet else masthead(page)),
        language=language,
        truncated=breaks_off(structured[-1].text)
        if structured
        else is_truncated(page, metadata.accessible_for_free),
        paywalled=is_paywalled(page, metadata.accessible_for_free),
    )


def _machine_blocks(
    metadata: PageMetadata, shown: int, scripts: Sequence[str], title: str
) -> tuple[Block, ...]:
    """The paragraphs of what the page holds for machines, if it shows much less of it."""
    blocks = json_ld_blocks(metadata.article_body, metadata.live_updates, shown)
    if blocks or shown >= LITTLE_SHOWN:
        return blocks
    return script_blocks(
        scripts,
        metadata.headline or title,
        shown,
        is_article=bool(metadata.types & ARTICLE_TYPES),
    )


def finished_blocks(page: PageModel) -> tuple[Block, ...]:
    """The blocks of a labelled page as records."""
    words = WordSettings(page.block_index)
    return tuple(
        [
            Block(
                verdict.label,
                verdict.rule,
                block.text,
                block.dom_path,
                verdict.probability,
                words.of(block),
                words.group(block),
            )
            for block in page.blocks
            if (verdict := block.verdict) is not None
        ]
    )


def _set_aside(block: Block) -> Block:
    if block.label not in KEPT_LABELS or block.label is Label.HEADLINE:
        return block
    return replace(block, label=Label.DUPLICATE, rule="machine-text-instead")


def _around_text(blocks: Sequence[Block]) -> list[str]:
    """What stands around headline and text and is no part of it: their times may be there."""
    kept = [at for at, block in enumerate(blocks) if block.kept]
    if not kept:
        return []
    first, last = max(0, kept[0] - LINES_BEFORE), kept[-1] + 1 + LINES_BEHIND
    begin = kept[min(len(kept) - 1, OPENING_BLOCKS)]
    return [
        block.text
        for at, block in enumerate(blocks[first:last], first)
        if not block.kept and block.label not in OF_OTHERS and (at < begin or at > kept[-1])
    ]


def make_article(
    blocks: tuple[Block, ...],
    metadata: PageMetadata,
    *,
    url: str | None,
    outlet: str | None,
    language: str | None,
    truncated: bool,
    paywalled: bool,
) -> Article:
    """The article of labelled blocks, its metadata completed by what they show."""

    def texts(label: Label) -> list[str]:
        return [block.text for block in blocks if block.label is label]

    headlines = texts(Label.HEADLINE)
    kept = [b.text for b in blocks if b.kept and b.label is not Label.HEADLINE]
    metadata = with_visible(
        metadata,
        headline=headlines[0] if headlines else None,
        bylines=[b.text for b in blocks if b.label is Label.BYLINE and b.rule != REPORTING_RULE],
        timestamps=texts(Label.TIMESTAMP),
        around=_around_text(blocks),
        text=PARAGRAPH_SEPARATOR.join(kept),
    )
    return Article(
        url=metadata.url or url,
        headline=metadata.headline,
        authors=metadata.authors,
        published=metadata.published,
        modified=metadata.modified,
        language=metadata.language or language,
        section=metadata.section,
        outlet=metadata.outlet or outlet,
        blocks=blocks,
        truncated=truncated,
        paywalled=paywalled,
        published_from=metadata.published_from,
        modified_from=metadata.modified_from,
        doubts=metadata.doubts,
    )
