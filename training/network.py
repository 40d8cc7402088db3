"""The network: encoder, a CRF over BILOU labels, links from spans to cues, entities.

The CRF is a linear-chain one (Lafferty et al. 2001) with the transitions that
BILOU forbids fixed at minus infinity. A link's score is the product of two
vectors, each the sum of one for the span's first word and one for its last, as
in biaffine parsing (Dozat and Manning 2017), plus what distance says.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from pipeline.quotes.network.bilou import LABELS, OUTSIDE, may_follow
from pipeline.quotes.network.decoding import DISTANCES, LINK_SIZE, LINK_VECTORS
from pipeline.quotes.network.wordpieces import SHAPES
from training.corpus import ENTITIES

FORBIDDEN = -1e4


class ConditionalRandomField(nn.Module):
    """Scores of label sequences; all in float32."""

    def __init__(self) -> None:
        super().__init__()
        size = len(LABELS)
        self.transitions = nn.Parameter(torch.zeros(size, size))
        self.starts = nn.Parameter(torch.zeros(size))
        self.ends = nn.Parameter(torch.zeros(size))
        self.register_buffer(
            "forbidden",
            torch.tensor(
                [[0.0 if may_follow(b, a) else FORBIDDEN for a in range(size)] for b in range(size)]
            ),
        )
        self.register_buffer(
            "forbidden_start",
            torch.tensor([0.0 if may_follow(OUTSIDE, a) else FORBIDDEN for a in range(size)]),
        )
        self.register_buffer(
            "forbidden_end",
            torch.tensor([0.0 if may_follow(a, OUTSIDE) else FORBIDDEN for a in range(size)]),
        )

    def scores(self) -> tuple[Tensor, Tensor, Tensor]:
        """Transition, start and end scores as decoding takes them."""
        return (
            self.transitions + self.forbidden,
            self.starts + self.forbidden_start,
            self.ends + self.forbidden_end,
        )

    def forward(self, emissions: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """Negative log likelihood of the labels, summed over the batch.

        `emissions` (batch, words, labels); `labels`, `mask` (batch, words), words
        to the left.
        """
        transitions, starts, ends = self.scores()
        rows = torch.arange(len(labels), device=labels.device)
        lengths = mask.sum(1)
        gold = starts[labels[:, 0]] + emissions[rows, 0, labels[:, 0]]
        steps = (
            transitions[labels[:, :-1], labels[:, 1:]]
            + emissions.gather(2, labels.unsqueeze(2)).squeeze(2)[:, 1:]
        )
        gold = gold + (steps * mask[:, 1:]).sum(1) + ends[labels[rows, lengths - 1]]
        alpha = starts + emissions[:, 0]
        for at in range(1, emissions.shape[1]):
            step = torch.logsumexp(alpha.unsqueeze(2) + transitions, dim=1) + emissions[:, at]
            alpha = torch.where(mask[:, at].unsqueeze(1), step, alpha)
        return (torch.logsumexp(alpha + ends, dim=1) - gold).sum()


class AttributionNetwork(nn.Module):
    """What is trained; `forward` is what is exported."""

    def __init__(self, base: Path, dropout: float) -> None:
        super().__init__()
        # "eager" is faster than fused attention on a CPU, and exports plainly
        self.encoder = AutoModel.from_pretrained(
            base, attn_implementation="eager", add_pooling_layer=False
        )
        size = self.encoder.config.hidden_size
        self.shapes = nn.Embedding(SHAPES, size)
        nn.init.zeros_(self.shapes.weight)
        self.dropout = nn.Dropout(dropout)
        self.emit = nn.Linear(size, len(LABELS))
        self.link = nn.Linear(size, LINK_VECTORS * LINK_SIZE)
        self.entity = nn.Linear(size, len(ENTITIES))
        self.crf = ConditionalRandomField()
        self.distance = nn.Parameter(torch.zeros(2, DISTANCES))
        self.no_source = nn.Parameter(torch.zeros(LINK_SIZE))
        self.no_source_bias = nn.Parameter(torch.zeros(1))

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Emissions, link vectors and entity scores of every piece, (batch, pieces, …)."""
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.shapes(shapes)
        states = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        states = self.dropout(states)
        return self.emit(states), self.link(states), self.entity(states)
