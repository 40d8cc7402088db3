"""What stands around a quotation mark: spaces, letters, other marks."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.quotes.token_table import TokenTable

OPENING_DOUBLE = {
    "“": "”“",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‟": "”",
    "「": "」",
    "『": "』",
    "〝": "〞",
}
"""Opening mark -> marks that may close it. "»" opens in German books."""
CLOSING_DOUBLE = frozenset("”»«」』〞")
"""Marks that close."""
STRAIGHT_DOUBLE = frozenset({'"', "''", "``", "＂"})
"""Marks that tell no direction, those of typewriters and wires among them."""
SINGLE = frozenset("'’‘‚‛‹›")
"""Marks that may be apostrophes as well."""
ALL_MARKS = frozenset(OPENING_DOUBLE) | CLOSING_DOUBLE | STRAIGHT_DOUBLE | SINGLE
"""Tokens that the pairing stops at."""

BEFORE_OPENING = frozenset("([{—–-/:;,") | {"--", "..."}
"""Signs behind which a mark opens although no space stands before it."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The surroundings of every token of a text."""

    table: TokenTable

    def gap_before(self, index: int) -> bool:
        """Space, or punctuation after which a mark opens."""
        if index == 0:
            return True
        table = self.table
        if table.start[index] > table.end[index - 1]:
            return True
        before = table.text[index - 1]
        return before.isspace() or before in BEFORE_OPENING - {",", ":", ";"} or before in ALL_MARKS

    def looks_opening(self, index: int) -> bool:
        """Whether a mark stands in front of words and not behind any."""
        return self.gap_before(index) and not self.space_after(index)

    def space_before(self, index: int) -> bool:
        """Space, or the start of the text."""
        table = self.table
        if index == 0:
            return True
        return table.start[index] > table.end[index - 1] or table.text[index - 1].isspace()

    def space_after(self, index: int) -> bool:
        """Space, or the end of the text."""
        table = self.table
        if index + 1 >= len(table.text):
            return True
        return table.start[index + 1] > table.end[index] or table.text[index + 1].isspace()

    def gap_after(self, index: int) -> bool:
        """Space, end, or punctuation: what stands behind a closing mark."""
        return self.space_after(index) or not self.table.text[index + 1][:1].isalnum()

    def next_is_word(self, index: int) -> bool:
        """Whether a word follows, perhaps behind one space."""
        following = index + 1
        if following >= len(self.table.text):
            return False
        if self.table.text[following].isspace():
            following += 1
        if following >= len(self.table.text):
            return False
        word = self.table.text[following]
        return word[:1].isalnum() or word in SINGLE or word[:1] in "[$£€#@…("

    def is_inch(self, index: int) -> bool:
        """12" and 6' 2": a measure, not a mark."""
        if index == 0 or self.gap_before(index):
            return False
        return self.table.text[index - 1][-1:].isdigit() and self.gap_after(index)
