"""Lets the DAG files find the package `pipeline` of the repository that they are in.

A DAG bundle of Airflow has its own folder on Python's path, which is `dags`, and each version of it
is a checkout of its own: the code of a run must be that of the same commit.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

if (ROOT / "pipeline" / "__init__.py").exists() and str(ROOT) not in sys.path:
    # before what may be installed elsewhere
    sys.path.insert(0, str(ROOT))
