"""What the house says about the page itself: corrections, conditions, cookies."""

from __future__ import annotations

import re

from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.boilerplate_regions import RegionRule
from pipeline.article.class_name_tokens import words
from pipeline.article.page_model import PageModel, stands_in
from pipeline.records import Label

CORRECTION_LINE = re.compile(
    r"^\W{0,3}(?:corrections?|clarifications?|editor[’']?s[’']? note|"
    r"erratum)\b[^.]{0,40}[:,.—–-]|"
    r"^\W{0,3}(?:this|an earlier version of this|a previous version of this) (?:article|story|"
    r"report|post)"
    r".{0,60}\b(?:corrected|amended|misstated|incorrectly|updated to (?:correct|reflect)|"
    r"originally said)",
    re.I,
)
"""What a paper says of its own errors."""
COPYRIGHT_LINE = re.compile(
    r"^(?:copyright\b|©|\(c\) ?\d{4}|all rights reserved|the material on this site|"
    r"(?:the )?[^.]{1,60} is (?:published|owned) by\b|columns do not necessarily|"
    r"©?.{0,60}all rights reserved|this material may not be published)",
    re.I,
)
"""What a publisher says of its rights."""
COOKIE_LINE = re.compile(
    r"^(?:we use cookies|(?:strictly )?necessary cookies|any cookies that|"
    r"this (?:web)?site uses cookies|we (?:and our partners )?(?:use|"
    r"store) .{0,40}cookies|"
    r"by (?:continuing|using) .{0,40}(?:site|cookies)|cookie (?:policy|settings|preferences)|"
    r"we (?:value|care about|respect) your privacy|manage (?:your )?(?:cookies?|choices|"
    r"preferences))",
    re.I,
)
"""What a site says of cookies and consent."""
HOUSE_LINE = re.compile(
    r"^(?:this (?:article|story|piece|series|post) is (?:part of|published in partnership|"
    r"produced in partnership|supported by)\b|"
    r"(?:the )?(?:views|opinions)(?: and (?:views|opinions))? expressed\b.{0,80}"
    r"\b(?:are|is) (?:their|his|her|solely|those of|the author)\b|"
    r"[^.]{2,60} is committed to publishing a diversity of letters|"
    r"this (?:slideshow|page|site|feature|video) requires javascript)",
    re.I,
)
"""What a publisher says of itself and its terms."""
PRINT_LINE = re.compile(
    r"^(?:a version of this (?:article|story)|this (?:article|story) (?:first|"
    r"originally) appeared)",
    re.I,
)
"""Where and when the text was printed."""
MAX_NOTICE_CHARACTERS = 320
"""Two sentences; a text on such a matter is longer."""

REGIONS = (
    RegionRule(
        Label.CORRECTION,
        "correction-by-name",
        names=words(
            r"corrections?(?: ?\w+)?|clarifications?|editors? ?notes?|erratum|amend(?:ed|ment)s?"
        ),
        closed=True,
        most_characters=2_500,
    ),
    RegionRule(
        Label.DISCLAIMER,
        "notice-by-name",
        names=words(
            r"disclaimers?(?: ?\w+)?|cookies?(?: ?\w+)?|consent(?: ?\w+)?|gdpr(?: ?\w+)?|ccpa|"
            r"onetrust(?: ?\w+)?|"
            r"copyrights?(?: ?\w+)?|legal(?:ese)?|site info|colophon text|imprint|"
            r"syndication(?: ?\w+)?"
        ),
        closed=False,
        most_characters=6_000,
    ),
)
"""Parts called so."""


def correction(block: PageBlock, page: PageModel) -> Verdict | None:
    """A correction of the article."""
    if block.in_region(Label.CORRECTION):
        return Verdict(Label.CORRECTION, "correction-by-name")
    if CORRECTION_LINE.match(block.text[:200]):
        return Verdict(Label.CORRECTION, "correction-line")
    return None


def notice(block: PageBlock, page: PageModel) -> Verdict | None:
    """A part of the page that is called copyright, conditions, cookies."""
    if stands_in(block, "nav", "li") and block.link_share > 0.8:
        return None
    return Verdict(Label.DISCLAIMER, "notice-by-name")


def notice_line(text: str) -> Verdict | None:
    """A line on copyright, cookies, or where else the article appeared."""
    start = text[:200]
    if COOKIE_LINE.match(start):
        return Verdict(Label.DISCLAIMER, "cookie-line")
    if len(text) > MAX_NOTICE_CHARACTERS:
        return None
    if COPYRIGHT_LINE.match(start):
        return Verdict(Label.DISCLAIMER, "copyright-line")
    if HOUSE_LINE.match(start):
        return Verdict(Label.DISCLAIMER, "house-line")
    return Verdict(Label.DISCLAIMER, "print-line") if PRINT_LINE.match(start) else None
