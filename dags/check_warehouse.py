"""The whole warehouse checked once a week; a run checks only what it loaded."""

from __future__ import annotations

import pendulum
from airflow.sdk import dag
from processing import DEFAULT_ARGS, SETTLED, guarded_task

DOCUMENTATION = """
### The whole warehouse, checked

Runs every query of `sql/checks` over everything, on Sundays. Quotations that violate one are
withheld, and what was withheld and is good again counts again, as after
`python -m pipeline db check --park`. The task fails if anything violates; its log says what.
"""


@dag(
    schedule="0 3 * * 0",
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    default_args=DEFAULT_ARGS | SETTLED,
    doc_md=DOCUMENTATION,
    tags=["verbatim"],
)
def check_warehouse() -> None:
    """Check everything, park what violates."""

    @guarded_task
    def check_everything() -> None:
        """Run the data-quality queries over the whole warehouse."""
        from pipeline.runs.stages import check_everything as check
        from pipeline.settings.environment import load_settings

        check(load_settings())

    check_everything()


check_warehouse()
