"""Text of an article that a page holds only in the state of a script.

Sites that are drawn by a script send their text as JSON in a `<script>`: as its whole content,
behind an assignment (`window.__STATE__ = {…}`), or in `JSON.parse("…")`. Nothing is run: what
is JSON is read as JSON, the rest is not read. It is looked at only where the page itself shows
next to nothing.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.article.blocks import SENTENCE_SIGNS
from pipeline.article.page_model import plain_words
from pipeline.article.server_stream import stream_values

MAX_CHARACTERS = 4_000_000
"""Of all scripts of a page; what is tried twice counts twice."""
MAX_STARTS = 10
"""Places of one script at which JSON may begin."""
MAX_VALUES = 200_000
"""Of a script's data, so that work stays linear; real pages have a tenth."""
MIN_TEXT_CHARACTERS = 500
"""A shorter text is a summary."""
MIN_SENTENCES = 3
"""Likewise."""
MIN_ITEMS = 2
"""A list of one is not a list of paragraphs."""
BODY_KEYS = frozenset(
    {
        *("articlebody", "articletext", "body", "bodyhtml", "bodytext", "content", "contenthtml"),
        *("fulltext", "html", "maintext", "story", "storybody", "text", "storyhtml", "copy"),
    }
)
"""Names of text, letters only, lower case."""
ITEM_KEYS = ("content", "text", "html", "body", "value", "paragraph")
"""Keys of a paragraph's text in a list of paragraphs."""
TITLE_KEYS = frozenset({"headline", "title", "name", "headlines"})
"""Keys of an article's headline."""
OTHER_ITEMS = re.compile(
    r"image|photo|picture|video|gallery|caption|credit|advert|\bad\b|embed|promo|related|"
    r"newsletter|link|raw_html|author|byline",
    re.I,
)
"""Types of items that are not text."""
_START = re.compile(r"(?:=|JSON\.parse\()\s{0,20}(?=[{\[\"'])|^\s{0,50}(?=[{\[])")
"""What stands before a script's data."""
_SENTENCE_END = re.compile(rf"[{SENTENCE_SIGNS}][\"'”’»]{{0,3}}(?:\s|<|$)")
"""A sign that ends a sentence, before white space or a tag."""


@dataclass(frozen=True, slots=True)
class StateText:
    """Text found in a script."""

    text: str
    """Paragraphs between blank lines, or HTML."""
    is_titled: bool
    """Whether the headline of the page stands beside it."""


def text_in_scripts(scripts: Sequence[str], headline: str) -> StateText | None:
    """The text of the article that the scripts hold; None if there is none.

    Of several, one beside the page's headline counts first, then the longest.
    """
    wanted = plain_words(headline)
    found = [
        text
        for value in itertools.chain(_json_values(scripts), stream_values(scripts))
        for text in _texts(value, wanted)
        if _is_running_text(text.text)
    ]
    return max(found, key=lambda text: (text.is_titled, len(text.text)), default=None)


def _json_values(scripts: Iterable[str]) -> Iterator[object]:
    decoder = json.JSONDecoder(strict=False)
    left = MAX_CHARACTERS
    for script in scripts:
        end = 0
        for number, start in enumerate(_START.finditer(script)):
            if start.end() < end:
                continue
            left -= len(script) - start.end()
            if number >= MAX_STARTS or left < 0:
                break
            try:
                value, end = decoder.raw_decode(script, start.end())
                yield decoder.decode(value) if isinstance(value, str) else value
            except (ValueError, RecursionError):
                continue


def _texts(value: object, wanted: str) -> Iterator[StateText]:
    """The texts in a JSON value, each with whether the wanted title is beside it."""
    stack: list[tuple[object, bool]] = [(value, False)]
    for _ in range(MAX_VALUES):
        if not stack:
            return
        current, is_titled = stack.pop()
        if isinstance(current, list):
            text = _items_text(current)
            if text:
                yield StateText(text, is_titled)
            stack.extend((item, is_titled) for item in current)
        elif isinstance(current, dict):
            is_titled = is_titled or _has_title(current, wanted)
            for key, inner in current.items():
                if isinstance(inner, str):
                    letters = "".join(filter(str.isalpha, key)).lower()
                    if letters in BODY_KEYS and len(inner) >= MIN_TEXT_CHARACTERS:
                        yield StateText(inner, is_titled)
                else:
                    stack.append((inner, is_titled))


def _has_title(record: dict[str, object], wanted: str) -> bool:
    return bool(wanted) and any(
        isinstance(value, str) and key.lower() in TITLE_KEYS and plain_words(value) == wanted
        for key, value in record.items()
    )


def _items_text(items: list[object]) -> str | None:
    """Paragraphs that are items of a list, as HTML; None if there are too few."""
    paragraphs = [text for item in items if (text := _item_text(item))]
    if len(paragraphs) < MIN_ITEMS:
        return None
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _item_text(item: object) -> str | None:
    if isinstance(item, str):
        return item
    if not isinstance(item, dict) or OTHER_ITEMS.search(str(item.get("type", ""))[:100]):
        return None
    return next((item[key] for key in ITEM_KEYS if isinstance(item.get(key), str)), None)


def _is_running_text(text: str) -> bool:
    if len(text) < MIN_TEXT_CHARACTERS:
        return False
    ends = itertools.islice(_SENTENCE_END.finditer(text), MIN_SENTENCES)
    return sum(1 for _ in ends) == MIN_SENTENCES
