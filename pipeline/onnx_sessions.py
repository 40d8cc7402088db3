"""Networks read by ONNX Runtime, which tells nobody of it.

The library on Linux keeps the number of the device and a database of what it did
in the cache folder of the user, and sends it to its maker, unless the environment says otherwise
when it is loaded. What a newsroom reads is nobody's business, so here alone it is imported.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

EXACT_SUMS = "session.x64quantprecision"
"""Setting by which products of 8-bit numbers are summed exactly on processors without VNNI, too.

By default their sums are cut off at 16 bits there, so that the same text has other answers, worse
ones, than on processors with VNNI; in exchange the network reads a little slower.
"""


def cpu_session(network: bytes) -> InferenceSession:
    """A network, by the bytes of its file, made ready on one thread of the CPU."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    # loads slowly, and only who reads pages needs it
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415

    options = SessionOptions()
    # a process is one worker: shards are what runs side by side
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry(EXACT_SUMS, "1")
    return InferenceSession(network, options, providers=["CPUExecutionProvider"])
