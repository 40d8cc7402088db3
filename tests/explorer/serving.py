"""The explorer in a process of its own, as the command line starts it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.import_graph import ROOT

_ADDRESS = re.compile(r"the explorer is at (http://127\.0\.0\.1:\d+/)")


@contextmanager
def served(warehouse_url: str) -> Iterator[str]:
    """The address of an explorer over a warehouse, on a port that was free."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "serve", "--port", "0"],
        env={**os.environ, "VERBATIM_WAREHOUSE": warehouse_url, "VERBATIM_ATTRIBUTION": "rules"},
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr
        found = _ADDRESS.search(process.stderr.readline())
        assert found, process.stderr.read()
        yield found[1]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        if process.stderr:
            process.stderr.close()
