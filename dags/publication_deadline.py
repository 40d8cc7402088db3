"""Whether the day's digest was published in time."""

from __future__ import annotations

import pendulum
from airflow.sdk import dag, get_current_context
from processing import DEFAULT_ARGS, SETTLED, guarded_task

DOCUMENTATION = """
### Published by 07:00?

Fails, and so sends a notification where one is set up, unless a run of `daily_quotes` that began in
the twelve hours before 07:00 UTC, or later, is published: it may have failed, be still at work, or
Airflow was not running. A run by hand for some sources, single pages or earlier days alone is no
publication. A warehouse that had no run before 07:00 is new: nothing is late in it.

| task | what it does | what it leaves |
| --- | --- | --- |
| `check_published` | looks for the last publication | nothing |
"""


@dag(
    # two hours after daily_quotes
    schedule="0 7 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    default_args=DEFAULT_ARGS | SETTLED,
    doc_md=DOCUMENTATION,
    tags=["verbatim"],
)
def publication_deadline() -> None:
    """Look whether daily_quotes was published."""

    @guarded_task
    def check_published() -> None:
        """Fail unless the digest was published by the run's own time."""
        from pipeline.runs.stages import require_publication
        from pipeline.settings.environment import load_settings

        due = get_current_context()["dag_run"].logical_date or pendulum.now("UTC")
        require_publication(load_settings(), kind="daily_quotes", due=due)

    check_published()


publication_deadline()
