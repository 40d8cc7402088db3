"""The page docs/dags.md: what the DAGs say of themselves, so that the two never differ.

python -m tests.dag_pages        writes the page anew
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "dags.md"

HEAD = """# DAGs

Written by `python -m tests.dag_pages` from what the files of `dags/` say; Airflow shows the same
on the page of each DAG. How to run and trigger them: [operations](operations.md#airflow).
"""

READ_DAGS = """
import json, sys
from importlib import import_module
from pathlib import Path
sys.path[:0] = ["dags", "plugins"]
from capture_days import CaptureDays
dags = []
for path in sorted(Path("dags").glob("*.py")):
    made = getattr(import_module(path.stem), path.stem, None)
    if made is not None:
        dag = made()
        if isinstance(dag.schedule, str):
            when = f"on the schedule `{dag.schedule}` (UTC), and by hand"
        elif isinstance(dag.schedule, CaptureDays):
            when = "by hand, and as a backfill with a run for each day"
        elif dag.schedule:
            assets = ", ".join(f"`{asset.name}`" for asset in dag.schedule)
            when = f"whenever the asset {assets} is updated, and by hand"
        else:
            when = "by hand alone"
        parameters = [
            (name, dag.params.get_param(name).schema["title"],
             dag.params.get_param(name).description)
            for name in dag.params
        ]
        dags.append((dag.dag_id, when, dag.doc_md, parameters))
print(json.dumps(dags))
"""
"""Prints the DAGs; in a process of its own, as Airflow is slow to import and sets up logging."""


def written() -> str:
    """The page as the DAGs have it now."""
    done = subprocess.run(
        [sys.executable, "-c", READ_DAGS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    parts = [HEAD]
    for name, when, documentation, parameters in json.loads(done.stdout.splitlines()[-1]):
        parts.append(f"## {name}\n")
        parts.append(f"Runs {when}.\n")
        parts.append(documentation.strip() + "\n")
        if parameters:
            table = ["| parameter | in the form | what it asks for |", "| --- | --- | --- |"]
            table += [f"| `{key}` | {title} | {text} |" for key, title, text in parameters]
            parts.append("\n".join(table) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
