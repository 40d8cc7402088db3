"""Signs that separate or end, and notes to other editors."""

from __future__ import annotations

import re

from pipeline.article.blocks import Verdict
from pipeline.records import Label

END_MARK = re.compile(r"^\W{0,6}(?:ends?|30|more|finis)\W{0,6}$", re.I)
"""What news agencies write below a text."""
SHORTCODE = re.compile(r"^\[(?!(?:wp_)?caption\b)(\w{2,30})\b[^\]]{0,300}\].{0,200}\[/\1\]$")
"""What a content system should have replaced: "[button link=…]Send it[/button]"."""
READING_TIME = re.compile(
    r"^(?:reading time|tempo de leitura|tiempo de lectura|temps de lecture|lesezeit|"
    r"tempo di lettura|время чтения)\b",
    re.I,
)
"""How long reading takes."""
LETTER_OR_DIGIT = re.compile(r"[^\W_]")
"""A line without any is an ornament."""
EDITORS_NOTE = re.compile(r"^\W{0,3}notes? (?:to|for) editors\b", re.I)
"""What a press release says to those who print it."""


def is_ornament(text: str) -> bool:
    """Whether a line is short and has no letter or digit."""
    return len(text) <= 60 and not LETTER_OR_DIGIT.search(text)


def ornament(text: str) -> Verdict | None:
    """A line without a letter or digit, an end mark, a note to editors."""
    if is_ornament(text):
        return Verdict(Label.OTHER, "ornament")
    if len(text) <= 16 and END_MARK.match(text) and (text.isupper() or not text[0].isalnum()):
        return Verdict(Label.OTHER, "end-mark")
    if len(text) <= 400 and SHORTCODE.match(text):
        return Verdict(Label.OTHER, "shortcode")
    if len(text) <= 60 and READING_TIME.match(text):
        return Verdict(Label.OTHER, "reading-time")
    if len(text) <= 400 and EDITORS_NOTE.match(text):
        return Verdict(Label.OTHER, "note-to-editors")
    return None
