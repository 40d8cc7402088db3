"""How the attribution model of `pipeline/quotes` is made; `python -m training` is its command.

Nothing of this is imported at run time; see README.md beside this file.
"""

import os

# ONNX Runtime reports to its maker unless it is told not to, before it is imported
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
