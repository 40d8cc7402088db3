"""Verbatim: who said what, when, in which outlets, in what words."""

import os

__version__ = "0.1.0"

# ONNX Runtime sends its maker over the network what it runs on, and leaves an id of the machine in
# the home, unless it is told not to before it is loaded
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
