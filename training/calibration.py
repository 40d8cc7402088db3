"""Confidence made a probability: weights fitted on the dev split, and a table that shows it.

The network was not trained on dev, so its certainties are there what they are
on any new article. The table is by cross-validation over articles: no
attribution is judged by weights that it helped to fit.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from pipeline.model_files import CONFIG
from pipeline.quotes.confidence import FEATURES
from pipeline.quotes.token_table import token_table
from training.corpus import Article, GoldAttribution
from training.model_config import write_config

FOLDS = 5
PENALTY = 1.0
"""Of the squared weights, against the bias of few examples."""
BANDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass
class Judged:
    """An attribution that was found: its features, whether it is right, its article."""

    features: tuple[float, ...]
    right: bool
    article: int


def judged_attributions(nlp: Language, articles: list[Article]) -> list[Judged]:
    """What the pipeline finds in the articles, against their gold."""
    judged = []
    for number, article in enumerate(articles):
        doc = nlp(article.text)
        candidates = doc._.verbatim_candidates
        table = token_table(doc)
        found = [
            GoldAttribution(
                source=[table.chars(*f.source.full)] if f.source else [],
                cue=[],
                content=[table.chars(*span) for span in f.content],
            )
            for f in candidates
        ]
        # words that nothing ties have no source: who speaks them, the choice of speakers is sure of
        untied = {at for at, candidate in enumerate(candidates) if candidate.cue is None}
        right = matched(article.gold, found, untied)
        judged += [
            Judged(f.evidence, at in right, number) for at, f in enumerate(candidates) if f.evidence
        ]
    return judged


def matched(
    gold: list[GoldAttribution], found: list[GoldAttribution], untied: set[int]
) -> set[int]:
    """Which of those found are right, by the scorer's measure of whole attributions.

    Of those in `untied` only the content is compared.
    """
    candidates = []
    for i, wanted in enumerate(gold):
        words = _characters(wanted.content)
        source = _characters(wanted.source)
        for j, got in enumerate(found):
            theirs = _characters(got.content)
            common = len(words & theirs)
            if not common or 2 * common / (len(words) + len(theirs)) < 0.8:
                continue
            same = source & _characters(got.source) or not (wanted.source or got.source)
            if same or j in untied:
                candidates.append((-2 * common / (len(words) + len(theirs)), i, j))
    used_gold: set[int] = set()
    used: set[int] = set()
    for _, i, j in sorted(candidates):
        if i not in used_gold and j not in used:
            used_gold.add(i)
            used.add(j)
    return used


def _characters(spans: list[tuple[int, int]]) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}


def fit(judged: list[Judged]) -> NDArray[np.float64]:
    """Weights of confidence for attributions that were judged."""
    features = np.array([one.features for one in judged])
    return fit_logistic(features, np.array([one.right for one in judged], float))


def fit_logistic(features: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of a logistic regression, by Newton's method; the first feature is the bias."""
    weights = np.zeros(features.shape[1])
    penalty = np.full(features.shape[1], PENALTY)
    penalty[0] = 1e-6
    for _ in range(50):
        probability = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (right - probability) - penalty * weights
        curve = (features * (probability * (1 - probability))[:, None]).T @ features
        step = np.linalg.solve(curve + np.diag(penalty), slope)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def calibrate(judged: list[Judged], folder: Path) -> None:
    """Writes fitted weights into the config of the model in `folder`."""
    config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    config["confidence"] = {}
    for name, features in FEATURES.items():
        own = [one for one in judged if len(one.features) == len(features)]
        weights = fit(own)
        config["confidence"][name] = {
            feature: round(float(weight), 4)
            for feature, weight in zip(features, weights, strict=True)
        }
    write_config(folder, config)


def calibration_table(judged: list[Judged]) -> str:
    """For every band of confidence how many attributions, and how many of them are right."""
    probabilities = np.zeros(len(judged))
    for length in {len(one.features) for one in judged}:
        for fold in range(FOLDS):
            held = [
                at
                for at, one in enumerate(judged)
                if len(one.features) == length and one.article % FOLDS == fold
            ]
            rest = [o for o in judged if len(o.features) == length and o.article % FOLDS != fold]
            weights = fit(rest)
            for at in held:
                probabilities[at] = 1 / (1 + np.exp(-np.dot(judged[at].features, weights)))
    right = np.array([one.right for one in judged])
    lines = ["confidence    found   right"]
    for low, high in pairwise(BANDS):
        inside = (probabilities >= low) & (probabilities < high)
        if inside.any():
            share = 100 * right[inside].mean()
            lines.append(f"{low:.1f} to {high:.1f} {inside.sum():8} {share:6.1f} %")
    return "\n".join(lines)
