"""The settings of the recipe for Celery: ones that Airflow has, and none left out in silence."""

from __future__ import annotations

import os
import re
import subprocess

import pytest
from airflow.configuration import retrieve_configuration_description

from pipeline.settings.environment import Settings
from tests.deployment.cluster import ROOT

FOLDER = ROOT / "deploy" / "celery"
EXAMPLE = (FOLDER / "secrets.env.example").read_text(encoding="utf-8")
NAMES = re.findall(
    r"^([A-Z_]+)=", (FOLDER / "cluster.env").read_text(encoding="utf-8") + EXAMPLE, re.MULTILINE
)


@pytest.mark.parametrize("name", NAMES)
def test_a_setting_is_one_that_its_program_has(name: str) -> None:
    owner, _, rest = name.partition("__")
    if owner == "AIRFLOW":
        section, option = rest.lower().split("__")
        # those of Celery are its provider's, which is installed on workers alone
        if not section.startswith("celery"):
            assert option in retrieve_configuration_description()[section]["options"]
    elif name == "VERBATIM_VISIT_POOL":
        assert name in (ROOT / "dags" / "daily_quotes.py").read_text(encoding="utf-8")
    elif name.startswith("VERBATIM_"):
        assert name.removeprefix("VERBATIM_").lower() in Settings.model_fields
    else:
        assert name.startswith("AWS_") or name == "AIRFLOW_CONN_AWS_DEFAULT"


def test_the_example_is_read_by_a_shell_as_by_systemd() -> None:
    command = f"set -eu -a; . {FOLDER / 'secrets.env.example'}; echo $VERBATIM_USER_AGENT"
    done = subprocess.run(
        ["bash", "-c", command], env={}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "Verbatim/0.1 (+https://newsroom.example/verbatim)\n"


def test_what_must_be_set_is_said() -> None:
    environment = {
        name: "x"
        for name in re.findall(r"^([A-Z_]+)=", EXAMPLE, re.MULTILINE)
        if name != "AIRFLOW__CELERY__BROKER_URL"
    }
    done = subprocess.run(
        [FOLDER / "airflow", "version"],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("AIRFLOW__CELERY__BROKER_URL is not set")
