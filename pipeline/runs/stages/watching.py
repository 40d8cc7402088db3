"""Watching: whether what should have been published was."""

from __future__ import annotations

from datetime import datetime, timedelta

from pipeline import warehouse
from pipeline.records import INCOMPLETE, SUCCEEDED
from pipeline.runs.stages.common import VerdictError, opened_warehouse
from pipeline.settings.environment import Settings

BEGUN_WITHIN = timedelta(hours=12)
"""How long before it is due a run may begin: after the one of the day before, and early enough for
a run by hand to stand in for one that failed at night."""


def require_publication(settings: Settings, *, kind: str, due: datetime) -> None:
    """Raise VerdictError unless a run of a kind was published that began shortly before `due`.

    It has to ask all sources for all that is new: one of some pages does not stand in for it.
    Where the first run of the kind began after `due`, nothing was due yet.
    """
    with opened_warehouse(settings) as engine:
        times = warehouse.run_times(engine, kind, (SUCCEEDED, INCOMPLETE))
    if times.first_begun is None or times.first_begun > due:
        return
    if times.last_published is not None and times.last_published > due - BEGUN_WITHIN:
        return
    last = times.last_published
    began = f"began {last:%Y-%m-%d %H:%M} UTC" if last else "is still to come"
    raise VerdictError(
        f"{kind} was not published by {due:%Y-%m-%d %H:%M} UTC; the last run that was published "
        f"{began}. See whether today's is still at work or failed, and clear what failed; if there "
        "is none, Airflow did not run or the DAG is paused"
    )
