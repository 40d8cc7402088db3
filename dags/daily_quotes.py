"""The scheduled run: from the sources' front doors to quotations in the warehouse."""

from __future__ import annotations

import os

import pendulum
from airflow.sdk import Param, dag, get_current_context
from processing import (
    DEFAULT_ARGS,
    SETTLED,
    guarded_task,
    lines,
    make_shards,
    mappable,
    process_and_publish,
    require_known_parameters,
    run_key,
)

VISIT = "visit {{ task.op_kwargs['sources'].rpartition('/')[2] }}"
"""What a mapped task is called in Airflow's pages: by the visit that it makes."""

VISIT_POOL = os.environ.get("VERBATIM_VISIT_POOL") or "default_pool"
"""The pool of Airflow whose slots visits take; by default the one that every Airflow has."""

DOCUMENTATION = """
### Who said what in today's news

Visits the sources of the sources file, archives what is new or changed, extracts the
articles, attributes their quotations and loads them into the warehouse. Runs every day;
**Trigger** opens a form to run it by hand for some sources, some dates or single pages.

| task | what it does | what it leaves |
| --- | --- | --- |
| `begin` | notes what is asked | the run's folder, a row in `run` |
| `divide_sources` | divides the sources between visits, by default one | visits |
| `visit` | asks all its sources at once, each host at its pace | WARC records, a journal |
| `make_shards` | divides the captures, some hundred pages a shard | shards |
| `process` | `extract`, `attribute`, `load`, one group a shard | rows in the warehouse |
| `shards_done` | waits for all shards, whatever became of them | nothing |
| `check` | runs `sql/checks` over what was loaded, sees which sources fail | what is withheld |
| `publish` | makes the digest of the days touched anew | static pages, the asset's event |
| `announce_days` | says which days' pages changed; skipped if none did | events, one a day |
| `finish` | says how the run went, and fails if anything is missing | rows in `run`, `rejected` |

`visit` asks the feeds, sitemaps and section pages of the sources what is new, and fetches it. A
source that fails does not hold up the others, and makes the run incomplete; the task's log says of
each source what became of its pages.

The past cannot be visited: a site announces what is new. A run for days long gone, by the form or
as a backfill, asks the front doors of today and keeps what they still announce of those days: of
feeds hardly anything, of sitemaps often more. What was archived is had again by `reprocess`.

Any task may be cleared and run again at any time: nothing is lost and nothing is doubled.
What went wrong with a page is in the table `rejected`, with its reason. See `docs/operations.md`.
"""

PARAMS = {
    "sources": Param(
        [],
        type=["null", "array"],
        items={"type": "string"},
        title="Sources",
        description="Keys of the sources to visit, one a line. Empty: all of the sources file, "
        "or those that the single pages belong to.",
    ),
    "since": Param(
        None,
        type=["null", "string"],
        format="date",
        title="First day",
        description="Articles announced from this day (UTC). Empty: a week before the last day.",
    ),
    "until": Param(
        None,
        type=["null", "string"],
        format="date",
        title="Last day",
        description="Articles announced up to this day (UTC). Empty: up to the run's own time.",
    ),
    "urls": Param(
        [],
        type=["null", "array"],
        items={"type": "string"},
        title="Single pages",
        description="Addresses of pages of the sources, one a line. If there are any, only they "
        "are visited, and a page that gives no article fails the run.",
    ),
    "refetch": Param(
        False,
        type="boolean",
        title="Fetch again",
        description="Also pages that were captured lately or are no longer watched for changes.",
    ),
}


@dag(
    schedule="0 5 * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=4,
    # a DAG that is paused when new would be unpaused by the first run by hand, and start a visit
    is_paused_upon_creation=False,
    default_args=DEFAULT_ARGS,
    params=PARAMS,
    doc_md=DOCUMENTATION,
    tags=["verbatim"],
)
def daily_quotes() -> None:
    """Visit the sources, load who said what."""

    @guarded_task(**SETTLED)
    def begin() -> str:
        """Note what is asked; the same run begun again goes on."""
        from pipeline.runs.stages import begin_run, plan_visit
        from pipeline.settings.environment import load_settings
        from pipeline.text.dates import first_instant, last_instant

        context = get_current_context()
        form = context["params"]
        require_known_parameters(context, PARAMS)
        settings = load_settings()
        plan = plan_visit(
            settings,
            key=run_key(context),
            kind="daily_quotes",
            day=context["dag_run"].logical_date,
            since=first_instant(form["since"]),
            until=last_instant(form["until"]),
            keys=lines(form["sources"]),
            urls=lines(form["urls"]),
            refetch=form["refetch"],
        )
        return begin_run(settings, plan)

    @guarded_task
    def divide_sources(run: str) -> list[str]:
        """Divide the sources between VERBATIM_VISIT_TASKS visits, by default one."""
        from pipeline.runs.stages import divide_sources
        from pipeline.settings.environment import load_settings

        visits = divide_sources(load_settings(), run)
        return mappable(visits, "set VERBATIM_VISIT_TASKS lower")

    @guarded_task(map_index_template=VISIT, pool=VISIT_POOL)
    def visit(sources: str) -> str:
        """Ask sources what they announce and fetch it, politely, into the archive."""
        from pipeline.runs.stages import visit_sources
        from pipeline.settings.environment import load_settings

        return visit_sources(load_settings(), sources)

    run = begin()
    shards = make_shards(run)
    visit.expand(sources=divide_sources(run)) >> shards
    process_and_publish(run, shards)


daily_quotes()
