"""Fits the arbiter: weights of tokens, trees of the first pass, trees of the second.

The second pass reads what the first says, so it must be trained on what the first says of pages
that it has not seen: the first is fitted several times, each time without some publishers.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np

from pipeline.article.arbiter.second_pass import OWN_REFERENCE, second_numbers
from training.arbiter.labelled_pages import REFERENCES, TrainingPage
from training.arbiter.token_statistics import TokenStatistics

LONG = 600
"""Characters; a longer block weighs no more than one of this length."""
UNSURE = (0.3, 0.7)
"""Shares of a block's words in the true body between which its label is a guess."""
UNSURE_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class FittedArbiter:
    """What is learned from some pages."""

    tokens: TokenStatistics
    first: lightgbm.Booster
    second: lightgbm.Booster


def fit(pages: Sequence[TrainingPage], config: Mapping[str, Any], *, seed: int) -> FittedArbiter:
    """The arbiter that some pages teach; `config` is `config.toml`."""
    tokens = TokenStatistics(pages)
    seen = [seen_numbers(page, tokens) for page in pages]
    weights = [_weights(page, config) for page in pages]
    parts = publisher_parts([page.publisher for page in pages], config["inner_folds"], seed)
    trees = {**config["trees"], "verbose": -1, "seed": seed}

    def fitted(which: Sequence[int], numbers: Sequence[np.ndarray], rounds: int) -> Any:
        weight = np.concatenate([weights[i] for i in which])
        used = weight > 0
        return lightgbm.train(
            trees,
            lightgbm.Dataset(
                np.concatenate([numbers[i] for i in which])[used],
                label=np.concatenate([pages[i].share > 0.5 for i in which])[used],
                weight=weight[used],
            ),
            rounds,
        )

    first_said: list[np.ndarray] = [np.zeros(0, np.float32)] * len(pages)
    for part in range(config["inner_folds"]):
        without = fitted(np.flatnonzero(parts != part), seen, config["first_rounds"])
        for i in np.flatnonzero(parts == part):
            first_said[i] = _predicted(without, seen[i])
    all_numbers = [
        np.concatenate([numbers, second_numbers(page.features, said, _reference(page))], axis=1)
        for page, numbers, said in zip(pages, seen, first_said, strict=True)
    ]
    everything = range(len(pages))
    return FittedArbiter(
        tokens,
        fitted(everything, seen, config["first_rounds"]),
        fitted(everything, all_numbers, config["second_rounds"]),
    )


def _reference(page: TrainingPage) -> int:
    return REFERENCES.get(page.data, OWN_REFERENCE)


def seen_numbers(page: TrainingPage, tokens: TokenStatistics) -> np.ndarray:
    """What the first pass reads of a page."""
    return np.concatenate([page.numbers, tokens.matrix(page)], axis=1)


def publisher_parts(publishers: Sequence[str], number: int, seed: int) -> np.ndarray:
    """For every page the part that it is in; all pages of a publisher are in one."""
    names = sorted(set(publishers))
    random.Random(seed).shuffle(names)
    part = {name: position % number for position, name in enumerate(names)}
    return np.array([part[publisher] for publisher in publishers])


def _weights(page: TrainingPage, config: Mapping[str, Any]) -> np.ndarray:
    length = np.minimum(page.features.characters[page.features.rows], LONG) / (LONG / 2)
    weight = (
        config["set_weights"][page.data]
        * config["variant_weights"][page.variant]
        * (config["block_weight"] + length)
    )
    low, high = UNSURE
    weight = np.where((page.share > low) & (page.share < high), UNSURE_WEIGHT * weight, weight)
    return np.where((page.share < 0) | page.optional, 0, weight).astype(np.float32)


def _predicted(trees: lightgbm.Booster, numbers: np.ndarray) -> np.ndarray:
    return np.asarray(trees.predict(numbers, num_threads=1), np.float32)
