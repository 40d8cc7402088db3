"""Checking a draft: its quotations are found as those of articles are, and looked up in print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from pipeline import warehouse
from pipeline.quotes import Attributor
from pipeline.records import Kind, Quotation
from pipeline.text.quoted_words import parts_of
from pipeline.verify.draft_text import UnreadableDraft
from pipeline.verify.passage_verdicts import CheckedPassage, judge


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """What was found out about a draft."""

    passages: tuple[CheckedPassage, ...]
    """The words between each pair of marks, in the order of the draft."""
    since: datetime | None
    """When the oldest article of the warehouse appeared; None if it has none."""
    outlets: int
    """Of which the warehouse has articles."""


def check_draft(text: str, attributor: Attributor, engine: Engine) -> CheckedDraft:
    """Check the words in marks that a draft ascribes to somebody against the warehouse.

    Speech that the draft reports without marks is not checked: its words are the writer's. Raises
    WarehouseError if the warehouse cannot be used, UnreadableDraft for a draft that is longer than
    the attributor reads.
    """
    length = attributor.readable_length(text)
    if length < len(text):
        raise UnreadableDraft(
            f"of the draft's {len(text):,} characters only the first {length:,} can be read at "
            "once; check it in parts"
        )
    asked = [
        (quotation, part)
        for quotation in attributor.attributions(text)
        for segment in _own_words(quotation)
        for part in parts_of(segment)
    ]
    printed = warehouse.printed_near(
        engine, [(part, quotation.speaker) for quotation, part in asked]
    )
    passages = tuple(
        judge(
            part,
            speaker=quotation.speaker,
            paragraph=quotation.paragraph,
            speaker_ids=near.speaker_ids,
            speeches=near.speeches,
        )
        for (quotation, part), near in zip(asked, printed.passages, strict=True)
    )
    return CheckedDraft(passages, printed.since, printed.outlets)


def _own_words(quotation: Quotation) -> tuple[str, ...]:
    """What a draft gives as said, word for word: in marks, or as an answer of an interview."""
    if quotation.segments or quotation.attribution.kind is Kind.INDIRECT:
        return quotation.segments
    return (quotation.text,)
