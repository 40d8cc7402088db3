"""What a quoted span is like: its words, how it ends, whether it is set like a title."""

from __future__ import annotations

from pipeline.quotes.languages.english.english_grammar import PREPOSITIONS
from pipeline.quotes.token_table import QuotedSpan, TokenTable
from pipeline.text.word_sets import words

FINAL = frozenset(".?!…") | {"...", "--", "—", "–"}
"""What a sentence ends with inside marks."""
BEFORE_A_SOURCE = frozenset({",", "?", "!", "…", "—", "–"})
"""What marked words end with in front of who said them; a full stop ends a sentence."""
SMALL_WORDS = PREPOSITIONS | words("the a an and or but nor vs de la le du der die das und is it")
"""Words that titles leave without a capital, in English, Romance languages and German."""
LONG_ENOUGH = 60
"""Words of a span that are looked at."""


def words_of(table: TokenTable, quoted: QuotedSpan) -> list[int]:
    """Tokens of the span that are words, at most LONG_ENOUGH."""
    found = []
    for token in range(quoted.inner_start, quoted.inner_end):
        if table.is_word(token) and table.lower[token] != "'s":
            found.append(token)
            if len(found) >= LONG_ENOUGH:
                break
    return found


def ends_like_sentence(table: TokenTable, quoted: QuotedSpan) -> bool:
    """Whether the words end with a full stop, a question mark or a dash inside the marks."""
    last = table.text[_last(table, quoted)]
    return last in FINAL or last.endswith((".", "?", "!"))


def _last(table: TokenTable, quoted: QuotedSpan) -> int:
    """The last token inside the marks, closing marks and brackets aside."""
    last = quoted.inner_end - 1
    while last > quoted.inner_start and table.text[last] in {"’", "'", ")", "]", "”"}:
        last -= 1
    return last


def awaits_source(table: TokenTable, quoted: QuotedSpan) -> bool:
    """Whether marked words end as in front of who said them: “…,” or “…”, and no full stop."""
    behind = table.text[quoted.end] if quoted.end < len(table.text) else ""
    return behind == "," or table.text[_last(table, quoted)] in BEFORE_A_SOURCE


def is_title_case(table: TokenTable, words: list[int]) -> bool:
    """Whether all words but the small ones are capitalised, as in titles of works."""
    if len(words) < 2:
        return False
    capitals = sum(1 for t in words if table.is_capitalised(t) or table.text[t].isdigit())
    small = sum(1 for t in words if not table.is_capitalised(t) and table.lower[t] in SMALL_WORDS)
    return capitals >= 2 and capitals + small == len(words)
