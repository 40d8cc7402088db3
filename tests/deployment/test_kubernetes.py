"""The recipe for Kubernetes, as far as it can be tried without a cluster: values, image."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.export import FORMATS
from tests.deployment.cluster import ROOT

FOLDER = ROOT / "deploy" / "kubernetes"

COMPONENT = {"enabled", "replicas", "resources", "logGroomerSidecar.enabled", "env"}
KEYS = {
    "images.airflow.repository", "images.airflow.tag", "airflowVersion", "executor", "env",
    "extraEnvFrom", "fernetKeySecretName", "apiSecretKeySecretName", "jwtSecretName",
    "data.metadataSecretName", "dags.gitSync.enabled", "dags.persistence.enabled",
    "postgresql.enabled", "redis.enabled", "redis.persistence.enabled", "statsd.enabled",
    "createUserJob.enabled", "config.core.auth_manager", "config.celery.worker_concurrency",
    "workers.persistence.enabled", "workers.terminationGracePeriodSeconds",
    "triggerer.enabled", "apiServer.resources",
    *(f"{name}.{key}" for name in ("workers", "scheduler", "dagProcessor") for key in COMPONENT),
}  # fmt: skip
"""Keys that Airflow's chart has, as its own values.yaml describes them (that of Airflow 3.1.3)."""

SECRETS = {
    "verbatim-airflow-database": {"connection"},
    "verbatim-fernet-key": {"fernet-key"},
    "verbatim-api-secret-key": {"api-secret-key"},
    "verbatim-jwt-secret": {"jwt-secret"},
}
"""The keys that the chart reads in the secrets that values.yaml names."""


@pytest.fixture(scope="module")
def values() -> dict[str, Any]:
    """The values, read."""
    read: dict[str, Any] = yaml.safe_load((FOLDER / "values.yaml").read_text(encoding="utf-8"))
    return read


def leaves(value: object, name: str = "") -> Iterator[str]:
    """The names of all values; resources and lists are one value each."""
    if isinstance(value, dict) and not name.endswith("resources"):
        for key, inner in value.items():
            yield from leaves(inner, f"{name}.{key}".lstrip("."))
    else:
        yield name


def test_every_value_is_one_that_the_chart_has(values: dict[str, Any]) -> None:
    assert set(leaves(values)) <= KEYS


def test_the_settings_are_those_of_the_recipe_that_is_tried_with_celery(
    values: dict[str, Any],
) -> None:
    here = {one["name"]: one["value"] for one in values["env"]}
    text = (ROOT / "deploy" / "celery" / "cluster.env").read_text(encoding="utf-8")
    there = dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))
    # the chart sets the executor by itself; a pod has one slot
    del there["AIRFLOW__CORE__EXECUTOR"]
    there["AIRFLOW__CELERY__WORKER_CONCURRENCY"] = "1"
    assert here == there
    concurrency = values["config"]["celery"]["worker_concurrency"]
    assert int(here["AIRFLOW__CORE__PARALLELISM"]) == values["workers"]["replicas"] * concurrency


def test_the_version_of_airflow_is_the_locked_one(values: dict[str, Any]) -> None:
    lock = (ROOT / "deploy" / "celery" / "requirements.txt").read_text(encoding="utf-8")
    assert f"\napache-airflow=={values['airflowVersion']} " in lock


def test_the_secrets_are_all_there(values: dict[str, Any]) -> None:
    text = (FOLDER / "secrets.example.yaml").read_text(encoding="utf-8")
    secrets = {one["metadata"]["name"]: set(one["stringData"]) for one in yaml.safe_load_all(text)}
    named = {
        values["fernetKeySecretName"], values["apiSecretKeySecretName"], values["jwtSecretName"],
        values["data"]["metadataSecretName"],
    }  # fmt: skip
    (settings,) = (one["secretRef"]["name"] for one in yaml.safe_load(values["extraEnvFrom"]))
    assert {name: secrets[name] for name in named} == SECRETS
    assert secrets.keys() == named | {settings}


def test_the_image_has_what_its_steps_copy() -> None:
    dockerfile = (FOLDER / "Dockerfile").read_text(encoding="utf-8")
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = {
        path
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)
        for path in line.split()
    }
    assert copied == {line[1:] for line in ignored if line.startswith("!")}
    assert all((ROOT / path).exists() for path in copied)


def copied_for_the_image(folder: Path) -> None:
    """Copy what the image is made of, and nothing else, to a folder."""
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if line.startswith("!"):
            target = folder / line[1:]
            target.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["cp", "-R", ROOT / line[1:], target], check=True)


def exported(python: Path, installation: Path, home: Path) -> str:
    """What an installation says that makes a warehouse and exports it, in every form."""
    said = ""
    home.mkdir()
    for command in ("db upgrade", *(f"export --format {form} {form}" for form in FORMATS)):
        done = subprocess.run(
            [python, "-m", "pipeline", *command.split()],
            cwd=home,
            env={"PYTHONPATH": str(installation), "VERBATIM_HOME": str(home), "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        said += done.stdout
    return said


def test_what_the_image_has_is_all_that_an_export_needs(tmp_path: Path) -> None:
    copied_for_the_image(tmp_path / "verbatim")
    assert "quotations" in exported(Path(sys.executable), tmp_path / "verbatim", tmp_path / "home")


@pytest.mark.deployment
@pytest.mark.timeout(900)
def test_the_steps_of_the_image_make_an_installation_that_works(tmp_path: Path) -> None:
    """From the files alone that the image is given."""
    source = tmp_path / "source"
    copied_for_the_image(source)
    built = subprocess.run(
        [source / "deploy" / "kubernetes" / "build.sh", tmp_path / "verbatim"],
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    assert "imported daily_quotes.py" in built.stdout
    assert "read an article" in built.stdout
    installation = tmp_path / "verbatim"
    python = installation / ".venv" / "bin" / "python"
    assert "quotations" in exported(python, installation, tmp_path / "home")
