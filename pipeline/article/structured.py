"""Text that a page holds only in its JSON-LD.

Some sites write the article into the page with a script, and give search engines
the text as `articleBody`. It is plain text, so what it holds besides paragraphs
cannot be told apart; it is used only where the page itself shows much less.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

from pipeline.records import Block, Label

MIN_BODY_CHARACTERS = 500
SHOWN_SHARE = 0.35
"""The structured text is used when the page shows less than this share of it."""
MAX_BODY_CHARACTERS = 1_000_000
_BREAK = re.compile(r"\n[ \t]*\n|\r\n[ \t]*\r\n")
_LINE = re.compile(r"\r?\n")


def structured_blocks(body: str | None, shown_characters: int) -> tuple[Block, ...]:
    """Paragraphs of `articleBody` if the page shows too little of them, else nothing."""
    if body is None or len(body) < MIN_BODY_CHARACTERS:
        return ()
    text = body[:MAX_BODY_CHARACTERS]
    if "</p>" in text or "<br" in text:
        soup = BeautifulSoup(text, "lxml")
        text = soup.get_text("\n\n" if "</p>" in text else "\n")
    if shown_characters >= SHOWN_SHARE * len(text):
        return ()
    parts = _BREAK.split(text)
    if len(parts) == 1:
        parts = _LINE.split(text)
    paragraphs = (" ".join(part.split()) for part in parts)
    return tuple(
        Block(Label.PARAGRAPH, "json-ld-body", paragraph, "articleBody")
        for paragraph in paragraphs
        if paragraph
    )
