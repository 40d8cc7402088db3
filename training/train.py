"""Training: windows of the corpus in, checkpoints out."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from pipeline.quotes.network.bilou import RoleSpan
from pipeline.quotes.network.decoding import LINK_SIZE, LINK_VECTORS, distance_bucket
from pipeline.quotes.network.wordpieces import (
    CASE_STEP,
    CASES,
    INSIDE_WORD,
    Window,
    pieces_of,
    windows,
)
from training.corpus import UNKNOWN_ENTITY, Article
from training.network import AttributionNetwork

CLS, SEP, MASK, PAD = 101, 102, 103, 0
"""Ids of BERT's uncased vocabulary."""
STRAIGHT = {1523: 1000, 1524: 1000, 1520: 1005, 1521: 1005}
"""Ids of typographic marks and of the straight ones."""


@dataclass
class Example:
    """A window with what it should be read as; spans are words of the window."""

    ids: list[int]
    shapes: list[int]
    firsts: list[int]
    """Positions of the words' first pieces, [CLS] counted."""
    labels: list[int]
    entities: list[int]
    links: list[tuple[RoleSpan, RoleSpan | None, list[RoleSpan]]]


def examples_of(article: Article, limit: int, first_limit: int | None = None) -> Iterator[Example]:
    """The windows of an article; links that leave a window are dropped with their cue."""
    for window in windows(article.words, article.text, limit, first_limit):
        ids, shapes, firsts = pieces_of(article.words, window)
        yield Example(
            ids=[CLS, *ids, SEP],
            shapes=[INSIDE_WORD, *shapes, INSIDE_WORD],
            firsts=[at + 1 for at in firsts],
            labels=article.labels[window.start : window.end],
            entities=article.entities[window.start : window.end],
            links=list(_links_within(article, window)),
        )


def _links_within(
    article: Article, window: Window
) -> Iterator[tuple[RoleSpan, RoleSpan | None, list[RoleSpan]]]:
    def moved(span: RoleSpan) -> RoleSpan:
        return RoleSpan(span.start - window.start, span.end - window.start, span.role)

    def inside(span: RoleSpan | None) -> bool:
        return span is None or (window.start <= span.start and span.end <= window.end)

    for cue, source, contents in article.links:
        if inside(cue) and inside(source):
            kept = [moved(content) for content in contents if inside(content)]
            yield moved(cue), moved(source) if source else None, kept


class Noise:
    """Changes windows a little, so that training for longer goes on teaching."""

    def __init__(self, shares: dict[str, float], random_source: random.Random) -> None:
        self.shares = shares
        self.random = random_source

    def __call__(self, example: Example) -> Example:
        """The example as it may look this time; its labels stay."""
        ids, shapes = list(example.ids), list(example.shapes)
        if self.random.random() < self.shares["straight"]:
            ids = [STRAIGHT.get(piece, piece) for piece in ids]
        draw = self.random.random()
        if draw < self.shares["capitals"] + self.shares["small"]:
            case = CASES.index("upper" if draw < self.shares["capitals"] else "lower")
            letters = range(1, CASES.index("mixed") + 1)
            shapes = [
                case * CASE_STEP + shape % CASE_STEP
                if shape < INSIDE_WORD and shape // CASE_STEP in letters
                else shape
                for shape in shapes
            ]
        for at in range(1, len(ids) - 1):
            if self.random.random() < self.shares["mask"]:
                ids[at] = MASK
        return Example(ids, shapes, example.firsts, example.labels, example.entities, example.links)


def batches(
    examples: list[Example], pieces: int, random_source: random.Random | None
) -> Iterator[list[Example]]:
    """Examples of like length together, at most `pieces` a batch with padding."""
    ordered = sorted(
        examples,
        key=lambda e: len(e.ids) + (random_source.uniform(0, 12) if random_source else 0),
    )
    made: list[list[Example]] = [[]]
    for example in ordered:
        longest = max(len(e.ids) for e in [*made[-1], example])
        if made[-1] and longest * (len(made[-1]) + 1) > pieces:
            made.append([])
        made[-1].append(example)
    if random_source:
        random_source.shuffle(made)
    yield from made


@dataclass
class Batch:
    """Tensors of a batch."""

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    firsts: Tensor
    labels: Tensor
    entities: Tensor
    words: Tensor
    """Which words are there."""


