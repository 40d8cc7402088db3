"""Pages of timed entries: live blogs are read, score tickers are not."""

from __future__ import annotations

import pytest

from pipeline.article import NotAnArticle
from pipeline.records import Article, Label
from tests.article.rules_alone import extract_page

TITLE = "Live: the council of Sund votes on the new mill"
HOURS = tuple(f"17:{minute:02}" for minute in range(0, 50, 5))
LONG = tuple(f"At stroke {n} the miller rose and asked for the floor, and sat." for n in range(10))
SHORT = tuple(f"The {n}th vote is in." for n in range(10))
LIVE = "LiveBlogPosting"


def read(entry: str, texts: tuple[str, ...], *, kind: str = "NewsArticle") -> Article:
    entries = "".join(
        entry.format(hour=hour, text=text) for hour, text in zip(HOURS, texts, strict=True)
    )
    node = f'{{"@type": "{kind}", "headline": "{TITLE}"}}'
    head = f'<title>{TITLE}</title><script type="application/ld+json">{node}</script>'
    body = f"<main><h1>{TITLE}</h1>{entries}</main>"
    return extract_page(f"<html><head>{head}</head><body>{body}</body></html>".encode())


ENTRIES = (
    "<article><time datetime='2026-03-09T{hour}:00Z'>{hour}</time><p>{text}</p></article>",
    "<p><time>{hour}</time> {text}</p>",
    "<p><strong><time>{hour}</time></strong> – {text}</p>",
    "<ul><li><time>{hour}</time><span>{text}</span></li></ul>",
    "<p><time>{hour}</time><br>{text}</p>",
)


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize(("texts", "kind"), [(LONG, "NewsArticle"), (LONG, LIVE), (SHORT, LIVE)])
def test_entries_are_text_and_their_times_are_timestamps(
    entry: str, texts: tuple[str, ...], kind: str
) -> None:
    article = read(entry, texts, kind=kind)
    assert tuple(text.removeprefix("– ") for text in article.paragraphs) == texts
    assert tuple(b.text for b in article.blocks if b.label is Label.TIMESTAMP) == HOURS


def test_a_sentence_that_begins_with_a_time_is_not_torn() -> None:
    texts = tuple(f"is when the miller rose for the {n}th time, said the clerk." for n in range(10))
    article = read("<p><time>{hour}</time> {text}</p>", texts, kind=LIVE)
    assert article.paragraphs[0] == f"17:00 {texts[0]}"


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ("<p>{hour} {text}</p>", "NewsArticle"),
        ("<p><time>{hour}</time> {text}</p>", "NewsArticle"),
        ("<p><time>{hour}</time> {text}</p>", "SportsEvent"),
        ("<p>7' {text}</p>", LIVE),
    ],
)
def test_short_entries_without_a_witness_are_a_ticker(entry: str, kind: str) -> None:
    with pytest.raises(NotAnArticle, match="live-ticker"):
        read(entry, SHORT, kind=kind)


def test_entries_of_a_live_blog_without_sentences_are_a_ticker() -> None:
    with pytest.raises(NotAnArticle, match="live-ticker"):
        read("<p><time>{hour}</time> {text}</p>", ("Corner to Holm",) * 10, kind=LIVE)
