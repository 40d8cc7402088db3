"""Fits the trees of German names and of German speakers, and writes them as ONNX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from pipeline.quotes.languages.german import german_choice_numbers, german_name_numbers
from pipeline.quotes.languages.german.german_choice_numbers import SpokenSoFar
from pipeline.quotes.languages.german.german_name_finder import BODY_NAME, PERSON_NAME
from pipeline.quotes.languages.german.german_name_numbers import NameNumbers, numbers_of
from pipeline.quotes.languages.german.german_trees import NAMES, SPEAKERS, Floats, Judge
from training.german.labelled_german import LabelledGerman, tokens_of
from training.model_config import file_digests, write_config
from training.speakers.written_articles import WrittenArticle
from training.trees_as_onnx import write_trees

FIRST_CAPITALS = re.compile(r"\S+(?: [A-ZÄÖÜ]\S*)*(?= [a-zäöü])")
"""“Bundesamt” of “Bundesamt für Seeschifffahrt”."""
Table = tuple[Floats, NDArray[np.int64]]
"""Rows, and the class of each."""
Config = Mapping[str, Any]


def name_table(article: WrittenArticle) -> Table:
    """The possible names of an article, and what each is, in any case."""
    table = tokens_of(article.page)
    kinds = _kinds_of_names(article)
    possible = list(NameNumbers(table).possible_names())
    found = np.zeros(len(possible), np.int64)
    taken: set[int] = set()
    for at in sorted(range(len(possible)), key=lambda at: possible[at].start - possible[at].end):
        name = possible[at]
        tokens = table.sentences[name.sentence].tokens[name.start : name.end]
        text = article.page.text[slice(*table.chars(tokens[0], tokens[-1] + 1))]
        if text in kinds and taken.isdisjoint(tokens):
            found[at] = kinds[text]
            taken.update(tokens)
    return numbers_of(possible), found


def _kinds_of_names(article: WrittenArticle) -> dict[str, int]:
    """Text of a name, or of the part that somebody is called by -> its class."""
    persons, bodies = article.names["persons"], article.names["bodies"]
    full = [name.split() for name in persons if " " in name]
    kinds = {part: PERSON_NAME for parts in full for part in (parts[0], parts[-1])}
    kinds |= dict.fromkeys(bodies, BODY_NAME)
    kinds |= {match[0]: BODY_NAME for name in bodies if (match := FIRST_CAPITALS.match(name))}
    kinds |= dict.fromkeys(persons, PERSON_NAME)
    return kinds | {f"{name}s": kind for name, kind in kinds.items()}


def choice_table(articles: Iterable[LabelledGerman], *, possible: bool = False) -> Table:
    """The candidates for labelled utterances, and whether each is right; who spoke before is.

    `possible` leaves out utterances of which no candidate is right.
    """
    rows: list[Floats] = []
    right: list[NDArray[np.bool_]] = []
    for labelled in articles:
        article = labelled.article
        article.spoken = SpokenSoFar()
        for number, utterance in enumerate(article.utterances):
            if utterance.candidate is None:
                article.note_told(utterance)
            elif number in labelled.labels:
                candidates, numbers = article.rows_of(utterance)
                wanted = labelled.right(number, candidates)
                if wanted.any() or not possible:
                    rows.append(numbers)
                    right.append(wanted)
                if wanted.any():
                    article.note(utterance, candidates[int(wanted.argmax())])
    if not rows:
        return np.empty((0, len(german_choice_numbers.COLUMNS)), np.float32), np.empty(0, np.int64)
    return np.concatenate(rows), np.concatenate(right).astype(np.int64)


def fit_names(parts: Sequence[tuple[Table, float]], config: Config) -> lightgbm.Booster:
    """Trees that tell what a possible name is, from tables with the weight of their rows."""
    settings = config["trees"] | config["names"]
    columns = german_name_numbers.COLUMNS
    return _fit(parts, settings, columns, config, "name_rounds")


def fit_choice(parts: Sequence[tuple[Table, float]], config: Config) -> lightgbm.Booster:
    """Trees that tell whether a candidate is right, from tables with the weight of their rows."""
    settings = config["trees"] | config["choice"]
    columns = german_choice_numbers.COLUMNS
    return _fit(parts, settings, columns, config, "choice_rounds")


def _fit(
    parts: Sequence[tuple[Table, float]],
    settings: Config,
    columns: Sequence[str],
    config: Config,
    rounds: str,
) -> lightgbm.Booster:
    data = lightgbm.Dataset(
        np.concatenate([rows for (rows, _), _ in parts]),
        np.concatenate([right for (_, right), _ in parts]),
        weight=np.concatenate([np.full(len(rows), weight) for (rows, _), weight in parts]),
        feature_name=list(columns),
    )
    return lightgbm.train({**settings, "seed": config["seed"]}, data, config[rounds])


def judge_of(trees: lightgbm.Booster) -> Judge:
    """What trees say of rows, as those that are shipped do."""

    def judge(numbers: Floats) -> Floats:
        likely = np.asarray(trees.predict(numbers, num_threads=1), np.float32)
        return likely if likely.ndim == 2 else np.stack([1 - likely, likely], axis=1)

    return judge


def export(names: lightgbm.Booster, choice: lightgbm.Booster, folder: Path, config: Config) -> None:
    """Write trees as ONNX, and the config with their columns and digests."""
    folder.mkdir(parents=True, exist_ok=True)
    write_trees(names, folder / NAMES)
    write_trees(choice, folder / SPEAKERS)
    shipped = {
        "version": config["version"],
        "digests": file_digests(folder, (NAMES, SPEAKERS)),
        "columns": {
            NAMES: german_name_numbers.COLUMNS,
            SPEAKERS: german_choice_numbers.COLUMNS,
        },
    }
    write_config(folder, shipped)
