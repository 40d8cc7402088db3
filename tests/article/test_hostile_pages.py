"""Megabytes of one thing end within seconds and bounded memory, and spoilt pages never crash.

Each page is read by a process of its own, since what is looked for cannot be interrupted.
"""

from __future__ import annotations

import os

import pytest

from tests.article.bounded import extracted
from tests.article.mutations import failures

SENTENCE = "The harbour office counted eleven boats and said that it would count again. "
PARAGRAPHS = "".join(f"<p>On day {day} it rained. {SENTENCE * 3}</p>" for day in range(1, 5))
TITLE = "<h1>Eleven boats were counted at the quay</h1>"
MANY = 5_000_000
MUTATIONS = int(os.environ.get("VERBATIM_MUTATIONS", "200"))


def of(piece: str, characters: int = MANY) -> str:
    return piece * (characters // len(piece))


def names(count: int) -> str:
    return " ".join(f"a{number}=1" for number in range(count))


def page(inner: str, head: str = "") -> bytes:
    text = f"{TITLE}{PARAGRAPHS}{inner}{PARAGRAPHS}"
    return f"<html><head>{head}</head><body><article>{text}</article></body></html>".encode()


HOSTILE = {
    "attributes": (page(f"<p {names(400_000)}>x</p>"), "too-large"),
    "attributes-unclosed": (page(f"<p {names(400_000)}"), "too-large"),
    "attributes-between-inline-tags": (
        page("<font>" * 300 + "<p " + "".join(f"a{n} <b> " for n in range(200_000)) + ">"),
        "too-large",
    ),
    "many-attributes-often": (page(f"<p {names(490)}>x</p>" * 1_500), "article"),
    "quotation-marks": (page(f"<p>{of('“a” ', MANY // 2)}</p>"), "article"),
    "ampersands": (page(f"<p>{of('&&#x41;&amp;')}</p>"), "article"),
    "angles": (page(f"<p>{of('<<><')}</p>"), "article"),
    "tag-names": (page(f"<p>{of('<a')}</p>"), "article"),
    "byline": (page(f'<p class="byline">By {of("Ann Bee and ")}</p>'), "article"),
    "headings": (
        page(f"<h2>{of('Eleven boats ')}</h2>", f"<title>{of('a | ')}</title>"),
        "article",
    ),
    "description": (page("", f'<meta name="description" content="{of("1 May ")}">'), "article"),
    "json-ld": (
        page(
            "",
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Boats", '
            f'"author": {{"name": "{of("Ann Bee, ", 900_000)}"}}, '
            f'"articleBody": "{of("a <p ", 900_000)}"}}</script>',
        ),
        "article",
    ),
    "one-class": (page(f'<div class="{of("related ")}">{SENTENCE}</div>'), "article"),
    "classes": (page(f'<div class="{names(100_000)}">{SENTENCE}</div>'), "article"),
    "class-of-each": (
        page("".join(f'<p class="c{n} d{n}-e{n}">x y</p>' for n in range(19_000))),
        "article",
    ),
    "nesting": (page("<div><b><a><ul><li><font>" * 9_000), "too-deep"),
    "nesting-of-many": (page("<div><b><a><ul><li><font>" * 60_000), "too-large"),
    "no-spaces": (page(f"<p>{of('x')}</p>"), "article"),
    "line-breaks": (page(f"<p>{'<br>' * 1_000_000}</p>"), "too-large"),
    "paragraphs": (page("<p>a</p>" * 300_000), "too-large"),
    "a-million-paragraphs": (page("<p>a" * 1_240_000), "too-large"),
    "shown-paragraphs": (page(f"<p>“{SENTENCE}”</p>" * 19_000), "article"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_megabytes_of_one_thing_are_bounded(name: str) -> None:
    payload, expected = HOSTILE[name]
    assert extracted(payload) == expected


@pytest.mark.timeout(300 + MUTATIONS)
def test_spoilt_pages_end_in_an_article_or_a_reason() -> None:
    assert failures(seed=1, count=MUTATIONS) == []
