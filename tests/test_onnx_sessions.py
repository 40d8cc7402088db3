"""Networks give the same answers on every processor."""

from __future__ import annotations

import base64

import numpy as np

from pipeline.onnx_sessions import cpu_session

PRODUCT = base64.b64decode(
    "CAgSADp0ChgKAWEKAWISAXkiDU1hdE11bEludGVnZXISAWcqKwgQCAIQA0IBYkogf39/f39/f39/f39/f39/f39/"
    "f39/f39/f39/f39/f39aEwoBYRIOCgwIAhIICgIIAQoCCBBiEwoBeRIOCgwIBhIICgIIAQoCCAJCBAoAEA0="
)
"""A network of one node, MatMulInteger of ONNX: 16 numbers of 8 bits without sign, by a table of
two columns in which every number is 127."""


def test_sums_of_products_are_not_cut_off_at_16_bits() -> None:
    numbers = np.full((1, 16), 255, np.uint8)
    (found,) = cpu_session(PRODUCT).run(None, {"a": numbers})
    assert found.tolist() == [[16 * 255 * 127] * 2]
