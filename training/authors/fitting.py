"""Fits the choice of authors: weights of words, and trees that judge every candidate."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

from pipeline.article.metadata.author_choice import FILES
from pipeline.article.metadata.author_columns import COLUMNS
from pipeline.article.metadata.author_words import WORD_COLUMNS, word_numbers
from training.authors.labelled_authors import AuthorPage
from training.authors.word_statistics import WordStatistics
from training.model_config import file_digests, write_config
from training.trees_as_onnx import write_trees


@dataclass(frozen=True, slots=True)
class FittedChoice:
    """What is learned from some pages."""

    words: WordStatistics
    trees: lightgbm.Booster

    def probabilities(self, page: AuthorPage) -> list[float]:
        """How likely each candidate of a page is an author."""
        if not page.candidates:
            return []
        numbers = seen_numbers(page, self.words)
        return np.asarray(self.trees.predict(numbers, num_threads=1)).tolist()


def seen_numbers(page: AuthorPage, words: WordStatistics) -> np.ndarray:
    """What the trees read of a page: words by what other publishers taught."""
    return np.concatenate(
        [page.numbers, word_numbers(page.candidates, words.weights(page))], axis=1
    )


def fit(pages: Sequence[AuthorPage], config: Mapping[str, Any]) -> FittedChoice:
    """The choice that some pages teach; `config` is `config.toml`."""
    words = WordStatistics([page for page in pages if not page.is_variant])
    weights = [
        np.full(
            len(page.candidates),
            config["set_weights"][page.data] * (config["variant_weight"] if page.is_variant else 1),
        )
        for page in pages
    ]
    trees = lightgbm.train(
        {**config["trees"], "verbose": -1, "seed": config["seed"]},
        lightgbm.Dataset(
            np.concatenate([seen_numbers(page, words) for page in pages]),
            label=np.concatenate([page.right for page in pages]),
            weight=np.concatenate(weights),
        ),
        config["rounds"],
    )
    return FittedChoice(words, trees)


def export(choice: FittedChoice, folder: Path, config: Mapping[str, Any]) -> None:
    """Write trees as ONNX, weights of words as JSON, and the config with their digests."""
    folder.mkdir(parents=True, exist_ok=True)
    write_trees(choice.trees, folder / "trees.onnx")
    weights = json.dumps(choice.words.weights(), ensure_ascii=False, indent=0, sort_keys=True)
    (folder / "words.json").write_text(weights + "\n", encoding="utf-8")
    shipped = {
        "version": config["version"],
        "take_above": config["take_above"],
        "alone_above": config["alone_above"],
        "digests": file_digests(folder, FILES),
        "columns": [*COLUMNS, *WORD_COLUMNS],
    }
    write_config(folder, shipped)
