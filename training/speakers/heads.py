"""The heads over the shipped encoder: names, roles, kinds of sources, gender of names."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from pipeline.quotes.network.kind_head import KindHead
from pipeline.quotes.network.name_spans import NAME_LABELS, PLAIN_LABELS, find_names
from pipeline.quotes.network.relations import Relation
from pipeline.quotes.network.wordpieces import blocks_of
from pipeline.quotes.speakers.name_forms import key_of
from pipeline.quotes.speakers.words_read import PERSON_NAME, NameSpan
from training.speakers.labelled_names import NamedText
from training.speakers.states import Encoder

logger = logging.getLogger("training")

WIDTH = 768
"""Of the states of both layers."""
KIND_HIDDEN = 32
HE = frozenset(["he", "him", "his", "himself"])
SHE = frozenset(["she", "her", "hers", "herself"])
LONGEST_MENTION = 6
"""Words of a mention of a chain that may be a name and little else."""
LEAST_PRONOUNS, AGREE = 2, 0.8
"""Pronouns that must go with a name, and the share of them that must agree."""
LABELLED_WEIGHT = 10
"""A pronoun whose speaker somebody labelled counts for so many of an automatic chain."""
MOST_MENTIONS = 3
"""Mentions of one name in one text that are learned from."""
SURE = 99
"""Score of a label that is known."""
GENDER_BOUND = 5.0
"""Scores beyond say no more."""


def tagger(hidden: int, labels: int, dropout: float) -> nn.Sequential:
    """States of a word -> scores of labels."""
    return nn.Sequential(
        nn.Dropout(dropout), nn.Linear(WIDTH, hidden), nn.GELU(), nn.Linear(hidden, labels)
    )


class KindNetwork(nn.Module):
    """States of the words in some slots -> scores of kinds; see `pipeline.quotes.kind_head`."""

    def __init__(self, slots: int, kinds: int, dropout: float) -> None:
        super().__init__()
        self.slots = slots
        self.words = nn.Linear(WIDTH, slots * KIND_HIDDEN, bias=False)
        self.bias = nn.Parameter(torch.zeros(KIND_HIDDEN))
        self.last = nn.Linear(KIND_HIDDEN, kinds)
        self.states_dropout, self.hidden_dropout = nn.Dropout(dropout), nn.Dropout(0.3)

    def as_head(self) -> KindHead:
        """The last layer as the pipeline has it."""
        bias, weights, last_bias = self.bias, self.last.weight.T, self.last.bias
        return KindHead(*(part.detach().numpy() for part in (bias, weights, last_bias)))

    def forward(self, states: Tensor) -> Tensor:
        """(spans, slots, WIDTH) -> (spans, kinds)"""
        weights = self.words.weight.view(self.slots, KIND_HIDDEN, WIDTH)
        summed = torch.einsum("nsw,shw->nh", self.states_dropout(states), weights)
        return self.last(self.hidden_dropout(torch.relu(summed + self.bias)))


def train_tagger(
    states: NDArray[np.float16],
    labels: NDArray[np.int64],
    network: nn.Sequential,
    *,
    epochs: int,
    batch: int,
) -> nn.Sequential:
    """Words one by one, in the order of a seed."""
    examples, wanted = torch.from_numpy(states), torch.from_numpy(labels)
    steps = epochs * (len(examples) // batch)
    optimiser = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, steps + 1)
    network.train()
    for epoch in range(epochs):
        order = torch.randperm(len(examples))
        total = 0.0
        for at in range(0, len(order) - batch + 1, batch):
            some = order[at : at + batch]
            loss = nn.functional.cross_entropy(network(examples[some].float()), wanted[some])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
        logger.info("epoch %d: loss %.4f", epoch + 1, total * batch / len(order))
    return network.eval()


def descend(
    optimiser: torch.optim.Optimizer,
    loss_of: Callable[[Tensor], Tensor],
    examples: int,
    *,
    epochs: int,
    batch: int,
) -> None:
    """Steps of the optimiser down the loss of batches, whose examples `loss_of` gets by index."""
    for _ in range(epochs):
        order = torch.randperm(examples)
        for at in range(0, examples, batch):
            optimiser.zero_grad()
            loss_of(order[at : at + batch]).backward()
            optimiser.step()


def train_relations(examples: tuple[NDArray[np.float16], NDArray[np.int64]]) -> nn.Sequential:
    """The head that says what nouns are in their clauses, from states of nouns and labels."""
    states, relations = examples
    network = tagger(64, len(Relation), 0.1)
    return train_tagger(states, relations, network, epochs=3, batch=1024)


def train_kinds(
    states: NDArray[np.float16],
    kinds: NDArray[np.int64],
    number: int,
    *,
    epochs: int,
    dropout: float,
) -> KindNetwork:
    """Learns which of so many kinds spans are, from the states of their slots."""
    network = KindNetwork(states.shape[1], number, dropout)
    examples, wanted = torch.from_numpy(states), torch.from_numpy(kinds)
    optimiser = torch.optim.AdamW(network.parameters(), 1e-3, weight_decay=0.05)

    def loss_of(some: Tensor) -> Tensor:
        return nn.functional.cross_entropy(network(examples[some].float()), wanted[some])

    network.train()
    descend(optimiser, loss_of, len(wanted), epochs=epochs, batch=128)
    return network.eval()


def train_gender(encoder: Encoder, texts: Iterable[NamedText]) -> NDArray[np.float32]:
    """A number for every word piece: whether a name that begins with it goes with “she” (+).

    Learned from names that pronouns are tied to; the encoder's table of pieces is what makes it
    hold for names that were never met.
    """
    table = (encoder.embedding - encoder.embedding.mean(0)) / encoder.embedding.std(0)
    names = [(name, female) for text in texts for name, female in _gendered(text)]
    times = Counter(name for name, _ in names)
    rows = []
    for name, _ in names:
        ids = encoder.tokenizer.encode(name, add_special_tokens=False).ids
        rows.append(table[ids].mean(0))
    examples, wanted = torch.from_numpy(np.array(rows)), torch.tensor([f for _, f in names]).float()
    female = wanted.mean()
    # a name that many texts have counts little more than one of a single text, and “she” as
    # much as “he”
    weights = torch.tensor([times[name] ** -0.5 for name, _ in names])
    weights *= torch.where(wanted > 0, 0.5 / female, 0.5 / (1 - female))
    network = nn.Sequential(nn.Dropout(0.4), nn.Linear(encoder.embedding.shape[1], 1))
    optimiser = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=0.3)

    def loss_of(some: Tensor) -> Tensor:
        losses = nn.functional.binary_cross_entropy_with_logits(
            network(examples[some])[:, 0], wanted[some], reduction="none"
        )
        return (losses * weights[some]).mean()

    network.train()
    descend(optimiser, loss_of, len(wanted), epochs=15, batch=256)
    network.eval()
    with torch.no_grad():
        scores = network(torch.from_numpy(table))[:, 0].numpy()
    logger.info("gender: %d names of %d texts' chains", len(times), len(names))
    return np.clip(scores, -GENDER_BOUND, GENDER_BOUND).astype(np.float32)


def _gendered(text: NamedText) -> Iterator[tuple[str, bool]]:
    """First words of names of persons in a text, each with whether pronouns say “she”."""
    read = text.read
    names = {
        (name.start, name.end): key_of(_phrase(text, name.start, name.end))
        for name in _labelled_names(text)
        if name.kind == PERSON_NAME
    }
    counts: dict[tuple[str, ...], list[int]] = {}
    for chain in text.chains:
        words = [read.text[start:end].lower() for start, end in chain]
        he, she = sum(w in HE for w in words), sum(w in SHE for w in words)
        for chars in chain:
            span = read.words.touched_by(chars)
            if span is None or span[1] - span[0] > LONGEST_MENTION:
                continue
            for (start, end), key in names.items():
                if span[0] <= start and end == span[1]:
                    count = counts.setdefault(key, [0, 0])
                    count[0], count[1] = count[0] + he, count[1] + she
                    break
    for source, speaker in text.resolved:
        if source.lower() in {"he", "she"}:
            counts.setdefault(key_of(speaker), [0, 0])[source.lower() == "she"] += LABELLED_WEIGHT
    seen: Counter[tuple[str, ...]] = Counter()
    for (start, _), key in names.items():
        he, she = counts.get(key, (0, 0))
        if he + she < LEAST_PRONOUNS or max(he, she) <= AGREE * (he + she):
            continue
        seen[key] += 1
        first = _phrase(text, start, start + 1)
        if seen[key] <= MOST_MENTIONS and re.search(r"\w", first):
            yield first, she > he


def _labelled_names(text: NamedText) -> list[NameSpan]:
    """The names that the labels of a text's words say."""
    scores = np.eye(NAME_LABELS)[text.names].astype(np.float32) * SURE
    return find_names(scores, blocks_of(text.read.words, text.read.text), 0)


