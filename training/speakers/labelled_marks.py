"""Quoted spans of which somebody said whether they are speech, a fragment of it or neither."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.quotes.attribution_pipeline import empty_pipeline
from pipeline.quotes.marks.mark_kinds import MARK_SLOTS, MarkKind, slots_of
from pipeline.quotes.token_table import token_table as read_doc
from tests.newsroom import fixtures
from training.speakers.heads import WIDTH, KindNetwork, train_kinds
from training.speakers.quotation_pages import QUOTATION_SETS, is_same, quotation_pages
from training.speakers.states import Encoder, TextStates

EPOCHS, DROPOUT = 20, 0.6
"""Of states that only some thousands of spans are learned from, most must be left out at a time."""
OURS = -1
"""The fold of our own articles."""
KINDS = {"direct": MarkKind.DIRECT, "partial": MarkKind.PARTIAL, "other": MarkKind.OTHER}
Labels = list[tuple[int, int, str]]
"""First character of words between marks, the one behind the last, and what they are."""


@dataclass(frozen=True, slots=True)
class LabelledMarks:
    """Quoted spans in the order of their articles."""

    states: NDArray[np.float16]
    """(spans, MARK_SLOTS, WIDTH)"""
    kinds: NDArray[np.int64]
    fold: NDArray[np.int64]
    """That of the article's publisher; every fold learns from OURS."""

    def trained(self, without: int | None = None) -> KindNetwork:
        """A head that learned from all spans, or from those outside of a fold."""
        use = np.array([fold != without for fold in self.fold])
        return train_kinds(
            self.states[use], self.kinds[use], len(MarkKind), epochs=EPOCHS, dropout=DROPOUT
        )


def labelled_marks(data: Path, encoder: Encoder) -> LabelledMarks:
    """The quoted spans of the quotation sets and of our own news site."""
    states, kinds, folds = [], [], []
    nlp = pairing_pipeline()
    for text, labels, fold in (*_quotations(data), *_newsroom()):
        for slots, label in _examples(nlp(text), encoder.read(text), labels):
            kind = label or ("other" if fold == OURS else None)
            if kind is None:
                continue
            states.append(slots)
            kinds.append(KINDS[kind])
            folds.append(fold)
    return LabelledMarks(np.array(states), np.array(kinds, np.int64), np.array(folds))


def pairing_pipeline() -> Language:
    """The pipeline as far as it pairs marks."""
    nlp = empty_pipeline()
    nlp.add_pipe("verbatim_marks")
    return nlp


def _quotations(data: Path) -> Iterator[tuple[str, Labels, int]]:
    for collection in QUOTATION_SETS:
        for page in quotation_pages(data, collection):
            labels = [(*page.chars(span), span["kind"]) for span in page.spans]
            yield page.text, labels, page.fold


def _newsroom() -> Iterator[tuple[str, Labels, int]]:
    """What our own articles have between marks; what no quotation of theirs has is nobody's."""
    for fixture in fixtures():
        labels: Labels = []
        at = 0
        for quote in fixture.expected.get("quotes", ()):
            kind = "direct" if quote["kind"] == "direct" else "partial"
            for segment in quote["segments"]:
                found = fixture.text.find(segment, at)
                if found >= 0:
                    labels.append((found, found + len(segment), kind))
                    at = found
        if "quotes" in fixture.expected:
            yield fixture.text, sorted(labels), OURS


def _examples(
    doc: Doc, encoded: TextStates, labels: Labels
) -> Iterator[tuple[NDArray[np.float16], str | None]]:
    """The states of the slots of every quoted span of a text, and its label if it has one."""
    table = read_doc(doc)
    starts = [start for start, _, _ in labels]
    # a word has the same states whichever slot it fills
    states = np.broadcast_to(encoded.states[:, None], (len(encoded.states), MARK_SLOTS, WIDTH))
    for marked in table.quoted_spans:
        chars = table.chars(marked.inner_start, marked.inner_end)
        inner = encoded.words.touched_by(chars)
        outer = encoded.words.touched_by(table.chars(marked.start, marked.end))
        if inner is None or outer is None:
            continue
        near = range(max(0, bisect_left(starts, chars[0]) - 1), len(labels))
        same = next((labels[at][2] for at in near[:3] if is_same(labels[at][:2], chars)), None)
        yield slots_of(states, inner, outer).astype(np.float16), same
