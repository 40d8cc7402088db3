"""Dev figures of a network, while it is trained; the scorer's own measures."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from pipeline.quotes.network.decoding import FoundSpan, Scores, find_spans, link_all
from training.corpus import Article, GoldAttribution
from training.network import AttributionNetwork
from training.train import batches, collate, examples_of, of_words


def scores_of(network: AttributionNetwork, decoding: dict[str, Any]) -> Scores:
    """What decoding takes of a network."""

    def array(tensor: Tensor) -> np.ndarray:
        return tensor.detach().float().cpu().numpy()

    transitions, starts, ends = map(array, network.crf.scores())
    return Scores(
        transitions=transitions,
        starts=starts,
        ends=ends,
        distance=array(network.distance),
        no_source=array(network.no_source),
        no_source_bias=network.no_source_bias.item(),
        prices=tuple(decoding["prices"]),
        word_reward=decoding["word_reward"],
    )


def predict(
    network: AttributionNetwork,
    articles: list[Article],
    settings: dict[str, Any],
    pieces: int = 4096,
) -> list[list[GoldAttribution]]:
    """The attributions that the network alone finds in every article."""
    network.eval()
    device = next(network.parameters()).device
    scores = scores_of(network, settings["decoding"])
    examples, owners = [], []
    for number, article in enumerate(articles):
        start = 0
        for example in examples_of(article, settings["window"]):
            examples.append(example)
            owners.append((number, start))
            start += len(example.labels)
    owner_of = {id(example): owner for example, owner in zip(examples, owners, strict=True)}
    found: list[list[GoldAttribution]] = [[] for _ in articles]
    for batch in batches(examples, pieces, None):
        tensors = collate(batch, device)
        with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
            outputs = network(tensors.ids, tensors.shapes, tensors.mask)
        emissions, vectors, _ = (of_words(o, tensors.firsts).cpu().numpy() for o in outputs)
        sizes = [len(e.labels) for e in batch]
        spans = find_spans([emissions[row, :size] for row, size in enumerate(sizes)], scores)
        for row, example in enumerate(batch):
            number, start = owner_of[id(example)]
            found[number] += _attributions(
                articles[number], start, spans[row], vectors[row, : sizes[row]], scores
            )
    return found


def _attributions(
    article: Article, start: int, spans: list[FoundSpan], vectors: np.ndarray, scores: Scores
) -> list[GoldAttribution]:
    words = article.words

    def chars(found: FoundSpan) -> tuple[int, int]:
        return words.start[start + found.span.start], words.end[start + found.span.end - 1]

    return [
        GoldAttribution(
            source=[chars(found.source)] if found.source else [],
            cue=[chars(found.cue)],
            content=[chars(span) for span in found.contents],
        )
        for found in link_all(spans, vectors, scores)
        # a cue without content reports nothing
        if found.contents
    ]


def exact_figures(
    articles: list[Article], predicted: list[list[GoldAttribution]]
) -> dict[str, float]:
    """Exact F1 of every role's spans, in percent."""
    figures = {}
    for role in ("source", "cue", "content"):
        right = guessed = there = 0
        for article, found in zip(articles, predicted, strict=True):
            gold = {span for a in article.gold for span in getattr(a, role)}
            ours = {span for a in found for span in getattr(a, role)}
            right, guessed, there = right + len(gold & ours), guessed + len(ours), there + len(gold)
        figures[role] = round(200 * right / (guessed + there), 2) if guessed + there else 0.0
    return figures
