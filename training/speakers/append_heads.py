"""Writes the trained heads into the shipped network: a few layers more over the same states."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from pipeline.model_files import CONFIG
from pipeline.quotes.network.attribution_model import NETWORK, read_config
from pipeline.quotes.network.kind_head import LAYER
from pipeline.quotes.network.name_spans import NAME_LABELS, PLAIN_LABELS
from pipeline.quotes.network.relations import Relation
from training.model_config import file_digests, write_config
from training.speakers.heads import KIND_HIDDEN, KindNetwork
from training.speakers.states import LAYER_OUTPUT, LAYERS

PREFIX = "head/"
OUTPUTS = ("names", "roles", "phrases", "relations", "kinds", "marks", "gender")


@dataclass(frozen=True, slots=True)
class Heads:
    """What was trained over the encoder."""

    names: nn.Sequential
    roles: nn.Sequential
    phrases: nn.Sequential
    relations: nn.Sequential
    kinds: KindNetwork
    marks: KindNetwork
    gender: NDArray[np.float32]
    """Per word piece of the vocabulary."""


def append_heads(folder: Path, heads: Heads, version: str) -> None:
    """Adds the heads to the network in `folder`, in place of older ones, and renews its config."""
    model = onnx.load(str(folder / NETWORK))
    graph = model.graph
    _without_heads(graph)
    both = PREFIX + "states"
    graph.node.append(
        helper.make_node("Concat", [LAYER_OUTPUT.format(n) for n in LAYERS], [both], axis=2)
    )
    for name, network in (
        ("names", heads.names),
        ("roles", heads.roles),
        ("phrases", heads.phrases),
        ("relations", heads.relations),
    ):
        _append_tagger(graph, name, network, both)
    for name, kinds in (("kinds", heads.kinds), ("marks", heads.marks)):
        _constant(graph, f"{name}/weight", kinds.words.weight.detach().numpy().T)
        graph.node.append(helper.make_node("MatMul", [both, f"{PREFIX}{name}/weight"], [name]))
    _constant(graph, "gender/table", heads.gender[:, None])
    graph.node.append(
        helper.make_node("Gather", [PREFIX + "gender/table", "ids"], ["gender"], axis=0)
    )
    taggers = (NAME_LABELS, PLAIN_LABELS, PLAIN_LABELS, len(Relation))
    widths = (*taggers, *(one.slots * KIND_HIDDEN for one in (heads.kinds, heads.marks)), 1)
    for name, width in zip(OUTPUTS, widths, strict=True):
        shape = ["windows", "pieces", width]
        graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
    onnx.checker.check_model(model)
    config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    config["version"] = version
    config["kinds"] = _last_layer(heads.kinds)
    config["marks"] = _last_layer(heads.marks)
    _save(folder, model, config)


def replace_marks(folder: Path, marks: KindNetwork) -> None:
    """Puts another head for quoted spans in place of the one in `folder`."""
    model = onnx.load(str(folder / NETWORK))
    weight = next(one for one in model.graph.initializer if one.name == PREFIX + "marks/weight")
    model.graph.initializer.remove(weight)
    _constant(model.graph, "marks/weight", marks.words.weight.detach().numpy().T)
    config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    config["marks"] = _last_layer(marks)
    _save(folder, model, config)


def _last_layer(network: KindNetwork) -> dict[str, Any]:
    layer = network.as_head()
    return {name: getattr(layer, name).astype(float).round(5).tolist() for name in LAYER}


def _save(folder: Path, model: onnx.ModelProto, config: dict[str, Any]) -> None:
    onnx.save(model, str(folder / NETWORK))
    config["digests"] |= file_digests(folder, [NETWORK])
    write_config(folder, config)
    read_config.cache_clear()


def _without_heads(graph: onnx.GraphProto) -> None:
    """Takes away heads that were appended before."""
    for kept, is_head in (
        (graph.node, lambda node: node.output[0].startswith(PREFIX) or node.output[0] in OUTPUTS),
        (graph.initializer, lambda tensor: tensor.name.startswith(PREFIX)),
        (graph.output, lambda output: output.name in OUTPUTS),
    ):
        rest = [one for one in kept if not is_head(one)]
        del kept[:]
        kept.extend(rest)


def _append_tagger(graph: onnx.GraphProto, name: str, network: nn.Sequential, states: str) -> None:
    """Dropout, linear, GELU, linear; GELU by the error function, as in PyTorch."""
    at = f"{PREFIX}{name}/"
    for number, layer in enumerate(one for one in network if isinstance(one, nn.Linear)):
        _constant(graph, f"{name}/weight-{number}", layer.weight.detach().numpy().T)
        _constant(graph, f"{name}/bias-{number}", layer.bias.detach().numpy())
    for constant, value in (("root", 2**-0.5), ("one", 1.0), ("half", 0.5)):
        _constant(graph, f"{name}/{constant}", np.array(value))
    steps = (
        ("MatMul", [states, at + "weight-0"], at + "product"),
        ("Add", [at + "product", at + "bias-0"], at + "hidden"),
        ("Mul", [at + "hidden", at + "root"], at + "scaled"),
        ("Erf", [at + "scaled"], at + "erf"),
        ("Add", [at + "erf", at + "one"], at + "shifted"),
        ("Mul", [at + "hidden", at + "shifted"], at + "gated"),
        ("Mul", [at + "gated", at + "half"], at + "active"),
        ("MatMul", [at + "active", at + "weight-1"], at + "scores"),
        ("Add", [at + "scores", at + "bias-1"], name),
    )
    for operator, inputs, output in steps:
        graph.node.append(helper.make_node(operator, inputs, [output]))


def _constant(graph: onnx.GraphProto, name: str, values: NDArray[np.float32]) -> None:
    graph.initializer.append(numpy_helper.from_array(values.astype(np.float32), PREFIX + name))
