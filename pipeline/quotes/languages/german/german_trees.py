"""The boosted trees that judge names and speakers in German articles, as they are shipped.

`training/german` makes them; they are run by ONNX Runtime.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.model_files import ModelError, checked_file, read_model_config
from pipeline.onnx_sessions import cpu_session

SHIPPED = Path(__file__).with_name("german_trees")
"""Folder of the trees that come with the package."""
NAMES, SPEAKERS = "names.onnx", "speakers.onnx"
"""The files in it."""
Floats = NDArray[np.float32]
Judge = Callable[[Floats], Floats]
"""From numbers, (rows, columns), to how likely each class is: (rows, classes)."""


@cache
def shipped_judge(file: str, columns: Sequence[str], folder: Path = SHIPPED) -> Judge:
    """What the trees of a file say of rows with some columns.

    Raises ModelError if a file is missing or changed, or reads other columns.
    """
    config = read_model_config(folder)
    if config.get("columns", {}).get(file) != list(columns):
        raise ModelError(f"{file} in {folder} was trained on other columns; restore the trees")
    session = cpu_session(checked_file(folder, file, config))

    def judge(numbers: Floats) -> Floats:
        likely: Floats = session.run(["probabilities"], {"numbers": numbers})[0]
        return likely

    return judge
