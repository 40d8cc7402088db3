"""Opening a warehouse: on a disk that is read only, and without telling its password."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli.commands import cli
from pipeline.settings.environment import Settings
from pipeline.warehouse import open_warehouse, upgrade
from pipeline.warehouse.warehouse_errors import display_url
from tests.warehouse.examples import begin, ferry, load

ROOT = Path(__file__).resolve().parents[2]


def read_only(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command with a folder mounted read only, in a mount namespace of its own."""
    mount = f"mount --bind {folder} {folder} && mount -o remount,bind,ro {folder}"
    unshare = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    if (
        not shutil.which("unshare")
        or subprocess.run([*unshare, mount], check=False, capture_output=True).returncode
    ):
        pytest.skip("folders cannot be mounted here")
    return subprocess.run(
        [*unshare, f"{mount} && {sys.executable} -m pipeline {command}"],
        cwd=ROOT,
        env=os.environ | {"VERBATIM_HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_warehouse_on_a_read_only_disk_can_be_searched_and_checked(tmp_path: Path) -> None:
    engine = open_warehouse(f"sqlite:///{tmp_path / 'warehouse.sqlite'}")
    upgrade(engine)
    begin(engine)
    load(engine, ferry())
    found = read_only(tmp_path, 'search ""')
    assert found.returncode == 0, found.stderr
    assert found.stdout
    assert read_only(tmp_path, "db check").returncode == 0
    written = read_only(tmp_path, "speakers rebuild")
    assert written.returncode == 1
    assert "may not be written to" in written.stderr


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://reader:s3cret@127.0.0.1:1/a",
        "postgresql://reader:s3c%40ret@127.0.0.1:1/a",
        "postgresql://127.0.0.1:1/a?user=reader&password=s3cret",
        "postgresql://127.0.0.1:1/a?password=s3cret&password=s3cret",
        "postgresql://reader@127.0.0.1:1/a?sslpassword=s3cret&options=-cs3cret",
        "postgresql://reader:s3cret@/a?host=127.0.0.1:1",
        "mysql://reader:s3cret@127.0.0.1:1/a",
        "s3cret",
        "postgresql://reader:s3cret@[1/a",
    ],
)
@pytest.mark.parametrize("command", ["db upgrade", "db stats", "search words"])
def test_a_password_never_shows(
    address: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERBATIM_WAREHOUSE", address)
    monkeypatch.setenv("VERBATIM_HOME", str(tmp_path))
    result = CliRunner().invoke(cli, command.split())
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    assert "s3c" not in result.output
    assert "s3c" not in repr(Settings())


def test_an_address_is_shown_without_its_password_and_options() -> None:
    engine = open_warehouse("postgresql://reader:a:b@db.example/a?password=c&sslmode=require")
    assert display_url(engine.url) == "postgresql+psycopg://reader:***@db.example/a"
