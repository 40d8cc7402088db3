"""Boosted trees as ONNX, for the arbiter and for the choice of speakers."""

from __future__ import annotations

from pathlib import Path

import lightgbm
import onnx
from onnxmltools import convert_lightgbm
from onnxmltools.convert.common.data_types import FloatTensorType

OPSET = 15
"""Read by every ONNX Runtime of the last years; trees need no newer one."""


def write_trees(trees: lightgbm.Booster, file: Path) -> None:
    """Write trees whose input is `numbers`, (rows, columns)."""
    inputs = [("numbers", FloatTensorType([None, trees.num_feature()]))]
    model = convert_lightgbm(trees, initial_types=inputs, zipmap=False, target_opset=OPSET)
    model.producer_name, model.producer_version, model.doc_string = "", "", ""
    onnx.save(model, str(file))
