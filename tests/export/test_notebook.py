"""The notebook of the documentation, on an export of the bundled news site."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from pipeline.export import export_marts
from tests.warehouse.conftest import NewWarehouse
from tests.warehouse.examples import load
from tests.warehouse.newsroom_pages import newsroom_pages

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebook.ipynb"


def test_every_cell_runs_and_three_figures_are_drawn(
    new_warehouse: NewWarehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = new_warehouse()
    load(engine, *newsroom_pages())
    export_marts(engine, tmp_path / "export", "parquet")
    monkeypatch.setenv("VERBATIM_EXPORT", str(tmp_path / "export"))
    # what the libraries write for themselves stays out of the user's folders
    for name in ("MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": tmp_path}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 3


def test_no_output_is_kept() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)
