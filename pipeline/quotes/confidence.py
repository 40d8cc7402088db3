"""How likely an attribution is right, from what the network says of it.

A logistic regression (Platt 1999) over the log odds of the network's
certainties and whether there are marks; marked speech that nothing ties to a
cue has a probability of its own. The weights are fitted by `training/` on
articles that the network was not trained on, and lie in the model's config.
Right means: the content is the annotated one but for a few words, and the
source is.
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
"""Fields of ModelAttribution that say how sure the network is of each part."""
ANSWER_FEATURES = ("bias", *CERTAINTIES, "sourceless", "marked")
"""What is known of an attribution of the network; the bias is 1."""
UNTIED_FEATURES = ("bias",)
"""What is known of marked speech without a cue: nothing that tells one from another."""
FEATURES = {"answers": ANSWER_FEATURES, "untied": UNTIED_FEATURES}
"""Names of the weights in the model's config, by what they are of."""
Features = tuple[float, ...]
UNTIED: Features = (1.0,)
"""Values of UNTIED_FEATURES: of all marked speech without a cue the same is known."""
MOST = 0.999
"""Certainties are cut here, so that one of 1.0 does not outweigh all others."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """The fitted weights, in the order of the features."""

    answers: Features
    untied: Features

    @classmethod
    def of_config(cls, config: Mapping[str, Mapping[str, float]]) -> Confidence:
        """The weights as the model's config has them, by name."""
        return cls(
            **{
                kind: tuple(config[kind][name] for name in features)
                for kind, features in FEATURES.items()
            }
        )

    def of_answer(self, evidence: Features) -> float:
        """Probability that an answer of the network is right whose features are these."""
        return _probability(self.answers, evidence)

    def of_untied(self) -> float:
        """Probability that marked speech without a cue is right."""
        return _probability(self.untied, UNTIED)


def answer_features(found: ModelAttribution, *, marked: bool) -> Features:
    """Values of ANSWER_FEATURES; `marked`: whether any of the words stand between marks."""
    certainties = (_log_odds(getattr(found, name)) for name in CERTAINTIES)
    return (1.0, *certainties, float(found.source is None), float(marked))


def _probability(weights: Features, evidence: Features) -> float:
    score = sum(weight * value for weight, value in zip(weights, evidence, strict=True))
    return 1 / (1 + math.exp(-score))


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1 - MOST), MOST)
    return math.log(bounded / (1 - bounded))
