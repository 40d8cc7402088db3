"""The choice among candidates: fitted, cross-validated over publishers, written as ONNX."""

from __future__ import annotations

import json
import logging
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import lightgbm
import numpy as np
from numpy.typing import NDArray

from pipeline.model_files import CONFIG
from pipeline.quotes.network.attribution_model import read_config
from pipeline.quotes.speakers.choice_columns import COLUMNS
from pipeline.quotes.speakers.choice_numbers import Floats
from pipeline.quotes.speakers.choosing import CERTAINTY_FEATURES, TREES, certainty_features
from pipeline.quotes.speakers.spoken_before import SpokenBefore
from training.calibration import fit_logistic
from training.model_config import file_digests, write_config
from training.speakers.append_heads import replace_marks
from training.speakers.labelled_marks import LabelledMarks, labelled_marks
from training.speakers.labelled_sources import (
    KIND_FOLDS,
    LabelledArticle,
    SourceReader,
    kind_heads,
)
from training.speakers.quotation_pages import FOLDS, QUOTATION_SETS
from training.trees_as_onnx import write_trees

logger = logging.getLogger("training")

QUOTATIONS_WEIGHT = 2
"""Of an article of other publishers against one of PolNeAR, which is one topic."""
ROUNDS = 600
TREES_SETTINGS = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 5,
    "num_leaves": 31,
    "learning_rate": 0.04,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
    "num_threads": 2,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A choice on an article that the trees had not seen."""

    collection: str
    form: str
    right: bool
    possible: bool
    """Whether the right answer was among the candidates."""
    evidence: tuple[float, ...]


Table = tuple[Floats, NDArray[np.int64], list[int]]


def table(articles: Iterable[LabelledArticle]) -> Table:
    """Rows, right or not, and candidates per query; who spoke before is the gold one."""
    rows, right, sizes = [], [], []
    for article in articles:
        spoken = SpokenBefore()
        for source in article.sources:
            numbers = article.numbers.rows_of(source.query, source.candidates, spoken)
            if source.wanted.any():
                rows.append(numbers)
                right.append(source.wanted)
                sizes.append(len(numbers))
                chosen = source.candidates[int(source.wanted.argmax())]
                spoken.add(chosen.key, article.read.paragraph[source.query.anchor])
    return np.concatenate(rows), np.concatenate(right).astype(int), sizes


def fit(parts: list[tuple[Table, int]]) -> lightgbm.Booster:
    """Trees fitted on tables, each with the weight of its rows."""
    data = lightgbm.Dataset(
        np.concatenate([rows for (rows, _, _), _ in parts]),
        np.concatenate([right for (_, right, _), _ in parts]),
        weight=np.concatenate([np.full(len(rows), weight) for (rows, _, _), weight in parts]),
        group=[size for (_, _, sizes), _ in parts for size in sizes],
        feature_name=list(COLUMNS),
    )
    return lightgbm.train(TREES_SETTINGS, data, ROUNDS)


def judge(trees: lightgbm.Booster, articles: Iterable[LabelledArticle]) -> Iterator[Judged]:
    """Choices in text order, each with those before it as they were chosen."""
    for article in articles:
        spoken = SpokenBefore()
        for source in article.sources:
            rows = article.numbers.rows_of(source.query, source.candidates, spoken)
            scores = trees.predict(rows, raw_score=True, num_threads=1)
            best = int(scores.argmax())
            paragraph = article.read.paragraph[source.query.anchor]
            spoken.add(source.candidates[best].key, paragraph)
            yield Judged(
                article.collection,
                source.form,
                bool(source.right[best]),
                bool(source.right.any()),
                certainty_features(scores),
            )


@dataclass(slots=True)
class Data:
    """Everything that choices are learned from and judged on."""

    polnear: Table
    dev: list[LabelledArticle]
    quotations: list[LabelledArticle]
    newsroom: Table
    """Our own articles: other kinds of texts, and what the demonstration shows."""
    written: Table
    """Those that were written to be learned from."""
    marks: LabelledMarks

    def base(self) -> list[tuple[Table, int]]:
        """What every fold learns from."""
        return [
            (self.polnear, 1),
            (self.newsroom, QUOTATIONS_WEIGHT),
            (self.written, QUOTATIONS_WEIGHT),
        ]


def read_data(reader: SourceReader) -> Data:
    """Reads all sets."""
    heads = kind_heads(reader.shared, reader.encoder, folds=KIND_FOLDS)
    polnear = table(reader.polnear("train", heads))
    logger.info("read %d rows of PolNeAR", len(polnear[0]))
    quotations = [article for name in QUOTATION_SETS for article in reader.quotations(name)]
    newsroom = table(reader.newsroom())
    written = table(reader.written())
    marks = labelled_marks(reader.shared, reader.encoder)
    dev = list(reader.polnear("dev", None))
    return Data(polnear, dev, quotations, newsroom, written, marks)


def judged_unseen(data: Data, folder: Path, runs: Path) -> list[Judged]:
    """Choices on dev, and on the quotation sets by folds over publishers.

    Leaves in `runs` for each fold a model whose trees, and whose head for quoted spans, did not
    see it.
    """
    judged: list[Judged] = []
    for number in range(FOLDS):
        others = [article for article in data.quotations if article.fold != number]
        trees = fit([*data.base(), (table(others), QUOTATIONS_WEIGHT)])
        held = [article for article in data.quotations if article.fold == number]
        judged += judge(trees, held)
        fold = runs / f"fold-{number}"
        shutil.copytree(folder, fold, dirs_exist_ok=True)
        replace_marks(fold, data.marks.trained(without=number))
        write_trees(_as_regression(trees), fold / TREES)
        names = [f"{article.collection}/{article.name}" for article in held]
        (fold / "articles.json").write_text(json.dumps(names, indent=1), encoding="utf-8")
        logger.info("fold %d: %d articles of other publishers", number, len(others))
    return judged


def figures(judged: list[Judged]) -> str:
    """Speakers right of labelled sources, by set and by form, in lines."""
    rows: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        rows[one.collection].append(one)
        kind = "dev" if one.collection == "polnear" else "quotations"
        rows[f"{kind}, source is a {one.form}"].append(one)
        if kind == "quotations":
            rows["all quotations"].append(one)
    return "\n".join(
        f"{name:32} {len(some):5} sources  right {100 * np.mean([o.right for o in some]):5.1f}"
        f"  possible {100 * np.mean([o.possible for o in some]):5.1f}"
        for name, some in sorted(rows.items())
    )


def ship_choice(data: Data, folder: Path, runs: Path) -> str:
    """Fits the trees on all sets, the certainty on what was judged unseen; writes both.

    Returns the figures on what was judged unseen.
    """
    trees = fit([*data.base(), (table(data.quotations), QUOTATIONS_WEIGHT)])
    judged = [*judged_unseen(data, folder, runs), *judge(trees, data.dev)]
    weights = fit_logistic(
        np.array([one.evidence for one in judged]), np.array([one.right for one in judged], float)
    )
    certainty = dict(zip(CERTAINTY_FEATURES, weights.round(5).tolist(), strict=True))
    write_trees(_as_regression(trees), folder / TREES)
    for place in (folder, *(runs / f"fold-{number}" for number in range(FOLDS))):
        config = json.loads((place / CONFIG).read_text(encoding="utf-8"))
        config["digests"] |= file_digests(place, [TREES])
        config["speakers"] = {"columns": COLUMNS, "certainty": certainty}
        write_config(place, config)
    read_config.cache_clear()
    return figures(judged)


def _as_regression(trees: lightgbm.Booster) -> lightgbm.Booster:
    """A ranker's score is a sum of leaves, like a regression's; the converter knows no ranker."""
    text = trees.model_to_string().replace("objective=lambdarank", "objective=regression")
    return lightgbm.Booster(model_str=text)
