"""What the first pass said of a block and of the blocks around it: what the second pass reads."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.article.arbiter.block_features import BlockFeatures
from pipeline.article.arbiter.sequences import (
    bounded,
    highest_before,
    last_before,
    since,
    until,
    windows,
)

NEAR = (-4, -3, -2, -1, 1, 2, 3, 4)
"""Blocks before and behind whose first verdict is a number."""
WINDOWS = ((-8, 0), (1, 9), (-20, 0), (1, 21))
"""Blocks before and behind whose mean verdict is a number: near, and the part of the page."""
SURE = 0.5
"""Probability from which a block counts as text of the article."""
OWN_REFERENCE = 0
"""Labelled pages come from several sources, which differ in what they count as the article:
standfirsts, lists, posts of others. The column "reference" says by whose idea of an article a page
was labelled; on a page that is read it is always this one, that of publishers' own parsers."""
SECOND_COLUMNS = (
    "first",
    *(f"first{offset:+d}" for offset in NEAR),
    *(f"first_{low}_to_{high}" for low, high in WINDOWS),
    *("share_before", "share_behind", "number_before", "number_behind", "first_sum"),
    *("highest_before", "highest_behind"),
    *(f"{group}_{what}" for group in ("style", "double", "parent")
      for what in ("mean", "mean_by_length", "share")),
    *("copy_before", "copy_behind", "text_below", "heading_above", "since_sure", "until_sure"),
    "reference",
)  # fmt: skip
"""What the first verdicts say around a block."""


def second_numbers(
    features: BlockFeatures, first: NDArray[np.float32], reference: int = OWN_REFERENCE
) -> NDArray[np.float32]:
    """A row for every block that is asked about, a column for every name of SECOND_COLUMNS.

    `first` has the probabilities of the first pass, one for every row; the blocks that are not
    asked about have none, which counts as 0.
    """
    number, rows = features.number, features.rows
    all_first = np.zeros(number)
    all_first[rows] = first
    mass = all_first * features.characters
    total = max(1.0, mass.sum())
    padded = np.full(number + 8, -1.0)
    padded[4:-4] = all_first
    sums, counts = np.cumsum(mass), np.cumsum(all_first)
    asked = np.zeros(number, np.bool_)
    asked[rows] = True
    sure = all_first > SURE
    backwards = all_first[::-1]
    columns = [
        all_first,
        *(padded[4 + offset : number + 4 + offset] for offset in NEAR),
        *windows(all_first, np.arange(number), WINDOWS),
        (sums - mass) / total,
        (sums[-1] - sums) / total,
        bounded(counts - all_first),
        bounded(counts[-1] - counts),
        np.full(number, total),
        np.concatenate([[0], np.maximum.accumulate(all_first)[:-1]]),
        np.concatenate([[0], np.maximum.accumulate(backwards)[:-1]])[::-1],
    ]
    for groups in (features.style, features.double, features.parent):
        others = np.bincount(groups)[groups] - 1
        length = np.bincount(groups, features.characters)[groups] - features.characters
        probability = np.bincount(groups, all_first)[groups] - all_first
        masses = np.bincount(groups, mass)[groups]
        columns += [
            np.where(others > 0, probability / np.maximum(1, others), -1),
            np.where(others > 0, (masses - mass) / np.maximum(1, length), -1),
            masses / total,
        ]
    running = asked & (features.heading == 0)
    columns += [
        highest_before(all_first, features.text),
        highest_before(backwards, features.text[::-1])[::-1],
        last_before(backwards, running[::-1])[::-1],
        last_before(all_first, features.heading > 0),
        since(sure),
        until(sure),
        np.full(number, reference),
    ]
    return np.stack([column[rows] for column in columns], axis=1).astype(np.float32)
