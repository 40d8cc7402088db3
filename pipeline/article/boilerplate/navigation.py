"""Menus, breadcrumbs, tags, page headers and footers; and advertising."""

from __future__ import annotations

import re

from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.boilerplate_regions import RegionRule
from pipeline.article.class_name_tokens import words
from pipeline.article.page_model import PageModel, stands_in
from pipeline.records import Label

ADVERT_LINE = re.compile(
    r"^(?:advertisements?|advertisement - .{0,40}|skip ad(?:vertisement)?|ad|ads|adverts?|"
    r"anzeige|werbung|reklama|реклама|iklan|"
    r"publicité|publicidad|"
    r"sponsored(?: content| by .{0,40})?|paid (?:content|post)|story continues (?:below|"
    r"after) (?:the )?ad\w*|"
    r"article continues (?:below|after) (?:the |this )?ad\w*|(?:scroll|continue reading|"
    r"continue) (?:below|to continue)\b.{0,30}|"
    r"advertisement:? .{0,30}|remove ads|report (?:this )?ad)$",
    re.I,
)
"""Lines that stand above or between adverts."""
SKIP_LINE = re.compile(
    r"^(?:skip to|jump to|back to top|go to top|return to|menu|search|home|close|open menu|"
    r"toggle)\b",
    re.I,
)
"""Links that pass over a part of the page."""
MENU_SEPARATOR = re.compile(r" [|·•] ")
"""Signs between the entries of a menu in one line."""
TAGGED = re.compile(r"^(?:tagged [a-z]|tags: |filed under:? )", re.I)
"""Words before an article's tags."""
TAGS_LINE = re.compile(
    r"^(?:tags?|tagged|topics?|filed under|published (?:under|in)|filed in|more about|posted in|"
    r"categor(?:y|ies)|keywords|in this article|"
    r"explore)\b\s?(?:in|as|with)?[:\s]",
    re.I,
)
"""A line of an article's tags, or of its topics."""

REGIONS = (
    RegionRule(
        Label.ADVERT,
        "advert-by-name",
        names=words(
            r"ads?(?: ?(?:container|wrapper|wrap|slot|unit|label|box|block|banner|placeholder|"
            r"space|break|module|text|zone|area|notice|story|"
            r"top|bottom|inline|article|body|content|skip|\d+))*|advert\w*|adsbygoogle|"
            r"dfp(?: ?\w+)?|gpt(?: ?\w+)?|google ad\w*|sponsor\w*|"
            r"mpu|outbrain\w*|taboola\w*|native ad|commercial|story ad"
        ),
        most_characters=1_500,
    ),
    RegionRule(
        Label.NAVIGATION,
        "navigation-by-name",
        names=words(
            r"nav(?:igation|bar)?(?: ?\w+)?|(?:main|site|top|primary|mobile|global|sub|header|"
            r"footer) ?(?:menu|nav\w*)|menus?(?: ?\w+)?|"
            r"bread ?crumbs?(?: ?\w+)?|skip(?: ?\w+)?|masthead|pagination|pager|"
            r"tags|tags? ?(?:list|links|cloud)|topics?(?: ?(?:list|tags|links))|"
            r"tag ?list|keywords|kicker|eyebrow|rubric|section ?(?:label|name|link|title|tag|"
            r"header)|categor(?:y|ies) ?(?:links?|labels?|names?|list)|"
            r"cat ?links|site ?(?:header|footer|title|branding|index|nav\w*)|page ?(?:header|"
            r"footer)|global ?(?:header|footer)|"
            r"footer(?: ?\w+)?|search ?(?:form|box|bar)?|post ?navigation|language ?(?:switch\w*|"
            r"selector)|logo|back ?to ?top|toc|"
            r"archives?|table ?of ?contents|dropdown|login|off ?canvas|hamburger|drawer|ticker"
        ),
        tags=frozenset({"nav", "footer"}),
        most_characters=12_000,
    ),
)
"""Parts called so."""
MENU_PART = Verdict(Label.NAVIGATION, "navigation-by-name")
"""Of most blocks of a page."""


def advert_line(text: str) -> Verdict | None:
    """The labels around advertising."""
    if len(text) <= 90 and ADVERT_LINE.match(text):
        return Verdict(Label.ADVERT, "advert-line")
    return None


def menu_part(block: PageBlock, page: PageModel) -> Verdict | None:
    """Menus, breadcrumbs, tags, headers and footers of the page."""
    if block.prose and page.inside(block) and page.in_style(block):
        return None
    return MENU_PART


def menu_words(block: PageBlock, page: PageModel) -> Verdict | None:
    """Lines that lead to parts of the page, or name its subjects."""
    text = block.text
    if len(text) <= 60 and SKIP_LINE.match(text) and block.link_share + block.control_share > 0.8:
        return Verdict(Label.NAVIGATION, "skip-link")
    if len(text) <= 160 and TAGGED.match(text) and text[-1] not in ".?!":
        return Verdict(Label.NAVIGATION, "tags-line")
    if len(text) <= 300 and TAGS_LINE.match(text) and block.link_share > 0.4:
        return Verdict(Label.NAVIGATION, "tags-line")
    return None


def control(block: PageBlock, page: PageModel) -> Verdict | None:
    """A choice in a form."""
    if stands_in(block, "select", "option", "datalist"):
        return Verdict(Label.NAVIGATION, "form-choice")
    in_summary = stands_in(block, "summary")
    if block.control_share > 0.9 and len(block.text) <= 60 and not in_summary:
        return Verdict(Label.NAVIGATION, "control")
    return None


def menu_line(block: PageBlock, page: PageModel) -> Verdict | None:
    """Words set apart by bars or dots: a menu without elements."""
    parts = MENU_SEPARATOR.split(block.text[:200])
    if len(parts) < 3 or len(block.text) > 160 or block.text[-1] in ".?!":
        return None
    if all(0 < len(part.split()) <= 4 for part in parts):
        return Verdict(Label.NAVIGATION, "menu-line")
    return None


def above_headline(block: PageBlock, page: PageModel) -> Verdict | None:
    """What stands above the headline and is not running text."""
    if page.after_headline(block) or page.headline is None:
        return None
    if block.prose and page.inside(block):
        return None
    return Verdict(Label.NAVIGATION, "above-headline")


RULES = (menu_words,)
"""In this order."""
LATE_RULES = (control, menu_line, above_headline)
"""After those that know better."""