def collate(examples: list[Example], device: torch.device) -> Batch:
    """Padded tensors; words and pieces to the left."""

    def padded(rows: list[list[int]], fill: int) -> Tensor:
        longest = max(map(len, rows))
        return torch.tensor(
            [row + [fill] * (longest - len(row)) for row in rows], dtype=torch.long, device=device
        )

    return Batch(
        ids=padded([e.ids for e in examples], PAD),
        shapes=padded([e.shapes for e in examples], INSIDE_WORD),
        mask=padded([[1] * len(e.ids) for e in examples], 0),
        firsts=padded([e.firsts for e in examples], 0),
        labels=padded([e.labels for e in examples], 0),
        entities=padded([e.entities for e in examples], UNKNOWN_ENTITY),
        words=padded([[1] * len(e.labels) for e in examples], 0).bool(),
    )


def of_words(scores: Tensor, firsts: Tensor) -> Tensor:
    """Rows of the words' first pieces, (batch, words, …), in float32."""
    index = firsts.unsqueeze(2).expand(-1, -1, scores.shape[2])
    return scores.gather(1, index).float()


def link_loss(network: AttributionNetwork, vectors: Tensor, example: Example) -> Tensor:
    """Cross entropy of the right cue of every content and the right source of every cue."""
    if not example.links:
        return vectors.new_zeros(())
    slots = vectors.view(len(vectors), LINK_VECTORS, LINK_SIZE)

    def of_spans(spans: list[RoleSpan], slot: int) -> Tensor:
        starts = [span.start for span in spans]
        lasts = [span.end - 1 for span in spans]
        return slots[starts, 2 * slot] + slots[lasts, 2 * slot + 1]

    def scores(spans: list[RoleSpan], slot: int, kind: int) -> Tensor:
        buckets = [[distance_bucket(s[:2], c[:2]) for c in cues] for s in spans]
        product = of_spans(spans, slot + 1) @ of_spans(cues, slot).T
        return product / math.sqrt(LINK_SIZE) + network.distance[kind][torch.tensor(buckets)]

    cues = [cue for cue, _, _ in example.links]
    sources = sorted({source for _, source, _ in example.links if source})
    contents = [(c, number) for number, (_, _, cs) in enumerate(example.links) for c in cs]
    none = of_spans(cues, 0) @ network.no_source / math.sqrt(LINK_SIZE) + network.no_source_bias
    choices = none.unsqueeze(1)
    if sources:
        choices = torch.cat([choices, scores(sources, 0, 0).T], dim=1)
    right = torch.tensor(
        [sources.index(source) + 1 if source else 0 for _, source, _ in example.links],
        device=vectors.device,
    )
    loss = nn.functional.cross_entropy(choices, right, reduction="sum")
    if contents:
        cue_numbers = torch.tensor([number for _, number in contents], device=vectors.device)
        loss = loss + nn.functional.cross_entropy(
            scores([c for c, _ in contents], 2, 1), cue_numbers, reduction="sum"
        )
    return loss


def optimiser_of(network: AttributionNetwork, settings: dict[str, Any]) -> torch.optim.Optimizer:
    """AdamW with a rate for every layer of the encoder."""
    layers = len(network.encoder.encoder.layer)
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if name.startswith("encoder.encoder.layer."):
            depth = layers - 1 - int(name.split(".")[3])
            rate = settings["encoder_rate"] * settings["layer_decay"] ** depth
        elif name.startswith("encoder."):
            rate = settings["encoder_rate"] * settings["layer_decay"] ** layers
        elif name.startswith("crf."):
            rate = settings["crf_rate"]
        else:
            rate = settings["head_rate"]
        decay = settings["weight_decay"] if parameter.dim() > 1 else 0.0
        groups.setdefault((rate, decay), []).append(parameter)
    return torch.optim.AdamW(
        [{"params": p, "lr": rate, "weight_decay": d} for (rate, d), p in groups.items()],
        betas=(0.9, 0.98),
        eps=1e-6,
    )


