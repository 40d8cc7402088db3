"""Marks within marks: ‘I told him, “The ferry has gone.”’"""

from __future__ import annotations

from pipeline.quotes.attribution_candidates import TokenSpan
from pipeline.quotes.marks.mark_pairer import OPENING_DOUBLE
from pipeline.quotes.token_table import TokenTable

PAIRS = OPENING_DOUBLE | {'"': '"', "'": "'", "‘": "’", "‚": "‘", "‹": "›", "›": "‹"}
"""Opening mark -> marks that may close it."""


def is_marked(table: TokenTable, span: TokenSpan) -> bool:
    """Whether tokens are words between a pair of marks, and nothing else."""
    start, end = span
    opening, closing = table.text[start], table.text[end - 1]
    return (
        end - start > len((opening, closing))
        and closing in PAIRS.get(opening, "")
        # two terms in marks may stand at both ends
        and opening not in table.text[start + 1 : end - 1]
    )
