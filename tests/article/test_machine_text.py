"""Text that a page holds only for machines: in JSON-LD, or in the state of a script."""

from __future__ import annotations

import json

import pytest

from pipeline.article import NotAnArticle, extract_page
from pipeline.records import Article, Label

PARAGRAPHS = [
    f"On day {day} the divers went down to the long mooring. They counted its links twice. "
    "“It is a mooring,” the eldest said, and she went home to sleep until the tide turned."
    for day in range(1, 6)
]
BODY = "\n\n".join(PARAGRAPHS)
TITLE = "The fourteenth pier is a mooring"
SHELL = "<div id='app'><p>Loading</p></div>"


def page(script: str, *, og_type: str = "article", attributes: str = "") -> bytes:
    return (
        f"<html><head><title>{TITLE} | River Mail</title>"
        f'<meta property="og:title" content="{TITLE}"><meta property="og:type" content="{og_type}">'
        f"</head><body>{SHELL}<script {attributes}>{script}</script></body></html>"
    ).encode()


def read(script: str, **options: str) -> Article:
    return extract_page(page(script, **options), url="https://river.example/pier")


ITEMS = [
    *({"type": "text", "content": paragraph} for paragraph in PARAGRAPHS[:2]),
    {"type": "image", "caption": "The mooring at dusk. It is long. It is wet."},
    *({"type": "text", "content": paragraph} for paragraph in PARAGRAPHS[2:]),
]


@pytest.mark.parametrize(
    "script",
    [
        json.dumps({"props": {"story": {"bodyHtml": "".join(f"<p>{p}</p>" for p in PARAGRAPHS)}}}),
        "window.__STATE__ = " + json.dumps({"article": {"content_elements": ITEMS}}) + ";go();",
        f"window.S = JSON.parse({json.dumps(json.dumps({'a': {'body': BODY}}))});",
        "var t = {broken: yes}; var s = " + json.dumps([{"text": BODY}]),
    ],
    ids=["html", "items", "json-in-a-string", "behind-what-is-no-json"],
)  # fmt: skip
def test_the_text_in_a_script_is_read_where_the_page_shows_none(script: str) -> None:
    article = read(script)
    assert list(article.paragraphs) == PARAGRAPHS
    assert {block.rule for block in article.blocks if block.kept} <= {"script-body", "headline"}


def test_it_is_not_read_where_the_page_shows_its_text() -> None:
    shown = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    other = json.dumps({"body": "\n\n".join(p.replace("day", "night") for p in PARAGRAPHS * 5)})
    markup = page(other).replace(SHELL.encode(), f"<article>{shown}</article>".encode())
    assert list(extract_page(markup).paragraphs) == PARAGRAPHS


def test_of_several_texts_the_one_beside_the_headline_counts() -> None:
    longer = "\n\n".join(p.replace("mooring", "another story") for p in PARAGRAPHS * 2)
    stories = [
        {"title": "Another story", "body": longer},
        {"title": TITLE, "body": BODY},
    ]
    assert list(read("S = " + json.dumps({"stories": stories})).paragraphs) == PARAGRAPHS


def test_the_texts_in_a_front_page_s_scripts_are_not_its_own() -> None:
    stories = [{"title": "Another story", "body": BODY}]
    with pytest.raises(NotAnArticle):
        read("S = " + json.dumps(stories), og_type="website")


def test_a_script_of_brackets_alone_ends_in_a_reason() -> None:
    with pytest.raises(NotAnArticle):
        read("x = " + "[" * 200_000)


def test_the_article_body_of_json_ld_counts_before_a_script() -> None:
    node = {"@type": "NewsArticle", "headline": TITLE, "articleBody": BODY}
    article = read(json.dumps(node), attributes='type="application/ld+json"')
    assert list(article.paragraphs) == PARAGRAPHS
    assert {b.rule for b in article.blocks if b.label is Label.PARAGRAPH} == {"json-ld-body"}
