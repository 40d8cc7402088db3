"""The archive again, with today's code and model: nothing is fetched."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pendulum
from airflow.sdk import Context, Param, dag, get_current_context
from capture_days import CaptureDays
from processing import (
    BY_HAND,
    FEWER_SHARDS,
    SETTLED,
    guarded_task,
    mappable,
    process_and_publish,
    require_known_parameters,
    run_key,
)

from pipeline.errors import InputError

DOCUMENTATION = """
### Archived pages, extracted and attributed anew

After an improvement of the extractor or the quote model, this brings the warehouse up to it:
every archived page of a span of dates goes through `extract`, `attribute` and `load` again, and
with it all other captures of each text that was seen in the span, since the latest says what is
known of the text. The quotations of an article are replaced in one step once the new ones are
whole. Sources that
are no longer in the sources file are processed too. If pages cannot be read from the archive, the
run is incomplete.

**Trigger** opens the form for the dates; they are those of the captures. No site is visited.

A **backfill**, under **Trigger** too or by `airflow backfill create --dag-id reprocess`, makes a
run for each day of a span, which takes the captures of its day (and the others of their texts):
what fails is then a day, and can be asked for again alone. It has its dates itself: `since` and
`until` of the form stay empty. No run is ever due by itself.
"""

PARAMS = {
    "since": Param(
        None,
        type=["null", "string"],
        format="date",
        title="First day",
        description="Pages captured from this day (UTC). Empty: from the beginning.",
    ),
    "until": Param(
        None,
        type=["null", "string"],
        format="date",
        title="Last day",
        description="Pages captured up to this day (UTC). Empty: up to now.",
    ),
}


OF_BACKFILLS: dict[str, Any] = {
    "schedule": CaptureDays(),
    # Airflow runs no task for a day before this one, and crawls of others are older than we are
    "start_date": pendulum.datetime(1996, 1, 1, tz="UTC"),
    # with it the scheduler would run every day since then
    "catchup": False,
}


def days_asked_for(context: Context) -> tuple[datetime | None, datetime | None]:
    """The first and last instant of the captures that a run takes; None is without a bound.

    A run of a backfill takes its own day, any other one what the form says. Raises InputError for
    a backfill with dates in the form, and for what is not a date.
    """
    from pipeline.text.dates import first_instant, last_instant

    form, run = context["params"], context["dag_run"]
    since, until = form["since"], form["until"]
    if run.run_type == "backfill":
        if since or until:
            raise InputError(
                "a run of a backfill takes the captures of its own day, so leave since and until "
                "empty; to take a span of days in one run, trigger reprocess"
            )
        since = until = f"{run.data_interval_start:%Y-%m-%d}"
    return first_instant(since), last_instant(until)


@dag(params=PARAMS, doc_md=DOCUMENTATION, **BY_HAND | OF_BACKFILLS)
def reprocess() -> None:
    """Process archived captures again."""

    @guarded_task(**SETTLED)
    def begin() -> str:
        """Note what is asked; the same run begun again goes on."""
        from pipeline.runs.stages import begin_run, plan_reprocess
        from pipeline.settings.environment import load_settings

        context = get_current_context()
        require_known_parameters(context, PARAMS)
        since, until = days_asked_for(context)
        settings = load_settings()
        plan = plan_reprocess(settings, key=run_key(context), since=since, until=until)
        return begin_run(settings, plan)

    @guarded_task
    def make_shards(run: str) -> list[str]:
        """Divide the archived captures into shards."""
        from pipeline.runs.stages import shard_archive
        from pipeline.settings.environment import load_settings

        return mappable(shard_archive(load_settings(), run), FEWER_SHARDS)

    run = begin()
    process_and_publish(run, make_shards(run))


reprocess()
