"""The heads that say what kind of thing some words are: the last layer of each.

The network gives every word a vector for each slot that it may fill: first word of a source, last
word inside marks, word before them ... What kind the whole is follows from the sum of the vectors
of its slots, so it can be asked of any span once the network has read a text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.quotes.network.decoding import Floats

SlotVectors = NDArray[np.float16]
"""(words, slots, hidden)"""
LAYER = ("bias", "weights", "last_bias")
"""What the config calls the parts of a head."""


@dataclass(frozen=True, slots=True)
class KindHead:
    """What is left of a head once its words are read."""

    bias: Floats
    """(hidden,)"""
    weights: Floats
    """(hidden, kinds)"""
    last_bias: Floats
    """(kinds,)"""

    @classmethod
    def of_config(cls, layer: Mapping[str, Sequence[float]]) -> KindHead:
        """The head as a model's config has it."""
        return cls(*(np.array(layer[name], np.float32) for name in LAYER))

    @property
    def hidden(self) -> int:
        """Length of a vector."""
        return len(self.bias)

    def kinds(self, summed: Floats) -> tuple[float, ...]:
        """Probability of each kind, from the sum of the vectors of all slots, (hidden,)."""
        scores = np.maximum(summed + self.bias, 0) @ self.weights + self.last_bias
        weights = np.exp(scores - scores.max())
        return tuple((weights / weights.sum()).tolist())
