"""Lines that say who speaks stay with the words, and what HTML says of them goes on with them."""

from __future__ import annotations

import pytest

from pipeline.article import extract_page
from pipeline.records import Article, Block, Label, Setting

TEXT = (
    "<p>The harbour board met on Monday evening in the old hall, and the whole street was there "
    "to hear what it would say of the new crane.</p>"
)
END = "<p>The next meeting is in May, and the doors will open at six, as they always did.</p>"


def read(part: str) -> Article:
    body = f"<main><article><h1>The crane of Vik</h1>{TEXT}{part}{END}</article></main>"
    return extract_page(f"<html lang='en'><body>{body}</body></html>".encode())


def block(article: Article, words: str) -> Block:
    return next(b for b in article.blocks if words in b.text)


@pytest.mark.parametrize(
    ("part", "line"),
    [
        (
            "<blockquote><p>We have asked for a crane for ten years, and now we have two of them."
            "</p><footer>— Ada Cole, crane driver</footer></blockquote>",
            "— Ada Cole, crane driver",
        ),
        (
            "<blockquote><p>We have asked for a crane for ten years, and now we have two of them."
            "</p><p><cite>Bo Dale, harbour master</cite></p></blockquote>",
            "Bo Dale, harbour master",
        ),
        (
            "<figure><blockquote>We have asked for a crane for ten years, and now there are two."
            "</blockquote><figcaption>Cora Hale</figcaption></figure>",
            "Cora Hale",
        ),
        (
            "<dl><dt>Ada Cole:</dt><dd>Who ordered the second one, if I may ask the whole board?"
            "</dd><dt>Bo Dale:</dt><dd>I did. The first one was late, and I did not trust it.</dd>"
            "</dl>",
            "Bo Dale:",
        ),
    ],
)
def test_the_line_that_names_a_speaker_is_kept(part: str, line: str) -> None:
    article = read(part)
    assert line in article.paragraphs


def test_the_footer_of_the_page_is_no_line_of_a_quotation() -> None:
    article = read(
        "<p>It rained on all of them, and nobody minded it much.</p><footer>Vik</footer>"
    )
    assert "Vik" not in article.paragraphs


@pytest.mark.parametrize(
    ("part", "words", "settings"),
    [
        ("<p><b>Who asked?</b></p>", "Who asked?", [(Setting.STRESSED, "Who asked?")]),
        (
            "<p><strong>Ada Cole:</strong> I ordered one crane, not two.</p>",
            "ordered one",
            [(Setting.STRESSED, "Ada Cole:")],
        ),
        ("<p>I ordered <b>one</b> crane, and not two of them.</p>", "crane, and", []),
        (
            "<blockquote><p>I ordered one crane. <cite>Ada Cole</cite></p></blockquote>",
            "ordered one",
            [(Setting.CITE, "Ada Cole")],
        ),
        (
            "<table><tr><th>Who</th><th>What</th></tr><tr><td>Ada  Cole</td><td>“One crane.”</td>"
            "</tr><tr><td>Bo Dale</td><td>“Two.”</td></tr></table>",
            "One crane",
            [(Setting.CELL, "Ada Cole"), (Setting.CELL, "“One crane.”")],
        ),
        ("<dl><dt>Ada Cole</dt><dd>One.</dd></dl>", "Ada Cole", [(Setting.TERM, "Ada Cole")]),
    ],
)
def test_what_html_says_goes_on_with_the_block(
    part: str, words: str, settings: list[tuple[Setting, str]]
) -> None:
    found = block(read(part), words)
    assert [(s.setting, found.text[s.start : s.end]) for s in found.settings] == settings


def test_blocks_of_one_quotation_have_one_group() -> None:
    quotation = "<blockquote><p>{} crane is too many.</p><footer>{}</footer></blockquote>"
    article = read(quotation.format("One", "Ada Cole") + quotation.format("Two", "Bo Dale"))
    groups = [block(article, words).group for words in ("One", "Ada", "Two", "Bo")]
    assert groups[0] == groups[1] != groups[2] == groups[3]
    assert block(article, "harbour board").group is None
    assert block(article, "One").label in {Label.BLOCKQUOTE, Label.OTHER}
