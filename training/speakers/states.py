"""The shipped encoder's states of a text's words, which the heads learn from.

The heads are trained on the states of the quantised encoder, so that they meet at run time what
they have learned from. States are those of the third and of the last layer, side by side: the
lower one knows more of names, the last one more of who speaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray

from pipeline.onnx_sessions import cpu_session
from pipeline.quotes.network.attribution_model import NETWORK, SHIPPED, TOKENIZER, read_config
from pipeline.quotes.network.wordpieces import (
    INSIDE_WORD,
    Words,
    make_tokenizer,
    pieces_of,
    read_words,
    windows,
)

LAYERS = (2, 5)
LAYER_OUTPUT = "/network/encoder/encoder/layer.{}/output/LayerNorm/LayerNormalization_output_0"
EMBEDDING = "network.encoder.embeddings.word_embeddings.weight"
States = NDArray[np.float16]


@dataclass(slots=True)
class TextStates:
    """The words of a text and their states, (words, both layers)."""

    text: str
    words: Words
    states: States


class Encoder:
    """The shipped encoder without its heads."""

    def __init__(self, folder: Path = SHIPPED) -> None:
        config = read_config(folder)
        self.limit = int(config["window"])
        self.around = config["around"]
        self.tokenizer = make_tokenizer((folder / TOKENIZER).read_bytes())
        network = onnx.load(str(folder / NETWORK))
        self.embedding = _embedding(network)
        del network.graph.output[:]
        for layer in LAYERS:
            network.graph.output.append(
                onnx.helper.make_tensor_value_info(
                    LAYER_OUTPUT.format(layer), onnx.TensorProto.FLOAT, None
                )
            )
        self.session = cpu_session(network.SerializeToString())

    def read(self, text: str) -> TextStates:
        """The states of a text's words."""
        words = read_words(text, self.tokenizer)
        parts = []
        for window in windows(words, text, self.limit):
            ids, shapes, firsts = pieces_of(words, window)
            outputs = self.session.run(
                None,
                {
                    "ids": np.array([[self.around[0], *ids, self.around[1]]], np.int64),
                    "shapes": np.array([[INSIDE_WORD, *shapes, INSIDE_WORD]], np.int64),
                },
            )
            rows = np.array(firsts) + 1
            parts.append(np.concatenate([output[0, rows] for output in outputs], 1))
        return TextStates(text, words, np.concatenate(parts).astype(np.float16))


def _embedding(network: onnx.ModelProto) -> NDArray[np.float32]:
    """The table of word pieces in float, (vocabulary, width)."""
    stored = {tensor.name: tensor for tensor in network.graph.initializer}

    def array(part: str) -> NDArray[np.float32]:
        return onnx.numpy_helper.to_array(stored[EMBEDDING + part]).astype(np.float32)

    return (array("_quantized") - array("_zero_point")) * array("_scale")
