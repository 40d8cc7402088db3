"""The archive again, with today's code and model: nothing is fetched."""

from __future__ import annotations

from airflow.sdk import Param, dag, get_current_context, task
from processing import (
    BY_HAND,
    FEWER_SHARDS,
    SETTLED,
    announce_days,
    check,
    finish,
    mappable,
    not_tried_again,
    process,
    publish,
    require_known_parameters,
    run_key,
)

DOCUMENTATION = """
### Archived pages, extracted and attributed anew

After an improvement of the extractor or the quote model, this brings the warehouse up to it:
every archived page of a span of dates goes through `extract`, `attribute` and `load` again.
The quotations of an article are replaced in one step once the new ones are whole. Sources that
are no longer in the sources file are processed too. If pages cannot be read from the archive, the
run is incomplete.

**Trigger** opens the form for the dates; they are those of the captures. No site is visited.
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


@dag(params=PARAMS, doc_md=DOCUMENTATION, **BY_HAND)
def reprocess() -> None:
    """Process archived captures again."""

    @task(**SETTLED)
    def begin() -> str:
        """Note what is asked; the same run begun again goes on."""
        from pipeline.runs.stages import begin_run, plan_reprocess
        from pipeline.settings.environment import load_settings
        from pipeline.text.dates import first_instant, last_instant

        context = get_current_context()
        form = context["params"]
        with not_tried_again():
            require_known_parameters(context, PARAMS)
            settings = load_settings()
            plan = plan_reprocess(
                settings,
                key=run_key(context),
                since=first_instant(form["since"]),
                until=last_instant(form["until"]),
            )
            return begin_run(settings, plan)

    @task
    def make_shards(run: str) -> list[str]:
        """Divide the archived captures into shards."""
        from pipeline.runs.stages import shard_archive
        from pipeline.settings.environment import load_settings

        with not_tried_again():
            return mappable(shard_archive(load_settings(), run), FEWER_SHARDS)

    run = begin()
    published = publish(run)
    process.expand(shard=make_shards(run)) >> check(run) >> published
    published >> [announce_days(run), finish(run)]


reprocess()
