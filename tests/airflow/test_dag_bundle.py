"""The DAGs out of a git repository, as a bundle of Airflow, with the pipeline of its commit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.airflow.conftest import SOURCES
from tests.airflow.dag_runs import DAGS, DAY, ROOT, kept

pytestmark = pytest.mark.timeout(600)

VERSION = "0.1.0+of-the-bundle"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A bare repository of the files of this one, with a version of its own."""
    work, bare = tmp_path / "work", tmp_path / "repository.git"
    for folder in ("dags", "pipeline", "sql"):
        shutil.copytree(ROOT / folder, work / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (work / "pipeline" / "__init__.py").write_text(f'__version__ = "{VERSION}"\n', encoding="utf-8")
    named = ("-c", "user.name=Test", "-c", "user.email=test@newsroom.example")
    for command in (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "."),
        (*named, "commit", "--quiet", "--message=All"),
        ("clone", "--quiet", "--bare", ".", str(bare)),
    ):
        subprocess.run(["git", *command], cwd=work, check=True)
    return bare


def test_dags_of_a_bundle_run_the_pipeline_of_their_commit(
    repository: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    Path(environment["VERBATIM_SOURCES"]).write_text(SOURCES, encoding="utf-8")
    bundle = {
        "name": "verbatim",
        "classpath": "airflow.providers.git.bundles.git.GitDagBundle",
        "kwargs": {"repo_url": str(repository), "tracking_ref": "main", "subdir": "dags"},
    }
    mine = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {
        **environment,
        "AIRFLOW_HOME": str(tmp_path / "airflow"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        # what Airflow itself loads comes from a folder, whatever the DAGs come from
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST": json.dumps([bundle]),
        "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_STORAGE_PATH": str(tmp_path / "bundles"),
    }

    def airflow(*arguments: str, status: int = 0) -> str:
        done = subprocess.run(
            [Path(sys.prefix) / "bin" / "airflow", *arguments],
            env=mine,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    airflow("db", "migrate")
    airflow("dags", "reserialize")
    listed = json.loads(airflow("dags", "list", "--output", "json").splitlines()[-1])
    assert {(one["dag_id"], one["bundle_name"]) for one in listed} == {
        (dag, "verbatim") for dag in DAGS
    }
    # its source does not answer, so the run is incomplete
    airflow("dags", "test", "daily_quotes", DAY, status=1)
    with kept(environment).connect() as connection:
        found = connection.execute(text("SELECT code_version, outcome FROM run")).all()
    assert [tuple(row) for row in found] == [(VERSION, "incomplete")]
