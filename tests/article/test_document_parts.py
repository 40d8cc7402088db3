"""Dialogs, copies of the article, the next article: parts that their structure gives away."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.article import extract_page
from pipeline.records import Article, Label
from tests.article import rules_alone

TITLE = "Ferry pilots ask for a second lamp"
TEXT = (
    "The pilots of the Holm ferry want a second lamp at the mouth of the harbour before winter.",
    "In March a boat ran past the only one in the rain, and nobody noticed until the bread was.",
    "The lamp would cost less than the bread, the pilots say, and the harbour office is counting.",
)
OTHER = (
    "The school in Sund has bought a bell that can be heard as far as the mill, on a good day.",
    "Its pupils have asked for a quieter one. The mayor has promised to listen to it in person.",
)
TERMS = (
    "This site keeps notes about its readers on their own machines, and shows them to its friends. "
    "Readers may ask for the notes to be thrown away, and will be asked again on the next day. "
) * 4


def read(
    body: str, *, title: str = TITLE, extract: Callable[..., Article] = extract_page
) -> Article:
    markup = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return extract(markup.encode(), url="https://holm.example/lamp")


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def rules(article: Article, start: str) -> set[str]:
    return {block.rule for block in article.blocks if block.text.startswith(start)}


STORY = f"<div class='q'><h1>{TITLE}</h1>{paragraphs(*TEXT)}</div>"


@pytest.mark.parametrize(
    "opening",
    [
        "<div class='k7' role='dialog'>",
        "<div class='k7' role='alertdialog'>",
        "<section aria-modal='true'>",
        "<dialog open>",
        "<div><div role='dialog' aria-label='Notes'>",
    ],
)
@pytest.mark.parametrize("heading", ["h1", "h2"])
def test_a_dialog_longer_than_the_article_is_not_the_article(opening: str, heading: str) -> None:
    tag = opening[1:].split(maxsplit=1)[0].rstrip(">")
    terms = f"{opening}<{heading}>Notes on you</{heading}>{paragraphs(TERMS, TERMS)}</{tag}>"
    for body in (terms + STORY, STORY + terms):
        article = read(body)
        assert (article.headline, article.paragraphs) == (TITLE, TEXT)
        assert rules(article, "This site keeps") == {"dialog"}


def test_an_article_that_is_shown_in_a_dialog_is_read() -> None:
    assert read(f"<div role='dialog'>{STORY}</div><p>{TEXT[0]}</p>").paragraphs == TEXT


@pytest.mark.parametrize("opening", ["<main>", "<div role='main'>", "<article>"])
def test_text_beside_the_headline_counts_before_longer_text(opening: str) -> None:
    tag = opening[1:].split(maxsplit=1)[0].rstrip(">")
    home = f"{opening}<h1>{TITLE}</h1><p>1 March 2026</p>{paragraphs(TEXT[0])}</{tag}>"
    terms = f"<div class='z'>{paragraphs(TERMS, TERMS)}</div>"
    for body in (terms + home, home + terms):
        assert read(body).paragraphs == (TEXT[0],)


def test_text_away_from_a_headline_that_stands_alone_is_read() -> None:
    body = f"<main><h1>{TITLE}</h1></main><div class='text'>{paragraphs(*TEXT)}</div>"
    assert read(body).paragraphs == TEXT


def post(title: str, *texts: str, signed: str = "<p>By Ada Lind</p>", tag: str = "article") -> str:
    return f"<{tag} class='post'><h1>{title}</h1>{signed}{paragraphs(*texts)}</{tag}>"


@pytest.mark.parametrize("tag", ["article", "div", "section"])
@pytest.mark.parametrize(
    "signed", ["<p>By Ada Lind</p>", "<time datetime='2026-03-01'>1 March 2026</time>"]
)
@pytest.mark.parametrize("around", ["{}", "<div class='slot'>{}</div>"])
def test_the_next_article_on_a_page_is_another_one(tag: str, signed: str, around: str) -> None:
    first = around.format(post(TITLE, *TEXT, signed=signed, tag=tag))
    second = around.format(post("A bell for the school", *OTHER, *OTHER, signed=signed, tag=tag))
    article = read(f"<div>{first}<p>Loading</p>{second}</div>")
    assert (article.headline, article.paragraphs) == (TITLE, TEXT)
    assert rules(article, "The school in Sund") == {"next-article"}
    assert {b.label for b in article.blocks if b.text in OTHER} == {Label.RELATED}


@pytest.mark.parametrize(
    "sections",
    [
        # a list of entries with headings of a lower level and times
        f"<section class='post'><h2>Noon</h2><time>12:00</time>{paragraphs(*OTHER)}</section>",
        # headings of the same level, without a signature
        f"<section class='post'><h1>The bell</h1>{paragraphs(*OTHER)}</section>",
    ],
)
def test_sections_of_one_article_are_not_cut(sections: str) -> None:
    own = f"<section class='post'><h1>{TITLE}</h1><p>By Ada Lind</p>{paragraphs(*TEXT)}</section>"
    article = read(f"<article>{own}{sections}</article>")
    assert set(article.paragraphs) >= {*TEXT, *OTHER}


@pytest.mark.parametrize("opening", ["<div class='zz'>", "<article>", "<section>"])
def test_a_copy_of_the_article_is_left_out(opening: str) -> None:
    tag = opening[1:].split(maxsplit=1)[0].rstrip(">")
    note = "Taken from holm.example for those who like paper"
    copy = f"{opening}<h1>{TITLE}</h1>{paragraphs(*TEXT, note)}</{tag}>"
    article = read(f"<article><h1>{TITLE}</h1>{paragraphs(*TEXT)}</article>{copy}")
    assert article.paragraphs == TEXT
    assert rules(article, "Taken from") == {"copy-of-article"}


def test_of_two_copies_apart_from_the_headline_one_is_kept() -> None:
    copy = "<div class='{}'>" + f"<h2>{TITLE}</h2>{paragraphs(*TEXT)}</div>"
    title = f"<div><h1>{TITLE}</h1></div>"
    body = title + copy.format("wide") + copy.format("narrow")
    article = read(body, extract=rules_alone.extract_page)
    assert article.paragraphs[-3:] == TEXT
    assert [b.rule for b in article.blocks if b.text == TEXT[0]] == [
        "in-container",
        "copy-of-article",
    ]


def test_a_headline_said_again_above_the_text_is_no_copy() -> None:
    bar = f"<div class='bar'><h2>{TITLE}</h2></div>"
    article = read(f"<div><h1>{TITLE}</h1></div>{bar}<div>{paragraphs(*TEXT)}</div>")
    assert article.paragraphs[-3:] == TEXT
