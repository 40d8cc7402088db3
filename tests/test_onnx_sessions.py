"""Networks give the same answers on every processor, and say where there is no memory for them."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections import Counter

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


LOADED = """
import base64, resource, sys
import numpy
from pipeline.errors import exhausted
from pipeline.onnx_sessions import cpu_session
pages = int(open("/proc/self/statm").read().split()[0])
most = pages * resource.getpagesize() + int(sys.argv[1]) * 1_000_000
resource.setrlimit(resource.RLIMIT_AS, (most, most))
try:
    cpu_session(base64.b64decode(sys.argv[2]))
except Exception as error:
    print("told" if "too little memory" in str(exhausted(error)) else repr(error))
else:
    print("loaded")
"""
"""Load a network where only so many megabytes more than now may be had."""


def test_too_little_memory_is_told_wherever_the_library_meets_it() -> None:
    found: Counter[str] = Counter()
    for megabytes in range(0, 200, 10):
        ended = subprocess.run(
            [sys.executable, "-c", LOADED, str(megabytes), base64.b64encode(PRODUCT)],
            capture_output=True,
            text=True,
            check=False,
        )
        # C ends the process itself where it cannot do otherwise
        found[ended.stdout.strip() if not ended.returncode else "broken off"] += 1
    assert set(found) <= {"told", "loaded", "broken off"}
    assert found["told"] > found["broken off"]
    assert found["loaded"]
