"""Boxes about the writers."""

from __future__ import annotations

import re

from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.boilerplate_regions import RegionRule
from pipeline.article.class_name_tokens import words
from pipeline.article.page_model import PageModel
from pipeline.records import Label

ABOUT_LINE = re.compile(r"^about the (?:authors?|writers?|reporters?|contributors?)\b", re.I)
"""A title above lines on the author."""
BIO_SENTENCE = re.compile(
    r"^(?:[A-ZÀ-Þ][\w’'.\-]*\s+){1,4}(?:(?:and|,)\s+(?:[A-ZÀ-Þ][\w’'.\-]*\s+){1,4})?"
    r"(?:\([^)]{1,60}\)\s+)?(?:is|are|was|has been|covers|reports|writes|teaches|"
    r"translates)\s+(?:(?:a|an|the|our)\s+)?"
    r"(?:[\w’'\-]+\s+){0,6}?"
    r"(?:reporter|correspondent|editor|columnist|writer|author|journalist|contributor|critic|"
    r"professor|fellow|"
    r"lecturer|about|on|for|from|producer|photographer|novelist|historian)s?\b",
)
"""What lines on an author say: whose staff somebody is, where to write to them."""

REGIONS = (
    RegionRule(
        Label.AUTHOR_BIO,
        "bio-by-name",
        names=words(
            r"contrib|author ?(?:bio(?:graphy)?|box|info(?:rmation)?|card|profile|description|"
            r"details|"
            r"about|footer|blurb|note|block|section|module)|"
            r"about ?(?:the ?)?(?:authors?|writers?)|bio(?:graphy|line)?s?(?: ?\w+)?|"
            r"contributor ?(?:bio|info|card|box)|writer ?(?:bio|info|box)|"
            r"byline ?(?:bio|footer|bottom|box)|reporter ?(?:bio|info|box)|post ?author ?(?:box|"
            r"bio)|author ?\w+ bio|article ?bios?"
        ),
        closed=True,
        most_characters=2_500,
    ),
)
"""Parts called so."""


def author_box(block: PageBlock, page: PageModel) -> Verdict | None:
    """A part of the page that is called author box or bio."""
    if block.in_region(Label.AUTHOR_BIO):
        return Verdict(Label.AUTHOR_BIO, "bio-by-name")
    if len(block.text) <= 60 and ABOUT_LINE.match(block.text):
        return Verdict(Label.AUTHOR_BIO, "about-the-author")
    return None


RULES = (author_box,)
"""In this order."""