def _phrase(text: NamedText, start: int, end: int) -> str:
    words = text.read.words
    return text.read.text[words.start[start] : words.end[end - 1]]


def train_name_heads(
    texts: list[NamedText], dev: list[NamedText]
) -> tuple[nn.Sequential, nn.Sequential, nn.Sequential]:
    """The heads for names, roles and phrases, with figures of names on dev in the log."""
    states = np.concatenate([text.read.states for text in texts])
    names = train_tagger(
        states, np.concatenate([t.names for t in texts]), tagger(128, NAME_LABELS, 0.1),
        epochs=4, batch=1024,
    )  # fmt: skip
    known = np.concatenate([text.knows_roles for text in texts])
    roles = train_tagger(
        states[known], np.concatenate([t.roles for t in texts])[known],
        tagger(64, PLAIN_LABELS, 0.2), epochs=7, batch=512,
    )  # fmt: skip
    described = [text for text in texts if text.knows_phrases]
    phrases = train_tagger(
        np.concatenate([t.read.states for t in described]),
        np.concatenate([t.phrases for t in described]),
        tagger(64, PLAIN_LABELS, 0.2), epochs=8, batch=512,
    )  # fmt: skip
    right = found = there = 0
    for text in dev:
        with torch.no_grad():
            scores = names(torch.from_numpy(text.read.states).float()).numpy()
        ours = set(find_names(scores, blocks_of(text.read.words, text.read.text), 0))
        gold = set(_labelled_names(text))
        right, found, there = right + len(ours & gold), found + len(ours), there + len(gold)
    logger.info("names on dev: exact F1 %.1f of %d", 200 * right / (found + there), there)
    return names, roles, phrases
