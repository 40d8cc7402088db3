"""A person who is asked about pairs of speakers in Airflow, and whose answers are decided."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import Engine

from pipeline.warehouse import doubtful_pairs, open_warehouse, speaker_decisions, upgrade
from tests.airflow.api_server import ApiServer, api_server
from tests.airflow.running_airflow import eventually
from tests.newsroom.local_airflow import ROOT
from tests.warehouse.examples import begin, load
from tests.warehouse.test_names_across_articles import said_by, who

pytestmark = pytest.mark.timeout(600)

DAY = "2026-03-07"
HOSTILE = "{{ 7 * 7 }} [click](javascript:x) <b>"
RUNS = "/api/v2/dags/review_speakers/dagRuns"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """A warehouse with three pairs of speakers who may be one."""
    made = open_warehouse(f"sqlite:///{tmp_path / 'warehouse.sqlite'}")
    upgrade(made)
    begin(made)
    for name, nickname in (("Robert", "Bob"), ("William", "Bill"), ("Richard", "Dick")):
        load(made, *(said_by(f"{name} {nickname}son") for _twice in range(2)))
        words = f"“So they say of the ferry: {HOSTILE},”"
        load(made, *(said_by(f"{one} {nickname}son", words=words) for one in (name, nickname)))
    return made


@pytest.fixture
def server(environment: dict[str, str], tmp_path: Path, engine: Engine) -> Iterator[ApiServer]:
    """An Airflow's pages, over that warehouse."""
    url = engine.url.render_as_string()
    with api_server(environment | {"VERBATIM_WAREHOUSE": url}, tmp_path) as running:
        yield running


def test_answers_are_decided_and_two_are_asked_about_no_more(
    server: ApiServer, engine: Engine, tmp_path: Path
) -> None:
    assert len(doubtful_pairs(engine)) == 3
    log = tmp_path / "dag.log"
    headers = server.headers("admin")
    with log.open("wb") as output:
        run = subprocess.Popen(
            [ROOT / "bin" / "airflow", "dags", "test", "review_speakers", DAY],
            env=server.environment,
            stdout=output,
            stderr=output,
        )

    def asked() -> list[dict[str, Any]]:
        answer = requests.get(
            f"{server.address}{RUNS}/~/hitlDetails", headers=headers, timeout=30
        ).json()
        return list(answer["hitl_details"])

    try:
        eventually(lambda: len(asked()) == 3, run, log)
        answers = {"Bob": "They are one", "Bill": "They are two", "Dick": "Later"}
        for question in asked():
            assert "49" not in question["body"]
            assert HOSTILE not in question["body"]
            assert "the same words under both names" in question["body"]
            (nickname,) = [name for name in answers if f"“{name} {name}son”" in question["subject"]]
            of = question["task_instance"]
            address = (
                f"{server.address}{RUNS}/{of['dag_run_id']}/taskInstances/{of['task_id']}/"
                f"{of['map_index']}/hitlDetails"
            )
            said = {"chosen_options": [answers[nickname]], "params_input": {}}
            requests.patch(address, json=said, headers=headers, timeout=30).raise_for_status()
        assert run.wait() == 0, log.read_text(encoding="utf-8")
    finally:
        run.kill()
        run.wait()

    assert who(engine) == {
        "Robert Bobson": 4, "William Billson": 3, "Bill Billson": 1,
        "Richard Dickson": 3, "Dick Dickson": 1,
    }  # fmt: skip
    assert sorted(decision.kind for decision in speaker_decisions(engine)) == [
        "distinguish", "merge",
    ]  # fmt: skip
    assert [pair.name for pair in doubtful_pairs(engine)] == ["Dick Dickson"]
