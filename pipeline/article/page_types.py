"""Pages that are not articles: error pages, walls, listings, galleries, videos."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.article.blocks import SENTENCE_ENDS, PageBlock
from pipeline.article.not_an_article import NotAnArticle
from pipeline.article.page_model import PageModel, plain_words
from pipeline.records import Label

ERROR_TITLE = re.compile(
    r"^(?:\W*(?:error )?(?:404|403|410|500|502|503)\b|.{0,30}(?:page|article|content|"
    r"story) (?:not found|cannot be found|"
    r"no longer (?:exists|available)|does(?: not|n['’]t) exist|unavailable)|not found\b|"
    r"forbidden\b|access denied|"
    r"(?:sorry|oops)\b.{0,60}(?:found|wrong|exist|missing)|internal server error|"
    r"service unavailable|bad gateway|"
    r"something went wrong)",
    re.I,
)
"""Titles of pages that say that there is no article."""
WALL_TITLE = re.compile(
    r"(?:just a moment|attention required|are you (?:a robot|human)|"
    r"verify(?:ing)? (?:that )?you are (?:a )?human|"
    r"checking your browser|before you continue|enable javascript|javascript is (?:disabled|"
    r"required)|"
    r"your privacy choices|we (?:value|care about) your privacy|cookie consent|please (?:log|"
    r"sign) in)",
    re.I,
)
"""Titles of pages that stand before one: checks, consent, log-in."""
LISTING_TYPES = frozenset({"CollectionPage", "SearchResultsPage", "ItemList"})
"""Types that are lists of others."""
ARTICLE_TYPES = frozenset(
    {
        *(
            "Article",
            "NewsArticle",
            "ReportageNewsArticle",
            "AnalysisNewsArticle",
            "OpinionNewsArticle",
        ),
        *("BlogPosting", "LiveBlogPosting", "Report", "ReviewNewsArticle", "BackgroundNewsArticle"),
        *("AdvertiserContentArticle", "SocialMediaPosting", "TechArticle", "Review", "article"),
    }
)
"""Types that are articles."""
VIDEO_TYPES = frozenset({"VideoObject", "video", "video.other", "video.episode", "video.movie"})
"""Types that are films."""
GALLERY_TYPES = frozenset({"ImageGallery", "MediaGallery"})
"""Types that are pictures."""
MIN_HEADLINE_WORDS = 5
"""Of a headline that shows an article by itself; names of sections have fewer."""
MIN_LISTED_TITLES = 6
"""Titles from which a page is a list; an article has fewer headings with links."""
TICKER_ENTRY = re.compile(r"^(?:\d{1,3}(?:\+\d{1,2})?['’′]|(?:[01]?\d|2[0-3])[:.][0-5]\d\b)")
"""A minute of play, or a time of day."""
MINUTE_OF_PLAY = re.compile(r"^\d{1,3}(?:\+\d{1,2})?['’′]")
"""With stoppage time."""
MATCH_TYPES = frozenset({"SportsEvent"})
"""Types that are matches."""
MIN_TICKER_ENTRIES = 8
"""Entries from which a page is a ticker; a report has a few times."""
MAX_ENTRY_CHARACTERS = 160
"""Entries of a ticker are shorter; what is longer is written for readers."""
LISTING_TITLE = re.compile(
    r"^(?:categor(?:y|ies)|tags?|topics?|archives?|search results?|results for|section)\b", re.I
)
"""Titles of lists."""
MIN_CHARACTERS = 60
"""Less text than this, without a sentence in it, is not an article: "Loading"."""
FEW_CHARACTERS = 400
"""Less running text than this is not taken for an article without a witness."""


def refuse_other_kinds(page: PageModel, types: frozenset[str], title: str) -> None:
    """Raise NotAnArticle for a labelled page that is something else."""
    kept = [b for b in page.blocks if b.kept]
    prose = sum(len(b.text) for b in kept if b.label is not Label.HEADING)
    shown = page.headline.text if page.headline else ""
    if prose < FEW_CHARACTERS * 3:
        for text in (shown, title):
            if ERROR_TITLE.match(text[:200]):
                raise NotAnArticle("error-page", f"its title is {text[:80]!r}")
            if WALL_TITLE.search(text[:200]):
                raise NotAnArticle("consent-wall", f"its title is {text[:80]!r}")
    _refuse_listing(page, types, prose, title)
    _refuse_ticker(page, types)
    if prose < FEW_CHARACTERS * 2:
        captions = _characters(page.blocks, Label.CAPTION)
        if types & GALLERY_TYPES or (
            captions > 2 * prose and _count(page.blocks, Label.CAPTION) >= 4
        ):
            raise NotAnArticle("gallery", "captions are most of its text")
        if types & VIDEO_TYPES and not (prose >= FEW_CHARACTERS and types & ARTICLE_TYPES):
            raise NotAnArticle("video", "it is a player with a short description")
    if (
        not any(b.prose for b in kept)
        and prose < MIN_CHARACTERS
        and not _is_brief(page, types, title)
    ):
        raise NotAnArticle("no-text", "nothing on the page reads as running text")


def _refuse_listing(page: PageModel, types: frozenset[str], prose: int, title: str) -> None:
    shown = page.headline.text if page.headline else ""
    if types & LISTING_TYPES and not types & ARTICLE_TYPES:
        raise NotAnArticle("listing", "it says that it is a collection of pages")
    if types & ARTICLE_TYPES or prose >= FEW_CHARACTERS:
        return
    if "website" not in types and _is_brief(page, types, title):
        return
    paragraphs = sum(b.prose and b.label is Label.PARAGRAPH for b in page.blocks)
    if paragraphs > 1 and len(shown.split()) >= MIN_HEADLINE_WORDS:
        return
    titles = sum(b.link_share > 0.8 and len(b.text.split()) > 4 for b in page.blocks)
    if titles >= MIN_LISTED_TITLES or (LISTING_TITLE.match(shown) and titles >= 3):
        raise NotAnArticle("listing", f"it has {titles} linked titles and hardly any text")


def _is_brief(page: PageModel, types: frozenset[str], title: str) -> bool:
    """Whether a page is an article of a sentence or two: they stand right beside its headline.

    The headline is the title of the page, and long enough for one unless the page says that it is
    an article: the name of a section is short.
    """
    headline = page.headline
    if headline is None or headline.heading != 1 or LISTING_TITLE.match(headline.text):
        return False
    if len(headline.text.split()) < MIN_HEADLINE_WORDS and not types & ARTICLE_TYPES:
        return False
    if page.headline_words not in plain_words(title):
        return False
    home = next(
        (e for e in headline.element.parents if page.size(e) > len(headline.text)),
        page.block_index.body,
    )
    beside = (page.blocks[index] for index in page.block_index.span(home))
    return any(b.label is Label.PARAGRAPH and b.text.endswith(SENTENCE_ENDS) for b in beside)


def _refuse_ticker(page: PageModel, types: frozenset[str]) -> None:
    entries: list[PageBlock] = []
    other = 0
    for block in page.contained:
        if not (block.kept or block.label is Label.TIMESTAMP):
            continue
        if TICKER_ENTRY.match(block.text[:20]) and len(block.text) <= MAX_ENTRY_CHARACTERS:
            entries.append(block)
        elif block.prose:
            other += 1
    if len(entries) < MIN_TICKER_ENTRIES or len(entries) <= 4 * other:
        return
    if not _is_live_blog(page, types, entries):
        raise NotAnArticle("live-ticker", f"it has {len(entries)} short entries by the minute")


def _is_live_blog(page: PageModel, types: frozenset[str], entries: Sequence[PageBlock]) -> bool:
    """Whether short entries report in sentences, rather than count the score of a match.

    The page says that it is a live blog, or each entry has its time in an element for times.
    """
    if types & MATCH_TYPES or any(MINUTE_OF_PLAY.match(entry.text) for entry in entries):
        return False
    sentences = [b for b in page.contained if b.kept and b.text.endswith(SENTENCE_ENDS)]
    if 2 * len(sentences) < len(entries):
        return False
    if "LiveBlogPosting" in types:
        return True
    timed = sum("time" in (entry.element.name, entry.wrapper.name) for entry in entries)
    return 2 * timed >= len(entries) and sum(len(b.text) for b in sentences) >= FEW_CHARACTERS


def _characters(blocks: Sequence[PageBlock], label: Label) -> int:
    return sum(len(b.text) for b in blocks if b.label is label)


def _count(blocks: Sequence[PageBlock], label: Label) -> int:
    return sum(b.label is label for b in blocks)
