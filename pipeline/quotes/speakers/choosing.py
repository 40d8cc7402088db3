"""The choice among candidates: boosted trees over the numbers of each.

The trees rank candidates (LambdaMART, Burges 2010); how sure the best one is follows from how
far it is ahead, by weights fitted on articles that the trees had not seen.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.model_files import checked_file
from pipeline.onnx_sessions import cpu_session
from pipeline.quotes.network.attribution_model import (
    AttributionModel,
    NetworkReading,
    read_config,
)
from pipeline.quotes.speakers.choice_numbers import ChoiceNumbers, Floats
from pipeline.quotes.speakers.name_forms import Key, NameForm, name_forms, name_mentions
from pipeline.quotes.speakers.speaker_candidates import Query, SpeakerCandidate
from pipeline.quotes.speakers.spoken_before import SpokenBefore
from pipeline.quotes.speakers.words_read import WordsRead
from pipeline.quotes.token_spans import touched
from pipeline.quotes.token_table import TokenTable

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

TREES = "speakers.onnx"
"""Name of the file with the trees, in a model's folder."""
MAX_BESIDE = 2000
"""Characters of a headline or caption that are looked at."""
MOST_BESIDE, MOST_BESIDE_CHARACTERS = 200, 30_000
"""Headlines and captions of an article that are looked at, and their characters together: those of
a gallery of a hundred pictures, which the network reads in a second."""
CERTAINTY_FEATURES = ("bias", "lead", "share")
"""What the certainty of a choice is computed from: a bias, the lead over the second, the share."""


class Choice(NamedTuple):
    """Who was chosen, and how likely that is right."""

    candidate: SpeakerCandidate
    probability: float


@dataclass(frozen=True, slots=True)
class SpeakerChooser:
    """The trees with the weights of certainty; loaded once, used for many texts."""

    session: InferenceSession
    certainty: tuple[float, ...]

    def scores(self, rows: Floats) -> Floats:
        """A score for every candidate; only their differences mean something."""
        found: Floats = self.session.run(None, {"numbers": rows})[0][:, 0]
        return found

    def choose(
        self,
        numbers: ChoiceNumbers,
        query: Query,
        candidates: list[SpeakerCandidate],
        spoken: SpokenBefore,
    ) -> Choice:
        """The best candidate for a query."""
        scores = self.scores(numbers.rows_of(query, candidates, spoken))
        best = int(scores.argmax())
        evidence = certainty_features(scores)
        total = sum(a * b for a, b in zip(self.certainty, evidence, strict=True))
        return Choice(candidates[best], 1 / (1 + math.exp(-total)))


def certainty_features(scores: Floats) -> tuple[float, ...]:
    """Values of CERTAINTY_FEATURES: how far the best is ahead, and its share of all."""
    ordered = np.sort(scores)[::-1]
    lead = float(ordered[0] - ordered[1]) if len(ordered) > 1 else 0.0
    share = 1 / float(np.exp(ordered - ordered[0]).sum())
    return 1.0, min(lead, 10.0), share


@cache
def load_chooser(folder: Path) -> SpeakerChooser:
    """The chooser of a model's folder.

    Raises ModelError if its file is missing or is not the one of the config.
    """
    config = read_config(folder)
    return SpeakerChooser(
        cpu_session(checked_file(folder, TREES, config)),
        tuple(config["speakers"]["certainty"][name] for name in CERTAINTY_FEATURES),
    )


def words_read(text: str, network: NetworkReading, table: TokenTable | None) -> WordsRead:
    """What the network says of a text, with its marks as rules pair them, if they did."""
    words = network.words
    quoted = np.zeros(len(words), bool)
    for chars in table.quoted_chars() if table is not None else ():
        quoted[slice(*touched(words.start, words.end, chars))] = True
    return WordsRead(text, network, quoted)


def names_of(model: AttributionModel, texts: Iterable[str]) -> list[NameForm]:
    """The names that stand beside an article's text, in headline and captions, without positions.

    An article may name somebody in full only there and by the family name in its text.
    """
    forms: dict[Key, NameForm] = {}
    left = MOST_BESIDE_CHARACTERS
    for text in itertools.islice(texts, MOST_BESIDE):
        short = text[: min(MAX_BESIDE, left)]
        left -= len(short)
        read = words_read(short, model.read(short), None)
        for key, form in name_forms(read, name_mentions(read)).items():
            known = forms.setdefault(key, form)
            known.mentions = []
            known.titles |= form.titles
    return list(forms.values())
