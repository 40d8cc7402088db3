"""Text that a page holds only in the stream of a React server."""

from __future__ import annotations

import json

import pytest

from pipeline.article import NotAnArticle, extract_page
from pipeline.article.server_stream import stream_values

SENTENCES = (
    "The northern quay is closed to lorries until the end of the month – so the harbour office.",
    "Two of the piles under it have moved by a hand\u2019s width since the storm in January.",
    "Divers will look at the others this week, the harbour master, Solveig Brandt, said on Monday.",
    "Until then the fish hall is reached by the old road along the tannery, which is narrow.",
    "The council had put the repair off twice, because the money went into the new school.",
    "Nobody was hurt when the crane went through the planks, but its driver has not slept since.",
    "A second crane will be brought from Holm as soon as the old one is off the bottom.",
)


def push(text: str) -> str:
    return f"<script>self.__next_f.push([1,{json.dumps(text)}])</script>"


def page(*pushes: str) -> bytes:
    head = (
        '<html lang="en"><head><title>Northern quay closed to lorries</title>'
        '<script type="application/ld+json">{"@type": "NewsArticle", '
        '"headline": "Northern quay closed to lorries"}</script></head><body>'
    )
    return (head + '<div id="root"></div>' + "".join(map(push, pushes)) + "</body></html>").encode()


def test_a_text_row_cut_over_several_pushes_is_read() -> None:
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    row = f"1a:T{len(text.encode()):x},{text}2:[]\n"
    first, second, third = row[:7], row[7:300], row[300:]
    article = extract_page(page('0:{"P":null}\n', first, second, third))
    assert list(article.paragraphs) == list(SENTENCES)


def test_text_in_a_json_row_is_read() -> None:
    row = json.dumps({"title": "Northern quay closed to lorries", "body": "\n\n".join(SENTENCES)})
    article = extract_page(page('1:I[12,["a.js"],""]\n', f"5:{row}\n"))
    assert list(article.paragraphs) == list(SENTENCES)


@pytest.mark.parametrize(
    "text",
    ["", ":", "5:", "1:T", "1:Tffffffff,a", "x:1", "1:T3,ab", "5:{\n5:[1]\n", "\n\n", "0:" * 9_000],
)
def test_a_spoilt_stream_ends(text: str) -> None:
    list(stream_values([f"self.__next_f.push([1,{json.dumps(text)}])"]))
    with pytest.raises(NotAnArticle):
        extract_page(page(text))


def test_a_call_without_a_whole_string_is_left_out() -> None:
    assert list(stream_values(['self.__next_f.push([1,"5:[1]', "self.__next_f.push([0])"])) == []
