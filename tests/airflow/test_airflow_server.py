"""What `make airflow` starts: on loopback alone, running, red in seconds for what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
import requests

from pipeline.store import store_path
from tests.airflow.running_airflow import asked, eventually, free_port, make_airflow
from tests.newsroom import demo
from tests.newsroom.local_airflow import COMPONENTS, ROOT

pytestmark = pytest.mark.timeout(600)

S3 = ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION")
"""What a process needs to use the S3 server of the tests."""
FAILED = "SELECT id FROM dag_run WHERE run_type = 'manual' AND state = 'failed'"


@pytest.fixture
def started(mine: dict[str, str], tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`make airflow`, with all that the project has."""
    with make_airflow(mine, tmp_path) as process:
        yield process


def listening(process: subprocess.Popen[bytes]) -> set[tuple[str, int]]:
    """The addresses and ports on which a process and those that it started listen."""
    found: set[tuple[str, int]] = set()
    for part in psutil.Process(process.pid).children(recursive=True):
        # a task may end at any time
        with suppress(psutil.NoSuchProcess):
            found |= {
                (connection.laddr.ip, connection.laddr.port)
                for connection in part.net_connections(kind="inet")
                if connection.status == psutil.CONN_LISTEN
            }
    return found


def test_it_listens_on_loopback_alone_and_runs_what_is_asked_for(
    started: subprocess.Popen[bytes], mine: dict[str, str], tmp_path: Path
) -> None:
    home, log = Path(mine["AIRFLOW_HOME"]), tmp_path / "make-airflow.log"
    paused = "SELECT dag_id FROM dag WHERE NOT is_paused"
    made = [p for p in (ROOT / "dags").glob("*.py") if "@dag(" in p.read_text(encoding="utf-8")]
    eventually(lambda: len(asked(home, paused)) >= len(made), started, log)

    command = ["dags", "trigger", "daily_quotes", "--conf", '{"sources": ["klosed"]}']
    subprocess.run([ROOT / "bin" / "airflow", *command], env=mine, check=True, capture_output=True)
    eventually(lambda: asked(home, FAILED), started, log)
    tries = "SELECT try_number FROM task_instance WHERE task_id = 'begin' AND run_id LIKE 'manual%'"
    assert asked(home, tries) == [(1,)]
    said = [path.read_text(encoding="utf-8") for path in home.glob("logs/**/*manual*/**/*.log")]
    sentence = "has no source 'klosed'; it has closed; did you mean 'closed'?"
    assert any(sentence in text for text in said)
    # the same is beside the run in Airflow's pages
    notes = f"SELECT content, user_id FROM dag_run_note JOIN ({FAILED}) ON id = dag_run_id"
    ((note, writer),) = asked(home, notes)
    assert sentence in str(note)
    assert writer == "verbatim_run_notes"

    # visits have a pool of their own
    assert asked(home, "SELECT slots FROM slot_pool WHERE pool = 'visits'") == [(1,)]
    pools = "SELECT DISTINCT pool FROM task_instance WHERE task_id = 'visit'"
    assert asked(home, pools) == [("visits",)]

    assert listening(started) == {("127.0.0.1", int(mine["AIRFLOW__API__PORT"]))}

    passwords = home / "simple_auth_manager_passwords.json.generated"
    assert passwords.read_text(encoding="utf-8").strip()
    assert passwords.stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700
    assert {path.stem for path in home.glob("*.log")} >= set(COMPONENTS)

    # a second one neither shares the port nor the home of the first
    for port, sentence in (
        (mine["AIRFLOW__API__PORT"], "is in use"),
        (str(free_port()), "runs in"),
    ):
        second = subprocess.run(
            [sys.executable, "-m", "tests.newsroom.demo", "airflow"],
            env=mine | {"AIRFLOW__API__PORT": port},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert second.returncode == 1
        assert sentence in second.stderr
    assert requests.get(f"http://127.0.0.1:{mine['AIRFLOW__API__PORT']}", timeout=10).ok


def test_a_home_without_an_airflow_is_told_with_how_to_come_to_the_one_that_runs(
    tmp_path: Path,
) -> None:
    """`make airflow` on the bundled news site has a home of its own."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW_")}
    mine |= {"VENV": sys.prefix, "VERBATIM_HOME": str(tmp_path)}
    command = [ROOT / "bin" / "airflow", "dags", "list-runs", "daily_quotes"]
    for elsewhere, is_told in (
        ({}, True),
        ({"AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{tmp_path}/other.db"}, False),
    ):
        done = subprocess.run(
            command, env=mine | elsewhere, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert (f"There is no Airflow in {tmp_path}/airflow yet" in done.stderr) is is_told
        assert ("export VERBATIM_HOME=var/demo" in done.stderr) is is_told


@pytest.mark.parametrize("named", ["sourcse.yaml", "s3://{bucket}/sourcse.yaml"])
def test_a_sources_file_that_is_named_and_not_there_is_told(
    mine: dict[str, str], bucket: str, named: str
) -> None:
    path = named.format(bucket=bucket.removeprefix("s3://"))
    done = subprocess.run(
        [sys.executable, "-m", "tests.newsroom.demo", "airflow"],
        env=mine | {name: os.environ[name] for name in S3} | {"VERBATIM_SOURCES": path},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    said = " ".join(done.stderr.split())
    assert said.startswith(f"VERBATIM_SOURCES names {path}, which does not exist; ")
    assert not Path(mine["AIRFLOW_HOME"], "airflow.db").exists()


def test_a_sources_file_on_an_object_store_is_found(
    mine: dict[str, str], bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "python", lambda *_arguments, **_named: None)
    monkeypatch.setattr(demo, "serve", lambda _console: 0)
    monkeypatch.setattr(demo, "keep_to_the_news_site", lambda: pytest.fail("the news site"))
    monkeypatch.setenv("VERBATIM_SOURCES", f"{bucket}/sources.yaml")
    store_path(f"{bucket}/sources.yaml").write_text("sources: []", encoding="utf-8")
    assert demo.airflow() == 0