class Training:
    """A run of training that can be cut off anywhere and goes on at its last checkpoint."""

    def __init__(
        self, config: dict[str, Any], base: Path, articles: list[Article], folder: Path
    ) -> None:
        self.config = config
        self.articles = articles
        self.folder = folder
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.set_num_threads(config["threads"])
        torch.manual_seed(config["seed"])
        self.network = AttributionNetwork(base, config["network"]["dropout"]).to(self.device)
        self.average = {k: v.detach().clone() for k, v in self.network.state_dict().items()}
        self.optimiser = optimiser_of(self.network, config["optimiser"])
        self.step = 0
        self.epoch = 0
        pieces = sum(len(a.words.pieces) for a in articles)
        per_epoch = pieces / config["optimiser"]["batch_pieces"] * 1.08
        self.steps = int(per_epoch * config["optimiser"]["epochs"])

    def average_after(self, epoch: int) -> Path:
        """Where the running average of weights after an epoch lies."""
        return self.folder / f"average-{epoch}.pt"

    @property
    def checkpoint(self) -> Path:
        """Where the state after the last whole epoch lies."""
        return self.folder / "checkpoint.pt"

    def resume(self) -> bool:
        """Takes up the checkpoint, if there is one."""
        if not self.checkpoint.exists():
            return False
        state = torch.load(self.checkpoint, map_location=self.device)
        self.network.load_state_dict(state["network"])
        self.average = state["average"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.epoch = state["step"], state["epoch"]
        return True

    def save(self) -> None:
        """Writes the checkpoint, whole or not at all, and the average after this epoch."""
        self.folder.mkdir(parents=True, exist_ok=True)
        torch.save(self.average, self.average_after(self.epoch))
        partial = self.checkpoint.with_suffix(".partial")
        torch.save(
            {
                "network": self.network.state_dict(),
                "average": self.average,
                "optimiser": self.optimiser.state_dict(),
                "step": self.step,
                "epoch": self.epoch,
            },
            partial,
        )
        partial.replace(self.checkpoint)

    def mean_of_averages(self) -> dict[str, Tensor]:
        """What is shipped: the mean of the averages after the epochs that the config names.

        Weights of one run lie near enough to each other for their mean to be better
        than any of them (Izmailov et al. 2018, "Averaging Weights Leads to Wider Optima").
        """
        every = [
            torch.load(self.average_after(epoch), map_location="cpu")
            for epoch in self.config["optimiser"]["shipped_epochs"]
        ]
        return {
            name: torch.stack([one[name] for one in every]).mean(0)
            if value.dtype.is_floating_point
            else value
            for name, value in every[0].items()
        }

    def finished(self) -> bool:
        """Whether all epochs are done."""
        return bool(self.epoch >= self.config["optimiser"]["epochs"])

    def run_epoch(self) -> dict[str, float]:
        """One pass over the corpus; returns mean losses a window, and pieces a second."""
        # a source of its own for every epoch, so that a resumed run sees what it would have seen
        chance = random.Random(self.config["seed"] * 1000 + self.epoch)
        torch.manual_seed(self.config["seed"] * 1000 + self.epoch)
        limit = self.config["window"]
        examples = [
            example
            for article in self.articles
            for example in examples_of(article, limit, chance.randint(limit // 4, limit))
        ]
        noise = Noise(self.config["noise"], chance)
        self.network.train()
        sums = {"labels": 0.0, "links": 0.0, "entities": 0.0}
        pieces, started = 0, time.monotonic()
        for batch in batches(examples, self.config["optimiser"]["batch_pieces"], chance):
            losses = self.train_step([noise(example) for example in batch])
            for name, value in losses.items():
                sums[name] += value
            pieces += sum(len(e.ids) for e in batch)
            if self.step % 50 == 0:
                rate = pieces / (time.monotonic() - started)
                print(f"step {self.step}/{self.steps} {rate:.0f} pieces/s {losses}", flush=True)
        self.epoch += 1
        self.save()
        report = {name: value / len(examples) for name, value in sums.items()}
        return report | {"pieces_per_second": pieces / (time.monotonic() - started)}

    def train_step(self, examples: list[Example]) -> dict[str, float]:
        """One step of the optimiser; returns the losses, summed over the batch."""
        weights = self.config["loss"]
        batch = collate(examples, self.device)
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            outputs = self.network(batch.ids, batch.shapes, batch.mask)
        emissions, vectors, entities = (of_words(o, batch.firsts) for o in outputs)
        labels = self.network.crf(emissions, batch.labels, batch.words)
        links = torch.stack(
            [link_loss(self.network, vectors[row], e) for row, e in enumerate(examples)]
        ).sum()
        entity = nn.functional.cross_entropy(
            entities.flatten(0, 1), batch.entities.flatten(), ignore_index=UNKNOWN_ENTITY
        ) * len(examples)
        loss = (labels + weights["link"] * links + weights["entity"] * entity) / len(examples)
        self.optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), self.config["optimiser"]["clip"])
        factor = self._rate_factor()
        for group in self.optimiser.param_groups:
            group.setdefault("base", group["lr"])
            group["lr"] = group["base"] * factor
        self.optimiser.step()
        self.step += 1
        self._update_average()
        return {"labels": labels.item(), "links": links.item(), "entities": entity.item()}

    def _rate_factor(self) -> float:
        warm_up = max(1, int(self.steps * self.config["optimiser"]["warm_up"]))
        if self.step < warm_up:
            return (self.step + 1) / warm_up
        return max(0.01, (self.steps - self.step) / max(1, self.steps - warm_up))

    def _update_average(self) -> None:
        # early on the average follows faster, so that it forgets the start
        decay = min(self.config["optimiser"]["average"], (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, value in self.network.state_dict().items():
                if value.dtype.is_floating_point:
                    self.average[name].lerp_(value, 1 - decay)
