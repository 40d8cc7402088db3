"""The two steps from a trained encoder to speakers: the heads, and the choice among candidates."""

from __future__ import annotations

from pathlib import Path

import torch

from training.ship import VERSION
from training.speakers.append_heads import Heads, append_heads
from training.speakers.choice import read_data, ship_choice
from training.speakers.heads import train_gender, train_name_heads, train_relations
from training.speakers.labelled_marks import labelled_marks
from training.speakers.labelled_names import gum, polnear, written
from training.speakers.labelled_relations import labelled_relations
from training.speakers.labelled_sources import SourceReader, kind_heads
from training.speakers.states import Encoder

SEED = 20261127
RUNS = Path(__file__).parent.parent / "runs" / "speakers"
"""Where each fold's model is left, for `python -m tests.evaluation.unseen_speakers`."""


def train_heads(data: Path, folder: Path) -> None:
    """Trains the heads over the encoder in `folder` and writes them into its network."""
    torch.manual_seed(SEED)
    encoder = Encoder(folder)
    texts = [*polnear(data, "train", encoder), *gum(data, "train", encoder), *written(encoder)]
    names, roles, phrases = train_name_heads(texts, list(polnear(data, "dev", encoder)))
    gender = train_gender(encoder, texts)
    kinds = kind_heads(data, encoder, folds=0)[None]
    marks = labelled_marks(data, encoder).trained()
    relations = train_relations(labelled_relations(data, encoder))
    append_heads(folder, Heads(names, roles, phrases, relations, kinds, marks, gender), VERSION)


def train_choice(data: Path, bench: Path, folder: Path, runs: Path) -> str:
    """Fits the choice among candidates for the model in `folder`; returns figures on unseen pages.

    `data` is the folder of sets, `bench` that of their scorers; `runs` gets each fold's model.
    """
    torch.manual_seed(SEED)
    return ship_choice(read_data(SourceReader(data, bench, folder)), folder, runs)
