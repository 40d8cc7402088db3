"""Signs that separate or end, and notes to other editors."""

from __future__ import annotations

import re

from pipeline.article.blocks import Verdict
from pipeline.records import Label

END_MARK = re.compile(r"^\W{0,6}(?:ends?|30|more|finis)\W{0,6}$", re.I)
LETTER_OR_DIGIT = re.compile(r"[^\W_]")
EDITORS_NOTE = re.compile(r"^\W{0,3}notes? (?:to|for) editors\b", re.I)


def ornament(text: str) -> Verdict | None:
    """A line without a letter or digit, an end mark, a note to editors."""
    if len(text) <= 60 and not LETTER_OR_DIGIT.search(text):
        return Verdict(Label.OTHER, "ornament")
    if len(text) <= 16 and END_MARK.match(text) and (text.isupper() or not text[0].isalnum()):
        return Verdict(Label.OTHER, "end-mark")
    if len(text) <= 400 and EDITORS_NOTE.match(text):
        return Verdict(Label.OTHER, "note-to-editors")
    return None
