"""`truncated` and `paywalled`: told from what is shown, not from markup that waits for a script."""

from __future__ import annotations

import json

import pytest

from pipeline.article import extract_page
from pipeline.records import Article

TITLE = "The clock of Sund strikes thirteen"
TEXT = (
    "The clock of the Sund town hall has struck thirteen every noon since the wheel was mended.",
    "The clockmaker says that it is right and the noon is wrong. The council has not yet voted.",
    "Most people in the market have lunch at the twelfth stroke and listen to the last with soup.",
)
WALL = "<div class='paywall'><p>Subscribe to read on, all of you in the market.</p></div>"


def read(*parts: str, texts: tuple[str, ...] = TEXT, **said: object) -> Article:
    node = {"@type": "NewsArticle", "headline": TITLE, **said}
    head = f'<title>{TITLE}</title><script type="application/ld+json">{json.dumps(node)}</script>'
    body = f"<article><h1>{TITLE}</h1>{''.join(f'<p>{text}</p>' for text in texts)}</article>"
    markup = f"<html><head>{head}</head><body>{body}{''.join(parts)}</body></html>"
    return extract_page(markup.encode(), url="https://sund.example/clock")


def wall(article: Article) -> tuple[bool, bool]:
    return article.truncated, article.paywalled


def test_a_wall_that_is_shown_below_the_text_is_one() -> None:
    assert wall(read(WALL)) == (True, True)


@pytest.mark.parametrize(
    "inert",
    [
        f"<template>{WALL}</template>",
        WALL.replace("<div", "<div hidden"),
        WALL.replace("<div", "<div style='display: none'"),
        WALL.replace("<div", "<div aria-hidden='true'"),
        f"<section hidden>{WALL}</section>",
        f"<div aria-hidden='true'><div>{WALL}</div></div>",
        f"<noscript>{WALL}</noscript>",
        "<div class='paywall'></div>",
    ],
)
def test_a_wall_that_is_not_shown_is_none(inert: str) -> None:
    article = read(inert)
    assert wall(article) == (False, False)
    assert article.paragraphs == TEXT


def test_an_appeal_on_a_page_that_is_free_is_no_wall() -> None:
    assert wall(read(WALL, isAccessibleForFree=True)) == (False, False)
    assert wall(read(WALL, isAccessibleForFree="http://schema.org/True")) == (False, False)
    broken = (*TEXT, "The thirteenth stroke, the baker says, is for …")
    assert wall(read(WALL, texts=broken, isAccessibleForFree=True)) == (True, True)


PART = {"@type": "WebPageElement", "cssSelector": ".paywall"}


@pytest.mark.parametrize(
    ("said", "paywalled"),
    [
        ({"isAccessibleForFree": False}, True),
        ({"isAccessibleForFree": False, "hasPart": {**PART, "isAccessibleForFree": False}}, True),
        ({"hasPart": [PART, {**PART, "isAccessibleForFree": "False"}]}, True),
        ({"hasPart": [{**PART, "isAccessibleForFree": True}]}, False),
        ({"isAccessibleForFree": False, "hasPart": [{**PART, "isAccessibleForFree": True}]}, False),
        ({"hasPart": PART}, False),
    ],
)
def test_what_the_page_says_of_its_parts_counts(said: dict[str, object], paywalled: bool) -> None:
    assert wall(read(**said)) == (False, paywalled)


def test_a_text_for_machines_that_breaks_off_is_a_teaser() -> None:
    node = {"@type": "NewsArticle", "headline": TITLE, "articleBody": f"{TEXT[0]}\n\nThe bell …"}
    script = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    markup = f"<html><head>{script}</head><body><div id='app'></div></body></html>"
    assert extract_page(markup.encode()).truncated
