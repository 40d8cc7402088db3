"""How likely an attribution is right, from what the model and the rules say of it.

A logistic regression (Platt 1999) over the log odds of the model's
certainties, whether the rules agree and whether there are marks. Its weights
are fitted by `training/` on articles that the network was not trained on, and
lie in the model's config. Right means: the content is the annotated one but for
a few words, and the source is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.quotes.network.attribution_model import ModelAttribution

CERTAINTIES = (
    "cue_certainty",
    "content_certainty",
    "source_certainty",
    "content_link",
    "source_link",
)
MODEL_FEATURES = ("bias", *CERTAINTIES, "sourceless", "agreed", "marked")
RULES_FEATURES = ("bias", "certainty", "marked")
Features = tuple[float, ...]
MOST = 0.999
"""Certainties are cut here, so that one of 1.0 does not outweigh all others."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """The fitted weights, in the order of the features."""

    model: tuple[float, ...]
    rules: tuple[float, ...]

    @classmethod
    def of_config(cls, config: Mapping[str, Mapping[str, float]]) -> Confidence:
        """The weights as the model's config has them, by name."""
        return cls(
            model=tuple(config["model"][name] for name in MODEL_FEATURES),
            rules=tuple(config["rules"][name] for name in RULES_FEATURES),
        )

    def of(self, evidence: Features) -> float:
        """Probability that an attribution is right whose features are these."""
        weights = self.model if len(evidence) == len(MODEL_FEATURES) else self.rules
        score = sum(weight * value for weight, value in zip(weights, evidence, strict=True))
        return 1 / (1 + math.exp(-score))


def model_features(found: ModelAttribution, *, agreed: bool, marked: bool) -> Features:
    """Values of MODEL_FEATURES for an attribution of the model.

    `agreed`: whether the rules found the same words said; `marked`: whether any
    of them stand between marks.
    """
    certainties = (_log_odds(getattr(found, name)) for name in CERTAINTIES)
    return (1.0, *certainties, float(found.source is None), float(agreed), float(marked))


def rules_features(certainty: float, *, marked: bool) -> Features:
    """Values of RULES_FEATURES for an attribution that only the rules found."""
    return 1.0, _log_odds(certainty), float(marked)


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1 - MOST), MOST)
    return math.log(bounded / (1 - bounded))
