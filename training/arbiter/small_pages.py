"""Small pages made of a page's true text: what rules and tests are written on, and briefs are.

A real page has hundreds of blocks, and an arbiter that saw only such pages would not know what to
make of a page of six. Here the text stands in plain markup with little beside it; what is put
beside it comes from another page, so that it is no part of the article.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from html import escape
from typing import Any

MAX_PARAGRAPHS = 8
TITLE_WORDS = 7
NAMES = ("", "", "story", "content", "post", "c12", "entry", "text", "wrap", "box", "a1b2")
"""Class names of a part of the page; most say nothing."""


def small_page(record: dict[str, Any], other_text: Sequence[str], chance: random.Random) -> bytes:
    """A page with the first paragraphs of a true body, and some of another page around them."""
    body = [text.strip("[]") for text in record.get("body") or record["articleBody"].split("\n")]
    body = [text for text in body if text][: chance.randint(1, MAX_PARAGRAPHS)]
    title = record.get("title") or " ".join(body[0].split()[:TITLE_WORDS])
    headings = set(record.get("headings") or ())
    others = [text.strip("[]") for text in other_text] or ["…"]
    text = [
        f"<h2>{escape(part)}</h2>" if part in headings else f"<p>{escape(part)}</p>"
        for part in body
    ]
    if chance.random() < 0.5:
        text.insert(chance.randint(0, len(text)), _picture(_sentence(others, chance), chance))
    authors = record.get("authors") or []
    if authors and chance.random() < 0.5:
        name = chance.choice([' class="byline"', ' class="by"', ""])
        text.insert(0, f"<p{name}>{escape(', '.join(authors))}</p>")
    inner = f"<h1>{escape(title)}</h1>{''.join(text)}"
    if chance.random() < 0.4:
        inner = f"<h1>{escape(title)}</h1>{_part('div', ''.join(text), chance)}"
    article = _part(chance.choice(["article", "main", "div", "div", "section"]), inner, chance)
    before = after = ""
    if chance.random() < 0.5:
        links = "".join(f'<li><a href="/{n}">Nr {n}</a></li>' for n in range(chance.randint(3, 9)))
        before += f"<nav><ul>{links}</ul></nav>"
    if chance.random() < 0.25:
        banner = "".join(f"<p>{escape(part)}</p>" for part in others[: chance.randint(1, 4)])
        before += _part("div", banner, chance)
    if chance.random() < 0.6:
        after += _teasers(others, chance)
    if chance.random() < 0.4:
        after += f"<footer><p>{escape(_sentence(others, chance))}</p></footer>"
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    return f"<html><head>{head}</head><body>{before}{article}{after}</body></html>".encode()


def _part(tag: str, inner: str, chance: random.Random) -> str:
    name = chance.choice(NAMES)
    return f'<{tag} class="{name}">{inner}</{tag}>' if name else f"<{tag}>{inner}</{tag}>"


def _sentence(texts: Sequence[str], chance: random.Random) -> str:
    return f"{chance.choice(list(texts)).split('. ')[0].rstrip('.')}."


def _picture(caption: str, chance: random.Random) -> str:
    return chance.choice(
        [
            f'<figure><img src="1.jpg"><figcaption>{escape(caption)}</figcaption></figure>',
            f'<p><img src="1.jpg"><br><em>{escape(caption)}</em></p>',
            f'<div class="img"><img src="1.jpg"><span>{escape(caption)}</span></div>',
            f'<div><img src="1.jpg"><p>{escape(caption)}</p></div>',
        ]
    )


def _teasers(texts: Sequence[str], chance: random.Random) -> str:
    cards = []
    for number in range(chance.randint(3, 8)):
        sentence = _sentence(texts, chance)
        title = escape(" ".join(sentence.split()[:TITLE_WORDS]))
        date = "<span>1.8.2026</span>" if chance.random() < 0.5 else ""
        cards.append(
            f'<div class="{chance.choice(["card", "item", "k", "teaser"])}">'
            f'<a href="/{number}"><h3>{title}</h3></a><p>{escape(sentence)}</p>{date}</div>'
        )
    return _part("div", f"<h2>{escape(texts[0].split()[0])}</h2>{''.join(cards)}", chance)
