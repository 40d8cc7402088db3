"""Drafts are judged as well as they were."""

from __future__ import annotations

from pathlib import Path

from pipeline.quotes import Attributor
from tests.evaluation.draft_quotations import (
    judged,
    made_drafts,
    news_warehouse,
    printed_quotations,
    wrongly_verbatim,
)

SAMPLE = 8
"""One draft in so many, so that it takes seconds; `make evaluate-drafts` judges all."""

RIGHT = 99.0
"""In percent, of the sample; of all drafts all but one or two are right."""


def test_drafts_made_by_program_are_judged_as_they_were_made(tmp_path: Path) -> None:
    with news_warehouse(tmp_path) as engine:
        drafts = list(made_drafts(printed_quotations(engine)))
        results = list(judged(drafts[::SAMPLE], Attributor(), engine))
    assert len(drafts) > 2000
    assert wrongly_verbatim(results) == []
    right = sum(verdict is draft.expected for draft, verdict in results)
    assert 100 * right / len(results) >= RIGHT
