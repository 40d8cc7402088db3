"""From a trained network to the folder that is shipped."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from pipeline.quotes.confidence import FEATURES
from pipeline.quotes.network.attribution_model import NETWORK, TOKENIZER
from pipeline.quotes.network.bilou import LABELS
from training.evaluation import scores_of
from training.export import export_float, quantise
from training.model_config import file_digests, write_config
from training.network import AttributionNetwork
from training.train import CLS, SEP

VERSION = "minilm-5"
"""Name of the model; changes with every one that is shipped."""


def ship(network: AttributionNetwork, base: Path, settings: dict[str, Any], folder: Path) -> None:
    """Writes the network to `folder`/int8 and `folder`/float: ONNX, tokenizer, config.

    Confidence is not calibrated yet: see `calibration`.
    """
    for form in ("float", "int8"):
        (folder / form).mkdir(parents=True, exist_ok=True)
        shutil.copy(base / "tokenizer.json", folder / form / TOKENIZER)
    export_float(network, folder / "float" / NETWORK)
    quantise(folder / "float" / NETWORK, folder / "int8" / NETWORK)
    for form in ("float", "int8"):
        write_config(
            folder / form,
            {
                "version": VERSION if form == "int8" else f"{VERSION}-float",
                "digests": file_digests(folder / form, (NETWORK, TOKENIZER)),
                "window": settings["window"],
                "around": [CLS, SEP],
                "labels": LABELS,
                "scores": _scores(network, settings["decoding"]),
                "decoding": settings["decoding"],
                "confidence": {
                    kind: dict.fromkeys(features, 0.0) for kind, features in FEATURES.items()
                },
            },
        )


def _scores(network: AttributionNetwork, decoding: dict[str, Any]) -> dict[str, Any]:
    scores = scores_of(network, decoding)
    arrays = ("transitions", "starts", "ends", "distance", "no_source")
    # five digits are more than int8 leaves of them
    rounded: dict[str, Any] = {
        name: getattr(scores, name).astype(float).round(5).tolist() for name in arrays
    }
    return rounded | {"no_source_bias": round(scores.no_source_bias, 5)}
