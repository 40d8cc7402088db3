"""The arbiter: whether a block belongs to the article, where that needs judgement.

It is asked after the rules have labelled every block. What it says is a probability, learned from
pages of many publishers. It looks at a page twice: the first pass judges every block by what can
be seen of it, the second by that and by what the first said of the blocks around (stacked
sequential learning, Cohen and Carvalho, IJCAI 2005). Both are gradient-boosted trees, run by ONNX
Runtime. Where it disagrees with a rule, the block's rule says so: "arbiter-over-RULE".
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.article.arbiter.block_features import COLUMNS, BlockFeatures
from pipeline.article.arbiter.second_pass import SECOND_COLUMNS, second_numbers
from pipeline.article.arbiter.token_weights import TOKEN_COLUMNS, TokenWeights
from pipeline.article.blocks import PageBlock, Verdict
from pipeline.article.kept_blocks import kept_label
from pipeline.article.page_model import PageModel, is_table_row
from pipeline.model_files import ModelError, checked_file, read_model_config
from pipeline.onnx_sessions import cpu_session
from pipeline.records import KEPT_LABELS, Label

SHIPPED = Path(__file__).with_name("shipped")
"""Folder of the trees that come with the package."""
FILES = ("token_weights.json", "first.onnx", "second.onnx")
"""The files beside its config."""
LEAST_LEFT = 0.1
"""Share of the characters that the rules took for the article. An arbiter that leaves less does
not know the page: on a page of 42 paragraphs beside a longer notice it left none."""
OVERRULES = "arbiter-over-"
"""Begins the rule of a block about which the arbiter disagrees with the rule named behind it."""


class Arbiter:
    """The shipped trees and token weights."""

    def __init__(self, folder: Path = SHIPPED) -> None:
        """Load them from a folder.

        Raises ModelError if a file is missing or changed, or reads other columns.
        """
        config = read_model_config(folder)
        weights, first, second = (checked_file(folder, name, config) for name in FILES)
        columns = [*COLUMNS, *TOKEN_COLUMNS]
        if (config.get("columns"), config.get("second")) != (columns, [*SECOND_COLUMNS]):
            raise ModelError(f"the arbiter in {folder} was trained on other columns; restore it")
        self._drop_below: float = config["drop_below"]
        self._keep_above: float = config["keep_above"]
        self._tokens = TokenWeights(json.loads(weights))
        self._first = cpu_session(first)
        self._second = cpu_session(second)

    def probabilities(self, page: PageModel) -> tuple[list[int], NDArray[np.float32]]:
        """Indices of the blocks that are asked about, and how likely each is the article's."""
        features = BlockFeatures(page)
        if not features.asked:
            return [], np.zeros(0, np.float32)
        seen = np.concatenate([features.matrix(), self._tokens.matrix(features.tokens())], axis=1)
        first = _run(self._first, seen)
        around = second_numbers(features, first)
        second = _run(self._second, np.concatenate([seen, around], axis=1))
        return features.asked, _one_a_table(page, features.asked, second)

    def decide(self, page: PageModel) -> None:
        """Give every block that is asked about its probability, and its verdict by that.

        What an outlet's own layout says of a page is not asked about. Which blocks are the article
        is asked, not whether there is one: where hardly anything would be left of what the rules
        kept (LEAST_LEFT), as on a page of one short sentence, the rules count.
        """
        if page.chosen is not None:
            return
        asked, probabilities = self.probabilities(page)
        by_rules: list[tuple[PageBlock, Verdict]] = []
        for index, probability in zip(asked, probabilities.tolist(), strict=True):
            block = page.blocks[index]
            if block.verdict is not None:
                by_rules.append((block, block.verdict._replace(probability=probability)))
                block.verdict = self._decided(block, block.verdict, probability)
        taken = sum(len(block.text) for block, by_rule in by_rules if by_rule.label in KEPT_LABELS)
        left = sum(len(block.text) for block, _ in by_rules if block.kept)
        if left < LEAST_LEFT * taken:
            for block, verdict in by_rules:
                block.verdict = verdict

    def _decided(self, block: PageBlock, verdict: Verdict, probability: float) -> Verdict:
        """The rule's verdict, or another where the arbiter is sure enough that it is wrong."""
        is_kept = verdict.label in KEPT_LABELS
        if is_kept and probability < self._drop_below:
            label = block.region.rule.label if block.region else Label.OTHER
        elif not is_kept and probability > self._keep_above:
            label = kept_label(block)
        else:
            return verdict._replace(probability=probability)
        return Verdict(label, OVERRULES + verdict.rule, probability)


def _one_a_table(
    page: PageModel, asked: list[int], probabilities: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The probabilities, with their mean for all rows of one table: it is read whole or not."""
    tables: dict[int, list[int]] = {}
    for position, index in enumerate(asked):
        if is_table_row(page.blocks[index]):
            table = page.blocks[index].element.find_parent("table")
            tables.setdefault(id(table), []).append(position)
    for positions in tables.values():
        probabilities[positions] = probabilities[positions].mean()
    return probabilities


@cache
def shipped_arbiter() -> Arbiter:
    """The arbiter that lies in the package, loaded once a process."""
    return Arbiter()


def _run(session: Any, numbers: NDArray[np.float32]) -> NDArray[np.float32]:
    (scores,) = session.run(["probabilities"], {"numbers": numbers})
    probabilities: NDArray[np.float32] = scores[:, 1]
    return probabilities
