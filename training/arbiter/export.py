"""Writes a fitted arbiter into the folder from which `pipeline/article/arbiter` loads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.article.arbiter.block_features import COLUMNS
from pipeline.article.arbiter.second_pass import SECOND_COLUMNS
from pipeline.article.arbiter.token_weights import TOKEN_COLUMNS
from pipeline.article.arbiter.verdicts import FILES
from training.arbiter.fitting import FittedArbiter
from training.model_config import file_digests, write_config
from training.trees_as_onnx import write_trees


def export(arbiter: FittedArbiter, folder: Path, config: Mapping[str, Any]) -> None:
    """Write trees as ONNX, token weights as JSON, and the config with the digest of each file."""
    folder.mkdir(parents=True, exist_ok=True)
    write_trees(arbiter.first, folder / "first.onnx")
    write_trees(arbiter.second, folder / "second.onnx")
    weights = json.dumps(arbiter.tokens.weights(), ensure_ascii=False, indent=0, sort_keys=True)
    (folder / "token_weights.json").write_text(weights + "\n", encoding="utf-8")
    shipped = {
        "version": config["version"],
        "drop_below": config["drop_below"],
        "keep_above": config["keep_above"],
        "columns": [*COLUMNS, *TOKEN_COLUMNS],
        "second": [*SECOND_COLUMNS],
        "digests": file_digests(folder, FILES),
    }
    write_config(folder, shipped)
