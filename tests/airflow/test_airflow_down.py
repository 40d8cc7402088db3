"""What the schedule does when Airflow was down for two days, with the clock moved.

Airflow itself keeps when each DAG is due next. What it left behind three days ago is made by its
own code with the clock moved there; then `make airflow` is started today.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.airflow.running_airflow import asked, eventually, make_airflow
from tests.newsroom.local_airflow import ROOT

pytestmark = pytest.mark.timeout(600)

A_DAY = timedelta(days=1)
DUE = {"daily_quotes": 5, "publication_deadline": 7}
"""The hour, in UTC, at which a DAG is due every day."""

LEFT_BEHIND = """
import json, sys
from datetime import datetime, timedelta

import time_machine
from airflow.models.dag import DagModel
from airflow.models.serialized_dag import SerializedDagModel
from airflow.timetables.base import DataInterval
from airflow.utils.session import create_session
from airflow.utils.state import DagRunState
from airflow.utils.types import DagRunTriggeredByType, DagRunType

for dag_id, due in json.loads(sys.argv[1]).items():
    due = datetime.fromisoformat(due)
    with time_machine.travel(due + timedelta(hours=1)), create_session() as session:
        dag = SerializedDagModel.get_dag(dag_id, session=session)
        run = dag.create_dagrun(
            run_id=f"scheduled__{due.isoformat()}",
            logical_date=due,
            data_interval=DataInterval.exact(due),
            run_after=due,
            run_type=DagRunType.SCHEDULED,
            triggered_by=DagRunTriggeredByType.TIMETABLE,
            state=DagRunState.SUCCESS,
            session=session,
        )
        model = session.get(DagModel, dag_id)
        model.calculate_dagrun_date_fields(dag, reference_run=run)
        assert model.next_dagrun == due + timedelta(days=1), model.next_dagrun
"""


def due_last(hour: int) -> datetime:
    """When a DAG that is due every day at an hour was due last."""
    now = datetime.now(UTC)
    today = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today <= now else today - A_DAY


def test_airflow_that_was_down_for_two_days_makes_the_run_that_was_due_last_and_no_other(
    mine: dict[str, str],
    tmp_path: Path,
) -> None:
    home, log = Path(mine["AIRFLOW_HOME"]), tmp_path / "make-airflow.log"
    today = {dag: due_last(hour) for dag, hour in DUE.items()}
    before = {dag: (moment - 3 * A_DAY).isoformat() for dag, moment in today.items()}
    for command in (
        [ROOT / "bin" / "airflow", "db", "migrate"],
        [ROOT / "bin" / "airflow", "dags", "reserialize"],
        [sys.executable, "-c", LEFT_BEHIND, json.dumps(before)],
    ):
        done = subprocess.run(command, env=mine, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    scheduled = "SELECT dag_id, logical_date FROM dag_run WHERE run_type = 'scheduled' "
    # a run for a missed day would be made before the one of today, so it would be there by then
    over = f"{scheduled} AND dag_id = 'publication_deadline' AND state IN ('success', 'failed')"
    begun = f"{scheduled} AND dag_id = 'daily_quotes' AND start_date IS NOT NULL"
    with make_airflow(mine, tmp_path) as process:
        eventually(lambda: len(asked(home, over)) > 1, process, log)
        eventually(lambda: asked(home, begun), process, log)
        runs = [(dag, str(moment)) for dag, moment in asked(home, scheduled) if dag in today]
    assert sorted((dag, moment[:16]) for dag, moment in runs) == sorted(
        (dag, f"{moment:%Y-%m-%d %H:%M}")
        for dag, last in today.items()
        for moment in (last - 3 * A_DAY, last)
    )
