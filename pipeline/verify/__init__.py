"""Verifying a draft: are these words really theirs? A draft's quotations against what was printed.

A verdict never says that words are false: it says what was printed where, and what was not found.
"""

from pipeline.verify.draft_text import UnreadableDraft, draft_text
from pipeline.verify.drafts import CheckedDraft, check_draft
from pipeline.verify.passage_verdicts import CheckedPassage, Verdict
from pipeline.verify.verdict_sentences import (
    CHANGES,
    SHOWN_WORDS,
    explanation,
    link_to_printed,
    passage_record,
)

__all__ = [
    "CHANGES",
    "SHOWN_WORDS",
    "CheckedDraft",
    "CheckedPassage",
    "UnreadableDraft",
    "Verdict",
    "check_draft",
    "draft_text",
    "explanation",
    "link_to_printed",
    "passage_record",
]
