"""Text that a page holds only for machines: in its JSON-LD, or in the state of a script.

Some sites write the article into the page with a script. What they send for it is plain
text, so what it holds besides paragraphs cannot be told apart; it is used only where the
page itself shows much less.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bs4 import BeautifulSoup

from pipeline.article.script_state import text_in_scripts
from pipeline.records import Block, Label

MIN_BODY_CHARACTERS = 500
SHOWN_SHARE = 0.35
"""The structured text is used when the page shows less than this share of it."""
MAX_BODY_CHARACTERS = 1_000_000
_BREAK = re.compile(r"\n[ \t]*\n|\r\n[ \t]*\r\n")
_LINE = re.compile(r"\r?\n")


@dataclass(frozen=True, slots=True)
class MachineText:
    """Text that a page holds for machines."""

    text: str
    rule: str
    """Of its blocks."""
    place: str

    def blocks(self, shown_characters: int) -> tuple[Block, ...]:
        """Its paragraphs, if the page shows too little of them, else nothing."""
        if len(self.text) < MIN_BODY_CHARACTERS:
            return ()
        text = self.text[:MAX_BODY_CHARACTERS]
        if "</p>" in text or "<br" in text:
            soup = BeautifulSoup(text, "lxml")
            text = _separated(soup) if "</p>" in text else soup.get_text("\n")
        if shown_characters >= SHOWN_SHARE * len(text):
            return ()
        parts = _BREAK.split(text)
        if len(parts) == 1:
            parts = _LINE.split(text)
        paragraphs = (" ".join(part.split()) for part in parts)
        return tuple(
            Block(Label.PARAGRAPH, self.rule, paragraph, self.place)
            for paragraph in paragraphs
            if paragraph
        )


def _separated(soup: BeautifulSoup) -> str:
    for paragraph in soup.find_all(["p", "h2", "h3", "li", "blockquote", "div"]):
        paragraph.insert_before("\n\n")
        paragraph.insert_after("\n\n")
    for silent in soup.find_all(["script", "style"]):
        silent.decompose()
    return soup.get_text()


def json_ld_text(body: str | None) -> MachineText | None:
    """The `articleBody` of the JSON-LD."""
    return MachineText(body, "json-ld-body", "articleBody") if body else None


def script_text(scripts: Iterable[str], headline: str, *, is_article: bool) -> MachineText | None:
    """The text in the state of a script.

    On a page that does not say that it is an article, only text beside its headline counts:
    a front page has the texts of other pages in its state.
    """
    found = text_in_scripts(scripts, headline)
    if found is None or not (found.is_titled or is_article):
        return None
    return MachineText(found.text, "script-body", "script")
