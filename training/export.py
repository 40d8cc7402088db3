"""From a trained network to the file that is shipped: ONNX, fused, quantised to int8.

Weights of matrix products and of the embedding are quantised (per channel where that keeps
more), activations at run time. Layer norms, softmax and biases stay in float32.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions

from training.network import AttributionNetwork

INPUTS = ("ids", "shapes")
OUTPUTS = ("emissions", "links")


class Exported(torch.nn.Module):
    """The network without what only training needs."""

    def __init__(self, network: AttributionNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor, shapes: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Emissions and link vectors of every piece; windows are run one by one, unpadded."""
        emissions, links, _ = self.network(ids, shapes, torch.ones_like(ids))
        return emissions, links


def export_float(network: AttributionNetwork, path: Path) -> None:
    """Writes the network as ONNX in float32, with fused attention, layer norms and GELU."""
    network = network.cpu().eval()
    ids = torch.randint(1000, 2000, (1, 16))
    example = (ids, torch.zeros_like(ids))
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            Exported(network),
            example,
            str(plain),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes={name: {0: "windows", 1: "pieces"} for name in (*INPUTS, *OUTPUTS)},
            opset_version=17,
            dynamo=False,
        )
        options = FusionOptions("bert")
        # the embedding has a second table for shapes, which the fused operator does not know
        options.enable_embed_layer_norm = False
        config = network.encoder.config
        fused = optimizer.optimize_model(
            str(plain),
            model_type="bert",
            num_heads=config.num_attention_heads,
            hidden_size=config.hidden_size,
            optimization_options=options,
            opt_level=0,
        )
        print(fused.get_fused_operator_statistics())
        fused.save_model_to_file(str(path))


def quantise(source: Path, target: Path) -> None:
    """Writes the int8 form of a float32 model."""
    quantize_dynamic(
        str(source),
        str(target),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=False,
        op_types_to_quantize=["MatMul", "Attention", "Gather"],
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    onnx.checker.check_model(str(target))
